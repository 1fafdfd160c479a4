package polaraccesslink

type (
	listSessionsResponse struct {
		TrainingSessions []trainingSession `json:"trainingSessions"`
	}
	trainingSession struct {
		Identifier            numberReference   `json:"identifier"`
		Created               utc               `json:"created"`
		Modified              utc               `json:"modified"`
		StartTime             local             `json:"startTime"`
		StopTime              local             `json:"stopTime"`
		DurationMillis        int64             `json:"durationMillis"`
		Name                  string            `json:"name"`
		Feeling               *float32          `json:"feeling"`
		DeviceID              string            `json:"deviceId"`
		Note                  *string           `json:"note"`
		Latitude              *float64          `json:"latitude"`
		Longitude             *float64          `json:"longitude"`
		DistanceMeters        *float64          `json:"distanceMeters"`
		Calories              int               `json:"calories"`
		TrainingLoad          int               `json:"trainingLoad"`
		TrainingBenefit       enum              `json:"trainingBenefit"`
		CarboPercentage       int               `json:"carboPercentage"`
		FatPercentage         int               `json:"fatPercentage"`
		ProteinPercentage     int               `json:"proteinPercentage"`
		RecoveryTimeMillis    uint64s           `json:"recoveryTimeMillis"`
		HRMax                 int               `json:"hrMax"`
		HRAvg                 int               `json:"hrAvg"`
		TimezoneOffsetMinutes int               `json:"timezoneOffsetMinutes"`
		NutritionData         nutrition         `json:"nutritionData"`
		StartTrigger          enum              `json:"startTrigger"`
		PhysicalInformation   *sessionPhysique  `json:"physicalInformation"`
		Application           *named            `json:"application"`
		Sport                 sportReference    `json:"sport"`
		Product               product           `json:"product"`
		TrainingTarget        *numberReference  `json:"trainingTarget"`
		FavoriteTarget        *numberReference  `json:"favoriteTarget"`
		Exercises             []exerciseMessage `json:"exercises"`
		TestResults           *testResults      `json:"testResults"`
		HillSplits            *hillSplits       `json:"hillSplits"`
		TrainingLoadReport    *loadReport       `json:"trainingLoadReport"`
		Comments              []commentMessage  `json:"comments,omitzero"`
	}
	// numberReference is an identifier that is a number, and text in JSON.
	numberReference struct {
		ID string `json:"id"`
	}
	named struct {
		Name string `json:"name"`
	}
	nutrition struct {
		CarbohydrateGrams float32 `json:"carbohydrateGrams"`
		ProteinGrams      float32 `json:"proteinGrams"`
		FatGrams          float32 `json:"fatGrams"`
	}
	sessionPhysique struct {
		Modified                  utc      `json:"modified"`
		Created                   utc      `json:"created"`
		Birthday                  date     `json:"birthday"`
		Sex                       enum     `json:"sex"`
		WeightKg                  float32  `json:"weightKg"`
		HeightCm                  int      `json:"heightCm"`
		MaximumHeartRate          int      `json:"maximumHeartRate"`
		RestingHeartRate          int      `json:"restingHeartRate"`
		AerobicThreshold          int      `json:"aerobicThreshold"`
		AnaerobicThreshold        int      `json:"anaerobicThreshold"`
		VO2Max                    int      `json:"vo2Max"`
		TrainingBackground        enum     `json:"trainingBackground"`
		TypicalDay                enum     `json:"typicalDay"`
		MetThreshold              float64  `json:"metThreshold"`
		WeeklyRTSum               float64  `json:"weeklyRtSum"`
		FunctionalThresholdPower  int      `json:"functionalThresholdPower"`
		SpeedCalibrationOffset    float32  `json:"speedCalibrationOffset"`
		WeightSource              enum     `json:"weightSource"`
		SleepGoalMinutes          int      `json:"sleepGoalMinutes"`
		MaximumAerobicPower       int      `json:"maximumAerobicPower"`
		MaximumAerobicSpeedKmh    *float32 `json:"maximumAerobicSpeedKmh"`
		MaximumAerobicSpeedSource enum     `json:"maximumAerobicSpeedSource"`
	}
	exerciseMessage struct {
		Identifier              numberReference     `json:"identifier"`
		Created                 utc                 `json:"created"`
		Modified                utc                 `json:"modified"`
		StartTime               local               `json:"startTime"`
		StopTime                local               `json:"stopTime"`
		DurationMillis          int64               `json:"durationMillis"`
		DistanceMeters          *float64            `json:"distanceMeters"`
		Calories                int                 `json:"calories"`
		FatPercentage           int                 `json:"fatPercentage"`
		RecoveryTimeMillis      uint64s             `json:"recoveryTimeMillis"`
		TrainingLoad            int                 `json:"trainingLoad"`
		CarboPercentage         int                 `json:"carboPercentage"`
		ProteinPercentage       int                 `json:"proteinPercentage"`
		RunningIndex            *int                `json:"runningIndex"`
		Latitude                *float64            `json:"latitude"`
		Longitude               *float64            `json:"longitude"`
		AscentMeters            *float32            `json:"ascentMeters"`
		DescentMeters           *float32            `json:"descentMeters"`
		SprintCounter           *int                `json:"sprintCounter"`
		WalkingDurationMillis   *int64              `json:"walkingDurationMillis"`
		WalkingDistanceMeters   *float64            `json:"walkingDistanceMeters"`
		SpeedCalibrationOffset  float64             `json:"speedCalibrationOffset"`
		TimezoneOffsetMinutes   int                 `json:"timezoneOffsetMinutes"`
		CalibrationOffsets      []calibrationOffset `json:"calibrationOffsets"`
		NutritionData           nutrition           `json:"nutritionData"`
		Sport                   sportReference      `json:"sport"`
		StrengthTrainingResults *strengthResults    `json:"strengthTrainingResults"`
		TrainingLoadReport      *loadReport         `json:"trainingLoadReport"`
		Laps                    *lapLists           `json:"laps"`
		Statistics              *statisticsMessage  `json:"statistics"`
		Zones                   []zoneList          `json:"zones,omitzero"`
		Samples                 *samplesMessage     `json:"samples"`
		Routes                  *routePair          `json:"routes"`
		PauseTimes              []pauseTime         `json:"pauseTimes,omitzero"`
	}
	calibrationOffset struct {
		SampleSourceType enum    `json:"sampleSourceType"`
		Value            float64 `json:"value"`
	}
	loadReport struct {
		CardioLoad                  float64 `json:"cardioLoad"`
		MuscleLoad                  float64 `json:"muscleLoad"`
		CardioLoadInterpretation    enum    `json:"cardioLoadInterpretation"`
		MuscleLoadInterpretation    enum    `json:"muscleLoadInterpretation"`
		CalculationTime             utc     `json:"calculationTime"`
		SessionRPE                  enum    `json:"sessionRpe"`
		PerceivedLoad               float64 `json:"perceivedLoad"`
		PerceivedLoadInterpretation enum    `json:"perceivedLoadInterpretation"`
	}
	commentMessage struct {
		Identifier    numberReference `json:"identifier"`
		Created       utc             `json:"created"`
		Modified      utc             `json:"modified"`
		Note          string          `json:"note"`
		FromOtherUser bool            `json:"fromOtherUser"`
	}
	pauseTime struct {
		StartTime local `json:"startTime"`
		EndTime   local `json:"endTime"`
	}
	zoneList struct {
		Type  enum          `json:"type"`
		Zones []zoneMessage `json:"zones"`
	}
	zoneMessage struct {
		LowerLimit     float64  `json:"lowerLimit"`
		HigherLimit    float64  `json:"higherLimit"`
		InZone         int64    `json:"inZone"`
		DistanceMeters *float32 `json:"distanceMeters"`
		MuscleLoad     *float32 `json:"muscleLoad"`
	}
	samplesMessage struct {
		Samples             []intervalValues `json:"samples"`
		TransitionSamples   []intervalValues `json:"transitionSamples"`
		RRSamples           []rrSample       `json:"rrSamples"`
		TransitionRRSamples []rrSample       `json:"transitionRrSamples"`
		SwimmingPhases      *swimmingPhases  `json:"swimmingPhases"`
	}
	intervalValues struct {
		Type           enum      `json:"type"`
		IntervalMillis int       `json:"intervalMillis"`
		Values         []float32 `json:"values"`
	}
	rrSample struct {
		DurationMillis uint16 `json:"durationMillis"`
		Offline        *bool  `json:"offline"`
	}
	routePair struct {
		Route           *routeMessage `json:"route"`
		TransitionRoute *routeMessage `json:"transitionRoute"`
	}
	routeMessage struct {
		StartTime local      `json:"startTime"`
		WayPoints []wayPoint `json:"wayPoints"`
	}
	wayPoint struct {
		Longitude     float64 `json:"longitude"`
		Latitude      float64 `json:"latitude"`
		Altitude      float64 `json:"altitude"`
		ElapsedMillis int64   `json:"elapsedMillis"`
	}
	statisticsMessage struct {
		Statistics              []statistic         `json:"statistics"`
		SwimmingStatistics      *swimmingStatistics `json:"swimmingStatistics"`
		TrainingPeaksStatistics *trainingPeaks      `json:"trainingPeaksStatistics"`
	}
	statistic struct {
		Type enum    `json:"type"`
		Min  float64 `json:"min"`
		Avg  float64 `json:"avg"`
		Max  float64 `json:"max"`
	}
	trainingPeaks struct {
		IntensityFactor     float64 `json:"intensityFactor"`
		NormalizedPower     int     `json:"normalizedPower"`
		TrainingStressScore float64 `json:"trainingStressScore"`
	}
	lapLists struct {
		Laps     []lapMessage `json:"laps"`
		AutoLaps []lapMessage `json:"autoLaps"`
	}
	lapMessage struct {
		SplitTimeMillis         int64         `json:"splitTimeMillis"`
		DurationMillis          int64         `json:"durationMillis"`
		DistanceMeters          *float64      `json:"distanceMeters"`
		StartLocationLatitude   *float64      `json:"startLocationLatitude"`
		StartLocationLongitude  *float64      `json:"startLocationLongitude"`
		StartLocationAltitude   *float64      `json:"startLocationAltitude"`
		StartLocationTimeMillis *int64        `json:"startLocationTimeMillis"`
		AscentMeters            *float64      `json:"ascentMeters"`
		DescentMeters           *float64      `json:"descentMeters"`
		Statistics              lapStatistics `json:"statistics"`
	}
	lapStatistics struct {
		Statistics              []statistic    `json:"statistics"`
		SwimmingStatistics      *lapSwimming   `json:"swimmingStatistics"`
		TrainingPeaksStatistics *trainingPeaks `json:"trainingPeaksStatistics"`
	}
	lapSwimming struct {
		AvgSecsPerPool float32 `json:"avgSecsPerPool"`
		PoolsSwum      int     `json:"poolsSwum"`
		Strokes        int     `json:"strokes"`
	}
)
