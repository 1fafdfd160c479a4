package polaraccesslink

// ActivityDay is a day's activity. Without features it is a date.
type ActivityDay struct {
	Date                Date                         `json:"date,omitzero"`
	Target              *ActivityTarget              `json:"target,omitempty"`
	PhysicalInformation *ActivityPhysicalInformation `json:"physicalInformation,omitempty"`
	ActivitiesPerDevice []DeviceActivity             `json:"activitiesPerDevice,omitempty"`
	Extra               Extra                        `json:"extra,omitempty"`
}

// ActivityInfo is a change of activity.
type ActivityInfo struct {
	ActivityClass ActivityClass `json:"activityClass,omitempty"`
	Time          *TimeOfDay    `json:"time,omitempty"`
	Factor        float64       `json:"factor"`
	Extra         Extra         `json:"extra,omitempty"`
}

// ActivityTarget is a day's goal.
type ActivityTarget struct {
	MinDailyMetGoal *float64 `json:"minDailyMetGoal,omitempty"` // declared a whole number, printed as 345.4
	Extra           Extra    `json:"extra,omitempty"`
}

// DeviceActivity is what one device recorded; the values of several devices are not to be added.
type DeviceActivity struct {
	DeviceReference *DeviceIDReference `json:"deviceReference,omitempty"`
	ActivitySamples []RecordedActivity `json:"activitySamples,omitempty"`
	Extra           Extra              `json:"extra,omitempty"`
}

// InactivityInfo is a time of too little motion.
type InactivityInfo struct {
	Time  *TimeOfDay `json:"time,omitempty"`
	Extra Extra      `json:"extra,omitempty"`
}

// MetSamples are metabolic equivalents, one each Interval milliseconds.
type MetSamples struct {
	StartTime *TimeOfDay `json:"startTime,omitempty"`
	Interval  int64      `json:"interval"`
	Mets      Series     `json:"mets,omitempty"`
	Extra     Extra      `json:"extra,omitempty"`
}

// RecordedActivity is a stretch that a device was worn.
type RecordedActivity struct {
	SportInfos      []ActivitySportInfo `json:"sportInfos,omitempty"`
	ActivityInfos   []ActivityInfo      `json:"activityInfos,omitempty"`
	InactivityInfos []InactivityInfo    `json:"inactivityInfos,omitempty"`
	StepSamples     *StepSamples        `json:"stepSamples,omitempty"`
	MetSamples      *MetSamples         `json:"metSamples,omitempty"`
	Extra           Extra               `json:"extra,omitempty"`
}

// ActivitySportInfo is a sport in a day.
type ActivitySportInfo struct {
	Factor float64    `json:"factor"`
	Time   *TimeOfDay `json:"time,omitempty"`
	Extra  Extra      `json:"extra,omitempty"`
}

// StepSamples are steps, one count each Interval milliseconds.
type StepSamples struct {
	StartTime *TimeOfDay `json:"startTime,omitempty"`
	Interval  int64      `json:"interval"`
	Steps     Series     `json:"steps,omitempty"`
	Extra     Extra      `json:"extra,omitempty"`
}

// ActivityPhysicalInformation is the user's body as it was on a day.
type ActivityPhysicalInformation struct {
	Birthday           Date               `json:"birthday,omitzero"`
	Sex                Sex                `json:"sex,omitempty"`
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
