package polaraccesslink

// SessionRPE is a word of the vendor's list; others are kept as they come.
type SessionRPE string

// The values of SessionRPE.
const (
	SessionRPEUnknown     SessionRPE = "RPE_UNKNOWN"
	SessionRPENone        SessionRPE = "RPE_NONE"
	SessionRPEEasy        SessionRPE = "RPE_EASY"
	SessionRPELight       SessionRPE = "RPE_LIGHT"
	SessionRPEFairlyBrisk SessionRPE = "RPE_FAIRLY_BRISK"
	SessionRPEBrisk       SessionRPE = "RPE_BRISK"
	SessionRPEModerate    SessionRPE = "RPE_MODERATE"
	SessionRPEFairlyHard  SessionRPE = "RPE_FAIRLY_HARD"
	SessionRPEHard        SessionRPE = "RPE_HARD"
	SessionRPEExhausting  SessionRPE = "RPE_EXHAUSTING"
	SessionRPEExtreme     SessionRPE = "RPE_EXTREME"
)

// TrainingBenefit is a word of the vendor's list; others are kept as they come.
type TrainingBenefit string

// The values of TrainingBenefit.
const (
	TrainingBenefitUnspecified                     TrainingBenefit = "TRAINING_BENEFIT_UNSPECIFIED"
	TrainingBenefitNone                            TrainingBenefit = "TRAINING_BENEFIT_NONE"
	TrainingBenefitRecoveryTraining                TrainingBenefit = "TRAINING_BENEFIT_RECOVERY_TRAINING"
	TrainingBenefitBasicTraining                   TrainingBenefit = "TRAINING_BENEFIT_BASIC_TRAINING"
	TrainingBenefitBasicTrainingLong               TrainingBenefit = "TRAINING_BENEFIT_BASIC_TRAINING_LONG"
	TrainingBenefitBasicAndSteadyStateTraining     TrainingBenefit = "TRAINING_BENEFIT_BASIC_AND_STEADY_STATE_TRAINING"
	TrainingBenefitBasicAndSteadyStateTrainingLong TrainingBenefit = "TRAINING_BENEFIT_BASIC_AND_STEADY_STATE_TRAINING_LONG"
	TrainingBenefitSteadyStateTraining             TrainingBenefit = "TRAINING_BENEFIT_STEADY_STATE_TRAINING"
	TrainingBenefitSteadyStateAndBasicTraining     TrainingBenefit = "TRAINING_BENEFIT_STEADY_STATE_AND_BASIC_TRAINING"
	TrainingBenefitSteadyStateAndBasicTrainingLong TrainingBenefit = "TRAINING_BENEFIT_STEADY_STATE_AND_BASIC_TRAINING_LONG"
	TrainingBenefitSteadyStateTrainingPlus         TrainingBenefit = "TRAINING_BENEFIT_STEADY_STATE_TRAINING_PLUS"
	TrainingBenefitSteadyStateAndTempoTraining     TrainingBenefit = "TRAINING_BENEFIT_STEADY_STATE_AND_TEMPO_TRAINING"
	TrainingBenefitTempoAndSteadyStateTraining     TrainingBenefit = "TRAINING_BENEFIT_TEMPO_AND_STEADY_STATE_TRAINING"
	TrainingBenefitTempoTraining                   TrainingBenefit = "TRAINING_BENEFIT_TEMPO_TRAINING"
	TrainingBenefitTempoTrainingPlus               TrainingBenefit = "TRAINING_BENEFIT_TEMPO_TRAINING_PLUS"
	TrainingBenefitTempoAndMaximumTraining         TrainingBenefit = "TRAINING_BENEFIT_TEMPO_AND_MAXIMUM_TRAINING"
	TrainingBenefitMaximumTraining                 TrainingBenefit = "TRAINING_BENEFIT_MAXIMUM_TRAINING"
	TrainingBenefitMaximumAndTempoTraining         TrainingBenefit = "TRAINING_BENEFIT_MAXIMUM_AND_TEMPO_TRAINING"
	TrainingBenefitMaximumTrainingPlus             TrainingBenefit = "TRAINING_BENEFIT_MAXIMUM_TRAINING_PLUS"
)

// StartTrigger is a word of the vendor's list; others are kept as they come.
type StartTrigger string

