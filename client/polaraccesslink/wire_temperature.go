package polaraccesslink

import "time"

// TemperaturePeriod is a stretch in which a device measured temperature.
type TemperaturePeriod struct {
	Created                       time.Time           `json:"created,omitzero"`
	Modified                      time.Time           `json:"modified,omitzero"`
	StartTime                     LocalTime           `json:"startTime,omitzero"`
	StopTime                      LocalTime           `json:"stopTime,omitzero"`
	MeasurementType               TemperatureType     `json:"measurementType,omitempty"`
	DeviceReference               *DeviceReference    `json:"deviceReference,omitempty"`
	SensorLocation                SensorLocation      `json:"sensorLocation,omitempty"`
	TemperatureMeasurementSamples []TemperatureSample `json:"temperatureMeasurementSamples,omitempty"`
	Extra                         Extra               `json:"extra,omitempty"`
}

// TemperatureSample is a temperature.
type TemperatureSample struct {
	RecordingTimeDeltaMilliseconds uint64  `json:"recordingTimeDeltaMilliseconds"` // from the start of the period
	TemperatureCelsius             float64 `json:"temperatureCelsius"`
	Extra                          Extra   `json:"extra,omitempty"`
}
