package dataset

import "time"

// Kind is what an event is.
type Kind string

// The kinds of events.
const (
	Workout      Kind = "workout"
	RecoveryTest Kind = "recovery-test" // three minutes lying still
	Night        Kind = "night"         // worn overnight
	Manual       Kind = "manual"        // typed in, no device data
)

// Ref names an event: the athlete, the day (counted from Config.FirstDay) and
// the place among that athlete's events of that day.
type Ref struct {
	Athlete int
	Day     int
	Slot    int // 0 … SlotsPerDay-1, not contiguous
}

// SlotsPerDay bounds the events that one athlete may have in one day.
const SlotsPerDay = 8

// Event is one recording of one athlete.
type Event struct {
	Ref   Ref
	Kind  Kind
	Start time.Time // UTC, whole seconds
	End   time.Time // UTC, whole seconds; may be later than the sum of R-R intervals
	Zone  *time.Location
	Sport Sport  // empty for nights, tests and untagged workouts
	Title string // what the athlete or coach called it; may be empty
	Tag   Tag    // may be empty
	Notes string // may be empty
	Laps  []Lap
	// Sessions are the team sessions that contain this event: none, one or two.
	Sessions []SessionRef
	// Movement, GPS and Power say which sensors were worn beside the belt.
	Movement, GPS, Power bool
	// Load is what was planned, in TRIMP; what was recorded differs.
	PlannedTRIMP float64
}

// Tag is the occasion of an event.
type Tag string

// The tags.
const (
	TagNone     Tag = ""
	TagRace     Tag = "race"
	TagGame     Tag = "game"
	TagRehab    Tag = "rehab"
	TagRecovery Tag = "recovery"
	TagTraining Tag = "training"
)

// Lap is a marked part of an event or of a session.
type Lap struct {
	Index int // from 0 within its event or session
	Name  string
	Start time.Time
	End   time.Time
}

// SessionRef names a team session.
type SessionRef struct {
	Team int
	Day  int
	Slot int
}

// SessionSlotsPerDay bounds the sessions that one team may have in one day.
const SessionSlotsPerDay = 4

// Session is a time in which a coach looks at chosen athletes together.
type Session struct {
	Ref    SessionRef
	Coach  int
	Start  time.Time
	End    time.Time
	Zone   *time.Location
	Title  string
	Sport  Sport
	Tag    Tag
	Notes  string
	Events []Ref // one event of each participant
	Laps   []Lap
}
