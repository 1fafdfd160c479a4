package polaraccesslink_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Every part of a night is made of the same stages, for several athletes and many
// nights, in each profile.
func TestNights(t *testing.T) {
	statistics(t)
	t.Parallel()
	for _, profile := range []string{"documented", "live", "tolerant"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := newSim(t, withProfile(profile), func(c *world.Config) { c.Population.FirstDay = start.AddDate(-1, 0, 0) })
			found := map[string]int{}
			for _, athlete := range []int{s.athlete, 0, s.athlete + 3, s.athlete + 7, s.athlete + 12} {
				s.as(athlete)
				device := s.object("/user-devices").in("userDevicesData").list("activeDevices")[0].in("deviceReference").text("uuid")
				above, below := 0, 0
				for back := 1; back <= 42; back++ {
					date := start.AddDate(0, 0, -back).Format(day)
					n := s.night(date)
					if n == nil {
						found["no night"]++
						continue
					}
					found["nights"]++
					s.aNight(n, date, device, found)
					if n.SleepScore != nil && n.SleepScore.ScoreRate != nil {
						if *n.SleepScore.ScoreRate > 3 {
							above++
						}
						if *n.SleepScore.ScoreRate < 3 {
							below++
						}
					}
				}
				require.Greater(t, min(above, below), 2, "rated beside one's own usual nights, some are better and some worse")
			}
			require.Greater(t, found["nights"], 150)
			for _, what := range []string{"no night", "edited", "alarm", "no alarm", "snoozed", "rated", "not rated", "a hole", "long interruptions"} {
				require.Positive(t, found[what], "%s: %v", what, found)
			}
		})
	}
}

func (s *sim) aNight(n *wireNight, date, device string, found map[string]int) {
	t, h, e := s.t, &n.SleepResult.Hypnogram, &n.SleepEvaluation
	t.Helper()
	note := func(what string, ok bool) {
		if ok {
			found[what]++
		}
	}
	require.Equal(t, date, n.SleepDate)
	require.Equal(t, date, h.SleepEnd.Format(day), "a night has the date of its morning")
	_, offset := h.SleepStart.In(s.zone()).Zone()
	_, printed := h.SleepStart.Zone()
	require.Equal(t, offset, printed, "times have the offset of where the athlete lives")
	span := h.SleepEnd.Sub(h.SleepStart)
	require.Equal(t, span, time.Duration(e.SleepSpan))
	require.Equal(t, device, h.DeviceReference.UUID)
	require.Equal(t, s.World.Data.Athlete(s.athlete).Born.Format(day), h.Birthday)
	require.InDelta(t, h.SleepEnd.Sub(s.World.Data.Athlete(s.athlete).Born).Hours()/24/365.25, e.Age, 0.02)
	require.Zero(t, h.SleepEndOffsetSeconds)
	if h.AlarmStopTime != nil {
		require.True(t, !h.AlarmStopTime.Before(h.SleepEnd) && h.AlarmStopTime.Sub(h.SleepEnd) < time.Minute)
	}
	for _, z := range h.AlarmSnoozeTimes {
		require.True(t, h.AlarmStopTime != nil && z.Before(*h.AlarmStopTime) && z.After(h.SleepStart))
	}
	require.True(t, slices.IsSortedFunc(h.AlarmSnoozeTimes, time.Time.Compare))
	note("snoozed", len(h.AlarmSnoozeTimes) > 0)
	note("alarm", h.AlarmStopTime != nil)
	note("no alarm", h.AlarmStopTime == nil)
	note("rated", h.SleepRating != nil)
	note("not rated", h.SleepRating == nil)
	note("battery", h.BatteryRanOut)
	if e.SleepType == "SLEEP_TYPE_SLEEP_TIME_ONLY" {
		require.True(t, h.BatteryRanOut && len(h.SleepStateChanges) == 0 && e.PhaseDurations == nil && n.SleepScore == nil)
		return
	}
	s.stages(n, found)
	s.cycles(n, span)
	s.score(n)
	if n.OriginalSleepResult == nil {
		require.Zero(t, h.SleepStartOffsetSeconds)
		return
	}
	note("edited", true)
	o := &n.OriginalSleepResult.Hypnogram
	require.Positive(t, h.SleepStartOffsetSeconds)
	require.Equal(t, h.SleepStart, o.SleepStart.Add(time.Duration(h.SleepStartOffsetSeconds)*time.Second))
	require.True(t, h.SleepEnd.Equal(o.SleepEnd) && o.SleepStartOffsetSeconds == 0)
	require.True(t, n.SleepScore.LastModified.After(n.SleepScore.Created), "an edit moves the time of modification")
}

