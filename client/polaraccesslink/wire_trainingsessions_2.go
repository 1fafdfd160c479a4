package polaraccesslink

import "time"

// NutritionData is what was eaten, in grams.
type NutritionData struct {
	CarbohydrateGrams *float64 `json:"carbohydrateGrams,omitempty"`
	ProteinGrams      *float64 `json:"proteinGrams,omitempty"`
	FatGrams          *float64 `json:"fatGrams,omitempty"`
	Extra             Extra    `json:"extra,omitempty"`
}

// PauseTime is a stretch in which an exercise stood still.
type PauseTime struct {
	StartTime LocalTime `json:"startTime,omitzero"`
	EndTime   LocalTime `json:"endTime,omitzero"`
	Extra     Extra     `json:"extra,omitempty"`
}

// ProductReference names the device that recorded.
type ProductReference struct {
	ModelName string `json:"modelName"`
	Extra     Extra  `json:"extra,omitempty"`
}

// RRSample is an interval between heartbeats.
type RRSample struct {
	DurationMillis int64 `json:"durationMillis"`
	Offline        *bool `json:"offline,omitempty"`
	Extra          Extra `json:"extra,omitempty"`
}

// RecordedRoutes are the route of an exercise, and the way to the next.
type RecordedRoutes struct {
	Route           *RecordedRoute `json:"route,omitempty"`
	TransitionRoute *RecordedRoute `json:"transitionRoute,omitempty"`
	Extra           Extra          `json:"extra,omitempty"`
}

// RunningTest is the outcome of a running test.
type RunningTest struct {
	StartTime          LocalTime           `json:"startTime,omitzero"`
	EndTime            LocalTime           `json:"endTime,omitzero"`
	Warmup             *TestPhase          `json:"warmup,omitempty"`
	Performance        *TestPhase          `json:"performance,omitempty"`
	Cooldown           *TestPhase          `json:"cooldown,omitempty"`
	Category           RunningTestCategory `json:"category"`
	MaxAerobicSpeedKmh float64             `json:"maxAerobicSpeedKmh"`
	MaxAerobicPower    int64               `json:"maxAerobicPower"`
	MaxHRBPM           int64               `json:"maxHrBpm"`
	VO2max             int64               `json:"vo2max"`
	InitialSpeedKmh    int64               `json:"initialSpeedKmh"`
	SpeedIncreaseRate  float64             `json:"speedIncreaseRate"`
	QualityRatePercent int64               `json:"qualityRatePercent"`
	Extra              Extra               `json:"extra,omitempty"`
}

// Samples are what an exercise's sensors measured, and what they measured on the way to the next exercise.
type Samples struct {
	Samples             []IntervalValues `json:"samples,omitempty"`
	TransitionSamples   []IntervalValues `json:"transitionSamples,omitempty"`
	RRSamples           []RRSample       `json:"rrSamples,omitempty"`
	TransitionRRSamples []RRSample       `json:"transitionRrSamples,omitempty"`
	SwimmingPhases      *SwimmingPhases  `json:"swimmingPhases,omitempty"`
	Extra               Extra            `json:"extra,omitempty"`
}

// Statistics are the least, mean and greatest value of one kind.
type Statistics struct {
	Type  StatisticsType `json:"type"`
	Min   *float64       `json:"min,omitempty"`
	Avg   *float64       `json:"avg,omitempty"`
	Max   *float64       `json:"max,omitempty"`
	Extra Extra          `json:"extra,omitempty"`
}

// StrengthTrainingResults are the rounds of a strength workout.
type StrengthTrainingResults struct {
	CompletedRounds []CompletedRound `json:"completedRounds,omitempty"`
	Extra           Extra            `json:"extra,omitempty"`
}

// SwimmingPhase is a stretch of one style.
type SwimmingPhase struct {
	StartOffsetMillis int64         `json:"startOffsetMillis"`
	DurationMillis    int64         `json:"durationMillis"`
	Style             SwimmingStyle `json:"style"`
	Strokes           *int64        `json:"strokes,omitempty"`
	Extra             Extra         `json:"extra,omitempty"`
}

// SwimmingPhases are the stretches of a swim.
type SwimmingPhases struct {
	StartTime LocalTime       `json:"startTime,omitzero"`
	Phases    []SwimmingPhase `json:"phases,omitempty"`
	Extra     Extra           `json:"extra,omitempty"`
}

