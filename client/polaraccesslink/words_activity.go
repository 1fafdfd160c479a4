package polaraccesslink

// ActivityClass is a word of the vendor's list; others are kept as they come.
type ActivityClass string

// The values of ActivityClass.
const (
	ActivityClassUnknown              ActivityClass = "ACTIVITY_CLASS_UNKNOWN"
	ActivityClassSleep                ActivityClass = "ACTIVITY_CLASS_SLEEP"
	ActivityClassSedentary            ActivityClass = "ACTIVITY_CLASS_SEDENTARY"
	ActivityClassLight                ActivityClass = "ACTIVITY_CLASS_LIGHT"
	ActivityClassContinuousModerate   ActivityClass = "ACTIVITY_CLASS_CONTINUOUS_MODERATE"
	ActivityClassIntermittentModerate ActivityClass = "ACTIVITY_CLASS_INTERMITTENT_MODERATE"
	ActivityClassContinuousVigorous   ActivityClass = "ACTIVITY_CLASS_CONTINUOUS_VIGOROUS"
	ActivityClassIntermittentVigorous ActivityClass = "ACTIVITY_CLASS_INTERMITTENT_VIGOROUS"
	ActivityClassNonWear              ActivityClass = "ACTIVITY_CLASS_NON_WEAR"
	ActivityClassNoData               ActivityClass = "ACTIVITY_CLASS_NO_DATA"
)
