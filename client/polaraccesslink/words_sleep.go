package polaraccesslink

// SleepRating is a word of the vendor's list; others are kept as they come.
type SleepRating string

// The values of SleepRating.
const (
	SleepRatingUnknown                SleepRating = "SLEEP_RATING_UNKNOWN"
	SleepRatingSleptBad               SleepRating = "SLEEP_RATING_SLEPT_BAD"
	SleepRatingSleptQuiteBad          SleepRating = "SLEEP_RATING_SLEPT_QUITE_BAD"
	SleepRatingSleptNeitherBadNorWell SleepRating = "SLEEP_RATING_SLEPT_NEITHER_BAD_NOR_WELL"
	SleepRatingSleptQuiteWell         SleepRating = "SLEEP_RATING_SLEPT_QUITE_WELL"
	SleepRatingSleptWell              SleepRating = "SLEEP_RATING_SLEPT_WELL"
)

// SleepState is a word of the vendor's list; others are kept as they come.
type SleepState string

// The values of SleepState.
const (
	SleepStateWake    SleepState = "SLEEP_STATE_WAKE"
	SleepStateRem     SleepState = "SLEEP_STATE_REM"
	SleepStateNonRem1 SleepState = "SLEEP_STATE_NON_REM1"
	SleepStateNonRem2 SleepState = "SLEEP_STATE_NON_REM2"
	SleepStateNonRem3 SleepState = "SLEEP_STATE_NON_REM3"
	SleepStateUnknown SleepState = "SLEEP_STATE_UNKNOWN"
)

// SleepWakeState is a word of the vendor's list; others are kept as they come.
type SleepWakeState string

// The values of SleepWakeState.
const (
	SleepWakeStateSleep  SleepWakeState = "SLEEP_WAKE_STATE_SLEEP"
	SleepWakeStateWake   SleepWakeState = "SLEEP_WAKE_STATE_WAKE"
	SleepWakeStateNoData SleepWakeState = "SLEEP_WAKE_STATE_NO_DATA"
)

// SleepType is a word of the vendor's list; others are kept as they come.
type SleepType string

// The values of SleepType.
const (
	SleepTypeUnknown         SleepType = "SLEEP_TYPE_UNKNOWN"
	SleepTypeSleepTimeOnly   SleepType = "SLEEP_TYPE_SLEEP_TIME_ONLY"
	SleepTypeSleepPlus       SleepType = "SLEEP_TYPE_SLEEP_PLUS"
	SleepTypeSleepPlusStages SleepType = "SLEEP_TYPE_SLEEP_PLUS_STAGES"
)
