package polaraccesslink

import "time"

// Location is a point of a recorded route.
type Location struct {
	Longitude     float64 `json:"longitude"`
	Latitude      float64 `json:"latitude"`
	Altitude      float64 `json:"altitude"`
	ElapsedMillis int64   `json:"elapsedMillis"`
	Extra         Extra   `json:"extra,omitempty"`
}

// SessionPhysicalInformation is the user's body as it was at a session.
type SessionPhysicalInformation struct {
	Modified                  time.Time                 `json:"modified,omitzero"`
	Created                   time.Time                 `json:"created,omitzero"`
	Birthday                  Date                      `json:"birthday,omitzero"`
	Sex                       Sex                       `json:"sex,omitempty"`
	WeightKg                  *float64                  `json:"weightKg,omitempty"`
	HeightCm                  *int64                    `json:"heightCm,omitempty"`
	MaximumHeartRate          *int64                    `json:"maximumHeartRate,omitempty"`
	RestingHeartRate          *int64                    `json:"restingHeartRate,omitempty"`
	AerobicThreshold          *int64                    `json:"aerobicThreshold,omitempty"`
	AnaerobicThreshold        *int64                    `json:"anaerobicThreshold,omitempty"`
	VO2Max                    *int64                    `json:"vo2Max,omitempty"`
	TrainingBackground        TrainingBackground        `json:"trainingBackground,omitempty"`
	TypicalDay                SessionTypicalDay         `json:"typicalDay,omitempty"`
	MetThreshold              *float64                  `json:"metThreshold,omitempty"`
	WeeklyRTSum               *float64                  `json:"weeklyRtSum,omitempty"`
	FunctionalThresholdPower  *int64                    `json:"functionalThresholdPower,omitempty"`
	SpeedCalibrationOffset    *float64                  `json:"speedCalibrationOffset,omitempty"`
	WeightSource              SessionWeightSource       `json:"weightSource,omitempty"`
	SleepGoalMinutes          *int64                    `json:"sleepGoalMinutes,omitempty"`
	MaximumAerobicPower       *int64                    `json:"maximumAerobicPower,omitempty"`
	MaximumAerobicSpeedKmh    *float64                  `json:"maximumAerobicSpeedKmh,omitempty"` // km/h
	MaximumAerobicSpeedSource MaximumAerobicSpeedSource `json:"maximumAerobicSpeedSource,omitempty"`
	Extra                     Extra                     `json:"extra,omitempty"`
}

// RecordedRoute is where an exercise went.
type RecordedRoute struct {
	StartTime LocalTime  `json:"startTime,omitzero"`
	WayPoints []Location `json:"wayPoints,omitempty"`
	Extra     Extra      `json:"extra,omitempty"`
}

// Zones are an exercise's zones of one kind.
type Zones struct {
	Type  ZoneType `json:"type,omitempty"`
	Zones []Zone   `json:"zones,omitempty"`
	Extra Extra    `json:"extra,omitempty"`
}

// ApplicationReference names the application that recorded.
type ApplicationReference struct {
	Name  string `json:"name"`
	Extra Extra  `json:"extra,omitempty"`
}

// CalibrationOffset is a correction of a sensor.
type CalibrationOffset struct {
	SampleSourceType SampleSourceType `json:"sampleSourceType"`
	Value            float64          `json:"value"`
	Extra            Extra            `json:"extra,omitempty"`
}

// CompletedRound is a round of a strength workout.
type CompletedRound struct {
	Type                 CompletedRoundType `json:"type,omitempty"`
	StartTimeDeltaMillis *int64             `json:"startTimeDeltaMillis,omitempty"`
	EndTimeDeltaMillis   *int64             `json:"endTimeDeltaMillis,omitempty"`
	WorkoutPhase         WorkoutPhase       `json:"workoutPhase,omitempty"`
	CompletedSets        []CompletedSet     `json:"completedSets,omitempty"`
	Extra                Extra              `json:"extra,omitempty"`
}

// CompletedSet is a set of a round.
type CompletedSet struct {
	Type                 CompletedSetType `json:"type"`
	StartTimeDeltaMillis int64            `json:"startTimeDeltaMillis"`
	EndTimeDeltaMillis   int64            `json:"endTimeDeltaMillis"`
	ResistanceType       ResistanceType   `json:"resistanceType,omitempty"`
	Movement             string           `json:"movement,omitempty"`
	AvgHeartRate         *int64           `json:"avgHeartRate,omitempty"`
	MaxHeartRate         *int64           `json:"maxHeartRate,omitempty"`
	Extra                Extra            `json:"extra,omitempty"`
}

