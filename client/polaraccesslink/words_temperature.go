package polaraccesslink

// SensorLocation is a word of the vendor's list; others are kept as they come.
type SensorLocation string

// The values of SensorLocation.
const (
	SensorLocationUnknown  SensorLocation = "SL_UNKNOWN"
	SensorLocationDistal   SensorLocation = "SL_DISTAL"
	SensorLocationProximal SensorLocation = "SL_PROXIMAL"
)

// TemperatureType is a word of the vendor's list; others are kept as they come.
type TemperatureType string

// The values of TemperatureType.
const (
	TemperatureTypeUnknown         TemperatureType = "TM_UNKNOWN"
	TemperatureTypeSkinTemperature TemperatureType = "TM_SKIN_TEMPERATURE"
	TemperatureTypeCoreTemperature TemperatureType = "TM_CORE_TEMPERATURE"
)
