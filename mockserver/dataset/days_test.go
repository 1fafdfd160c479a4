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

// someDays are days of some athletes of populations that nobody tuned: around
// the change of clocks, a first day, and in summer.
func someDays(t *testing.T, visit func(s *dataset.Set, athlete, day int)) {
	t.Helper()
	for _, seed := range unseen() {
		s := population(t, seed, dataset.Config{})
		for _, athlete := range []int{0, 7, 52} {
			for _, day := range []int{0, 118, 272, 371} {
				visit(s, athlete, day)
			}
		}
	}
}

func TestBeatsHeartRatesAndContactsAgree(t *testing.T) {
	var total, days, apart, compared float64
	someDays(t, func(s *dataset.Set, athlete, day int) {
		midnight, next := s.Midnight(athlete, day), s.Midnight(athlete, day+1)
		length := int32(next.Sub(midnight) / time.Millisecond)
		beats, rates := s.Beats(athlete, day), s.HeartRates(athlete, day)
		contacts := s.SkinContacts(athlete, day)
		if len(contacts) == 0 {
			require.Empty(t, beats.Beats)
			require.Empty(t, rates)
			return
		}
		days, total = days+1, total+float64(len(beats.Beats))
		require.True(t, contacts[0].Start.Equal(midnight) && contacts[0].Stop.Equal(next))
		require.Zero(t, contacts[0].Changes[0].At)
		for i, c := range contacts[0].Changes[1:] {
			require.Greater(t, c.At, contacts[0].Changes[i].At)
			require.NotEqual(t, c.On, contacts[0].Changes[i].On)
		}
		for i, b := range beats.Beats {
			if !worn(contacts[0], b.At) || b.At >= length || b.Interval < 200 || b.Interval > 5000 || b.Error == 0 ||
				i > 0 && b.At < beats.Beats[i-1].At+int32(beats.Beats[i-1].Interval)-1 {
				require.Fail(t, "a beat is out of place", "%d of %d on %d: %+v", i, athlete, day, b)
			}
		}
		for i, c := range beats.Triggers {
			require.True(t, i == 0 && c.At == beats.Beats[0].At || i > 0 && c.Manual != beats.Triggers[i-1].Manual)
		}
		causes := map[dataset.Cause]int{}
		at := 0
		for i, r := range rates {
			causes[r.Cause]++
			if r.At%10_000 != 0 || r.At >= length || i > 0 && r.At <= rates[i-1].At || r.Rate < 30 || r.Rate > 215 || !worn(contacts[0], r.At) {
				require.Fail(t, "a heart rate is out of place", "%+v", r)
			}
			for at < len(beats.Beats) && beats.Beats[at].At < r.At-5_000 {
				at++
			}
			if mean := around(beats.Beats[at:], r.At+5_000); mean > 0 {
				apart, compared = apart+math.Abs(mean-float64(r.Rate)), compared+1
			}
		}
		require.LessOrEqual(t, causes[dataset.Lowest], 1)
		require.LessOrEqual(t, causes[dataset.Highest], 1)
	})
	require.Greater(t, days, 9*float64(len(unseen())))
	require.InDelta(t, 80_000, total/days, 15_000, "beats a day")
	require.Less(t, apart/compared, 2.5, "mean difference in beats a minute")
	require.Greater(t, compared, days*4000)
}

func worn(p dataset.ContactPeriod, ms int32) bool {
	on := false
	for _, c := range p.Changes {
		if c.At <= time.Duration(ms)*time.Millisecond {
			on = c.On
		}
	}
	return on
}

// around is the heart rate of the beats before until, 0 for less than five.
func around(beats []dataset.Beat, until int32) float64 {
	sum, n := 0.0, 0
	for ; n < len(beats) && beats[n].At < until; n++ {
		sum += float64(beats[n].Interval)
	}
	if n < 5 {
		return 0
	}
	return 60000 * float64(n) / sum
}

// A workout's heart is the same in its record, among the day's beats and among
// the day's heart rates.
func TestADayHoldsItsWorkouts(t *testing.T) {
	workouts, gaps := 0, 0
	s := population(t, 4242, dataset.Config{})
	for _, athlete := range []int{0, 13, 38} {
		for day := 300; day < 312; day++ {
			var rates []dataset.HeartRate
			midnight := s.Midnight(athlete, day)
			for e := range s.Events(athlete, midnight, s.Midnight(athlete, day+1)) {
				if e.Kind != dataset.Workout {
					continue
				}
				workouts++
				if rates == nil {
					rates = s.HeartRates(athlete, day)
				}
				r := s.Record(e)
				seen := 0
				for _, x := range rates {
					at := midnight.Add(time.Duration(x.At) * time.Millisecond).Sub(e.Start)
					if at < 0 || at >= r.Duration+r.Gap {
						continue
					}
					if r.Gap > 0 && at >= r.GapAt {
						require.GreaterOrEqual(t, at, r.GapAt+r.Gap, "a heart rate without a belt")
						at -= r.Gap
					}
					seen++
					require.Equal(t, r.HeartRate[int(at/time.Second)], x.Rate)
					require.Equal(t, dataset.Started, x.Cause)
				}
				require.InDelta(t, r.Duration.Seconds()/10, seen, 2)
				if workouts%4 != 0 && r.Gap == 0 {
					continue
				}
				beats := beatsIn(s, athlete, e.Start, e.End)
				require.Len(t, beats, len(r.RR))
				offline := 0
				for i, x := range r.RR {
					if beats[i].Offline {
						offline++
					}
					if math.Abs(float64(beats[i].Interval)-x) > 1 {
						require.InDelta(t, x, beats[i].Interval, 1, "interval %d of %v", i, e)
					}
				}
				if r.Gap > 0 {
					gaps++
					require.GreaterOrEqual(t, offline, 1)
				}
			}
		}
	}
	require.Greater(t, workouts, 20)
	require.Positive(t, gaps)
}

