package polaraccesslink_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

const testList = "/tests/list"

// results are the members of a test that hold its result.
var results = [...]string{"jumpTestResult", "orthostaticTestResult", "fitnessTestResult", "rrRecording", "ecgTestResult", "spo2TestResult"}

// result is the one that a test has.
func result(t *testing.T, test object) (name string, of object) {
	t.Helper()
	for _, r := range results {
		if test[r] != nil {
			require.Empty(t, name, "one result alone")
			name, of = r, test.in(r)
		}
	}
	require.NotEmpty(t, name)
	return name, of
}

func (s *sim) tests(query string) []object {
	s.t.Helper()
	return s.object(testList + query).in("data").list("tests")
}

// intervals are the R-R intervals of a result.
func rrOf(of object) []float64 {
	all, _ := of["rrSamples"].([]any)
	out := make([]float64, len(all))
	for i := range all {
		out[i] = all[i].(float64)
	}
	return out
}

// during are the intervals that begin in some seconds.
func during(rr []float64, from, to float64) []float64 {
	var out []float64
	now := 0.0
	for _, x := range rr {
		if now >= from*1000 && now < to*1000 {
			out = append(out, x)
		}
		now += x
	}
	return out
}

func meanOf(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func rmssdOf(rr []float64) float64 {
	sum := 0.0
	for i := 1; i < len(rr); i++ {
		sum += (rr[i] - rr[i-1]) * (rr[i] - rr[i-1])
	}
	return math.Sqrt(sum / float64(len(rr)-1))
}

// What a test concludes is what its own intervals, flights and voltages say.
func TestResultsAgreeWithTheirSeries(t *testing.T) {
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	seen := map[string]int{}
	for _, athlete := range base.walkers(5) {
		s := base.walker(athlete)
		for _, short := range s.tests(between("2025-12-11", "2026-03-11")) {
			kind, summary := result(t, short)
			seen[kind]++
			require.NotContains(t, summary, "rrSamples", "series need the feature")
			require.NotContains(t, summary, "samples")
			require.GreaterOrEqual(t, short.text("created"), short.text("startTime")[:10])
			if seen[kind] > max(1, fewer(9)) {
				continue
			}
			at, err := time.Parse(naive, short.text("startTime"))
			require.NoError(t, err)
			var long object
			for _, x := range s.tests(between(at.Format(naive), at.Add(time.Second).Format(naive), "samples")) {
				long = x
			}
			require.NotNil(t, long)
			_, of := result(t, long)
			for name, v := range summary {
				require.Equal(t, v, of[name], "the same with and without its series")
			}
			switch kind {
			case "orthostaticTestResult":
				requireOrthostatic(t, of)
			case "rrRecording":
				rr := rrOf(of)
				require.InDelta(t, 60_000/meanOf(rr), of.number("averageHeartRate"), 1)
				require.LessOrEqual(t, of.number("minimumHeartRate"), of.number("averageHeartRate"))
				require.LessOrEqual(t, of.number("averageHeartRate"), of.number("maximumHeartRate"))
				end, err := time.Parse(naive, of.text("endTime"))
				require.NoError(t, err)
				require.InDelta(t, end.Sub(at).Seconds(), meanOf(rr)*float64(len(rr))/1000, 3)
			case "fitnessTestResult":
				p := of.in("physicalInformation")
				require.Contains(t, []string{"MALE", "FEMALE"}, p.text("sex"))
				require.InDelta(t, p.number("vo2Max"), of.number("ownIndex"), 0.15*p.number("vo2Max"))
				require.InDelta(t, p.number("maximumHeartRate"), of.number("maximumHeartRate"), 4)
				require.Less(t, of.number("averageHeartRate"), 100.0)
			case "ecgTestResult":
				requireCurve(t, of)
			case "spo2TestResult":
				requireOxygen(t, of)
			}
		}
	}
	for _, kind := range results {
		require.True(t, raceDetector || seen[kind] > 0, "%s; seen: %v", kind, seen)
	}
}

// requireOrthostatic looks at two minutes of lying, half a minute of standing up and
// two minutes of standing.
func requireOrthostatic(t *testing.T, of object) {
	t.Helper()
	rr := rrOf(of)
	lying, up, standing := during(rr, 60, 180), during(rr, 180, 210), during(rr, 240, 360)
	require.InDelta(t, meanOf(lying), of.number("rrAvgSupine"), 1)
	require.InDelta(t, meanOf(standing), of.number("rrAvgStand"), 1)
	require.InDelta(t, rmssdOf(lying), of.number("rmssdSupine"), 1.5)
	require.InDelta(t, rmssdOf(standing), of.number("rmssdStand"), 1.5)
	least := of.number("rrAvgStand")
	for _, x := range up {
		least = min(least, x)
	}
	require.InDelta(t, least, of.number("rrMinStandup"), 1)
	require.Less(t, of.number("rrAvgStand"), of.number("rrAvgSupine"), "a heart beats faster standing")
	require.InEpsilon(t, of.number("rrLtAvgSupine"), of.number("rrAvgSupine"), 0.5)
}

// requireCurve counts the R waves of an ECG.
func requireCurve(t *testing.T, of object) {
	t.Helper()
	samples := of.list("samples")
	begin, err := time.Parse(naive, of.text("testTime"))
	require.NoError(t, err)
	end, err := time.Parse(naive, of.text("stopTime"))
	require.NoError(t, err)
	require.Len(t, samples, int(end.Sub(begin).Seconds())*125)
	top := 0.0
	for i, x := range samples {
		require.InDelta(t, 8*i, x.number("recordingTimeDeltaMs"), 0)
		top = max(top, x.number("amplitudeMv"))
	}
	var peaks []float64
	for i := 1; i+1 < len(samples); i++ {
		v := samples[i].number("amplitudeMv")
		if v > 0.55*top && v >= samples[i-1].number("amplitudeMv") && v > samples[i+1].number("amplitudeMv") &&
			(len(peaks) == 0 || samples[i].number("recordingTimeDeltaMs")-peaks[len(peaks)-1] > 250) {
			peaks = append(peaks, samples[i].number("recordingTimeDeltaMs"))
		}
	}
	rr := make([]float64, len(peaks)-1)
	for i := range rr {
		rr[i] = peaks[i+1] - peaks[i]
	}
	require.InEpsilon(t, meanOf(rr), of.number("rriMs"), 0.02)
	require.InDelta(t, rmssdOf(rr), of.number("heartRateVariabilityMs"), 6)
	require.InDelta(t, 60_000/of.number("rriMs"), of.number("averageHeartRateBpm"), 0.6)
	require.Less(t, of.number("pulseArrivalTimeAtContractionMs"), of.number("pulseArrivalTimeAtRelaxationMs"))
	require.NotEmpty(t, of.list("qualityMeasurements"))
}

// requireOxygen holds a blood oxygen test to its status.
func requireOxygen(t *testing.T, of object) {
	t.Helper()
	if of.text("testStatus") != "SPO2_TEST_PASSED" {
		require.True(t, strings.HasPrefix(of.text("testStatus"), "SPO2_TEST_INCONCLUSIVE_"))
		require.NotContains(t, of, "bloodOxygenPercent")
		require.Equal(t, "SPO2_CLASS_UNKNOWN", of.text("spo2Class"))
		return
	}
	p, want := of.number("bloodOxygenPercent"), "SPO2_CLASS_NORMAL"
	if p < 95 {
		want = "SPO2_CLASS_LOW"
	}
	require.True(t, p > 89 && p <= 100, p)
	require.Equal(t, want, of.text("spo2Class"))
}

// Legs have recovered when jumps are not much lower than those of the tests of the four
// weeks before, which the wire shows all.
func TestLegsRecover(t *testing.T) {
	statistics(t)
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 40 })
	seen, kinds := map[string]int{}, map[string]bool{}
	for athlete := range base.World.Data.Athletes() {
		s := base.walker(athlete)
		var before []jumped
		for _, x := range s.tests(between("2025-12-11", "2026-03-11")) {
			of := x.in("jumpTestResult")
			if of == nil {
				continue
			}
			kinds[of.text("jumpTestType")] = true
			jumps, now := of.list("jumps"), jumped{day: x.text("startTime")[:len(day)]}
			for i, j := range jumps {
				air := j.number("flightTime") / 1000
				now.height += 9.81 * air * air / 8 * 100 / float64(len(jumps))
				require.Equal(t, of.text("jumpTestType") == "JUMP_TEST_TYPE_CONTINUOUS" && i > 0, j.number("contactTime") > 0)
			}
			legs := of.in("legMuscleRecovery")
			require.Equal(t, of.text("jumpTestType") == "JUMP_TEST_TYPE_COUNTER", legs != nil)
			if legs == nil {
				continue
			}
			status := legs.text("recoveryStatus")
			seen[status]++
			if usual := usualJump(t, before, now.day); len(usual) < 2 {
				require.True(t, status == "NOT_AVAILABLE" || now.day < "2026-01-09", "what it is compared with lies before the range")
			} else {
				require.InDelta(t, meanOf(usual), legs.number("baseline"), 0.3, "what was usual")
				require.InDelta(t, min(meanOf(usual)-2, 0.93*meanOf(usual)), legs.number("lowLimit"), 0.3)
				require.Equal(t, now.height <= legs.number("lowLimit"), status == "UNRECOVERED", "%v", of)
			}
			if status == "NOT_AVAILABLE" {
				require.NotContains(t, legs, "baseline")
				require.NotContains(t, legs, "lowLimit")
			}
			before = append(before, now)
		}
		if seen["UNRECOVERED"] > 1 && seen["RECOVERED"] > 1 && seen["NOT_AVAILABLE"] > 1 && len(kinds) == 3 {
			return
		}
	}
	require.Fail(t, "not every status occurs", "%v %v", seen, kinds)
}