// SwimmingStatistics are a swim's values in a pool.
type SwimmingStatistics struct {
	DistanceMeters   *float64                  `json:"distanceMeters,omitempty"`
	TotalStrokeCount *int64                    `json:"totalStrokeCount,omitempty"`
	PoolsSwum        *int64                    `json:"poolsSwum,omitempty"`
	PoolUnits        PoolUnit                  `json:"poolUnits,omitempty"`
	PoolLength       *float64                  `json:"poolLength,omitempty"`
	SwimmingStyles   []SwimmingStyleStatistics `json:"swimmingStyles,omitempty"`
	Extra            Extra                     `json:"extra,omitempty"`
}

// SwimmingStyleStatistics are a swim's values of one style.
type SwimmingStyleStatistics struct {
	Style                   SwimmingStatisticsStyle `json:"style"`
	DistanceMeters          float64                 `json:"distanceMeters"`
	StrokeCount             *int64                  `json:"strokeCount,omitempty"`
	SwimmingTimeTotalMillis *int64                  `json:"swimmingTimeTotalMillis,omitempty"`
	PoolTimeMinMillis       *int64                  `json:"poolTimeMinMillis,omitempty"`
	HRAvg                   *int64                  `json:"hrAvg,omitempty"`
	HRMax                   *int64                  `json:"hrMax,omitempty"`
	SwolfAvg                *float64                `json:"swolfAvg,omitempty"`
	Extra                   Extra                   `json:"extra,omitempty"`
}

// TestPhase is a part of a performance test.
type TestPhase struct {
	StartTime      LocalTime `json:"startTime,omitzero"`
	EndTime        LocalTime `json:"endTime,omitzero"`
	DurationMillis int64     `json:"durationMillis"`
	AvgHRBPM       int64     `json:"avgHrBpm"`
	MaxHRBPM       int64     `json:"maxHrBpm"`
	AvgSpeedKmh    float64   `json:"avgSpeedKmh"`
	MaxSpeedKmh    float64   `json:"maxSpeedKmh"`
	AvgCadence     int64     `json:"avgCadence"`
	MaxCadence     int64     `json:"maxCadence"`
	AvgPower       int64     `json:"avgPower"`
	MaxPower       int64     `json:"maxPower"`
	Extra          Extra     `json:"extra,omitempty"`
}

// TestResults hold the outcome of one performance test.
type TestResults struct {
	CyclingTest *CyclingTest `json:"cyclingTest,omitempty"`
	RunningTest *RunningTest `json:"runningTest,omitempty"`
	WalkingTest *WalkingTest `json:"walkingTest,omitempty"`
	Extra       Extra        `json:"extra,omitempty"`
}

// TrainingLoadReport is how hard a session or exercise was.
type TrainingLoadReport struct {
	CardioLoad                  *float64           `json:"cardioLoad,omitempty"`
	MuscleLoad                  *float64           `json:"muscleLoad,omitempty"`
	CardioLoadInterpretation    LoadInterpretation `json:"cardioLoadInterpretation,omitempty"`
	MuscleLoadInterpretation    LoadInterpretation `json:"muscleLoadInterpretation,omitempty"`
	CalculationTime             LocalTime          `json:"calculationTime,omitzero"`
	SessionRPE                  SessionRPE         `json:"sessionRpe,omitempty"`
	PerceivedLoad               *float64           `json:"perceivedLoad,omitempty"`
	PerceivedLoadInterpretation LoadInterpretation `json:"perceivedLoadInterpretation,omitempty"`
	Extra                       Extra              `json:"extra,omitempty"`
}

// TrainingPeaksStatistics are values by another's formulas.
type TrainingPeaksStatistics struct {
	IntensityFactor     *float64 `json:"intensityFactor,omitempty"`
	NormalizedPower     *int64   `json:"normalizedPower,omitempty"`
	TrainingStressScore *float64 `json:"trainingStressScore,omitempty"`
	Extra               Extra    `json:"extra,omitempty"`
}

