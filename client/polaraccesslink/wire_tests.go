package polaraccesslink

import "time"

// ECGQuality is how good a recording was from a moment on.
type ECGQuality struct {
	RecordingTimeDeltaMS int64           `json:"recordingTimeDeltaMs"`
	QualityLevel         ECGQualityLevel `json:"qualityLevel"`
	Extra                Extra           `json:"extra,omitempty"`
}

// ECGSample is a voltage.
type ECGSample struct {
	RecordingTimeDeltaMS int64   `json:"recordingTimeDeltaMs"`
	AmplitudeMv          float64 `json:"amplitudeMv"`
	Extra                Extra   `json:"extra,omitempty"`
}

// TestPhysicalInformation is the user's body as it was at a test.
type TestPhysicalInformation struct {
	Birthday           Date               `json:"birthday,omitzero"`
	Sex                TestSex            `json:"sex,omitempty"`
	Height             *float64           `json:"height,omitempty"`
	Weight             *float64           `json:"weight,omitempty"`
	MaximumHeartRate   *int64             `json:"maximumHeartRate,omitempty"`
	RestingHeartRate   *int64             `json:"restingHeartRate,omitempty"`
	AerobicThreshold   *int64             `json:"aerobicThreshold,omitempty"`
	AnaerobicThreshold *int64             `json:"anaerobicThreshold,omitempty"`
	VO2Max             *int64             `json:"vo2Max,omitempty"`
	TrainingBackground TrainingBackground `json:"trainingBackground,omitempty"`
	WeightSource       WeightSource       `json:"weightSource,omitempty"`
	SleepGoal          *uint64            `json:"sleepGoal,omitempty"` // ms
	Extra              Extra              `json:"extra,omitempty"`
}

// ECGTestResult is the outcome of an electrocardiogram.
type ECGTestResult struct {
	TestTime                        LocalTime        `json:"testTime,omitzero"`
	StopTime                        LocalTime        `json:"stopTime,omitzero"`
	TimezoneOffsetMinutes           *int64           `json:"timeZoneOffsetMinutes,omitempty" alias:"timezoneOffsetMinutes"`
	DeviceReference                 *DeviceReference `json:"deviceReference,omitempty"`
	AverageHeartRateBPM             *int64           `json:"averageHeartRateBpm,omitempty"`
	HeartRateVariabilityMS          *float64         `json:"heartRateVariabilityMs,omitempty"`
	HeartRateVariabilityLevel       ECGHRVLevel      `json:"heartRateVariabilityLevel,omitempty"`
	RRIMS                           *float64         `json:"rriMs,omitempty"`
	PulseArrivalTimeAtContractionMS *float64         `json:"pulseArrivalTimeAtContractionMs,omitempty"`
	PulseArrivalTimeAtRelaxationMS  *float64         `json:"pulseArrivalTimeAtRelaxationMs,omitempty"`
	PulseTransitTimeQualityIndex    *float64         `json:"pulseTransitTimeQualityIndex,omitempty"`
	Samples                         []ECGSample      `json:"samples,omitempty"`
	QualityMeasurements             []ECGQuality     `json:"qualityMeasurements,omitempty"`
	Extra                           Extra            `json:"extra,omitempty"`
}

// FitnessTestResult is the outcome of a fitness test at rest.
type FitnessTestResult struct {
	OwnIndex              *int64                   `json:"ownIndex,omitempty"`
	MaximumHeartRate      *int64                   `json:"maximumHeartRate,omitempty"`
	AverageHeartRate      *int64                   `json:"averageHeartRate,omitempty"`
	FitnessClass          FitnessClass             `json:"fitnessClass,omitempty"`
	TimezoneOffsetMinutes *int64                   `json:"timezoneOffsetMinutes,omitempty" alias:"timeZoneOffsetMinutes"`
	PhysicalInformation   *TestPhysicalInformation `json:"physicalInformation,omitempty"`
	Extra                 Extra                    `json:"extra,omitempty"`
}

// Jump is a jump's times in milliseconds.
type Jump struct {
	FlightTime  int64 `json:"flightTime"`
	ContactTime int64 `json:"contactTime"`
	Extra       Extra `json:"extra,omitempty"`
}

// JumpTestResult is the outcome of a jump test.
type JumpTestResult struct {
	JumpTestType      JumpTestType       `json:"jumpTestType,omitempty"`
	DurationMillis    *int64             `json:"durationMillis,omitempty"`
	LegMuscleRecovery *LegMuscleRecovery `json:"legMuscleRecovery,omitempty"`
	Jumps             []Jump             `json:"jumps,omitempty"`
	Extra             Extra              `json:"extra,omitempty"`
}

