//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

func TestTestsAreTakenAtRestAndNeverOverlap(t *testing.T) {
	rare := map[string]int{}
	for _, seed := range unseen() {
		s := population(t, seed, dataset.Config{})
		found := map[string]int{}
		for athlete := 0; athlete < s.Athletes(); athlete += 4 {
			from, to := s.Date(200), s.Date(300)
			events := slices.Collect(s.Events(athlete, from.AddDate(0, 0, -1), to))
			var before dataset.Test
			for x := range s.Tests(athlete, from, to) {
				require.False(t, x.Start.Before(from) || !x.Start.Before(to) || x.Start.Before(before.Stop), "out of order")
				require.True(t, x.Start.Before(x.Stop))
				for _, e := range events {
					if e.Kind == dataset.Workout || e.Kind == dataset.RecoveryTest {
						require.False(t, x.Start.Before(e.End) && e.Start.Before(x.Stop), "%v during %v", x, e)
					}
				}
				require.Equal(t, 1, kinds(found, &x))
				aTest(t, s, &x, found)
				before = x
			}
		}
		for _, name := range []string{
			"orthostatic", "fitness", "jumps", "recording", "ecg", "oxygen", "squat", "counter", "continuous", "inconclusive",
		} {
			require.Positive(t, found[name], "%s, seed %d", name, seed)
		}
		for _, name := range []string{"legs not recovered", "ecg", "no contact", "oxygen", "low oxygen"} {
			rare[name] += found[name]
		}
	}
	require.Positive(t, rare["legs not recovered"])
	for name, of := range map[string]string{"no contact": "ecg", "low oxygen": "oxygen"} {
		require.Positive(t, rare[name])
		require.Less(t, rare[name], rare[of]/8, "%s is rare", name)
	}
}

func kinds(found map[string]int, x *dataset.Test) int {
	n := 0
	for name, is := range map[string]bool{
		"orthostatic": x.Orthostatic != nil, "fitness": x.Fitness != nil, "jumps": x.Jumps != nil,
		"recording": x.Recording != nil, "ecg": x.ECG != nil, "oxygen": x.Oxygen != nil,
	} {
		if is {
			found[name]++
			n++
		}
	}
	return n
}

func aTest(t *testing.T, s *dataset.Set, x *dataset.Test, found map[string]int) {
	t.Helper()
	require.Equal(t, s.Body(x.Athlete, x.Start), x.Body)
	switch {
	case x.Orthostatic != nil:
		o := x.Orthostatic
		require.Greater(t, o.RRLying, o.RRStanding)
		require.Greater(t, o.RRStanding, o.RRPeak)
		require.Greater(t, o.RMSSDLying, o.RMSSDStanding)
		require.InDelta(t, o.UsualRRLying, o.RRLying, 250)
		require.LessOrEqual(t, o.Reset, x.Day)
	case x.Fitness != nil:
		require.InEpsilon(t, x.Body.VO2Max, x.Fitness.VO2Max, 0.13)
		require.Less(t, x.Fitness.HRAverage, x.Fitness.HRMax/2)
		require.True(t, x.Fitness.Class >= 1 && x.Fitness.Class <= 7)
	case x.Recording != nil:
		require.True(t, x.Recording.HRMin <= x.Recording.HRAverage && x.Recording.HRAverage <= x.Recording.HRMax)
	case x.ECG != nil:
		require.InDelta(t, 60000/x.ECG.RR, x.ECG.HRAverage, 0.51)
		contacts(t, x, found)
	case x.Oxygen != nil:
		if !x.Oxygen.Passed {
			require.Zero(t, x.Oxygen.Percent)
			found["inconclusive"]++
			return
		}
		require.True(t, x.Oxygen.Percent >= 85 && x.Oxygen.Percent <= 100)
		count(found, "low oxygen", x.Oxygen.Percent < 95)
	default:
		jumps(t, x.Jumps, found)
	}
}

// contacts change, ascend, and end well before the test does.
func contacts(t *testing.T, x *dataset.Test, found map[string]int) {
	t.Helper()
	all, off := x.ECG.Contact, false
	require.Zero(t, all[0].At)
	for i, c := range all[1:] {
		require.Greater(t, c.At, all[i].At)
		require.NotEqual(t, c.Quality, all[i].Quality)
		off = off || c.Quality == 0
	}
	require.Equal(t, 2, all[len(all)-1].Quality)
	require.Less(t, all[len(all)-1].At, x.Stop.Sub(x.Start))
	count(found, "no contact", off)
}

func jumps(t *testing.T, j *dataset.JumpTest, found map[string]int) {
	t.Helper()
	found[[...]string{"squat", "counter", "continuous"}[j.Kind]]++
	heights := make([]float64, 0, len(j.Jumps))
	for i, x := range j.Jumps {
		h := x.HeightCM()
		heights = append(heights, h)
		require.True(t, h > 12 && h < 75, "%v cm", h)
		require.Equal(t, j.Kind == dataset.ContinuousJump && i > 0, x.Contact > 0)
		require.Zero(t, x.Flight%time.Millisecond)
	}
	if slices.Max(heights)-slices.Min(heights) <= 10 {
		require.InDelta(t, physiology.Mean(heights), j.Result, 1e-9)
	}
	if j.Baseline > 0 {
		require.InEpsilon(t, j.Baseline, j.Result, 0.25)
		require.InDelta(t, min(j.Baseline-2, 0.93*j.Baseline), j.LowLimit, 0.04)
		count(found, "legs not recovered", j.Result <= j.LowLimit)
	}
}