// TrainingSession is a workout: a head, and an exercise for each sport.
type TrainingSession struct {
	Identifier            *Reference                  `json:"identifier,omitempty"`
	Created               time.Time                   `json:"created,omitzero"`
	Modified              time.Time                   `json:"modified,omitzero"`
	StartTime             LocalTime                   `json:"startTime,omitzero"`
	StopTime              LocalTime                   `json:"stopTime,omitzero"`
	DurationMillis        *int64                      `json:"durationMillis,omitempty"`
	Name                  string                      `json:"name,omitempty"`
	Feeling               *float64                    `json:"feeling,omitempty"` // 0 to 1
	DeviceID              string                      `json:"deviceId,omitempty"`
	Note                  string                      `json:"note,omitempty"`
	Latitude              *float64                    `json:"latitude,omitempty"`
	Longitude             *float64                    `json:"longitude,omitempty"`
	DistanceMeters        *float64                    `json:"distanceMeters,omitempty"`
	Calories              *int64                      `json:"calories,omitempty"`
	TrainingLoad          *float64                    `json:"trainingLoad,omitempty"`
	TrainingBenefit       TrainingBenefit             `json:"trainingBenefit,omitempty"`
	CarboPercentage       *int64                      `json:"carboPercentage,omitempty"`
	FatPercentage         *int64                      `json:"fatPercentage,omitempty"`
	ProteinPercentage     *int64                      `json:"proteinPercentage,omitempty"`
	RecoveryTimeMillis    *uint64                     `json:"recoveryTimeMillis,omitempty"` // declared a string of 64 bits in its twin
	HRMax                 *int64                      `json:"hrMax,omitempty"`              // beats a minute
	HRAvg                 *int64                      `json:"hrAvg,omitempty"`              // beats a minute
	TimezoneOffsetMinutes *int64                      `json:"timezoneOffsetMinutes,omitempty" alias:"timeZoneOffsetMinutes"`
	NutritionData         *NutritionData              `json:"nutritionData,omitempty"`
	StartTrigger          StartTrigger                `json:"startTrigger,omitempty"`
	PhysicalInformation   *SessionPhysicalInformation `json:"physicalInformation,omitempty"`
	Application           *ApplicationReference       `json:"application,omitempty"`
	Sport                 *SportReference             `json:"sport,omitempty"`
	Product               *ProductReference           `json:"product,omitempty"`
	TrainingTarget        *Reference                  `json:"trainingTarget,omitempty"`
	FavoriteTarget        *Reference                  `json:"favoriteTarget,omitempty"`
	Exercises             []Exercise                  `json:"exercises,omitempty"`
	TestResults           *TestResults                `json:"testResults,omitempty"`
	HillSplits            *HillSplits                 `json:"hillSplits,omitempty"`
	TrainingLoadReport    *TrainingLoadReport         `json:"trainingLoadReport,omitempty"`
	Comments              []Comment                   `json:"comments,omitempty"`
	Extra                 Extra                       `json:"extra,omitempty"`
}

// Comment is what somebody wrote about a session.
type Comment struct {
	Identifier    *Reference `json:"identifier,omitempty"`
	Created       time.Time  `json:"created,omitzero"`
	Modified      time.Time  `json:"modified,omitzero"`
	Note          string     `json:"note"`
	FromOtherUser *bool      `json:"fromOtherUser,omitempty"`
	Extra         Extra      `json:"extra,omitempty"`
}

// UpHill is what a climb has of its own.
type UpHill struct {
	UphillNumber      int64   `json:"uphillNumber"`
	AscentMeters      float64 `json:"ascentMeters"`
	AvgInclinePercent float64 `json:"avgInclinePercent"`
	Extra             Extra   `json:"extra,omitempty"`
}

// WalkingTest is the outcome of a walking test.
type WalkingTest struct {
	StartTime                  LocalTime           `json:"startTime,omitzero"`
	EndTime                    LocalTime           `json:"endTime,omitzero"`
	Warmup                     *TestPhase          `json:"warmup,omitempty"`
	Performance                *TestPhase          `json:"performance,omitempty"`
	Cooldown                   *TestPhase          `json:"cooldown,omitempty"`
	Category                   WalkingTestCategory `json:"category"`
	FitnessClass               VO2MaxFitnessClass  `json:"fitnessClass"`
	AvgSpeedKmh                float64             `json:"avgSpeedKmh"`
	MaxSpeedKmh                float64             `json:"maxSpeedKmh"`
	TestDistanceMeters         float64             `json:"testDistanceMeters"`
	Steps                      int64               `json:"steps"`
	AvgCadence                 int64               `json:"avgCadence"`
	MaxCadence                 int64               `json:"maxCadence"`
	TestHRBPM                  int64               `json:"testHrBpm"`
	MaxHRBPM                   int64               `json:"maxHrBpm"`
	VO2max                     int64               `json:"vo2max"`
	WalkingPercent             int64               `json:"walkingPercent"`
	SpeedVariationPercent      int64               `json:"speedVariationPercent"`
	CadenceVariationPercent    int64               `json:"cadenceVariationPercent"`
	HRAbove65ProsMaxHR         int64               `json:"hrAbove65ProsMaxHr"`
	AllCriterionQualityPercent int64               `json:"allCriterionQualityPercent"`
	SteadyWalkingGuidance      int64               `json:"steadyWalkingGuidance"`
	WalkingSpeedGuidance       int64               `json:"walkingSpeedGuidance"`
	Duration                   int64               `json:"duration"`
	Extra                      Extra               `json:"extra,omitempty"`
}
