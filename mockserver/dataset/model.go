// Package dataset makes the people that every simulated service is asked about,
// what they did, and what their bodies showed while they did it.
//
// Everything in a Set is a pure function of its seed and an identifier: nothing
// is stored that can be made again, memory does not grow with the population,
// and the same seed gives the same bytes on every machine.
package dataset

import "time"

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
