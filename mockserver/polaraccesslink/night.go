package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// night is a night as it stands at a time: as the watch saw it, until its sleeper
// corrects it.
type night struct {
	dataset.Overnight
	original          *dataset.Overnight // as the watch saw it; nil when nobody corrected that
	created, modified time.Time
	fraction          time.Duration // of a second, that clocks of the population do not have
}

// night is that of the morning of a day, which it is named after. [confirmed:
// AccessLink v4 page, example of sleeps]
func (t *tenant) night(athlete, day int, now time.Time) (night, bool) {
	n, ok := t.data.Overnight(athlete, day)
	if !ok {
		return night{}, false
	}
	place := t.nightPlace(&n)
	created, there := t.arrival(athlete, t.syncable(&n), place, now)
	if !there {
		return night{}, false
	}
	out := night{
		Overnight: n, created: created, modified: created,
		fraction: time.Duration(1000*draw.Chance(t.data.Seed(), saltFraction, place)) * time.Millisecond,
	}
	if n.DetectedAsleep.Equal(n.Asleep) {
		return out, true
	}
	detected := n.Detected()
	correction := created.Add(5*time.Minute + time.Duration(180*draw.Chance(t.data.Seed(), saltCorrection, place))*time.Minute)
	if correction.After(now) {
		out.Overnight = detected
		return out, true
	}
	out.original, out.modified = &detected, correction
	return out, true
}

// syncable is when a watch can hand a night over: one without power is charged first.
func (t *tenant) syncable(n *dataset.Overnight) time.Time {
	const charged = 40 * time.Minute
	if n.BatteryRanOut {
		return n.Up.Add(charged)
	}
	return n.Up
}

// nightPlace is where a night stands among all that there may be.
func (t *tenant) nightPlace(n *dataset.Overnight) uint64 {
	return t.ids.event(dataset.Ref{Athlete: n.Athlete, Day: n.Day - 1, Slot: dataset.SlotsPerDay - 1})
}

// shortestScored is how much a watch must have seen of a night that its battery cut
// short, to find stages in it. [inferred: that there are nights without]
const shortestScored = 6 * time.Hour

// staged says whether the stages of a night were found.
func staged(n *dataset.Overnight) bool { return !n.BatteryRanOut || n.Span() >= shortestScored }

// cyclic says whether its cycles were: a hole hides them. [inferred]
func cyclic(n *dataset.Overnight) bool { return staged(n) && n.Phases().Unknown == 0 }

// usualNights is how many days before a night are looked at to find what is usual,
// enoughNights how many nights of them it takes. [inferred]
const (
	usualNights  = 28
	enoughNights = 3
)

// scores are the total scores of an athlete's nights: those of the days from first
// on, 0 without one.
type scores struct {
	first  int
	totals []float64
}

// scoresBefore are what scores of the days from first to last are compared with.
func (t *tenant) scoresBefore(athlete, first, last int) scores {
	s := scores{first: first - usualNights}
	for day := s.first; day < last; day++ {
		total := 0.0
		if n, ok := t.data.Overnight(athlete, day); ok && staged(&n) {
			total = n.Quality().Total
		}
		s.totals = append(s.totals, total)
	}
	return s
}

// distance is how far a day's total lies from what is usual, in standard deviations;
// false while nothing is usual yet.
func (s *scores) distance(day int, total float64) (float64, bool) {
	var before []float64
	for _, v := range s.totals[day-usualNights-s.first : day-s.first] {
		if v > 0 {
			before = append(before, v)
		}
	}
	if len(before) < enoughNights {
		return 0, false
	}
	spread := max(1, physiology.SDNN(before)) // who always sleeps alike is not judged by trifles
	return (total - physiology.Mean(before)) / spread, true
}

// class is 1 far below what is usual to 5 far above.
func class(distance float64) int {
	n := 1
	for _, limit := range [...]float64{-1.5, -0.5, 0.5, 1.5} {
		if distance >= limit {
			n++
		}
	}
	return n
}
