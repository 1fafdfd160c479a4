// Package dataset makes the people that every simulated service is asked about,
// what they did, and what their bodies showed while they did it.
//
// Everything in a Set is a pure function of its seed and an identifier: nothing
// is stored that can be made again, memory does not grow with the population,
// and the same seed gives the same bytes on every machine.
package dataset

import (
	"iter"
	"time"
)

// Config sizes a population. The zero value means the defaults.
type Config struct {
	Organizations int `json:"organizations,omitempty" yaml:"organizations"` // default 2; number 0 is the vendor's sandbox
	Athletes      int `json:"athletes,omitempty" yaml:"athletes"`           // of all organizations together, default 60, at most 1,000,000
	Teams         int `json:"teams,omitempty" yaml:"teams"`                 // of each organization, default 3
	// FirstDay is the first day with history; default 2024-07-01. Days before
	// it are empty.
	FirstDay time.Time `json:"firstDay,omitzero" yaml:"firstDay"`
}

// Set is one population. Its methods are safe for use by many goroutines.
type Set struct {
	seed   uint64
	config Config
}

// New checks c and returns its population. It makes nobody yet.
func New(seed uint64, c Config) (*Set, error) { return &Set{seed: seed, config: c}, nil }

// Organization is a club, federation or school that trains athletes: a
// Firstbeat account, a Polar Team Pro customer. Its athletes and teams are
// numbered without gaps.
type Organization struct {
	Index        int
	Name         string
	Sandbox      bool
	Zone         *time.Location
	FirstAthlete int // athletes FirstAthlete … FirstAthlete+Athletes-1
	Athletes     int
	FirstTeam    int
	Teams        int
	FirstCoach   int
	Coaches      int
}

// Sex as it enters reference values of physiology.
type Sex string

// The two reference groups.
const (
	Female Sex = "female"
	Male   Sex = "male"
)

// Athlete is one person.
type Athlete struct {
	Index        int
	Organization int
	GivenName    string
	FamilyName   string
	Email        string // empty for some
	Sex          Sex
	Born         time.Time // a date at 00:00 UTC
	HeightCM     float64
	Sport        Sport // what they mostly train
	Zone         *time.Location
}

// Body is an athlete's physiology on one day: training moves it.
type Body struct {
	MassKg      float64
	HRMax       int     // 1/min
	HRRest      int     // 1/min
	VO2Max      float64 // ml/kg/min
	AerobicHR   int     // heart rate at the aerobic threshold, 1/min
	AnaerobicHR int     // heart rate at the anaerobic threshold, 1/min
	FTPWatts    float64 // functional threshold power on a bicycle
	// RunThresholdSpeed is the speed at the anaerobic threshold, m/s.
	RunThresholdSpeed float64
}

// Coach is a person who sees athletes' data.
type Coach struct {
	Index        int
	Organization int
	GivenName    string
	FamilyName   string
	Email        string
}

// Team is a squad. An athlete may be in no team, in one, or only in a group.
type Team struct {
	Index        int
	Organization int
	Name         string
	Sport        Sport
	Members      []int // athletes in the team itself, ascending
	Groups       []Group
}

// Group is a part of a team: position, age class, rehabilitation. Index counts
// groups over the whole population.
type Group struct {
	Index   int
	Team    int
	Name    string
	Members []int
}

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

// Seed is what the set was made from.
func (s *Set) Seed() uint64 { return s.seed }

// Config is the configuration with its defaults filled in.
func (s *Set) Config() Config { return s.config }

// Organizations, Athletes, Teams, Groups and Coaches count the population.
func (s *Set) Organizations() int { panic("todo") }
func (s *Set) Athletes() int      { panic("todo") }
func (s *Set) Teams() int         { panic("todo") }
func (s *Set) Groups() int        { panic("todo") }
func (s *Set) Coaches() int       { panic("todo") }

// Organization, Athlete, Team, Group and Coach return one member by number; the
// number must be in range.
func (s *Set) Organization(i int) Organization { panic("todo") }
func (s *Set) Athlete(i int) Athlete           { panic("todo") }
func (s *Set) Team(i int) Team                 { panic("todo") }
func (s *Set) Group(i int) Group               { panic("todo") }
func (s *Set) Coach(i int) Coach               { panic("todo") }

// Body is an athlete's physiology on the day of t.
func (s *Set) Body(athlete int, t time.Time) Body { panic("todo") }

// Events yields an athlete's events that start in [from, to), ascending by
// start. Slices in an event are the caller's own.
func (s *Set) Events(athlete int, from, to time.Time) iter.Seq[Event] { panic("todo") }

// Event finds one event.
func (s *Set) Event(ref Ref) (Event, bool) { panic("todo") }

// Sessions yields a team's sessions that start in [from, to), ascending.
func (s *Set) Sessions(team int, from, to time.Time) iter.Seq[Session] { panic("todo") }

// Session finds one session.
func (s *Set) Session(ref SessionRef) (Session, bool) { panic("todo") }

// Record is the truth of one event: what the athlete's body and sensors did.
// Records are made on demand and shared: callers must not change them.
func (s *Set) Record(e Event) *Record { panic("todo") }

// Analysis is what exercise physiology says of a record, whole or between two
// offsets from its start. Analyses of whole records are shared: callers must
// not change them.
func (s *Set) Analysis(e Event) *Analysis { panic("todo") }

// AnalysisOf analyses the part of e between from and to (a lap).
func (s *Set) AnalysisOf(e Event, from, to time.Time) *Analysis { panic("todo") }

// Load is an athlete's training history at t: the TRIMP sum of the past 7
// days, and that of the past 28 days divided by 4.
func (s *Set) Load(athlete int, t time.Time) (acute, chronic float64) { panic("todo") }
