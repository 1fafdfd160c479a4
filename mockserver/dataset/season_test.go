//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

func median(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	x = slices.Sorted(slices.Values(x))
	return x[len(x)/2]
}

// variation is the coefficient of variation.
func variation(x []float64) float64 { return spread(x) / (total(x) / float64(len(x))) }

func within(t *testing.T, name string, x []float64, low, high float64) {
	t.Helper()
	t.Logf("%-40s median %.2f, %.2f to %.2f of %d", name, median(x), slices.Min(append([]float64{1e9}, x...)), slices.Max(append([]float64{-1e9}, x...)), len(x))
	require.GreaterOrEqual(t, len(x), 8, name)
	require.GreaterOrEqual(t, median(x), low, name)
	require.LessOrEqual(t, median(x), high, name)
}

// game is one player's of a team's.
type game struct {
	*dataset.Analysis
	dataset.Outside
}

func played(s *dataset.Set, e dataset.Event) game {
	a := s.Analysis(e)
	return game{a, a.Outside(s.Record(e))}
}

func percent(a *dataset.Analysis) float64 { return 100 * float64(a.HRAverage) / float64(a.HRMax) }

// games are the team games of some weeks, by sport.
func games(t *testing.T) map[dataset.Sport][]game {
	t.Helper()
	out := map[dataset.Sport][]game{}
	for seed := range uint64(5) {
		s := population(t, 40+seed, dataset.Config{})
		for a := range s.Athletes() {
			for e := range s.Events(a, begin.AddDate(0, 3, 0), begin.AddDate(0, 3, 16)) {
				if e.Tag == dataset.TagGame && e.Sport != "" {
					out[e.Sport] = append(out[e.Sport], played(s, e))
				}
			}
		}
	}
	return out
}

func pick(all []game, of func(game) (float64, bool)) []float64 {
	var out []float64
	for _, a := range all {
		if x, ok := of(a); ok {
			out = append(out, x)
		}
	}
	return out
}

func TestItsGamesDifferByPlayerAndSport(t *testing.T) {
	found := games(t)
	for sport, all := range found {
		t.Logf("%s: %d", sport, len(all))
		t.Logf("  share %.1f trimp %.0f epoc %.0f anaerobic %.1f",
			median(pick(all, func(a game) (float64, bool) { return percent(a.Analysis), true })),
			median(pick(all, func(a game) (float64, bool) { return a.TRIMPTotal, true })),
			median(pick(all, func(a game) (float64, bool) { return a.EPOCPeak, true })),
			median(pick(all, func(a game) (float64, bool) { return a.AnaerobicEffect, true })))
	}
	football := found[dataset.Football]
	starter := func(a game) bool { return a.TRIMPTotal > 150 }
	of := func(f func(a game) float64) func(a game) (float64, bool) {
		return func(a game) (float64, bool) { return f(a), starter(a) }
	}
	within(t, "football: percent of HRmax", pick(football, of(func(a game) float64 { return percent(a.Analysis) })), 78, 85)
	within(t, "football: EPOC", pick(football, of(func(a game) float64 { return a.EPOCPeak })), 80, 150)
	within(t, "football: anaerobic effect", pick(football, of(func(a game) float64 { return a.AnaerobicEffect })), 1.5, 3.5)
	within(t, "football: starters' km", pick(football, func(a game) (float64, bool) {
		return a.DistanceM / 1000, starter(a) && a.DistanceM > 0
	}), 9, 12.5)
	within(t, "football: others' km", pick(football, func(a game) (float64, bool) {
		return a.DistanceM / 1000, !starter(a) && a.DistanceM > 0
	}), 2.5, 8)
	trimps := pick(football, func(a game) (float64, bool) { return a.TRIMPTotal, true })
	require.Greater(t, variation(trimps), 0.25)
	t.Log("football variation", variation(trimps), slices.Sorted(slices.Values(trimps)))
}

func TestItsTeamsVaryWithinASession(t *testing.T) {
	var found []float64
	for seed := range uint64(2) {
		s := population(t, 60+seed, dataset.Config{})
		for team := range s.Teams() {
			for x := range s.Sessions(team, begin.AddDate(0, 4, 0), begin.AddDate(0, 4, 14)) {
				if x.Tag != dataset.TagTraining || len(x.Events) < 5 {
					continue
				}
				var trimps []float64
				for _, ref := range x.Events {
					e, _ := s.Event(ref)
					trimps = append(trimps, s.Analysis(e).TRIMPTotal)
				}
				if total(trimps) > 30*float64(len(trimps)) {
					found = append(found, 100*variation(trimps))
				}
			}
		}
	}
	within(t, "team session: TRIMP variation in percent", found, 15, 30)
}

