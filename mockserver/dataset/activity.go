package dataset

import "time"

// ActivityClass is how much a body moves.
type ActivityClass uint8

// The classes: by the metabolic rate, and whether it lasts (ten minutes at
// least, of which eight reach it) or comes and goes.
const (
	NotWorn ActivityClass = iota
	Asleep
	Sedentary            // below 1.5 MET
	LightActivity        // below 3 MET
	ModerateIntermittent // below 6 MET
	ModerateContinuous
	VigorousIntermittent
	VigorousContinuous
	activityClasses
)

// Activity is one calendar day of moving and resting.
type Activity struct {
	Day      int
	Midnight time.Time     // local midnight, in the athlete's zone
	Length   time.Duration // 23, 24 or 25 h
	// Of device 0. Energy is that of the whole day, worn or not, in kcal; Active
	// is the part above rest, Workouts that of recorded workouts (rest included).
	Steps                    int
	DistanceM                float64 // on foot
	Energy, Active, Workouts float64
	METMinutes, GoalMET      float64 // MET minutes above rest, and those wanted
	Classes                  [activityClasses]time.Duration
}

// ActivitySeries is what one device counted in one day, by minutes. Blocks are
// ascending, with gaps where it was not worn.
type ActivitySeries struct {
	Device int
	Blocks []ActivityBlock
	// Changes, Inactive and Sports are ascending, seconds after midnight.
	Changes  []ActivityChange
	Inactive []int // an hour without standing up ended here
	Sports   []SportChange
}

// ActivityBlock is minutes without a gap.
type ActivityBlock struct {
	Minute int // of the first, after midnight
	Steps  []uint16
	METs   []float32 // metabolic rate of each minute, 1 is rest
}

// ActivityChange begins a class of activity.
type ActivityChange struct {
	Second int
	Class  ActivityClass
	Factor float64 // mean MET of what follows
}

// SportChange begins or ends a workout.
type SportChange struct {
	Second int
	Factor float64 // mean MET of the workout; 0 at its end
}
