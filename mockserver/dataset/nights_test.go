//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// unseen are seeds that nobody looked at while the population was made.
func unseen() []uint64 { return []uint64{31, 4242, 987_654_321} }

func TestStagesFillTheNight(t *testing.T) {
	for _, seed := range unseen() {
		s := population(t, seed, dataset.Config{})
		found := map[string]int{}
		for athlete := 0; athlete < s.Athletes(); athlete += 3 {
			for day := 1; day < 700; day += 3 {
				n, ok := s.Overnight(athlete, day)
				if count(found, "not recorded", !ok); !ok {
					require.Zero(t, n)
					continue
				}
				aNight(t, s, &n)
				detected := n.Detected()
				if n.DetectedAsleep.Equal(n.Asleep) {
					require.Equal(t, n, detected)
				} else {
					aNight(t, s, &detected)
					require.Equal(t, n.Phases().N1+n.Asleep.Sub(n.DetectedAsleep), detected.Phases().N1)
				}
				count(found, "battery ran out", n.BatteryRanOut)
				count(found, "edited", n.DetectedAsleep.Before(n.Asleep))
				count(found, "snoozed", len(n.Snoozes) > 0)
				count(found, "alarm", !n.Alarm.IsZero())
				count(found, "no alarm", n.Alarm.IsZero())
				count(found, "a hole", n.Phases().Unknown > 0)
				count(found, "not rated", n.Rating == 0)
				count(found, "rated well", n.Rating == 5)
				count(found, "rated poor", n.Rating > 0 && n.Rating <= 2)
				count(found, "long interruption", n.Interruptions().Long > 0)
			}
		}
		for _, name := range []string{
			"not recorded", "battery ran out", "edited", "snoozed", "alarm", "no alarm", "a hole", "not rated",
			"rated well", "rated poor", "long interruption",
		} {
			require.Positive(t, found[name], "%s, seed %d", name, seed)
		}
	}
}

func aNight(t *testing.T, s *dataset.Set, n *dataset.Overnight) {
	t.Helper()
	const step = 30 * time.Second
	fail := func(ok bool, what string) {
		if !ok {
			require.Fail(t, what, "%+v", *n)
		}
	}
	fail(!n.Asleep.Before(n.InBed) && n.Asleep.Before(n.Awake) && !n.Awake.After(n.Up), "times are out of order")
	fail(n.Up.In(n.Zone).Format(time.DateOnly) == s.Date(n.Day).Format(time.DateOnly), "it ends on another day")
	fail(len(n.Stages) > 40 && n.Stages[0].From == 0, "stages do not begin")
	fail(n.Span()%step == 0, "the span is no multiple of 30 s")
	for i := 1; i < len(n.Stages); i++ {
		a, b := n.Stages[i-1], n.Stages[i]
		fail(a.From < b.From && b.From < n.Span() && b.From%step == 0 && a.State != b.State, "a stage is out of place")
	}
	x := n.Phases()
	fail(x.Unknown+x.Wake+x.Asleep() == n.Span(), "phases do not fill the span")
	fail(x.Light() == x.N1+x.N2, "light sleep is not N1 and N2")
	i := n.Interruptions()
	fail(i.LongTime+i.ShortTime == x.Wake, "interruptions are not the time awake")
	fail(i.LongTime >= time.Duration(i.Long)*90*time.Second && i.ShortTime < time.Duration(i.Short+1)*90*time.Second, "interruptions are long and short")
	fail(len(n.Cycles) > 0 && n.Cycles[0].From == 0, "cycles do not begin")
	for c, cycle := range n.Cycles {
		fail(cycle.From < n.Span() && cycle.Depth >= 0 && cycle.Depth <= 2, "a cycle is out of range")
		fail(c == 0 || cycle.From-n.Cycles[c-1].From >= 10*time.Minute, "a cycle is too short")
	}
	fail(n.Alarm.IsZero() || !n.Alarm.Before(n.Awake) && !n.Alarm.After(n.Up), "the alarm does not end the night")
	for _, z := range n.Snoozes {
		fail(z.After(n.Asleep) && z.Before(n.Alarm), "it was put off at another time")
	}
	fail(!n.DetectedAsleep.After(n.Asleep) && !n.DetectedAsleep.Before(n.InBed), "sleep was detected at another time")
	fail(n.Rating >= 0 && n.Rating <= 5 && n.Efficiency() > 70 && n.Efficiency() <= 100, "marks are out of range")
	fail(n.Continuity() >= 1 && n.Continuity() <= 5 && n.Goal >= 7*time.Hour && n.Goal < 9*time.Hour, "marks are out of range")
	q := n.Quality()
	for _, mark := range []float64{
		q.Total, q.Amount, q.Solidity, q.Refreshment, q.OwnGoal, q.Recommended, q.Continuity, q.Efficiency,
		q.LongInterruptions, q.REM, q.Deep,
	} {
		fail(mark >= 1 && mark <= 100, "a mark is out of range")
	}
	fail(q.Class >= 1 && q.Class <= 5, "the class is out of range")
}