// stages fill the night, and all sums are theirs.
func (s *sim) stages(n *wireNight, found map[string]int) {
	t, h, e := s.t, &n.SleepResult.Hypnogram, &n.SleepEvaluation
	t.Helper()
	lengths, wakes, long, longTime := map[string]time.Duration{}, 0, 0, time.Duration(0)
	require.Greater(t, len(h.SleepStateChanges), 40)
	require.Zero(t, h.SleepStateChanges[0].OffsetFromStart, "the first stage begins with the night")
	for i, c := range h.SleepStateChanges {
		end := h.SleepEnd.Sub(h.SleepStart)
		if i+1 < len(h.SleepStateChanges) {
			end = time.Duration(h.SleepStateChanges[i+1].OffsetFromStart)
			require.NotEqual(t, c.NewState, h.SleepStateChanges[i+1].NewState)
		}
		length := end - time.Duration(c.OffsetFromStart)
		require.True(t, length > 0 && length%(30*time.Second) == 0, "stages last multiples of 30 s")
		lengths[c.NewState] += length
		if c.NewState == "SLEEP_STATE_WAKE" {
			if wakes++; length >= 90*time.Second {
				long, longTime = long+1, longTime+length
			}
		}
	}
	p := e.PhaseDurations
	light := lengths["SLEEP_STATE_NON_REM1"] + lengths["SLEEP_STATE_NON_REM2"]
	for name, pair := range map[string][2]time.Duration{
		"wake": {lengths["SLEEP_STATE_WAKE"], time.Duration(p.Wake)}, "rem": {lengths["SLEEP_STATE_REM"], time.Duration(p.Rem)},
		"light": {light, time.Duration(p.Light)}, "deep": {lengths["SLEEP_STATE_NON_REM3"], time.Duration(p.Deep)},
		"unknown":      {lengths["SLEEP_STATE_UNKNOWN"], time.Duration(p.Unknown)},
		"asleep":       {light + time.Duration(p.Rem+p.Deep), time.Duration(e.AsleepDuration)},
		"span":         {time.Duration(p.Wake + p.Rem + p.Light + p.Deep + p.Unknown), time.Duration(e.SleepSpan)},
		"interrupted":  {time.Duration(p.Wake), time.Duration(e.Interruptions.TotalDuration)},
		"long":         {longTime, time.Duration(e.Interruptions.LongDuration)},
		"long + short": {time.Duration(e.Interruptions.LongDuration + e.Interruptions.ShortDuration), time.Duration(e.Interruptions.TotalDuration)},
	} {
		require.Equal(t, pair[0], pair[1], "%s of %s", name, n.SleepDate)
	}
	i := &e.Interruptions
	require.Equal(t, [3]int{wakes, long, wakes - long}, [3]int{i.TotalCount, i.LongCount, i.ShortCount})
	asleep, awake := float64(e.AsleepDuration), float64(p.Wake)
	require.InDelta(t, 100*float64(p.Rem)/asleep, p.RemPercentage, 0.006)
	require.InDelta(t, 100*float64(p.Deep)/asleep, p.DeepPercentage, 0.006)
	require.InDelta(t, 100*asleep/(asleep+awake), e.Analysis.EfficiencyPercent, 0.06)
	require.InDelta(t, e.Analysis.ContinuityIndex, e.Analysis.ContinuityClass, 0.56)
	if p.Unknown > 0 {
		found["a hole"]++
		require.Equal(t, "SLEEP_TYPE_SLEEP_PLUS", e.SleepType)
	}
	if long > 0 {
		found["long interruptions"]++
	}
	rating := byte('2')
	if r := h.SleepRating; r != nil && *r != "SLEEP_RATING_UNKNOWN" {
		rating = digit(*r != "SLEEP_RATING_SLEPT_BAD" && *r != "SLEEP_RATING_SLEPT_QUITE_BAD")
	}
	f := e.Analysis.Feedback
	require.Equal(t, [3]byte{digit(e.AsleepDuration >= h.SleepGoal), rating, digit(time.Duration(e.AsleepDuration) >= 7*time.Hour)}, [3]byte{f[0], f[3], f[4]}, "%s", n.SleepDate)
}