// CyclingTest is the outcome of a cycling test.
type CyclingTest struct {
	StartTime                        LocalTime           `json:"startTime,omitzero"`
	EndTime                          LocalTime           `json:"endTime,omitzero"`
	Warmup                           *TestPhase          `json:"warmup,omitempty"`
	Performance                      *TestPhase          `json:"performance,omitempty"`
	Cooldown                         *TestPhase          `json:"cooldown,omitempty"`
	FitnessClass                     CyclingFitnessClass `json:"fitnessClass"`
	FunctionalThresholdPower         int64               `json:"functionalThresholdPower"`
	PreviousFunctionalThresholdPower *int64              `json:"previousFunctionalThresholdPower,omitempty"`
	VO2max                           int64               `json:"vo2max"`
	Extra                            Extra               `json:"extra,omitempty"`
}

// DownHill is what a descent has of its own.
type DownHill struct {
	DownhillNumber    int64   `json:"downhillNumber"`
	DescentMeters     float64 `json:"descentMeters"`
	AvgDeclinePercent float64 `json:"avgDeclinePercent"`
	Extra             Extra   `json:"extra,omitempty"`
}

// Exercise is one sport of a session. Samples, zones and the like come with the features that name them.
type Exercise struct {
	Identifier              *Reference               `json:"identifier,omitempty"`
	Created                 time.Time                `json:"created,omitzero"`
	Modified                time.Time                `json:"modified,omitzero"`
	StartTime               LocalTime                `json:"startTime,omitzero"`
	StopTime                LocalTime                `json:"stopTime,omitzero"`
	DurationMillis          *int64                   `json:"durationMillis,omitempty"`
	DistanceMeters          *float64                 `json:"distanceMeters,omitempty"`
	Calories                *int64                   `json:"calories,omitempty"`
	FatPercentage           *int64                   `json:"fatPercentage,omitempty"`
	RecoveryTimeMillis      *uint64                  `json:"recoveryTimeMillis,omitempty"`
	TrainingLoad            *int64                   `json:"trainingLoad,omitempty"`
	CarboPercentage         *int64                   `json:"carboPercentage,omitempty"`
	ProteinPercentage       *int64                   `json:"proteinPercentage,omitempty"`
	RunningIndex            *int64                   `json:"runningIndex,omitempty"`
	Latitude                *float64                 `json:"latitude,omitempty"`
	Longitude               *float64                 `json:"longitude,omitempty"`
	AscentMeters            *float64                 `json:"ascentMeters,omitempty"`
	DescentMeters           *float64                 `json:"descentMeters,omitempty"`
	SprintCounter           *int64                   `json:"sprintCounter,omitempty"`
	WalkingDurationMillis   *int64                   `json:"walkingDurationMillis,omitempty"`
	WalkingDistanceMeters   *float64                 `json:"walkingDistanceMeters,omitempty"`
	SpeedCalibrationOffset  *float64                 `json:"speedCalibrationOffset,omitempty"`
	TimezoneOffsetMinutes   *int64                   `json:"timezoneOffsetMinutes,omitempty" alias:"timeZoneOffsetMinutes"`
	CalibrationOffsets      []CalibrationOffset      `json:"calibrationOffsets,omitempty"`
	NutritionData           *NutritionData           `json:"nutritionData,omitempty"`
	Sport                   *SportReference          `json:"sport,omitempty"`
	StrengthTrainingResults *StrengthTrainingResults `json:"strengthTrainingResults,omitempty"`
	TrainingLoadReport      *TrainingLoadReport      `json:"trainingLoadReport,omitempty"`
	Laps                    *Laps                    `json:"laps,omitempty"`
	Statistics              *ExerciseStatistics      `json:"statistics,omitempty"`
	Zones                   []Zones                  `json:"zones,omitempty"`
	Samples                 *Samples                 `json:"samples,omitempty"`
	Routes                  *RecordedRoutes          `json:"routes,omitempty"`
	PauseTimes              []PauseTime              `json:"pauseTimes,omitempty"`
	Extra                   Extra                    `json:"extra,omitempty"`
}

