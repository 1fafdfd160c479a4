package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// recordedDay is how much there is of what a watch records all day.
type recordedDay struct {
	number                   int
	created, modified, until time.Time // what was recorded before until is there
}

// recordedDays yields the days of a range on which the watch was worn, as far as they
// are there.
func (t *tenant) recordedDays(c *caller) func(yield func(recordedDay) bool) {
	return func(yield func(recordedDay) bool) {
		first, last := t.livedDays(c)
		for day := first; day <= last; day++ {
			until, modified := t.received(c.athlete, day, c.Call.Now)
			if until.IsZero() || !t.worn(c.athlete, day, until) {
				continue
			}
			if !yield(recordedDay{day, t.firstReceived(c.athlete, day, modified), modified, until}) {
				return
			}
		}
	}
}

// livedDays are the first and the last of a range that may have something.
func (t *tenant) livedDays(c *caller) (first, last int) {
	s := t.begun(c)
	return t.data.DayNumber(s.from), t.data.DayNumber(s.to.Add(-time.Nanosecond))
}

// firstReceived is when the first of a day was there: with the first hour, or with
// what made the watch sync in it. See received.
func (t *tenant) firstReceived(athlete, day int, modified time.Time) time.Time {
	from := t.data.Midnight(athlete, day)
	hour, place := from.Add(time.Hour), t.ids.event(dataset.Ref{Athlete: athlete, Day: day})
	first := modified
	take := func(end time.Time, place uint64) {
		if !end.After(from) || end.After(hour) {
			return
		}
		if at, there := t.arrival(athlete, end, place, modified); there {
			first = earliest(first, at)
		}
	}
	take(hour, place)
	for _, a := range t.people.get(athlete).away {
		take(a.until, place)
	}
	if n, ok := t.data.Overnight(athlete, day); ok {
		take(t.syncable(&n), t.nightPlace(&n))
	}
	for e := range t.data.Events(athlete, from.Add(-12*time.Hour), hour) {
		if recorded(&e) {
			take(e.End, t.ids.event(e.Ref))
		}
	}
	return first
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
