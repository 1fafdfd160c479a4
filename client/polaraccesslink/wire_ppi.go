package polaraccesslink

import "time"

// PPIDay is a day's intervals between pulses. Without features it is a date.
type PPIDay struct {
	Date                Date        `json:"date,omitzero"`
	Modified            time.Time   `json:"modified,omitzero"`
	PPISamplesPerDevice []DevicePPI `json:"ppiSamplesPerDevice,omitempty"`
	Extra               Extra       `json:"extra,omitempty"`
}

// PPISample is an interval between pulses.
type PPISample struct {
	OffsetMillis        int64 `json:"offsetMillis"` // from local midnight of the day [inferred: client code]
	PpInterval          int64 `json:"ppInterval"`   // ms
	ErrorEstimateMillis int64 `json:"errorEstimateMillis"`
	SkinContact         bool  `json:"skinContact"`
	Movement            bool  `json:"movement"`
	Offline             bool  `json:"offline"`
	Extra               Extra `json:"extra,omitempty"`
}

// DevicePPI is what one device measured.
type DevicePPI struct {
	RecordingDevice             *DeviceReference   `json:"recordingDevice,omitempty"`
	PPISamples                  []PPISample        `json:"ppiSamples,omitempty"`
	RecordingTriggerTypeChanges []PPITriggerChange `json:"recordingTriggerTypeChanges,omitempty"`
	Extra                       Extra              `json:"extra,omitempty"`
}

// PPITriggerChange is why a device began to measure.
type PPITriggerChange struct {
	TriggerType  PPITriggerType `json:"triggerType"`
	OffsetMillis int64          `json:"offsetMillis"`
	Extra        Extra          `json:"extra,omitempty"`
}
