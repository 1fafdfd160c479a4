//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// The ranges are those of the literature for trained adults.
func TestASleepScientistWouldBelieveIt(t *testing.T) {
	for _, seed := range unseen() {
		values := map[string]*mean{}
		add := func(name string, x float64) {
			if values[name] == nil {
				values[name] = &mean{}
			}
			values[name].add(x)
		}
		s := population(t, seed, dataset.Config{})
		for athlete := 0; athlete < s.Athletes(); athlete += 9 {
			for day := 30; day < 690; day += 17 {
				if n, ok := s.Overnight(athlete, day); ok {
					x, slept := n.Phases(), n.Phases().Asleep()
					add("hours asleep", slept.Hours())
					add("share of REM", float64(x.REM)/float64(slept))
					add("share of N3", float64(x.N3)/float64(slept))
					add("share of N1", float64(x.N1)/float64(slept))
					add("efficiency", n.Efficiency())
					add("changes of stage", float64(len(n.Stages)))
					add("cycles", float64(len(n.Cycles)))
					add("long interruptions", float64(n.Interruptions().Long))
					add("class of sleep", float64(n.Quality().Class))
				}
				if x, ok := s.Activity(athlete, day); ok {
					add("steps", float64(x.Steps))
					add("kcal a kg", x.Energy/s.Body(athlete, s.Date(day)).MassKg)
					add("metres a step", x.DistanceM/float64(max(1, x.Steps)))
					add("share of the goal", x.METMinutes/x.GoalMET)
					add("hours of sitting", x.Classes[dataset.Sedentary].Hours())
				}
				d := s.Diary(athlete, day)
				if d.Feeling != nil {
					add("feeling", d.Feeling.Value)
				}
				if d.Weight != nil {
					add("weight beside the body's", d.Weight.MassKg-s.Body(athlete, d.Weight.At).MassKg)
				}
				if d.Recovery != nil {
					add("soreness", float64(d.Recovery.Soreness))
					add("fatigue", float64(d.Recovery.Fatigue))
				}
			}
		}
		for name, want := range map[string][2]float64{
			"hours asleep": {6.5, 8.3}, "share of REM": {0.18, 0.32}, "share of N3": {0.1, 0.24}, "share of N1": {0.04, 0.14},
			"efficiency": {91, 98}, "changes of stage": {85, 150}, "cycles": {3.5, 7}, "long interruptions": {1, 7},
			"class of sleep": {3, 4.7}, "steps": {7000, 14_000}, "kcal a kg": {31, 46}, "metres a step": {0.6, 1},
			"share of the goal": {0.8, 1.7}, "hours of sitting": {8.5, 13}, "feeling": {0.45, 0.75},
			"weight beside the body's": {-0.15, 0.15}, "soreness": {1, 2}, "fatigue": {1, 2},
		} {
			m := values[name]
			require.NotNil(t, m, name)
			t.Logf("seed %d %-26s mean %.2f  %.2f to %.2f of %.0f", seed, name, m.of(), m.low, m.high, m.n)
			require.GreaterOrEqual(t, m.of(), want[0], "%s, seed %d: %+v", name, seed, *m)
			require.LessOrEqual(t, m.of(), want[1], "%s, seed %d: %+v", name, seed, *m)
		}
	}
}

// After heavy days the heart beats faster at rest and in the night, and its
// beats vary less.
func TestTheHeartShowsTheLoad(t *testing.T) {
	const first, days = 100, 110
	var rest, rr, rmssd [2]mean // after light days, after heavy ones
	s := population(t, 4242, dataset.Config{})
	for _, athlete := range []int{0, 27} {
		var load [first + days]float64
		for e := range s.Events(athlete, s.Date(0), s.Date(first+days-1)) {
			load[e.Ref.Day] += e.PlannedTRIMP
		}
		excess := make([]float64, days)
		for i := range excess {
			for ago := 1; ago <= 28; ago++ {
				x := load[first+i-ago]
				if excess[i] -= x / 28; ago <= 5 {
					excess[i] += x / 5
				}
			}
		}
		sorted := slices.Sorted(slices.Values(excess))
		for i, x := range excess {
			which := 0
			switch {
			case x >= sorted[days*3/4]:
				which = 1
			case x > sorted[days/4]:
				continue
			}
			day := first + i
			rest[which].add(float64(s.Body(athlete, s.Midnight(athlete, day)).HRRest))
			if x, ok := s.NightRecovery(athlete, day); ok {
				rr[which].add(x.RR / x.UsualRR.Mean)
				rmssd[which].add(math.Log(x.RMSSD / x.UsualRMSSD.Mean))
			}
		}
	}
	t.Logf("rest %.1f %.1f, R-R of nights %.3f %.3f (%.0f, %.0f), RMSSD %.3f %.3f", rest[0].of(), rest[1].of(),
		rr[0].of(), rr[1].of(), rr[0].n, rr[1].n, rmssd[0].of(), rmssd[1].of())
	require.Greater(t, min(rr[0].n, rr[1].n), 40.0)
	require.Greater(t, rest[1].of(), rest[0].of())
	require.Less(t, rr[1].of(), rr[0].of()-0.01)
	require.Less(t, rmssd[1].of(), rmssd[0].of()-0.03)
}