func digit(above bool) byte {
	if above {
		return '1'
	}
	return '0'
}

func (s *sim) cycles(n *wireNight, span time.Duration) {
	t, all := s.t, n.SleepResult.SleepCycles
	t.Helper()
	if n.SleepEvaluation.SleepType != "SLEEP_TYPE_SLEEP_PLUS_STAGES" {
		require.Empty(t, all)
		return
	}
	require.NotEmpty(t, all)
	first := all[0].SecondsFromSleepStart
	if s.profile == "live" {
		require.Greater(t, time.Duration(first)*time.Second, span, "published answers do not count from the start")
	} else {
		require.Zero(t, first)
	}
	for i, c := range all {
		require.Less(t, time.Duration(c.SecondsFromSleepStart-first)*time.Second, span, "cycles are inside")
		require.True(t, i == 0 || c.SecondsFromSleepStart > all[i-1].SecondsFromSleepStart)
		require.True(t, c.SleepDepthAtCycleStart >= 0 && c.SleepDepthAtCycleStart <= 2)
	}
}

// score has parts whose means are the groups', and whose total lies between them.
func (s *sim) score(n *wireNight) {
	t, x := s.t, n.SleepScore
	t.Helper()
	mean := func(all ...float64) float64 {
		sum := 0.0
		for _, v := range all {
			require.True(t, v >= 1 && v <= 100)
			sum += v / float64(len(all))
		}
		return sum
	}
	require.InDelta(t, mean(x.SleepTimeOwnTargetScore, x.SleepTimeRecommendationScore), x.GroupDurationScore, 0.06)
	require.InDelta(t, mean(x.ContinuityScore, x.EfficiencyScore, x.LongInterruptionsTimeScore), x.GroupSolidityScore, 0.06)
	require.InDelta(t, mean(x.RemScore, x.N3Score), x.GroupRefreshScore, 0.06)
	groups := []float64{x.GroupDurationScore, x.GroupSolidityScore, x.GroupRefreshScore}
	require.True(t, x.SleepScore >= slices.Min(groups)-0.1 && x.SleepScore <= slices.Max(groups)+0.1)
	require.False(t, x.LastModified.Before(x.Created))
	goal := float64(n.SleepResult.Hypnogram.SleepGoal)
	require.InDelta(t, math.Min(100, 100*float64(n.SleepEvaluation.AsleepDuration)/goal), x.SleepTimeOwnTargetScore, 0.06)
	created := x.Created.Sub(n.SleepResult.Hypnogram.SleepEnd)
	require.True(t, created > 0 && created < 4*time.Hour, "it is there once the watch has synced: %s", created)
}

func TestFeaturesOfNights(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	members := map[string]string{
		"sleep-result": "sleepResult", "original-sleep-result": "originalSleepResult", "sleep-evaluation": "sleepEvaluation", "sleep-score": "sleepScore",
	}
	dates := s.nights("2026-02-08", "2026-03-10")
	require.Greater(t, len(dates), 20)
	edited, last := 0, ""
	for _, n := range dates {
		require.Equal(t, wireNight{SleepDate: n.SleepDate}, n, "without features there are dates alone")
		require.Greater(t, n.SleepDate, last)
		last = n.SleepDate
		for feature, member := range members {
			o := s.object("/sleeps" + between(n.SleepDate, next(t, n.SleepDate, 1), feature)).list("nightSleeps")[0]
			if o[member] == nil {
				require.Equal(t, "originalSleepResult", member)
				require.Len(t, o, 1)
				continue
			}
			require.Len(t, o, 2)
			if member == "originalSleepResult" {
				edited++
			}
		}
	}
	require.Positive(t, edited)
	require.Less(t, edited, len(dates)/2)
}

