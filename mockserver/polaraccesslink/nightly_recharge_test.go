package polaraccesslink_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// aYear gives a world two changes of the clock, and begins it just after the second.
func aYear(c *world.Config) {
	c.Time = time.Date(2026, time.April, 2, 12, 0, 0, 0, time.UTC)
	c.Population.FirstDay = c.Time.AddDate(-1, 0, 0)
}

// What a night says of the heart is what the intervals of the same hours say, also in
// nights in which the clock changes.
func TestTheNightAgreesWithItsIntervals(t *testing.T) {
	statistics(t)
	t.Parallel()
	s := newSim(t, aYear)
	checked, dates := 0, []string{"2026-03-29", "2025-10-26", "2026-02-03"}
	for i, athlete := range []int{s.athlete, s.athlete + 3, 0} {
		s.as(athlete)
		for _, date := range dates[:len(dates)-i] {
			n, all := s.night(date), s.recharges(date, next(t, date, 1), "samples")
			require.Equal(t, n == nil, len(all) == 0, "a night has both or none")
			if n == nil {
				continue
			}
			checked++
			x := &all[0]
			require.Equal(t, date, x.SleepResultDate)
			require.Len(t, x.HrvSamples, 1)
			require.Len(t, x.BreathingRateSamples, 1)
			h, b := &x.HrvSamples[0], &x.BreathingRateSamples[0]
			require.Equal(t, [2]any{h.StartTime, h.SampleInterval}, [2]any{b.StartTime, b.SampleInterval})
			require.Equal(t, seconds(5*time.Minute), h.SampleInterval)
			require.Len(t, h.HrvValues, 48)
			require.Len(t, b.BreathingRateValues, 48)
			from, err := time.ParseInLocation(naive, h.StartTime, s.zone())
			require.NoError(t, err)
			start := n.SleepResult.Hypnogram.SleepStart
			require.InDelta(t, 30*time.Minute, from.Sub(start), float64(time.Second))
			beats := s.beatsIn(from, from.Add(4*time.Hour))
			require.Greater(t, len(beats), 8000)
			require.InDelta(t, physiology.Mean(lengths(beats)), x.MeanNightlyRecoveryRri, 0.51, "%s", date)
			require.InDelta(t, physiology.RMSSD(lengths(beats)), x.MeanNightlyRecoveryRmssd, 0.51, "%s", date)
			for i, v := range h.HrvValues {
				since := time.Duration(i) * 5 * time.Minute
				piece := slices.DeleteFunc(slices.Clone(beats), func(b beatIn) bool {
					return b.at.Before(from.Add(since)) || !b.at.Before(from.Add(since+5*time.Minute))
				})
				require.InDelta(t, physiology.RMSSD(lengths(piece)), v, 0.051, "piece %d of %s", i, date)
			}
			require.InDelta(t, 60000/x.MeanNightlyRecoveryRespirationInterval, physiology.Mean(b.BreathingRateValues), 0.1)
		}
	}
	require.GreaterOrEqual(t, checked, 4)
}

// What is usual are the nights of four weeks before, and a night is judged by how far
// it lies from them.
func TestUsualNights(t *testing.T) {
	statistics(t)
	t.Parallel()
	s := newSim(t, func(c *world.Config) { c.Population.FirstDay = start.AddDate(-1, 0, 0) })
	levels, tips := map[int]int{}, [3]int{}
	for _, athlete := range []int{s.athlete, s.athlete + 4, s.athlete + 9, 1} {
		s.as(athlete)
		all := s.recharges("2025-12-16", "2026-01-13")
		all = append(all, s.recharges("2026-01-13", "2026-02-10")...)
		all = append(all, s.recharges("2026-02-10", "2026-03-10")...)
		require.Greater(t, len(all), 50)
		for i := range all {
			x := &all[i]
			require.Nil(t, x.HrvSamples, "without features")
			require.Nil(t, x.BreathingRateSamples)
			require.True(t, i == 0 || x.SleepResultDate > all[i-1].SleepResultDate)
			require.False(t, x.Modified.Before(x.Created))
			level := float64(*x.RecoveryIndicator) + float64(x.RecoveryIndicatorSubLevel)/100
			levels[*x.RecoveryIndicator]++
			require.True(t, x.AnsRate >= 1 && x.AnsRate <= 5 && level >= 1 && level < 7)
			require.True(t, x.AnsRate < 4 || x.AnsStatus > 0)
			require.True(t, x.AnsRate > 2 || x.AnsStatus < 0)
			for k, tip := range []*string{x.SleepTip, x.VitalityTip, x.ExerciseTip} {
				if tip != nil {
					tips[k]++
					require.NotEmpty(t, *tip)
				}
			}
			first := next(t, x.SleepResultDate, -28)
			if first < "2025-12-16" {
				continue
			}
			var rri, rmssd []float64
			for _, y := range all[:i] {
				if y.SleepResultDate >= first {
					rri, rmssd = append(rri, y.MeanNightlyRecoveryRri), append(rmssd, y.MeanNightlyRecoveryRmssd)
				}
			}
			require.InDelta(t, physiology.Mean(rri), x.MeanBaselineRri, 1)
			require.InDelta(t, physiology.Mean(rmssd), x.MeanBaselineRmssd, 1)
			n := float64(len(rri))
			require.InDelta(t, physiology.SDNN(rri)*math.Sqrt(n/(n-1)), x.SdBaselineRri, 1)
			require.InDelta(t, physiology.SDNN(rmssd)*math.Sqrt(n/(n-1)), x.SdBaselineRmssd, 1)
			better := (x.MeanNightlyRecoveryRri-x.MeanBaselineRri)/x.SdBaselineRri + (x.MeanNightlyRecoveryRmssd-x.MeanBaselineRmssd)/x.SdBaselineRmssd
			require.True(t, math.Abs(better) < 2.5 || better > 0 == (x.AnsStatus > 0), "%s: %v", x.SleepResultDate, x.AnsStatus)
		}
	}
	require.Len(t, levels, 6, "%v", levels)
	require.Greater(t, min(tips[0], tips[1]), 10)
	require.Greater(t, tips[2], max(tips[0], tips[1]))
}