// What a belt records as an event is the same night.
func TestANightIsThatOfItsRecord(t *testing.T) {
	s := population(t, 31, dataset.Config{})
	seen, tests := 0, 0
	for _, athlete := range []int{0, 5} {
		for e := range s.Events(athlete, s.Date(266), s.Date(275)) {
			n, ok := s.Overnight(athlete, e.Ref.Day)
			if e.Kind == dataset.RecoveryTest && ok {
				require.False(t, e.Start.Before(n.Up), "nobody takes a test asleep")
				tests++
			}
			n, ok = s.Overnight(athlete, e.Ref.Day+1)
			if e.Kind != dataset.Night || !ok {
				continue
			}
			seen++
			r := s.Record(e)
			require.True(t, n.InBed.Equal(e.Start) && n.Up.Equal(e.End))
			asleep := n.Asleep.Sub(n.InBed)
			for i, stage := range r.Stages[:len(r.Stages)-1] {
				middle := (stage.From+r.Stages[i+1].From)/2 - asleep
				if state, ok := stateAt(&n, middle); ok && stage.Sleep == dataset.Awake {
					require.Contains(t, []dataset.SleepState{dataset.StateWake, dataset.StateUnknown}, state)
				}
			}
			if n.BatteryRanOut {
				continue
			}
			require.InDelta(t, s.Analysis(e).SleepMinutes, (n.Phases().Asleep() + n.Phases().Unknown).Minutes(), 45)
			beats := intervals(beatsIn(s, athlete, n.InBed, n.Up))
			require.Len(t, beats, len(r.RR))
			for i, x := range r.RR {
				if math.Abs(beats[i]-x) > 1 {
					require.InDelta(t, x, beats[i], 1, "interval %d of %v", i, e)
				}
			}
		}
	}
	require.Greater(t, seen, 6)
	require.Greater(t, tests, 3)
}

func stateAt(n *dataset.Overnight, at time.Duration) (dataset.SleepState, bool) {
	if at < 0 || at >= n.Span() {
		return 0, false
	}
	state := dataset.StateUnknown
	for _, x := range n.Stages {
		if x.From <= at {
			state = x.State
		}
	}
	return state, true
}

// beatAt is a beat and when it began, after the begin of what was asked for.
type beatAt struct {
	dataset.Beat
	at time.Duration
}

// beatsIn are the beats that begin in [from, to), from the days they belong to.
func beatsIn(s *dataset.Set, athlete int, from, to time.Time) []beatAt {
	var out []beatAt
	zone := s.Athlete(athlete).Zone
	for day := s.DayNumber(from.In(zone)); day <= s.DayNumber(to.In(zone)); day++ {
		midnight := s.Midnight(athlete, day)
		for _, b := range s.Beats(athlete, day).Beats {
			at := midnight.Add(time.Duration(b.At) * time.Millisecond)
			if !at.Before(from) && at.Before(to) {
				out = append(out, beatAt{b, at.Sub(from)})
			}
		}
	}
	return out
}

