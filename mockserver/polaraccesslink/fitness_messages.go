package polaraccesslink

import (
	"slices"
	"strconv"
)

type (
	fitnessTests struct {
		Tests []fitnessTest `json:"tests"`
	}
	// fitnessTest has one of six results. [confirmed: AccessLink v4 page, four in
	// words and six in the schema]
	fitnessTest struct {
		Created               utc                `json:"created"`
		Modified              utc                `json:"modified"`
		StartTime             local              `json:"startTime"`
		JumpTestResult        *jumpResult        `json:"jumpTestResult"`
		OrthostaticTestResult *orthostaticResult `json:"orthostaticTestResult"`
		FitnessTestResult     *fitnessResult     `json:"fitnessTestResult"`
		RRRecording           *rrRecording       `json:"rrRecording"`
		ECGTestResult         *ecgResult         `json:"ecgTestResult"`
		SpO2TestResult        *oxygenResult      `json:"spo2TestResult"`
	}
	jumpResult struct {
		JumpTestType      enum         `json:"jumpTestType"`
		DurationMillis    int64        `json:"durationMillis"`
		LegMuscleRecovery *legRecovery `json:"legMuscleRecovery"`
		Jumps             []jump       `json:"jumps"`
	}
	legRecovery struct {
		RecoveryStatus enum     `json:"recoveryStatus"`
		LowLimit       *float64 `json:"lowLimit"`
		Baseline       *float64 `json:"baseline"`
	}
	jump struct {
		FlightTime  int64 `json:"flightTime"`
		ContactTime int64 `json:"contactTime"`
	}
	orthostaticResult struct {
		RRAvgSupine       int      `json:"rrAvgSupine"`
		RRMinStandup      int      `json:"rrMinStandup"`
		RRAvgStand        int      `json:"rrAvgStand"`
		RRLtAvgSupine     int      `json:"rrLtAvgSupine"`
		RRLtAvgMinStandup int      `json:"rrLtAvgMinStandup"`
		RRLtAvgStand      int      `json:"rrLtAvgStand"`
		RMSSDSupine       int      `json:"rmssdSupine"`
		RMSSDLtAvgSupine  int      `json:"rmssdLtAvgSupine"`
		RMSSDStand        int      `json:"rmssdStand"`
		RMSSDLtAvgStand   int      `json:"rmssdLtAvgStand"`
		RRSamples         []uint16 `json:"rrSamples,omitzero"`
		LastResetDate     date     `json:"lastResetDate"`
	}
	fitnessResult struct {
		OwnIndex              int           `json:"ownIndex"`
		MaximumHeartRate      int           `json:"maximumHeartRate"`
		AverageHeartRate      int           `json:"averageHeartRate"`
		FitnessClass          enum          `json:"fitnessClass"`
		TimezoneOffsetMinutes int           `json:"timezoneOffsetMinutes"`
		PhysicalInformation   fitnessPerson `json:"physicalInformation"`
	}
	fitnessPerson struct {
		Birthday           date    `json:"birthday"`
		Sex                enum    `json:"sex"`
		Height             float32 `json:"height"`
		Weight             float32 `json:"weight"`
		MaximumHeartRate   int     `json:"maximumHeartRate"`
		RestingHeartRate   int     `json:"restingHeartRate"`
		AerobicThreshold   int     `json:"aerobicThreshold"`
		AnaerobicThreshold int     `json:"anaerobicThreshold"`
		VO2Max             int     `json:"vo2Max"`
		TrainingBackground enum    `json:"trainingBackground"`
		WeightSource       enum    `json:"weightSource"`
		SleepGoal          uint64s `json:"sleepGoal"`
	}
	rrRecording struct {
		MaximumHeartRate int      `json:"maximumHeartRate"`
		MinimumHeartRate int      `json:"minimumHeartRate"`
		AverageHeartRate int      `json:"averageHeartRate"`
		EndTime          local    `json:"endTime"`
		RRSamples        []uint16 `json:"rrSamples,omitzero"`
	}
	// Offsets of ECG and SpO2 tests are spelled timeZone, elsewhere timezone.
	// [confirmed: AccessLink v4 page]
	ecgResult struct {
		TestTime                        local         `json:"testTime"`
		StopTime                        local         `json:"stopTime"`
		TimeZoneOffsetMinutes           int           `json:"timeZoneOffsetMinutes"`
		DeviceReference                 uuidReference `json:"deviceReference"`
		AverageHeartRateBpm             int           `json:"averageHeartRateBpm"`
		HeartRateVariabilityMs          float32       `json:"heartRateVariabilityMs"`
		HeartRateVariabilityLevel       enum          `json:"heartRateVariabilityLevel"`
		RRIMs                           float32       `json:"rriMs"`
		PulseArrivalTimeAtContractionMs float32       `json:"pulseArrivalTimeAtContractionMs"`
		PulseArrivalTimeAtRelaxationMs  float32       `json:"pulseArrivalTimeAtRelaxationMs"`
		PulseTransitTimeQualityIndex    float32       `json:"pulseTransitTimeQualityIndex"`
		Samples                         *ecgCurve     `json:"samples"`
		QualityMeasurements             []ecgQuality  `json:"qualityMeasurements"`
	}
	ecgQuality struct {
		RecordingTimeDeltaMs int64 `json:"recordingTimeDeltaMs"`
		QualityLevel         enum  `json:"qualityLevel"`
	}
	oxygenResult struct {
		TestTime                       local         `json:"testTime"`
		StopTime                       local         `json:"stopTime"`
		DeviceReference                uuidReference `json:"deviceReference"`
		TimeZoneOffsetMinutes          int           `json:"timeZoneOffsetMinutes"`
		TestStatus                     enum          `json:"testStatus"`
		BloodOxygenPercent             *int          `json:"bloodOxygenPercent"`
		SpO2Class                      enum          `json:"spo2Class"`
		SpO2ValueDeviationFromBaseline enum          `json:"spo2ValueDeviationFromBaseline"`
		SpO2QualityAveragePercent      float32       `json:"spo2QualityAveragePercent"`
		AverageHeartRateBpm            int           `json:"averageHeartRateBpm"`
		HeartRateVariabilityMs         float32       `json:"heartRateVariabilityMs"`
		SpO2HrvDeviationFromBaseline   enum          `json:"spo2HrvDeviationFromBaseline"`
		AltitudeMeters                 float32       `json:"altitudeMeters"`
	}
)

// ecgCurve is a voltage at an even pace, with the time of each value: thousands in a
// test, so that they are spelled without looking at each one's kind.
type ecgCurve struct {
	rate      int // a second
	millivolt []float32
}

func (x ecgCurve) appendJSON(b []byte) []byte {
	const each = 60 // the longest
	b = append(slices.Grow(b, len(x.millivolt)*each), '[')
	for i, v := range x.millivolt {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"recordingTimeDeltaMs":`...)
		b = strconv.AppendInt(b, int64(i)*1000/int64(x.rate), 10)
		b = append(b, `,"amplitudeMv":`...)
		b = appendFloat(b, float64(v), 32)
		b = append(b, '}')
	}
	return append(b, ']')
}