// The values of StartTrigger.
const (
	StartTriggerTriggerUnspecified         StartTrigger = "TRAINING_START_TRIGGER_UNSPECIFIED"
	StartTriggerManual                     StartTrigger = "TRAINING_START_MANUAL"
	StartTriggerAutomaticTrainingDetection StartTrigger = "TRAINING_START_AUTOMATIC_TRAINING_DETECTION"
)

// VO2MaxFitnessClass is a word of the vendor's list; others are kept as they come.
type VO2MaxFitnessClass string

// The values of VO2MaxFitnessClass.
const (
	VO2MaxFitnessClassUnrecognized VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_UNRECOGNIZED"
	VO2MaxFitnessClassVeryLow      VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_VERY_LOW"
	VO2MaxFitnessClassLow          VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_LOW"
	VO2MaxFitnessClassFair         VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_FAIR"
	VO2MaxFitnessClassModerate     VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_MODERATE"
	VO2MaxFitnessClassGood         VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_GOOD"
	VO2MaxFitnessClassVeryGood     VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_VERY_GOOD"
	VO2MaxFitnessClassElite        VO2MaxFitnessClass = "VO2MAX_FITNESS_CLASS_ELITE"
)

// WalkingTestCategory is a word of the vendor's list; others are kept as they come.
type WalkingTestCategory string

// The values of WalkingTestCategory.
const (
	WalkingTestCategoryUnknown    WalkingTestCategory = "WALKING_TEST_CATEGORY_UNKNOWN"
	WalkingTestCategoryFailed     WalkingTestCategory = "WALKING_TEST_CATEGORY_FAILED"
	WalkingTestCategoryTimed15Min WalkingTestCategory = "WALKING_TEST_CATEGORY_TIMED_15_MIN"
)

// ZoneType is a word of the vendor's list; others are kept as they come.
type ZoneType string

// The values of ZoneType.
const (
	ZoneTypeUnspecified ZoneType = "ZONE_TYPE_UNSPECIFIED"
	ZoneTypeHeartRate   ZoneType = "ZONE_TYPE_HEART_RATE"
	ZoneTypePower       ZoneType = "ZONE_TYPE_POWER"
	ZoneTypeSpeed       ZoneType = "ZONE_TYPE_SPEED"
	ZoneTypeFitFat      ZoneType = "ZONE_TYPE_FIT_FAT"
)

// Sex is a word of the vendor's list; others are kept as they come.
type Sex string

// The values of Sex.
const (
	SexUnspecified Sex = "SEX_UNSPECIFIED"
	SexMale        Sex = "SEX_MALE"
	SexFemale      Sex = "SEX_FEMALE"
)

// TrainingBackground is a word of the vendor's list; others are kept as they come.
type TrainingBackground string

// The values of TrainingBackground.
const (
	TrainingBackgroundUnspecified TrainingBackground = "TRAINING_BACKGROUND_UNSPECIFIED"
	TrainingBackgroundOccasional  TrainingBackground = "TRAINING_BACKGROUND_OCCASIONAL"
	TrainingBackgroundRegular     TrainingBackground = "TRAINING_BACKGROUND_REGULAR"
	TrainingBackgroundFrequent    TrainingBackground = "TRAINING_BACKGROUND_FREQUENT"
	TrainingBackgroundHeavy       TrainingBackground = "TRAINING_BACKGROUND_HEAVY"
	TrainingBackgroundSemiPro     TrainingBackground = "TRAINING_BACKGROUND_SEMI_PRO"
	TrainingBackgroundPro         TrainingBackground = "TRAINING_BACKGROUND_PRO"
)

// SessionTypicalDay is a word of the vendor's list; others are kept as they come.
type SessionTypicalDay string

// The values of SessionTypicalDay.
const (
	SessionTypicalDayUnspecified              SessionTypicalDay = "TYPICAL_DAY_UNSPECIFIED"
	SessionTypicalDayMostlySitting            SessionTypicalDay = "TYPICAL_DAY_MOSTLY_SITTING"
	SessionTypicalDayTypicalDayMostlyStanding SessionTypicalDay = "TYPICAL_DAY_TYPICAL_DAY_MOSTLY_STANDING"
	SessionTypicalDayMostlyMoving             SessionTypicalDay = "TYPICAL_DAY_MOSTLY_MOVING"
)

