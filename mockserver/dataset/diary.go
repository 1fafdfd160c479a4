package dataset

import "time"

// Diary is what an athlete wrote down in one day. Pointers are nil where nothing
// was written.
type Diary struct {
	Athlete, Day int
	Zone         *time.Location
	Note         *Note
	Feeling      *Feeling
	Recovery     *PerceivedRecovery
	Weight       *Weight
	Physical     *Physical
	Feedback     *Note // what a device said of the day
}

// Note is a text.
type Note struct {
	At   time.Time
	Text string
}

// Feeling is a mood with a remark.
type Feeling struct {
	At      time.Time
	Value   float64 // 0 bad to 1 well, in quarters
	Comment string
}

// PerceivedRecovery is three answers in the morning; 0 is not answered.
type PerceivedRecovery struct {
	At       time.Time
	Soreness int // of muscles: 1 none, 2 some, 3 much
	Fatigue  int // 1 normal, 2 a little, 3 much
	Sleep    int // 1 slept poorly to 5 slept well
}

// Weight is a weighing.
type Weight struct {
	At     time.Time
	MassKg float64 // one decimal
}

// Physical is the body's values as the athlete's account knows them from At on.
type Physical struct {
	At        time.Time
	Body      Body
	HeightCM  float64
	Measured  bool // the weight comes from scales
	Training  TrainingBackground
	SleepGoal time.Duration
	// DailyLife is what a usual day is like: 1 sitting, 2 standing, 3 moving.
	DailyLife int
}

// TrainingBackground is the hours a week that an athlete has been training, in
// classes from 1, below one hour, to 6, above 12 hours.
type TrainingBackground int
