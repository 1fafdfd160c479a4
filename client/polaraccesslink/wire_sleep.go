package polaraccesslink

import "time"

// SleepAnalysis is how sound a sleep was.
type SleepAnalysis struct {
	EfficiencyPercent float64 `json:"efficiencyPercent"`
	ContinuityIndex   float64 `json:"continuityIndex"`
	ContinuityClass   int64   `json:"continuityClass"`
	Feedback          string  `json:"feedback,omitempty"` // five digits: 0 below, 1 above, 2 not evaluated
	Extra             Extra   `json:"extra,omitempty"`
}

// Hypnogram is the course of a night. Times are those of the place, with its offset.
type Hypnogram struct {
	SleepStart              OffsetTime         `json:"sleepStart,omitzero"`
	SleepEnd                OffsetTime         `json:"sleepEnd,omitzero"`
	AlarmStopTime           OffsetTime         `json:"alarmStopTime,omitzero"`
	AlarmSnoozeTimes        []OffsetTime       `json:"alarmSnoozeTimes,omitempty"`
	SleepStateChanges       []SleepStateChange `json:"sleepStateChanges,omitempty"`
	SleepStartOffsetSeconds *int64             `json:"sleepStartOffsetSeconds,omitempty"` // the user's correction, negative for earlier
	SleepEndOffsetSeconds   *int64             `json:"sleepEndOffsetSeconds,omitempty"`   // the user's correction, negative for earlier
	SleepRating             SleepRating        `json:"sleepRating,omitempty"`
	SleepGoal               *Duration          `json:"sleepGoal,omitempty"`
	Birthday                Date               `json:"birthday,omitzero"`
	DeviceReference         *DeviceReference   `json:"deviceReference,omitempty"`
	BatteryRanOut           bool               `json:"batteryRanOut"`
	Extra                   Extra              `json:"extra,omitempty"`
}

// SleepInterruptions are how often and how long a sleep was broken.
type SleepInterruptions struct {
	TotalDuration *Duration `json:"totalDuration,omitempty"`
	LongDuration  *Duration `json:"longDuration,omitempty"`
	ShortDuration *Duration `json:"shortDuration,omitempty"`
	TotalCount    int64     `json:"totalCount"`
	LongCount     int64     `json:"longCount"`
	ShortCount    int64     `json:"shortCount"`
	Extra         Extra     `json:"extra,omitempty"`
}

// NightSleep is a night. Without features it is a date.
type NightSleep struct {
	SleepDate           Date             `json:"sleepDate,omitzero"`
	SleepResult         *SleepResult     `json:"sleepResult,omitempty"`
	OriginalSleepResult *SleepResult     `json:"originalSleepResult,omitempty"`
	SleepScore          *SleepScore      `json:"sleepScore,omitempty"`
	SleepEvaluation     *SleepEvaluation `json:"sleepEvaluation,omitempty"`
	Extra               Extra            `json:"extra,omitempty"`
}

// SleepPhases are how long each phase was in all.
type SleepPhases struct {
	Wake           *Duration `json:"wake,omitempty"`
	Rem            *Duration `json:"rem,omitempty"`
	Light          *Duration `json:"light,omitempty"`
	Deep           *Duration `json:"deep,omitempty"`
	Unknown        *Duration `json:"unknown,omitempty"`
	RemPercentage  float64   `json:"remPercentage"`
	DeepPercentage float64   `json:"deepPercentage"`
	Extra          Extra     `json:"extra,omitempty"`
}

// SleepCycle is where a cycle begins. Its seconds are not those of the hypnogram. [measured: live answers]
type SleepCycle struct {
	SecondsFromSleepStart  int64   `json:"secondsFromSleepStart"`
	SleepDepthAtCycleStart float64 `json:"sleepDepthAtCycleStart"`
	Extra                  Extra   `json:"extra,omitempty"`
}

// SleepEvaluation is what a night amounts to.
type SleepEvaluation struct {
	SleepType      SleepType           `json:"sleepType,omitempty"`
	SleepSpan      *Duration           `json:"sleepSpan,omitempty"`
	AsleepDuration *Duration           `json:"asleepDuration,omitempty"`
	Age            *float64            `json:"age,omitempty"`
	Analysis       *SleepAnalysis      `json:"analysis,omitempty"`
	Interruptions  *SleepInterruptions `json:"interruptions,omitempty"`
	PhaseDurations *SleepPhases        `json:"phaseDurations,omitempty"`
	Extra          Extra               `json:"extra,omitempty"`
}

// SleepResult is what was recorded of a night.
type SleepResult struct {
	Hypnogram   *Hypnogram   `json:"hypnogram,omitempty"`
	SleepCycles []SleepCycle `json:"sleepCycles,omitempty"`
	Extra       Extra        `json:"extra,omitempty"`
}

// SleepScore is how good a night was, in points.
type SleepScore struct {
	Created                      time.Time `json:"created,omitzero"`
	LastModified                 time.Time `json:"lastModified,omitzero"`
	SleepScore                   float64   `json:"sleepScore"`
	SleepTimeOwnTargetScore      float64   `json:"sleepTimeOwnTargetScore"`
	SleepTimeRecommendationScore float64   `json:"sleepTimeRecommendationScore"`
	ContinuityScore              float64   `json:"continuityScore"`
	EfficiencyScore              float64   `json:"efficiencyScore"`
	RemScore                     float64   `json:"remScore"`
	N3Score                      float64   `json:"n3Score"`
	LongInterruptionsTimeScore   float64   `json:"longInterruptionsTimeScore"`
	GroupDurationScore           float64   `json:"groupDurationScore"`
	GroupSolidityScore           float64   `json:"groupSolidityScore"`
	GroupRefreshScore            float64   `json:"groupRefreshScore"`
	ScoreRate                    *int64    `json:"scoreRate,omitempty"`
	Extra                        Extra     `json:"extra,omitempty"`
}

// SleepStateChange is when a phase begins, from the start of sleep.
type SleepStateChange struct {
	OffsetFromStart *Duration  `json:"offsetFromStart,omitempty"`
	NewState        SleepState `json:"newState,omitempty"`
	Extra           Extra      `json:"extra,omitempty"`
}

// SleepWakeStateChange is when sleep or waking begins, from the start of the day.
type SleepWakeStateChange struct {
	StartOffset int64          `json:"startOffset"` // ms
	NewState    SleepWakeState `json:"newState,omitempty"`
	Extra       Extra          `json:"extra,omitempty"`
}

// SleepWakeVector is a day by one device.
type SleepWakeVector struct {
	Date                  Date                   `json:"date,omitzero"`
	DeviceReference       *DeviceReference       `json:"deviceReference,omitempty"`
	SleepWakeStateChanges []SleepWakeStateChange `json:"sleepWakeStateChanges,omitempty"`
	Extra                 Extra                  `json:"extra,omitempty"`
}
