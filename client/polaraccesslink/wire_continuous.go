package polaraccesslink

// HeartRateDay is a day's heart rate by one device.
type HeartRateDay struct {
	Date      Date               `json:"date,omitzero"`
	DeviceRef *DeviceIDReference `json:"deviceRef,omitempty"`
	State     int64              `json:"state"`
	Samples   []HeartRateSample  `json:"samples,omitempty"`
	Extra     Extra              `json:"extra,omitempty"`
}

// HeartRateSample is a heart rate. Live entries may lack the rate or the offset. [inferred: client code]
type HeartRateSample struct {
	HeartRate    *int64               `json:"heartRate,omitempty"`    // beats a minute
	OffsetMillis *int64               `json:"offsetMillis,omitempty"` // from local midnight of the day [inferred: client code]
	TriggerType  HeartRateTriggerType `json:"triggerType"`
	Extra        Extra                `json:"extra,omitempty"`
}
