package polaraccesslink

import "time"

// CalendarEntry is one of six things in a calendar.
type CalendarEntry struct {
	Note                *CalendarNote                `json:"note,omitempty"`
	Feeling             *CalendarFeeling             `json:"feeling,omitempty"`
	Feedback            *CalendarFeedback            `json:"feedback,omitempty"`
	PerceivedRecovery   *PerceivedRecovery           `json:"perceivedRecovery,omitempty"`
	Weight              *CalendarWeight              `json:"weight,omitempty"`
	PhysicalInformation *CalendarPhysicalInformation `json:"physicalInformation,omitempty"`
	Extra               Extra                        `json:"extra,omitempty"`
}

// CalendarFeedback is what the vendor said.
type CalendarFeedback struct {
	Created  time.Time `json:"created,omitzero"`
	Modified time.Time `json:"modified,omitzero"`
	DateTime LocalTime `json:"dateTime,omitzero"`
	Value    string    `json:"value,omitempty"`
	Extra    Extra     `json:"extra,omitempty"`
}

// CalendarFeeling is how the user felt.
type CalendarFeeling struct {
	Created  time.Time `json:"created,omitzero"`
	Modified time.Time `json:"modified,omitzero"`
	DateTime LocalTime `json:"dateTime,omitzero"`
	Value    *float64  `json:"value,omitempty"`
	Comment  string    `json:"comment,omitempty"`
	Extra    Extra     `json:"extra,omitempty"`
}

// CalendarNote is what the user wrote.
type CalendarNote struct {
	Created  time.Time `json:"created,omitzero"`
	Modified time.Time `json:"modified,omitzero"`
	DateTime LocalTime `json:"dateTime,omitzero"`
	Value    string    `json:"value,omitempty"`
	Extra    Extra     `json:"extra,omitempty"`
}

// PerceivedRecovery is how the user says they have recovered.
type PerceivedRecovery struct {
	Created         time.Time       `json:"created,omitzero"`
	Modified        time.Time       `json:"modified,omitzero"`
	DateTime        LocalTime       `json:"dateTime,omitzero"`
	MuscleSoreness  MuscleSoreness  `json:"muscleSoreness,omitempty"`
	OverallFatigue  OverallFatigue  `json:"overallFatigue,omitempty"`
	SleepUserRating SleepUserRating `json:"sleepUserRating,omitempty"`
	Extra           Extra           `json:"extra,omitempty"`
}

// CalendarWeight is a mass in kilograms.
type CalendarWeight struct {
	Created  time.Time `json:"created,omitzero"`
	Modified time.Time `json:"modified,omitzero"`
	DateTime LocalTime `json:"dateTime,omitzero"`
	Value    float64   `json:"value"`
	Extra    Extra     `json:"extra,omitempty"`
}

// CalendarPhysicalInformation is the user's body as it became.
type CalendarPhysicalInformation struct {
	Created                  time.Time          `json:"created,omitzero"`
	Modified                 time.Time          `json:"modified,omitzero"`
	DateTime                 LocalTime          `json:"dateTime,omitzero"`
	Height                   *float64           `json:"height,omitempty"`
	Weight                   *float64           `json:"weight,omitempty"`
	MaximumHeartRate         *int64             `json:"maximumHeartRate,omitempty"`
	RestingHeartRate         *int64             `json:"restingHeartRate,omitempty"`
	AerobicThreshold         *int64             `json:"aerobicThreshold,omitempty"`
	AnaerobicThreshold       *int64             `json:"anaerobicThreshold,omitempty"`
	VO2Max                   *int64             `json:"vo2Max,omitempty"`
	TrainingBackground       TrainingBackground `json:"trainingBackground,omitempty"`
	WeightSource             WeightSource       `json:"weightSource,omitempty"`
	SleepGoal                *uint64            `json:"sleepGoal,omitempty"` // ms
	TypicalDay               TypicalDay         `json:"typicalDay,omitempty"`
	WeeklyRTSum              *float64           `json:"weeklyRtSum,omitempty"`
	FunctionalThresholdPower *int64             `json:"functionalThresholdPower,omitempty"`
	Extra                    Extra              `json:"extra,omitempty"`
}
