package polaraccesslink

// HeartRateTriggerType is a word of the vendor's list; others are kept as they come.
type HeartRateTriggerType string

// The values of HeartRateTriggerType.
const (
	HeartRateTriggerTypeUnknown  HeartRateTriggerType = "TRIGGER_UNKNOWN"
	HeartRateTriggerTypeTimed247 HeartRateTriggerType = "TRIGGER_TIMED_247"
	HeartRateTriggerTypeLow247   HeartRateTriggerType = "TRIGGER_LOW_247"
	HeartRateTriggerTypeHigh247  HeartRateTriggerType = "TRIGGER_HIGH_247"
	HeartRateTriggerTypeManual   HeartRateTriggerType = "TRIGGER_MANUAL"
)