// The series of a test say what its summary says, and lie among the day's beats.
func TestATestIsThatOfItsSeries(t *testing.T) {
	s := population(t, 4242, dataset.Config{})
	seen := map[string]int{}
	for x := range s.Tests(0, s.Date(260), s.Date(275)) {
		kinds(seen, &x)
		y := s.TestSeries(dataset.Test{Athlete: x.Athlete, Day: x.Day, Number: x.Number})
		var rr []uint16
		switch {
		case y.Orthostatic != nil:
			rr = y.Orthostatic.RR
		case y.Fitness != nil:
			rr = y.Fitness.RR
			require.InDelta(t, 60000/physiology.Mean(floats(rr)), x.Fitness.HRAverage, 0.51)
		case y.Recording != nil:
			rr = y.Recording.RR
		case y.ECG != nil:
			require.Len(t, y.ECG.Millivolt, int(y.Stop.Sub(y.Start).Seconds())*y.ECG.Rate)
			require.InDelta(t, float64(30*1000/y.ECG.RR), peaks(y.ECG.Millivolt), 2)
			x.ECG.Millivolt = y.ECG.Millivolt
			require.True(t, reflect.DeepEqual(x, y))
			continue
		default:
			require.True(t, reflect.DeepEqual(x, y))
			continue
		}
		require.Equal(t, floats(rr), intervals(beatsIn(s, 0, x.Start, x.Stop)))
		switch {
		case x.Orthostatic != nil:
			x.Orthostatic.RR = rr
		case x.Fitness != nil:
			x.Fitness.RR = rr
		default:
			x.Recording.RR = rr
		}
		require.True(t, reflect.DeepEqual(x, y), "all but the series is the same")
	}
	require.Positive(t, seen["orthostatic"])
	require.Positive(t, seen["ecg"])
	require.Zero(t, s.TestSeries(dataset.Test{Day: 5, Number: 99}))
	require.Zero(t, s.TestSeries(dataset.Test{Athlete: -1}))
}

func floats(rr []uint16) []float64 {
	out := make([]float64, len(rr))
	for i, x := range rr {
		out[i] = float64(x)
	}
	return out
}

// peaks counts R waves.
func peaks(volts []float32) int {
	high, n := slices.Max(volts)/2, 0
	for i := 1; i < len(volts); i++ {
		if volts[i-1] < high && volts[i] >= high {
			n++
		}
	}
	return n
}

func TestAPerformanceIsThatOfItsRecord(t *testing.T) {
	found := map[dataset.PerformanceKind]int{}
	for _, seed := range unseen() {
		s := population(t, seed, dataset.Config{})
		for athlete := range s.Athletes() {
			for e := range s.Events(athlete, s.Date(280), s.Date(400)) {
				if found[dataset.RunningPerformance] > 3 && found[dataset.CyclingPerformance] > 3 && found[dataset.WalkingPerformance] > 3 {
					return
				}
				x, ok := s.PerformanceTest(e)
				if !ok {
					continue
				}
				found[x.Kind]++
				r := s.Record(e)
				require.True(t, x.WarmUp.Start.Equal(e.Start))
				require.True(t, x.WarmUp.End.Equal(x.Performance.Start) && x.Performance.End.Equal(x.CoolDown.Start))
				require.True(t, x.Performance.Start.Before(x.Performance.End) && !x.CoolDown.End.After(e.End))
				require.InEpsilon(t, r.Body.VO2Max, x.VO2Max, 0.1)
				if x.Kind != dataset.WalkingPerformance { // who walks, walks as fast before
					require.Greater(t, x.Performance.HRAverage, x.WarmUp.HRAverage)
				}
				require.True(t, x.Performance.Speed > 0.5 && x.Performance.SpeedMax >= x.Performance.Speed)
				require.InDelta(t, x.DistanceM, x.Performance.Speed*x.Performance.End.Sub(x.Performance.Start).Seconds(), 1e-6)
				if x.Kind == dataset.CyclingPerformance {
					require.InEpsilon(t, r.Body.FTPWatts, x.FTPWatts, 1e-9)
					require.InEpsilon(t, x.FTPWatts, x.BeforeFTP, 0.25)
					require.Less(t, x.FTPWatts, x.AerobicPower)
				}
			}
		}
	}
	require.Len(t, found, 3, "%v", found)
}

func TestFitnessClassesFollowAgeAndSex(t *testing.T) {
	tests := []struct {
		vo2, age float64
		sex      dataset.Sex
		want     int
	}{
		{31, 22, dataset.Male, 1},
		{45, 22, dataset.Male, 4},
		{64, 22, dataset.Male, 7},
		{45, 22, dataset.Female, 5},
		{45, 45, dataset.Male, 5},
		{26, 20, dataset.Female, 1},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, dataset.FitnessClass(tt.vo2, tt.age, tt.sex), "%+v", tt)
	}
}