// ExerciseStatistics are least, mean and greatest values.
type ExerciseStatistics struct {
	Statistics              []Statistics             `json:"statistics,omitempty"`
	SwimmingStatistics      *SwimmingStatistics      `json:"swimmingStatistics,omitempty"`
	TrainingPeaksStatistics *TrainingPeaksStatistics `json:"trainingPeaksStatistics,omitempty"`
	Extra                   Extra                    `json:"extra,omitempty"`
}

// Hill is a climb or a descent.
type Hill struct {
	Type                HillType  `json:"type"`
	StartTime           LocalTime `json:"startTime,omitzero"`
	EndTime             LocalTime `json:"endTime,omitzero"`
	UpHill              *UpHill   `json:"upHill,omitempty"`
	DownHill            *DownHill `json:"downHill,omitempty"`
	DistanceMeters      int64     `json:"distanceMeters"`
	MaxSpeedKmh         float64   `json:"maxSpeedKmh"`
	AvgSpeedKmh         float64   `json:"avgSpeedKmh"`
	StartAltitudeMeters float64   `json:"startAltitudeMeters"`
	EndAltitudeMeters   float64   `json:"endAltitudeMeters"`
	AvgHRBPM            int64     `json:"avgHrBpm"`
	MaxHRBPM            int64     `json:"maxHrBpm"`
	Duration            int64     `json:"duration"`
	AvgCadence          int64     `json:"avgCadence"`
	MaxCadence          int64     `json:"maxCadence"`
	AvgPower            int64     `json:"avgPower"`
	MaxPower            int64     `json:"maxPower"`
	Extra               Extra     `json:"extra,omitempty"`
}

// HillSplits are the hills of a session.
type HillSplits struct {
	StartTime                   LocalTime `json:"startTime,omitzero"`
	EndTime                     LocalTime `json:"endTime,omitzero"`
	TotalUphillDistanceMeters   int64     `json:"totalUphillDistanceMeters"`
	TotalDownhillDistanceMeters int64     `json:"totalDownhillDistanceMeters"`
	TotalUphillCount            int64     `json:"totalUphillCount"`
	TotalDownhillCount          int64     `json:"totalDownhillCount"`
	Hills                       []Hill    `json:"hills,omitempty"`
	Extra                       Extra     `json:"extra,omitempty"`
}

// IntervalValues are samples of one kind at even intervals.
type IntervalValues struct {
	Type           SampleType `json:"type"`
	IntervalMillis int64      `json:"intervalMillis"`
	Values         Series     `json:"values,omitempty"` // NaN where there is none
	Extra          Extra      `json:"extra,omitempty"`
}

// Lap is a part of an exercise.
type Lap struct {
	SplitTimeMillis         int64          `json:"splitTimeMillis"`
	DurationMillis          int64          `json:"durationMillis"`
	DistanceMeters          *float64       `json:"distanceMeters,omitempty"`
	StartLocationLatitude   *float64       `json:"startLocationLatitude,omitempty"`
	StartLocationLongitude  *float64       `json:"startLocationLongitude,omitempty"`
	StartLocationAltitude   *float64       `json:"startLocationAltitude,omitempty"`
	StartLocationTimeMillis *int64         `json:"startLocationTimeMillis,omitempty"`
	AscentMeters            *float64       `json:"ascentMeters,omitempty"`
	DescentMeters           *float64       `json:"descentMeters,omitempty"`
	Statistics              *LapStatistics `json:"statistics,omitempty"`
	Extra                   Extra          `json:"extra,omitempty"`
}

// LapStatistics are a lap's values.
type LapStatistics struct {
	Statistics              []Statistics             `json:"statistics,omitempty"`
	SwimmingStatistics      *LapSwimStatistics       `json:"swimmingStatistics,omitempty"`
	TrainingPeaksStatistics *TrainingPeaksStatistics `json:"trainingPeaksStatistics,omitempty"`
	Extra                   Extra                    `json:"extra,omitempty"`
}

// LapSwimStatistics are a lap's values in a pool.
type LapSwimStatistics struct {
	AvgSecsPerPool *float64 `json:"avgSecsPerPool,omitempty"`
	PoolsSwum      *int64   `json:"poolsSwum,omitempty"`
	Strokes        *int64   `json:"strokes,omitempty"`
	Extra          Extra    `json:"extra,omitempty"`
}

// Laps are those that somebody took, and those that a device did.
type Laps struct {
	Laps     []Lap `json:"laps,omitempty"`
	AutoLaps []Lap `json:"autoLaps,omitempty"`
	Extra    Extra `json:"extra,omitempty"`
}
