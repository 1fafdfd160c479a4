package polaraccesslink

// DeviceEventType is a word of the vendor's list; others are kept as they come.
type DeviceEventType string

// The values of DeviceEventType.
const (
	DeviceEventTypeUnspecified DeviceEventType = "EVENT_TYPE_UNSPECIFIED"
	DeviceEventTypeAdded       DeviceEventType = "EVENT_TYPE_ADDED"
	DeviceEventTypeDeleted     DeviceEventType = "EVENT_TYPE_DELETED"
)