// SessionWeightSource is a word of the vendor's list; others are kept as they come.
type SessionWeightSource string

// The values of SessionWeightSource.
const (
	SessionWeightSourceUnspecified    SessionWeightSource = "WEIGHT_SOURCE_UNSPECIFIED"
	SessionWeightSourceSourceDefault  SessionWeightSource = "WEIGHT_SOURCE_SOURCE_DEFAULT"
	SessionWeightSourceSourceEstimate SessionWeightSource = "WEIGHT_SOURCE_SOURCE_ESTIMATE"
	SessionWeightSourceSourceUser     SessionWeightSource = "WEIGHT_SOURCE_SOURCE_USER"
	SessionWeightSourceSourceMeasured SessionWeightSource = "WEIGHT_SOURCE_SOURCE_MEASURED"
	SessionWeightSourceSourceKeep     SessionWeightSource = "WEIGHT_SOURCE_SOURCE_KEEP"
)

// CyclingFitnessClass is a word of the vendor's list; others are kept as they come.
type CyclingFitnessClass string

// The values of CyclingFitnessClass.
const (
	CyclingFitnessClassUnrecognized CyclingFitnessClass = "FITNESS_CLASS_UNRECOGNIZED"
	CyclingFitnessClassUntrained    CyclingFitnessClass = "FITNESS_CLASS_UNTRAINED"
	CyclingFitnessClassFair         CyclingFitnessClass = "FITNESS_CLASS_FAIR"
	CyclingFitnessClassModerate     CyclingFitnessClass = "FITNESS_CLASS_MODERATE"
	CyclingFitnessClassGood         CyclingFitnessClass = "FITNESS_CLASS_GOOD"
	CyclingFitnessClassVeryGood     CyclingFitnessClass = "FITNESS_CLASS_VERY_GOOD"
	CyclingFitnessClassExcellent    CyclingFitnessClass = "FITNESS_CLASS_EXCELLENT"
	CyclingFitnessClassExceptional  CyclingFitnessClass = "FITNESS_CLASS_EXCEPTIONAL"
	CyclingFitnessClassWorldClas    CyclingFitnessClass = "FITNESS_CLASS_WORLD_CLAS" //nolint:misspell // the vendor spells it so
)

// SwimmingStyle is a word of the vendor's list; others are kept as they come.
type SwimmingStyle string

// The values of SwimmingStyle.
const (
	SwimmingStyleOther         SwimmingStyle = "OTHER"
	SwimmingStyleTurn          SwimmingStyle = "TURN"
	SwimmingStyleOtherSwimming SwimmingStyle = "OTHER_SWIMMING"
	SwimmingStyleFreestyle     SwimmingStyle = "FREESTYLE"
	SwimmingStyleBreaststroke  SwimmingStyle = "BREASTSTROKE"
	SwimmingStyleBackstroke    SwimmingStyle = "BACKSTROKE"
	SwimmingStyleButterfly     SwimmingStyle = "BUTTERFLY"
	SwimmingStyleDrill         SwimmingStyle = "DRILL"
)

// SwimmingStatisticsStyle is a word of the vendor's list; others are kept as they come.
type SwimmingStatisticsStyle string

// The values of SwimmingStatisticsStyle.
const (
	SwimmingStatisticsStyleUnspecified   SwimmingStatisticsStyle = "SWIMMING_STYLE_UNSPECIFIED"
	SwimmingStatisticsStyleOther         SwimmingStatisticsStyle = "SWIMMING_STYLE_OTHER"
	SwimmingStatisticsStyleTurn          SwimmingStatisticsStyle = "SWIMMING_STYLE_TURN"
	SwimmingStatisticsStyleOtherSwimming SwimmingStatisticsStyle = "SWIMMING_STYLE_OTHER_SWIMMING"
	SwimmingStatisticsStyleFreestyle     SwimmingStatisticsStyle = "SWIMMING_STYLE_FREESTYLE"
	SwimmingStatisticsStyleBreaststroke  SwimmingStatisticsStyle = "SWIMMING_STYLE_BREASTSTROKE"
	SwimmingStatisticsStyleBackstroke    SwimmingStatisticsStyle = "SWIMMING_STYLE_BACKSTROKE"
	SwimmingStatisticsStyleButterfly     SwimmingStatisticsStyle = "SWIMMING_STYLE_BUTTERFLY"
)
