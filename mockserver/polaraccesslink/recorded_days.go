package polaraccesslink

import (
	"time"
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
		first, last := t.daysBegun(c)
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

// daysBegun are the first and the last day of begun.
func (t *tenant) daysBegun(c *caller) (first, last int) {
	s := t.begun(c)
	return t.data.DayNumber(s.from), t.data.DayNumber(s.to.Add(-time.Nanosecond))
}

// firstReceived is when the first of a day was there: with the first hour, or with
// what made the watch sync in it.
func (t *tenant) firstReceived(athlete, day int, modified time.Time) time.Time {
	first, from := modified, t.data.Midnight(athlete, day)
	hour := from.Add(time.Hour)
	t.syncs(athlete, day, hour, func(end time.Time, place uint64) {
		if at, there := t.arrival(athlete, end, place, modified); there && end.After(from) && !end.After(hour) {
			first = earliest(first, at)
		}
	})
	return first
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
