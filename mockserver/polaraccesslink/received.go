package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// received is how much of a day is there: what was recorded before until, the last
// of it since modified; nothing when until is zero. What a watch records all day it
// hands over by the hour, and with whatever else it syncs: trainings, the night, and
// what steps make it sync. [inferred: public clients see a day grow]
func (t *tenant) received(athlete, day int, now time.Time) (until, modified time.Time) {
	from, to := t.data.Midnight(athlete, day), t.data.Midnight(athlete, day+1)
	place := t.dayPlace(athlete, day)
	if at, there := t.arrival(athlete, to, place, now); there {
		return to, at
	}
	t.syncs(athlete, day, now, func(end time.Time, place uint64) {
		if !end.After(from) || !end.Before(to) || end.After(now) {
			return
		}
		at, there := t.arrival(athlete, end, place, now)
		if there && end.After(until) {
			until = end
		}
		if there && at.After(modified) {
			modified = at
		}
	})
	return until, modified
}

// syncs visits what may make the watch sync in a day before a time: what ended when,
// and its place.
func (t *tenant) syncs(athlete, day int, until time.Time, take func(end time.Time, place uint64)) {
	from, to := t.data.Midnight(athlete, day), t.data.Midnight(athlete, day+1)
	place := t.dayPlace(athlete, day)
	for end := from.Add(time.Hour); end.Before(to) && !end.After(until); end = end.Add(time.Hour) {
		take(end, place)
	}
	for _, a := range t.people.get(athlete).away {
		take(a.until, place)
	}
	if until.Sub(from) > dataset.EarliestRise-changedClocks {
		if n, ok := t.data.Overnight(athlete, day); ok {
			take(t.syncable(&n), t.nightPlace(&n))
		}
	}
	for e := range t.data.Events(athlete, from.Add(-longestEvent), earliest(to, until)) {
		if recorded(&e) {
			take(e.End, t.ids.event(e.Ref))
		}
	}
}

// changedClocks is more than clocks are put forward or back.
const changedClocks = 2 * time.Hour

// longestEvent is more than any event that a watch records takes.
const longestEvent = 12 * time.Hour

// dayPlace is where a day stands among all that there may be.
func (t *tenant) dayPlace(athlete, day int) uint64 {
	return t.ids.event(dataset.Ref{Athlete: athlete, Day: day})
}

// worn says whether the watch was on the wrist in a day before a time.
func (t *tenant) worn(athlete, day int, until time.Time) bool {
	for _, p := range t.data.SkinContacts(athlete, day) {
		for _, c := range p.Changes {
			if c.On && p.Start.Add(c.At).Before(until) {
				return true
			}
		}
	}
	return false
}

// millisUntil is how far into a day a time is.
func (t *tenant) millisUntil(athlete, day int, until time.Time) int32 {
	return int32(until.Sub(t.data.Midnight(athlete, day)) / time.Millisecond)
}

// begun is the part of a range that the population lives in so far. Ranges may be of
// any length.
func (t *tenant) begun(c *caller) span {
	s, first := c.within, t.data.Date(0)
	tomorrow := midnight(c.Call.Now.In(t.data.Athlete(c.athlete).Zone)).AddDate(0, 0, 1)
	if s.from.Before(first) {
		s.from = first
	}
	if s.to.After(tomorrow) {
		s.to = tomorrow
	}
	return s
}

// bounded refuses ranges of more days than an answer can hold. Only worlds that do
// not limit ranges come so far.
func (c *caller) bounded(days int) error {
	if c.within.to.Sub(c.within.from) > time.Duration(days)*24*time.Hour {
		return c.bad("Time range must not exceed %d days", days)
	}
	return nil
}
