package polaraccesslink

// MuscleSoreness is a word of the vendor's list; others are kept as they come.
type MuscleSoreness string

// The values of MuscleSoreness.
const (
	MuscleSorenessUnspecified MuscleSoreness = "MUSCLE_SORENESS_UNSPECIFIED"
	MuscleSorenessNone        MuscleSoreness = "MUSCLE_SORENESS_NONE"
	MuscleSorenessSome        MuscleSoreness = "MUSCLE_SORENESS_SOME"
	MuscleSorenessMuch        MuscleSoreness = "MUSCLE_SORENESS_MUCH"
)

// OverallFatigue is a word of the vendor's list; others are kept as they come.
type OverallFatigue string

// The values of OverallFatigue.
const (
	OverallFatigueUnspecified OverallFatigue = "OVERALL_FATIGUE_UNSPECIFIED"
	OverallFatigueNormal      OverallFatigue = "OVERALL_FATIGUE_NORMAL"
	OverallFatigueLittle      OverallFatigue = "OVERALL_FATIGUE_LITTLE"
	OverallFatigueMuch        OverallFatigue = "OVERALL_FATIGUE_MUCH"
)

// SleepUserRating is a word of the vendor's list; others are kept as they come.
type SleepUserRating string

// The values of SleepUserRating.
const (
	SleepUserRatingUnspecified               SleepUserRating = "SLEEP_USER_RATING_UNSPECIFIED"
	SleepUserRatingSleptPoorly               SleepUserRating = "SLEEP_USER_RATING_SLEPT_POORLY"
	SleepUserRatingSleptSomewhatPoorly       SleepUserRating = "SLEEP_USER_RATING_SLEPT_SOMEWHAT_POORLY"
	SleepUserRatingSleptNeitherPoorlyNorWell SleepUserRating = "SLEEP_USER_RATING_SLEPT_NEITHER_POORLY_NOR_WELL"
	SleepUserRatingSleptSomewhatWell         SleepUserRating = "SLEEP_USER_RATING_SLEPT_SOMEWHAT_WELL"
	SleepUserRatingSleptWell                 SleepUserRating = "SLEEP_USER_RATING_SLEPT_WELL"
)