type jumped struct {
	day    string
	height float64
}

// usualJump is the heights of the four weeks before a day; nothing where the range
// does not show all of them.
func usualJump(t *testing.T, before []jumped, today string) []float64 {
	t.Helper()
	at, err := time.Parse(day, today)
	require.NoError(t, err)
	var out []float64
	for _, x := range before {
		if x.day >= at.AddDate(0, 0, -28).Format(day) && x.day < today && today >= "2026-01-09" {
			out = append(out, x.height)
		}
	}
	return out
}

// The first tests of somebody have nothing to be compared with.
func TestFirstTestsHaveNoBaseline(t *testing.T) {
	statistics(t)
	t.Parallel()
	base := newSim(t)
	for _, c := range []struct{ kind, member, none string }{
		{"ecgTestResult", "heartRateVariabilityLevel", "ECG_HRV_LEVEL_NO_BASELINE"}, {"spo2TestResult", "spo2HrvDeviationFromBaseline", "DEVIATION_NO_BASELINE"},
	} {
		known, unknown := 0, 0
		for k := range 6 {
			s := base.walker(base.World.Data.Organization(1).FirstAthlete + k)
			before := []time.Time{}
			for _, x := range append(s.tests(between("2025-10-10", "2026-01-01")), s.tests(between("2026-01-01", "2026-03-11"))...) {
				of := x.in(c.kind)
				if of == nil {
					continue
				}
				at, err := time.Parse(naive, x.text("startTime"))
				require.NoError(t, err)
				n := 0
				for _, b := range before {
					if at.Sub(b) < 27*24*time.Hour {
						n++
					}
				}
				before = append(before, at)
				switch {
				case n >= 2:
					require.NotEqual(t, c.none, of.text(c.member))
					known++
				case len(before) <= 2:
					require.Equal(t, c.none, of.text(c.member))
					unknown++
				}
			}
		}
		require.Positive(t, known)
		require.Positive(t, unknown)
	}
}

// Tests are there when the watch has synced, and answers of the live service have no
// envelope.
func TestTestsAppearWhenTheWatchSyncs(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for x := range s.World.Data.Tests(s.athlete, s.Now(), s.Now().AddDate(0, 0, 30)) {
		query := between(x.Start.In(x.Zone).Format(naive), x.Start.In(x.Zone).Add(time.Second).Format(naive))
		s.Advance(x.Stop.Sub(s.Now()))
		s.token = s.grant(s.athlete)
		require.Empty(t, s.tests(query))
		s.Advance(6 * time.Minute)
		got := s.tests(query)
		require.Len(t, got, 1)
		require.Equal(t, got[0]["created"], got[0]["modified"])
		require.GreaterOrEqual(t, got[0].text("created"), x.Stop.Add(5*time.Minute).Format("2006-01-02T15:04:05Z"))
		break
	}
	live := newSim(t, withProfile("live"))
	o := live.object(testList + between("2026-01-01", "2026-03-11"))
	require.NotEmpty(t, o.list("tests"))
	require.NotContains(t, o, "data")
}
