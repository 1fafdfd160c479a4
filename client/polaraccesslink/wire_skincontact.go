package polaraccesslink

import "time"

// SkinContactPeriod is a stretch in which a device watched for skin.
type SkinContactPeriod struct {
	Created            time.Time           `json:"created,omitzero"`
	Modified           time.Time           `json:"modified,omitzero"`
	StartTime          LocalTime           `json:"startTime,omitzero"`
	StopTime           LocalTime           `json:"stopTime,omitzero"`
	DeviceReference    *DeviceReference    `json:"deviceReference,omitempty"`
	SkinContactChanges []SkinContactChange `json:"skinContactChanges,omitempty"`
	Extra              Extra               `json:"extra,omitempty"`
}

// SkinContactChange is when contact was made or lost.
type SkinContactChange struct {
	RecordingTimeDeltaMilliseconds uint64 `json:"recordingTimeDeltaMilliseconds"` // from the start of the period
	SkinContact                    bool   `json:"skinContact"`
	Extra                          Extra  `json:"extra,omitempty"`
}
