package polarteampro_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// heartRates are a session's samples by their second of the clock.
func (s *sim) heartRates(e dataset.Event) map[int]float64 {
	s.t.Helper()
	s.strange = true // what is long is compared with the description elsewhere
	defer func() { s.strange = false }()
	hr := map[int]float64{}
	for i, row := range s.samples(e, "?samples=hr").Data.Samples.Values {
		if len(row) > 1 {
			hr[i/10] = row[1].(float64)
		}
	}
	return hr
}

// describe is the mean, the highest and the lowest of what is in [from, to).
func describe(hr map[int]float64, from, to int) (mean, highest, lowest float64) {
	n := 0
	lowest = math.Inf(1)
	for at, v := range hr {
		if from <= at && at < to {
			mean, n, highest, lowest = mean+v, n+1, max(highest, v), min(lowest, v)
		}
	}
	return mean / float64(n), highest, lowest
}

// Head, samples, summary and zones tell of one heart rate, which is the one that
// the population's analyses have, too; and no part has more than the whole.
func TestHeartRateIsOneEverywhere(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("1.1.0"))
	sessions, parts := 0, 0
	people := 8
	if raceDetector {
		people = 1 // half a million rows take it half a minute
	}
	for _, athlete := range s.team().Members[:people] {
		workouts := s.workouts(athlete)
		for _, e := range workouts[:min(len(workouts), 8)] {
			a, hr, head := s.World.Data.Analysis(e), s.heartRates(e), s.one(s.sessionPath(e.Ref))
			mean, highest, _ := describe(hr, 0, math.MaxInt)
			require.InDelta(t, highest, head.number("heart_rate_max"), 0)
			require.InDelta(t, a.HRPeak, highest, 0)
			require.InDelta(t, mean, head.number("heart_rate_avg"), 0.6)
			require.InDelta(t, a.TRIMPTotal, head.number("cardio_load"), 0.0051)
			sessions++
			if len(e.Sessions) == 0 {
				continue
			}
			x := s.one(s.sessionPath(e.Ref) + "/session_summary")
			s.requirePart(&e, x, head, hr)
			for _, p := range s.list(s.sessionPath(e.Ref) + "/phase_summaries").Data {
				s.requirePart(&e, p, head, hr)
				for _, name := range additive() {
					require.LessOrEqual(t, p.number(name), x.number(name), name)
				}
			}
			parts++
		}
	}
	require.True(t, raceDetector || sessions >= 50 && parts >= 20, "%d sessions, %d parts", sessions, parts)
}

// additive are members of which a part never has more than the whole.
func additive() []string {
	return []string{"heart_rate_max", "training_load", "cardio_load", "muscle_load", "distance_meters", "sprint_counter", "duration_ms"}
}

// requirePart holds a summary to the session's head and its samples.
func (s *sim) requirePart(e *dataset.Event, x, head object, hr map[int]float64) {
	s.t.Helper()
	for _, name := range additive() {
		if _, there := x[name]; there {
			require.LessOrEqual(s.t, x.number(name), head.number(name), "%s of %s", name, head.text("id"))
		}
	}
	require.LessOrEqual(s.t, x.number("kilo_calories"), head.number("calories"))
	if s.World.Data.Record(*e).Gap > 0 {
		return // where the hole is, the clock and the series part
	}
	began, err := time.ParseInLocation(naive, x.text("trimmed_start_time"), e.Zone)
	require.NoError(s.t, err)
	from := int(began.Sub(e.Start.Truncate(time.Second)).Seconds())
	to := from + int(math.Ceil(x.number("duration_ms")/1000))
	mean, highest, lowest := describe(hr, from, to)
	require.InDelta(s.t, mean, x.number("heart_rate_avg"), 0.7)
	require.InDelta(s.t, highest, x.number("heart_rate_max"), 3, "a beat more or less at the rims")
	require.InDelta(s.t, lowest, x.number("heart_rate_min"), 3)
	rates := make([]float64, 0, len(hr))
	for _, v := range hr {
		rates = append(rates, v)
	}
	require.True(s.t, slices.Contains(rates, x.number("heart_rate_max")) && slices.Contains(rates, x.number("heart_rate_min")))
	for i, z := range x["heart_rate_zones"].([]any) {
		z := object(z.(map[string]any))
		n := 0.0
		for at, v := range hr {
			if from <= at && at < to && z.number("lower_limit") <= v && v < z.number("higher_limit") {
				n++
			}
		}
		require.InDelta(s.t, n, inSeconds(s.t, z.text("in_zone")), 6, "zone %d", i+1)
	}
}