func TestActivityAddsUp(t *testing.T) {
	devices := 0
	someDays(t, func(s *dataset.Set, athlete, day int) {
		a, ok := s.Activity(athlete, day)
		series := s.ActivitySeries(athlete, day)
		require.Equal(t, ok, len(series) > 0)
		if !ok {
			return
		}
		steps, mets := 0, 0.0
		for i, b := range series[0].Blocks {
			require.Len(t, b.METs, len(b.Steps))
			require.True(t, i == 0 || b.Minute > series[0].Blocks[i-1].Minute+len(series[0].Blocks[i-1].Steps), "blocks touch")
			for k, n := range b.Steps {
				steps += int(n)
				mets += float64(b.METs[k]) - 1
				if n > 230 || b.METs[k] < 1 || b.METs[k] > 25 {
					require.Fail(t, "a minute is not plausible", "%d steps, %v MET", n, b.METs[k])
				}
			}
		}
		require.Equal(t, steps, a.Steps)
		require.InDelta(t, mets, a.METMinutes, 1e-6)
		var classes time.Duration
		for _, d := range a.Classes {
			classes += d
		}
		require.Equal(t, a.Length, classes)
		require.Equal(t, s.Midnight(athlete, day+1).Sub(a.Midnight), a.Length)
		byChange := map[dataset.ActivityClass]time.Duration{}
		changes := series[0].Changes
		for i, c := range changes {
			end := int(a.Length / time.Second)
			if i+1 < len(changes) {
				end = changes[i+1].Second
				require.NotEqual(t, c.Class, changes[i+1].Class)
			}
			byChange[c.Class] += time.Duration(end-c.Second) * time.Second
		}
		for class, d := range a.Classes {
			require.Equal(t, d, byChange[dataset.ActivityClass(class)])
		}
		require.True(t, slices.IsSorted(series[0].Inactive))
		burnt := 0.0
		for e := range s.Events(athlete, a.Midnight, a.Midnight.Add(a.Length)) {
			if e.Kind == dataset.Workout && e.End.Before(a.Midnight.Add(a.Length)) {
				x := s.Analysis(e)
				burnt += x.EnergyCarbs + x.EnergyFats
			}
		}
		require.InDelta(t, burnt, a.Workouts, 0.5+0.003*burnt, "the energy of workouts")
		require.GreaterOrEqual(t, a.Energy, a.Workouts)
		require.GreaterOrEqual(t, a.Energy, a.Active)
		for _, other := range series[1:] {
			devices++
			require.NotZero(t, other.Device)
			require.NotEmpty(t, other.Blocks)
		}
	})
	require.Greater(t, devices, len(unseen()))
}

// A sensor that is worn over midnight has warmed up before.
func TestTemperaturesGoOnAtMidnight(t *testing.T) {
	nights := 0
	for _, seed := range unseen() {
		s := population(t, seed, dataset.Config{})
		for athlete := range 10 {
			last := dataset.Temperature{}
			var until time.Time
			for day := 100; day < 106; day++ {
				for _, p := range s.Temperatures(athlete, day) {
					if p.Core {
						continue
					}
					if p.Start.Equal(until) {
						nights++
						require.InDelta(t, last.Celsius, p.Samples[0].Celsius, 2)
						require.InDelta(t, p.Samples[0].Celsius, p.Samples[1].Celsius, 2)
					} else if day > 100 {
						require.Equal(t, float32(27), p.Samples[0].Celsius, "it comes from the table")
					}
					until, last = p.Stop, p.Samples[len(p.Samples)-1]
				}
			}
		}
	}
	require.Greater(t, nights, 20*len(unseen()))
}

func TestTemperaturesAreThoseOfTheDay(t *testing.T) {
	core := 0
	someDays(t, func(s *dataset.Set, athlete, day int) {
		from, to := s.Midnight(athlete, day), s.Midnight(athlete, day+1)
		contacts := s.SkinContacts(athlete, day)
		for _, p := range s.Temperatures(athlete, day) {
			require.True(t, !p.Start.Before(from) && p.Start.Before(to) && p.Start.Before(p.Stop))
			require.NotEmpty(t, p.Samples)
			for i, x := range p.Samples {
				low, high := float32(24), float32(38)
				if p.Core {
					low, high = 36, 40.5
				}
				at := int32(p.Start.Add(x.At).Sub(from) / time.Millisecond)
				if x.Celsius < low || x.Celsius > high || !p.Start.Add(x.At).Before(p.Stop) || i > 0 && x.At <= p.Samples[i-1].At ||
					!p.Core && !worn(contacts[0], at) {
					require.Fail(t, "a sample is out of place", "%v %+v", p.Start, x)
				}
			}
			if p.Core {
				core++
				requireCore(t, s, athlete, p)
				require.Equal(t, dataset.CoreSensor, s.Devices(athlete)[p.Device].Kind)
			}
		}
	})
	require.Positive(t, core)
}

// requireCore finds the workout that a period is of.
func requireCore(t *testing.T, s *dataset.Set, athlete int, p dataset.TemperaturePeriod) {
	t.Helper()
	for e := range s.Events(athlete, p.Start, p.Start.Add(time.Second)) {
		got, ok := s.CoreTemperature(e)
		require.True(t, ok)
		require.Equal(t, p, got)
	}
}
