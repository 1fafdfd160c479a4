package firstbeat

import (
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/renaming"
)

// ids maps the population's numbers to the vendor's identifiers and back, by
// arithmetic: nothing is stored but pins. Identifiers look as they do in public
// sources, and those of events grow with time. [measured: vendor samples].
type ids struct {
	accounts accountIDs
	names    map[int]string // pinned names of accounts, by organization

	athletes, coaches, squads, sessions, measurements renaming.Map[int64]

	athleteBase, coachBase, squadBase, sessionBase, measurementBase, lapBase int64

	athleteCount, coachCount, teamCount, groupCount int64
}

const (
	// lapsPerEvent bounds the laps of one event or session.
	lapsPerEvent = 128
	// maxDays bounds the days that an identifier may point to.
	maxDays = 200_000
)

// naturalIDs are those of a world without pins.
func naturalIDs(seed uint64, d *dataset.Set) *ids {
	r := draw.Stream(seed, service, "identifiers")
	base := func(from, spread int64) int64 { return from + r.Int64N(spread) }
	return &ids{
		accounts:        accountIDs{base: base(4000, 5000), count: d.Organizations()},
		names:           map[int]string{},
		athleteBase:     base(300_000, 100_000),
		coachBase:       base(360_000, 60_000),
		squadBase:       base(9_000, 9_000),
		sessionBase:     base(700_000, 100_000),
		measurementBase: base(13_000_000, 1_000_000),
		lapBase:         base(800_000, 100_000),
		athleteCount:    int64(d.Athletes()),
		coachCount:      int64(d.Coaches()),
		teamCount:       int64(d.Teams()),
		groupCount:      int64(d.Groups()),
	}
}

func (x *ids) athlete(i int) int64 { return x.athletes.Name(x.athleteBase + int64(i)) }
func (x *ids) coach(i int) int64   { return x.coaches.Name(x.coachBase + int64(i)) }

// Teams and groups share one range, since the vendor takes either where it
// takes a teamId: teams have the even places, groups the odd ones.
func (x *ids) team(i int) int64  { return x.squads.Name(x.squadBase + 2*int64(i)) }
func (x *ids) group(i int) int64 { return x.squads.Name(x.squadBase + 2*int64(i) + 1) }

func (x *ids) athleteIndex(id int64) (int, bool) {
	return within(x.athletes.Original(id)-x.athleteBase, x.athleteCount)
}

func (x *ids) coachIndex(id int64) (int, bool) {
	return within(x.coaches.Original(id)-x.coachBase, x.coachCount)
}

func (x *ids) teamIndex(id int64) (int, bool) {
	n := x.squads.Original(id) - x.squadBase
	if n%2 != 0 {
		return 0, false
	}
	return within(n/2, x.teamCount)
}

func (x *ids) groupIndex(id int64) (int, bool) {
	n := x.squads.Original(id) - x.squadBase
	if n%2 != 1 {
		return 0, false
	}
	return within(n/2, x.groupCount)
}

func within(n, count int64) (int, bool) {
	if n < 0 || n >= count {
		return 0, false
	}
	return int(n), true
}

// An event's ordinal grows with its day, then its athlete or team, then its slot.

func (x *ids) measurementOrdinal(r dataset.Ref) int64 {
	return (int64(r.Day)*x.athleteCount+int64(r.Athlete))*dataset.SlotsPerDay + int64(r.Slot)
}

func (x *ids) sessionOrdinal(r dataset.SessionRef) int64 {
	return (int64(r.Day)*x.teamCount+int64(r.Team))*dataset.SessionSlotsPerDay + int64(r.Slot)
}

func (x *ids) measurement(r dataset.Ref) int64 {
	return x.measurements.Name(x.measurementBase + x.measurementOrdinal(r))
}

func (x *ids) session(r dataset.SessionRef) int64 {
	return x.sessions.Name(x.sessionBase + x.sessionOrdinal(r))
}

// Laps of measurements have the even places, those of sessions the odd ones.

func (x *ids) measurementLap(r dataset.Ref, lap int) int64 {
	return x.lapBase + (x.measurementOrdinal(r)*lapsPerEvent+int64(lap))*2
}

func (x *ids) sessionLap(r dataset.SessionRef, lap int) int64 {
	return x.lapBase + (x.sessionOrdinal(r)*lapsPerEvent+int64(lap))*2 + 1
}

func (x *ids) measurementRef(id int64) (dataset.Ref, bool) {
	return x.measurementAt(x.measurements.Original(id) - x.measurementBase)
}

func (x *ids) measurementAt(ordinal int64) (dataset.Ref, bool) {
	day, athlete, slot, ok := split(ordinal, x.athleteCount, dataset.SlotsPerDay)
	return dataset.Ref{Athlete: athlete, Day: day, Slot: slot}, ok
}

func (x *ids) sessionRef(id int64) (dataset.SessionRef, bool) {
	return x.sessionAt(x.sessions.Original(id) - x.sessionBase)
}

func (x *ids) sessionAt(ordinal int64) (dataset.SessionRef, bool) {
	day, team, slot, ok := split(ordinal, x.teamCount, dataset.SessionSlotsPerDay)
	return dataset.SessionRef{Team: team, Day: day, Slot: slot}, ok
}

// lapOf takes a lap's identifier apart: whose it is, and which.
func (x *ids) lapOf(id int64) (ordinal int64, lap int, ofSession, ok bool) {
	n := id - x.lapBase
	if n < 0 {
		return 0, 0, false, false
	}
	return n / 2 / lapsPerEvent, int(n / 2 % lapsPerEvent), n%2 == 1, true
}

func split(ordinal, count, slots int64) (day, owner, slot int, ok bool) {
	if ordinal < 0 || count == 0 || ordinal/slots/count > maxDays {
		return 0, 0, 0, false
	}
	return int(ordinal / slots / count), int(ordinal / slots % count), int(ordinal % slots), true
}

// accountIDs are text: 1-1 is the sandbox, customers begin with 3-.
// [confirmed: API document; public clients].
type accountIDs struct {
	base  int64
	count int
	pins  renaming.Map[string]
}

func (a *accountIDs) natural(organization int) string {
	if organization == 0 {
		return "1-1"
	}
	return "3-" + strconv.FormatInt(a.base+7*int64(organization), 10)
}

func (a *accountIDs) id(organization int) string { return a.pins.Name(a.natural(organization)) }

func (a *accountIDs) index(id string) (int, bool) {
	id = a.pins.Original(id)
	if id == a.natural(0) {
		return 0, true
	}
	digits, ok := strings.CutPrefix(id, "3-")
	n, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || n <= a.base {
		return 0, false
	}
	i, ok := within((n-a.base)/7, int64(a.count))
	return i, ok && a.natural(i) == id
}