func TestItsNightsTellOfTheirDays(t *testing.T) {
	var vlf, balance, load, swing, rate, early, late []float64
	nights := 0
	for seed := range uint64(2) {
		s := population(t, 80+seed, dataset.Config{})
		for a := 0; a < s.Athletes(); a += 10 {
			var loads, swings, rates []float64
			day, trimp, evening := -1, 0.0, false
			from := begin.AddDate(0, 3, 0)
			for e := range s.Events(a, from, from.AddDate(0, 0, 35)) {
				if e.Ref.Day != day {
					day, trimp, evening = e.Ref.Day, 0, false
				}
				if e.Kind == dataset.RecoveryTest {
					continue
				}
				x := s.Analysis(e)
				if e.Kind != dataset.Night {
					trimp += x.TRIMPTotal
					evening = evening || e.Kind == dataset.Workout && e.End.In(e.Zone).Hour() >= 20
					continue
				}
				nights++
				bed := e.Start.In(e.Zone).Add(-12 * time.Hour)
				hour := float64(bed.Hour()) + float64(bed.Minute())/60
				if evening {
					late = append(late, hour)
				} else {
					early = append(early, hour)
				}
				vlf = append(vlf, x.Spectrum().VLFMean/x.Spectrum().LFMean)
				balance = append(balance, x.StressBalance)
				loads, swings, rates = append(loads, trimp), append(swings, math.Log(x.RMSSD)), append(rates, float64(x.HRAverage))
			}
			if len(loads) < 12 {
				continue
			}
			for i := range loads { // within one athlete: people differ more than nights
				load = append(load, loads[i]-total(loads)/float64(len(loads)))
				swing = append(swing, swings[i]-total(swings)/float64(len(swings)))
				rate = append(rate, rates[i]-total(rates)/float64(len(rates)))
			}
		}
	}
	within(t, "night: VLF of LF", vlf, 0.7, 3)
	within(t, "night: stress balance", balance, 50, 85)
	bad := 0
	for _, x := range balance {
		if x < 50 {
			bad++
		}
	}
	t.Log("bad nights", bad, "of", nights, "load", correlation(load, swing), correlation(load, rate))
	require.InDelta(t, 0.15, float64(bad)/float64(nights), 0.11)
	require.InDelta(t, -0.36, correlation(load, swing), 0.18)
	require.InDelta(t, 0.36, correlation(load, rate), 0.2)
	require.Greater(t, median(late), median(early)+0.25, "bedtime after an evening's exercise")
}

func correlation(x, y []float64) float64 {
	mx, my := total(x)/float64(len(x)), total(y)/float64(len(y))
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) * (y[i] - my)
	}
	return sum / float64(len(x)) / spread(x) / spread(y)
}

func TestItsNotesFollowTheLoad(t *testing.T) {
	var loads, ratings []float64
	for seed := range uint64(2) {
		s := population(t, 20+seed, dataset.Config{})
		for a := range s.Athletes() {
			for e := range s.Events(a, begin, begin.AddDate(1, 0, 0)) {
				if rest, ok := strings.CutPrefix(e.Notes, "RPE "); ok {
					rpe, err := strconv.ParseFloat(rest, 64)
					require.NoError(t, err)
					loads, ratings = append(loads, e.PlannedTRIMP), append(ratings, rpe)
					if e.PlannedTRIMP < 30 {
						require.LessOrEqual(t, rpe, 5.0, "%v", e)
					}
					if e.PlannedTRIMP > 180 {
						require.GreaterOrEqual(t, rpe, 5.0, "%v", e)
					}
				}
				if e.Tag == dataset.TagRecovery {
					require.NotContains(t, e.Notes, "heavy")
				}
			}
		}
	}
	t.Log(len(loads), correlation(loads, ratings))
	require.Greater(t, correlation(loads, ratings), 0.7)
}

func TestItEstimatesFitnessOfThoseWhoMove(t *testing.T) {
	able, estimated := 0, 0
	skied := 0
	var spans []float64
	for seed := range uint64(4) {
		s := population(t, 10+seed, dataset.Config{})
		for a := 1; a < s.Athletes(); a += 2 {
			any, known := false, false
			from := begin.AddDate(0, int(3*seed), 0)
			for e := range s.Events(a, from, from.AddDate(0, 0, 28)) {
				if e.Kind != dataset.Workout || !e.GPS && !e.Power || e.Sport == "" {
					continue
				}
				sport, _, _ := strings.Cut(string(e.Sport), ".")
				if sport != "running" && sport != "cycling" && sport != "cross_country_skiing" {
					continue
				}
				x := s.Analysis(e)
				any = true
				known = known || x.VO2MaxEstimate > 0
				if x.VO2MaxEstimate > 0 {
					require.InEpsilon(t, s.Body(a, e.Start).VO2Max, x.VO2MaxEstimate, 0.15)
					if sport == "cross_country_skiing" {
						skied++
					}
				}
				if e.Sport == dataset.CyclingRoad && e.Tag == dataset.TagTraining && percent(x) < 75 {
					var hr []float64
					for _, h := range x.HeartRate1s[min(900, len(x.HeartRate1s)/2) : len(x.HeartRate1s)*9/10] {
						hr = append(hr, float64(h))
					}
					spans = append(spans, spread(hr))
				}
			}
			if any {
				able++
				if known {
					estimated++
				}
			}
		}
	}
	t.Log(able, estimated, skied)
	within(t, "steady ride: spread of heart rate", spans, 6, 16)
	require.Greater(t, estimated*10, able*7)
	require.Positive(t, skied)
}

func TestItNamesWomenAndMen(t *testing.T) {
	s := population(t, 1, dataset.Config{Athletes: 4000})
	who := map[string]dataset.Sex{}
	for i := range s.Athletes() {
		a := s.Athlete(i)
		if sex, ok := who[a.GivenName]; ok {
			require.Equal(t, sex, a.Sex, a.GivenName)
		}
		who[a.GivenName] = a.Sex
	}
	require.Greater(t, len(who), 500)
	for name, sex := range map[string]dataset.Sex{"Buck": dataset.Male, "Willard": dataset.Male, "Anna": dataset.Female, "Sophie": dataset.Female} {
		require.Equal(t, sex, who[name], name)
	}
}