func TestADiaryIsThatOfTheDay(t *testing.T) {
	s := population(t, 31, dataset.Config{})
	found := map[string]int{}
	for _, athlete := range []int{0, 21, 48} {
		before := s.Physical(athlete, 0)
		for day := range 400 {
			from, to := s.Midnight(athlete, day), s.Midnight(athlete, day+1)
			d := s.Diary(athlete, day)
			inside := func(at time.Time) { require.True(t, !at.Before(from) && at.Before(to), "%v on %v", at, from) }
			if d.Note != nil {
				found["note"]++
				inside(d.Note.At)
				require.NotEmpty(t, d.Note.Text)
			}
			if d.Feeling != nil {
				found["feeling"]++
				inside(d.Feeling.At)
				require.True(t, d.Feeling.Value >= 0 && d.Feeling.Value <= 1)
			}
			if d.Feedback != nil {
				found["feedback"]++
				inside(d.Feedback.At)
			}
			if d.Recovery != nil {
				found["recovery"]++
				inside(d.Recovery.At)
				if n, ok := s.Overnight(athlete, day); ok {
					require.Equal(t, n.Rating, d.Recovery.Sleep)
					require.True(t, d.Recovery.At.After(n.Up))
				}
			}
			if d.Weight != nil {
				found["weight"]++
				inside(d.Weight.At)
				require.InDelta(t, s.Body(athlete, d.Weight.At).MassKg, d.Weight.MassKg, 1.4)
			}
			now := s.Physical(athlete, day)
			require.False(t, now.At.After(to))
			require.Equal(t, s.Body(athlete, now.At), now.Body)
			if d.Physical != nil {
				found["physical"]++
				require.Equal(t, now, *d.Physical)
				before.At = now.At
				require.NotEqual(t, before, now)
			}
			before = now
		}
	}
	for _, name := range []string{"note", "feeling", "recovery", "weight", "physical", "feedback"} {
		require.Greater(t, found[name], 10, name)
	}
}

// Whoever asks, in whatever order, with whatever is kept.
func TestDaysDoNotDependOnWhatWasAskedBefore(t *testing.T) {
	a := population(t, 4242, dataset.Config{CacheBytes: 1})
	b := population(t, 4242, dataset.Config{})
	for day := 303; day >= 302; day-- {
		x, _ := a.NightRecovery(7, day)
		a.Activity(7, day)
		require.Equal(t, b.Beats(7, day), a.Beats(7, day))
		require.Equal(t, b.HeartRates(7, day), a.HeartRates(7, day))
		y, _ := b.NightRecovery(7, day)
		require.Equal(t, y, x)
		want, _ := b.Activity(7, day)
		got, _ := a.Activity(7, day)
		require.Equal(t, want, got)
	}
}

func TestDayNumbersAreCalendarDates(t *testing.T) {
	s := population(t, 1, dataset.Config{})
	require.Equal(t, begin, s.Date(0))
	require.Equal(t, 273, s.DayNumber(time.Date(2025, 3, 31, 0, 0, 0, 0, time.UTC)))
	require.Equal(t, -1, s.DayNumber(begin.Add(-time.Second)))
	zone := s.Athlete(0).Zone
	require.Equal(t, 273, s.DayNumber(time.Date(2025, 3, 31, 0, 30, 0, 0, zone)))
	require.Equal(t, 23*time.Hour, s.Midnight(0, 273).Sub(s.Midnight(0, 272)), "clocks change in Finland")
	require.True(t, s.Midnight(0, 273).Equal(time.Date(2025, 3, 31, 0, 0, 0, 0, zone)))
}
