package polaraccesslink

import "time"

// BreathingRateSamples are breaths a minute at even intervals.
type BreathingRateSamples struct {
	StartTime           LocalTime `json:"startTime,omitzero"`
	SampleInterval      *Duration `json:"sampleInterval,omitempty"`
	BreathingRateValues Series    `json:"breathingRateValues,omitempty"`
	Extra               Extra     `json:"extra,omitempty"`
}

// HRVSamples are heart rate variability in milliseconds at even intervals.
type HRVSamples struct {
	StartTime      LocalTime `json:"startTime,omitzero"`
	SampleInterval *Duration `json:"sampleInterval,omitempty"`
	HRVValues      Series    `json:"hrvValues,omitempty"`
	Extra          Extra     `json:"extra,omitempty"`
}

// NightlyRecharge is how a night restored the user.
type NightlyRecharge struct {
	Created                                time.Time              `json:"created,omitzero"`
	Modified                               time.Time              `json:"modified,omitzero"`
	ANSStatus                              *float64               `json:"ansStatus,omitempty"`
	RecoveryIndicator                      *int64                 `json:"recoveryIndicator,omitempty"`
	RecoveryIndicatorSubLevel              *int64                 `json:"recoveryIndicatorSubLevel,omitempty"`
	ANSRate                                *int64                 `json:"ansRate,omitempty"`
	MeanNightlyRecoveryRRI                 *int64                 `json:"meanNightlyRecoveryRri,omitempty"`
	MeanNightlyRecoveryRMSSD               *int64                 `json:"meanNightlyRecoveryRmssd,omitempty"`
	MeanNightlyRecoveryRespirationInterval *int64                 `json:"meanNightlyRecoveryRespirationInterval,omitempty"`
	MeanBaselineRRI                        *int64                 `json:"meanBaselineRri,omitempty"`
	SdBaselineRRI                          *int64                 `json:"sdBaselineRri,omitempty"`
	MeanBaselineRMSSD                      *int64                 `json:"meanBaselineRmssd,omitempty"`
	SdBaselineRMSSD                        *int64                 `json:"sdBaselineRmssd,omitempty"`
	MeanBaselineRespirationInterval        *int64                 `json:"meanBaselineRespirationInterval,omitempty"`
	SdBaselineRespirationInterval          *int64                 `json:"sdBaselineRespirationInterval,omitempty"`
	SleepTip                               string                 `json:"sleepTip,omitempty"`
	VitalityTip                            string                 `json:"vitalityTip,omitempty"`
	ExerciseTip                            string                 `json:"exerciseTip,omitempty"`
	SleepResultDate                        Date                   `json:"sleepResultDate,omitzero"`
	HRVSamples                             []HRVSamples           `json:"hrvSamples,omitempty"`
	BreathingRateSamples                   []BreathingRateSamples `json:"breathingRateSamples,omitempty"`
	Extra                                  Extra                  `json:"extra,omitempty"`
}