// Who has just begun has nothing usual: figures are zero, and what would need them is
// absent.
func TestFirstNights(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"documented", "live"} {
		s := newSim(t, withProfile(profile), func(c *world.Config) { c.Population.FirstDay = start.AddDate(0, 0, -9) })
		all, n := s.recharges("2026-03-01", "2026-03-11"), 0
		for i := range all {
			x, before := &all[i], i
			require.Positive(t, x.MeanNightlyRecoveryRri)
			require.Equal(t, before >= 3, x.RecoveryIndicator != nil)
			require.Equal(t, before >= 3, x.MeanBaselineRri > 0)
			require.Equal(t, before >= 3, x.ExerciseTip != nil)
			if score := s.night(x.SleepResultDate).SleepScore; score != nil {
				require.Equal(t, before >= 3, score.ScoreRate != nil)
			}
			if before < 3 {
				n++
				require.Zero(t, x.AnsRate)
				require.Zero(t, x.AnsStatus)
			}
		}
		require.Equal(t, 3, n)
		require.Greater(t, len(all), 4)
		var o object
		require.NoError(t, json.Unmarshal(s.get("/nightly-recharge-results"+between("2026-03-01", "2026-03-05")).body, &o))
		if profile == "documented" {
			o = o.in("nightlyRechargeResults")
		}
		first := o.list("nightlyRechargeResults")[0]
		require.Contains(t, first, "sdBaselineRri")
		require.NotContains(t, first, "sleepTip")
	}
}

// After days of much training the heart beats faster in the night.
func TestNightsShowTheTraining(t *testing.T) {
	statistics(t)
	t.Parallel()
	s := newSim(t, func(c *world.Config) { c.Population.FirstDay = start.AddDate(-1, 0, 0) })
	var after [2][]float64 // light days, heavy days: the mean interval beside the usual one
	athletes := []int{s.athlete, s.athlete + 3, 0}
	for _, athlete := range athletes {
		s.as(athlete)
		loads := map[string]float64{}
		for _, from := range []string{"2025-10-01", "2025-12-16"} {
			for _, x := range s.object("/training-sessions/list" + between(from, next(t, from, 84))).list("trainingSessions") {
				loads[x.text("startTime")[:10]] += x.number("trainingLoad")
			}
		}
		var results []wireRecharge
		for _, from := range []string{"2025-11-20", "2025-12-18", "2026-01-15", "2026-02-10"} {
			results = append(results, s.recharges(from, next(t, from, 28))...)
		}
		excess := func(x *wireRecharge) float64 {
			sum := 0.0
			for ago := 1; ago <= 28; ago++ {
				load := loads[next(t, x.SleepResultDate, -ago)]
				if sum -= load / 28; ago <= 5 {
					sum += load / 5
				}
			}
			return sum
		}
		slices.SortFunc(results, func(a, b wireRecharge) int { return int(1000 * (excess(&a) - excess(&b))) })
		for i, x := range results {
			switch n := len(results); {
			case i < n/4:
				after[0] = append(after[0], x.MeanNightlyRecoveryRri/x.MeanBaselineRri)
			case i >= n-n/4:
				after[1] = append(after[1], x.MeanNightlyRecoveryRri/x.MeanBaselineRri)
			}
		}
	}
	t.Logf("after light days %.3f of what is usual, after heavy ones %.3f (%d nights each)", physiology.Mean(after[0]), physiology.Mean(after[1]), len(after[0]))
	require.Greater(t, len(after[0]), 16*len(athletes))
	require.Less(t, physiology.Mean(after[1]), physiology.Mean(after[0])-0.005)
}