// Who asks in the morning gets the night as the watch saw it, and later as its
// sleeper corrected it.
func TestACorrectionComesLater(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	data := s.World.Data
	checked := 0
	for d := data.DayNumber(start) - 100; d < data.DayNumber(start); d++ {
		n, ok := data.Overnight(s.athlete, d)
		if !ok || n.Asleep.Equal(n.DetectedAsleep) || n.BatteryRanOut {
			continue
		}
		checked++
		date := data.Date(d).Format(day)
		at := func(now time.Time) object {
			a := s.directAt("/sleeps"+between(date, next(t, date, 1), allOfSleep[:]...), now)
			require.Zero(t, a.Status, "%s", a.Body)
			return decoded(t, a.Body).list("nightSleeps")[0]
		}
		before, after := at(n.Up.Add(7*time.Minute)), at(n.Up.Add(5*time.Hour))
		require.Nil(t, before["originalSleepResult"])
		require.Equal(t, before["sleepResult"].(map[string]any)["sleepCycles"], after.in("originalSleepResult")["sleepCycles"])
		require.Equal(t, before.in("sleepResult").in("hypnogram")["sleepStateChanges"], after.in("originalSleepResult").in("hypnogram")["sleepStateChanges"])
		require.Equal(t, before.in("sleepScore").text("created"), before.in("sleepScore").text("lastModified"))
		require.Less(t, after.in("sleepScore").text("created"), after.in("sleepScore").text("lastModified"))
		require.NotEqual(t, before.in("sleepEvaluation").text("sleepSpan"), after.in("sleepEvaluation").text("sleepSpan"))
	}
	require.Positive(t, checked)
}

// A battery that runs out early leaves too little to find stages in; one that runs
// out late only ends the night.
func TestANightCutShort(t *testing.T) {
	t.Parallel()
	s := newSim(t, func(c *world.Config) { c.Population.FirstDay = start.AddDate(-1, 0, 0) })
	data, found := s.World.Data, map[string]int{}
	for athlete := range data.Athletes() {
		s.as(athlete)
		for d := data.DayNumber(start) - 90; d < data.DayNumber(start); d++ {
			n, ok := data.Overnight(athlete, d)
			kind := "stages"
			if n.Span() < 6*time.Hour {
				kind = "none"
			}
			if !ok || !n.BatteryRanOut || found[kind] > fewer(8) {
				continue
			}
			date := data.Date(d).Format(day)
			x := s.night(date)
			h := &x.SleepResult.Hypnogram
			require.True(t, h.BatteryRanOut && h.AlarmStopTime == nil)
			require.Equal(t, n.Span(), h.SleepEnd.Sub(h.SleepStart))
			if found[kind] < 2 { // each takes four weeks of nights
				require.Len(t, s.recharges(date, next(t, date, 1)), 1, "the heart was measured all the same")
			}
			if short := x.SleepEvaluation.SleepType == "SLEEP_TYPE_SLEEP_TIME_ONLY"; short {
				found["none"]++
				require.Less(t, n.Span(), 6*time.Hour)
				s.aNight(x, date, h.DeviceReference.UUID, found)
				continue
			}
			found["stages"]++
			require.GreaterOrEqual(t, n.Span(), 6*time.Hour)
			s.stages(x, found)
			created := x.SleepScore.Created.Sub(n.Up)
			require.Greater(t, created, 40*time.Minute, "it was charged before it synced")
		}
	}
	require.Greater(t, min(found["none"], found["stages"]), fewer(6), "%v", found)
}
