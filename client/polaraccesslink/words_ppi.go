package polaraccesslink

// PPITriggerType is a word of the vendor's list; others are kept as they come.
type PPITriggerType string

// The values of PPITriggerType.
const (
	PPITriggerTypeUndefined PPITriggerType = "TRIGGER_TYPE_UNDEFINED"
	PPITriggerTypeAutomatic PPITriggerType = "TRIGGER_TYPE_AUTOMATIC"
	PPITriggerTypeManual    PPITriggerType = "TRIGGER_TYPE_MANUAL"
)