func intervals(beats []beatAt) []float64 {
	out := make([]float64, len(beats))
	for i, b := range beats {
		out[i] = float64(b.Interval)
	}
	return out
}

func TestANightsRecoveryIsThatOfItsIntervals(t *testing.T) {
	for _, seed := range unseen()[:1] {
		s := population(t, seed, dataset.Config{})
		checked := 0
		for _, athlete := range []int{0, 11, 47} {
			for day := 271; day < 273; day++ { // clocks change in Europe
				x, ok := s.NightRecovery(athlete, day)
				if !ok {
					continue
				}
				checked++
				beats := beatsIn(s, athlete, x.Start, x.End)
				rr := intervals(beats)
				require.InDelta(t, physiology.RMSSD(rr), x.RMSSD, 1e-9)
				require.InDelta(t, physiology.Mean(rr), x.RR, 1e-9)
				n, _ := s.Overnight(athlete, day)
				require.Equal(t, 30*time.Minute, x.Start.Sub(n.Asleep))
				require.Equal(t, 4*time.Hour, x.End.Sub(x.Start))

				series, ok := s.NightRecoverySeries(athlete, day)
				require.True(t, ok)
				require.True(t, series.Start.Equal(x.Start))
				require.Len(t, series.HRV, 48)
				require.Len(t, series.Breathing, 48)
				square := 0.0
				for i, v := range series.HRV {
					piece := beats
					for len(piece) > 0 && piece[0].at < time.Duration(i)*series.Step {
						piece = piece[1:]
					}
					for len(piece) > 0 && piece[len(piece)-1].at >= time.Duration(i+1)*series.Step {
						piece = piece[:len(piece)-1]
					}
					require.InDelta(t, physiology.RMSSD(intervals(piece)), v, 1e-9)
					square += v * v / 48
				}
				require.InDelta(t, x.RMSSD, math.Sqrt(square), 0.05*x.RMSSD)
				require.InDelta(t, 60000/x.Breath, physiology.Mean(series.Breathing), 1e-4)
				usualValues(t, s, athlete, &x)
			}
		}
		require.Greater(t, checked, 1)
	}
}

func usualValues(t *testing.T, s *dataset.Set, athlete int, x *dataset.NightRecovery) {
	t.Helper()
	var before []float64
	for day := x.Day - 28; day < x.Day; day++ {
		if y, ok := s.NightRecovery(athlete, day); ok {
			before = append(before, y.RMSSD)
		}
	}
	require.Equal(t, len(before), x.UsualRMSSD.N)
	require.InDelta(t, physiology.Mean(before), x.UsualRMSSD.Mean, 1e-9)
	n := float64(len(before))
	require.InDelta(t, physiology.SDNN(before)*math.Sqrt(n/(n-1)), x.UsualRMSSD.SD, 1e-9)
	require.LessOrEqual(t, math.Abs(x.Balance), 10.0)
}

func TestANewAthleteHasNoUsualNightYet(t *testing.T) {
	s := population(t, 31, dataset.Config{})
	_, ok := s.Overnight(0, 0)
	require.False(t, ok, "the night before the first day")
	for day := 1; day < 8; day++ {
		x, ok := s.NightRecovery(0, day)
		if !ok {
			continue
		}
		require.Less(t, x.UsualRR.N, day)
		if x.UsualRR.N < 3 {
			require.Zero(t, x.Balance)
		}
	}
	for _, nobody := range []int{-1, s.Athletes()} {
		_, ok := s.NightRecovery(nobody, 50)
		require.False(t, ok)
		require.Empty(t, s.Beats(nobody, 50).Beats)
		require.Empty(t, s.HeartRates(nobody, 50))
		require.Empty(t, s.Temperatures(nobody, 50))
		require.Empty(t, s.SkinContacts(nobody, 50))
		require.Empty(t, s.ActivitySeries(nobody, 50))
		require.Empty(t, s.Devices(nobody))
		require.Zero(t, s.Diary(nobody, 50))
	}
}