// LegMuscleRecovery is what jumps say of the legs.
type LegMuscleRecovery struct {
	RecoveryStatus RecoveryStatus `json:"recoveryStatus,omitempty"`
	LowLimit       *float64       `json:"lowLimit,omitempty"`
	Baseline       *float64       `json:"baseline,omitempty"`
	Extra          Extra          `json:"extra,omitempty"`
}

// OrthostaticTestResult is the outcome of an orthostatic test, in milliseconds.
type OrthostaticTestResult struct {
	RRAvgSupine       *int64 `json:"rrAvgSupine,omitempty"`
	RRMinStandup      *int64 `json:"rrMinStandup,omitempty"`
	RRAvgStand        *int64 `json:"rrAvgStand,omitempty"`
	RRLtAvgSupine     *int64 `json:"rrLtAvgSupine,omitempty"`
	RRLtAvgMinStandup *int64 `json:"rrLtAvgMinStandup,omitempty"`
	RRLtAvgStand      *int64 `json:"rrLtAvgStand,omitempty"`
	RMSSDSupine       *int64 `json:"rmssdSupine,omitempty"`
	RMSSDLtAvgSupine  *int64 `json:"rmssdLtAvgSupine,omitempty"`
	RMSSDStand        *int64 `json:"rmssdStand,omitempty"`
	RMSSDLtAvgStand   *int64 `json:"rmssdLtAvgStand,omitempty"`
	RRSamples         Series `json:"rrSamples,omitempty"`
	LastResetDate     Date   `json:"lastResetDate,omitzero"`
	Extra             Extra  `json:"extra,omitempty"`
}

// RRRecording is a recording of intervals between heartbeats.
type RRRecording struct {
	MaximumHeartRate int64     `json:"maximumHeartRate"`
	MinimumHeartRate int64     `json:"minimumHeartRate"`
	AverageHeartRate int64     `json:"averageHeartRate"`
	EndTime          LocalTime `json:"endTime,omitzero"`
	RRSamples        Series    `json:"rrSamples,omitempty"`
	Extra            Extra     `json:"extra,omitempty"`
}

// SpO2TestResult is the outcome of a measurement of oxygen in the blood.
type SpO2TestResult struct {
	TestTime                       LocalTime         `json:"testTime,omitzero"`
	StopTime                       LocalTime         `json:"stopTime,omitzero"`
	DeviceReference                *DeviceReference  `json:"deviceReference,omitempty"`
	TimezoneOffsetMinutes          *int64            `json:"timeZoneOffsetMinutes,omitempty" alias:"timezoneOffsetMinutes"`
	TestStatus                     SpO2TestStatus    `json:"testStatus"`
	BloodOxygenPercent             *int64            `json:"bloodOxygenPercent,omitempty"`
	SpO2Class                      SpO2Class         `json:"spo2Class,omitempty"`
	SpO2ValueDeviationFromBaseline BaselineDeviation `json:"spo2ValueDeviationFromBaseline,omitempty"`
	SpO2QualityAveragePercent      *float64          `json:"spo2QualityAveragePercent,omitempty"`
	AverageHeartRateBPM            *int64            `json:"averageHeartRateBpm,omitempty"`
	HeartRateVariabilityMS         *float64          `json:"heartRateVariabilityMs,omitempty"`
	SpO2HRVDeviationFromBaseline   BaselineDeviation `json:"spo2HrvDeviationFromBaseline,omitempty"`
	AltitudeMeters                 *float64          `json:"altitudeMeters,omitempty"`
	Extra                          Extra             `json:"extra,omitempty"`
}

// Test is one of six tests.
type Test struct {
	Created               time.Time              `json:"created,omitzero"`
	Modified              time.Time              `json:"modified,omitzero"`
	StartTime             LocalTime              `json:"startTime,omitzero"`
	JumpTestResult        *JumpTestResult        `json:"jumpTestResult,omitempty"`
	OrthostaticTestResult *OrthostaticTestResult `json:"orthostaticTestResult,omitempty"`
	FitnessTestResult     *FitnessTestResult     `json:"fitnessTestResult,omitempty"`
	RRRecording           *RRRecording           `json:"rrRecording,omitempty"`
	ECGTestResult         *ECGTestResult         `json:"ecgTestResult,omitempty"`
	SpO2TestResult        *SpO2TestResult        `json:"spo2TestResult,omitempty"`
	Extra                 Extra                  `json:"extra,omitempty"`
}
