package polaraccesslink_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

const (
	activityList   = "/activity/list"
	sixtySeconds   = 60_000
	minutesOfHours = 60
)

// walker makes s the simulator of another athlete of the same population.
func (s *sim) walker(athlete int) *sim {
	s.t.Helper()
	other := *s
	other.athlete, other.token = athlete, s.grant(athlete)
	return &other
}

// walkers are a few athletes, the last of whom wears a second device.
func (s *sim) walkers(n int) []int {
	s.t.Helper()
	first := s.World.Data.Organization(1).FirstAthlete
	if raceDetector {
		n = 2
	}
	out := []int{}
	for k := range n - 1 {
		out = append(out, first+k)
	}
	for athlete := first + n; athlete < s.World.Data.Athletes(); athlete++ {
		for _, d := range s.World.Data.Devices(athlete) {
			if d.Kind == dataset.StepCounter && s.World.Data.Date(d.Since).Before(start.AddDate(0, 0, -50)) {
				return append(out, athlete)
			}
		}
	}
	s.t.Fatal("nobody wears a second device")
	return nil
}

// fewer is n, and less under the race detector, which is slow and looks for something
// else than rare days.
func fewer(n int) int {
	if raceDetector {
		return n / 8
	}
	return n
}

// statistics leaves a test over many days of many people to the run without the race
// detector, which `make plain` is: what they are like is the same there, and comes ten
// times sooner.
func statistics(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("statistics over many days; `make plain` looks at them without the race detector")
	}
}

// dates are the days from that of first on, each at 00:00 UTC.
func dates(first time.Time, n int) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = first.Truncate(24*time.Hour).AddDate(0, 0, i)
	}
	return out
}

// dayOf is what an answer has of one day, with features; nil without data.
func (s *sim) dayOf(date time.Time, features ...string) object {
	s.t.Helper()
	days := s.object(activityList + between(date.Format(day), date.AddDate(0, 0, 1).Format(day), features...)).in("activities").list("activityDays")
	if len(days) == 0 {
		return nil
	}
	require.Len(s.t, days, 1)
	return days[0]
}

// moved is what one device counted in a day, by minutes since midnight of a day
// whose clocks do not change: -1 where it has nothing.
type moved struct {
	steps   []int
	mets    []float64
	classes []string
	changes map[string]bool
	first   string // time of day of the first minute
}

// readMinutes reads the stretches of one device as a client would.
func readMinutes(t *testing.T, device object) moved {
	t.Helper()
	out := moved{steps: make([]int, 1440), mets: make([]float64, 1440), classes: make([]string, 1440), changes: map[string]bool{}}
	for i := range out.steps {
		out.steps[i], out.mets[i] = -1, -1
	}
	last := -1
	for _, part := range device.list("activitySamples") {
		steps, mets := part.in("stepSamples"), part.in("metSamples")
		require.Equal(t, steps.text("startTime"), mets.text("startTime"))
		require.InDelta(t, sixtySeconds, steps.number("interval"), 0)
		require.InDelta(t, sixtySeconds, mets.number("interval"), 0)
		n, m := steps["steps"].([]any), mets["mets"].([]any)
		require.Len(t, m, len(n))
		require.NotEmpty(t, n)
		from := minuteOfDay(t, steps.text("startTime"))
		require.Greater(t, from, last, "stretches ascend, and a gap is between two")
		if last < 0 {
			out.first = steps.text("startTime")
		}
		for i := range n {
			out.steps[from+i], out.mets[from+i] = int(n[i].(float64)), m[i].(float64)
		}
		last = from + len(n)
		infos := part.list("activityInfos")
		for i, x := range infos {
			at := minuteOfDay(t, x.text("time"))
			require.GreaterOrEqual(t, x.number("factor"), 0.0)
			require.LessOrEqual(t, x.number("factor"), 10.0)
			if i == 0 {
				require.Equal(t, from, at, "a stretch begins with a class")
			}
			out.changes[x.text("activityClass")] = true
			for k := at; k < last; k++ {
				out.classes[k] = x.text("activityClass")
			}
			require.LessOrEqual(t, at, last)
		}
	}
	return out
}

func minuteOfDay(t *testing.T, clock string) int {
	t.Helper()
	at, err := time.Parse("15:04:05", clock)
	require.NoError(t, err)
	return at.Hour()*minutesOfHours + at.Minute()
}

// What devices counted is what the dataset says of the day, minute by minute; steps of
// two devices are two views of the same ones.
func TestMinutesOfActivityAddUpToTheDay(t *testing.T) {
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	data := base.World.Data
	both, inactive, sports, classes := 0, 0, 0, map[string]bool{}
	for _, athlete := range base.walkers(4) {
		s := base.walker(athlete)
		for _, date := range dates(start.AddDate(0, 0, -34), fewer(32)) {
			number := data.DayNumber(date)
			want, ok := data.Activity(s.athlete, number)
			got := s.dayOf(date, "samples", "activity-target", "physical-information")
			require.Equal(t, ok, got != nil)
			if !ok || want.Length != 24*time.Hour {
				continue
			}
			require.InDelta(t, want.GoalMET, got.in("target").number("minDailyMetGoal"), 0.051)
			devices := got.list("activitiesPerDevice")
			require.NotEmpty(t, devices)
			first := readMinutes(t, devices[0])
			steps, met, above, spent := 0, 0.0, 0.0, map[string]int{}
			for i, n := range first.steps {
				if n < 0 {
					continue
				}
				steps, above = steps+n, above+first.mets[i]-1
				met += first.mets[i]
				spent[first.classes[i]]++
				requireClass(t, first.classes[i], first.mets[i])
			}
			require.Equal(t, want.Steps, steps, "steps of the watch, %s", date)
			require.InDelta(t, want.METMinutes, above, 0.01, "MET minutes above rest")
			for class, name := range classNames {
				require.Equal(t, int(want.Classes[class]/time.Minute), spent[name], "minutes of %s", name)
			}
			for c := range first.changes {
				classes[c] = true
			}
			s.requireWorkouts(devices[0], date, met, want)
			for _, part := range devices[0].list("activitySamples") {
				inactive += len(part.list("inactivityInfos"))
				sports += len(part.list("sportInfos"))
			}
			for _, other := range devices[1:] {
				both++
				require.NotEqual(t, devices[0].in("deviceReference").text("deviceId"), other.in("deviceReference").text("deviceId"))
				overlap, mine, theirs := 0, 0, 0
				for i, n := range readMinutes(t, other).steps {
					if n >= 0 && first.steps[i] >= 0 {
						overlap, mine, theirs = overlap+1, mine+first.steps[i], theirs+n
					}
				}
				require.Positive(t, overlap, "both are worn at once")
				require.InDelta(t, mine, theirs, 0.15*float64(mine)+20, "and count the same steps, more or less")
			}
		}
	}
	if raceDetector {
		return
	}
	require.Positive(t, both, "somebody wears two devices")
	require.Positive(t, inactive)
	require.Positive(t, sports)
	require.True(t, classes["ACTIVITY_CLASS_NON_WEAR"])
	require.GreaterOrEqual(t, len(classes), 6, "%v", classes)
}

var classNames = map[dataset.ActivityClass]string{
	dataset.Asleep: "ACTIVITY_CLASS_SLEEP", dataset.Sedentary: "ACTIVITY_CLASS_SEDENTARY", dataset.LightActivity: "ACTIVITY_CLASS_LIGHT",
	dataset.ModerateIntermittent: "ACTIVITY_CLASS_INTERMITTENT_MODERATE", dataset.ModerateContinuous: "ACTIVITY_CLASS_CONTINUOUS_MODERATE",
	dataset.VigorousIntermittent: "ACTIVITY_CLASS_INTERMITTENT_VIGOROUS", dataset.VigorousContinuous: "ACTIVITY_CLASS_CONTINUOUS_VIGOROUS",
}

// requireClass holds a minute's MET to its class.
func requireClass(t *testing.T, class string, met float64) {
	t.Helper()
	least, most := 0.0, 1.5
	switch class {
	case "ACTIVITY_CLASS_LIGHT":
		least, most = 1.5, 3
	case "ACTIVITY_CLASS_INTERMITTENT_MODERATE", "ACTIVITY_CLASS_CONTINUOUS_MODERATE":
		least, most = 3, 6
	case "ACTIVITY_CLASS_INTERMITTENT_VIGOROUS", "ACTIVITY_CLASS_CONTINUOUS_VIGOROUS":
		least, most = 6, 40
	}
	require.True(t, met >= least && met < most, "%s with %v MET", class, met)
}

// requireWorkouts holds a day of activity to the trainings of the same day: each
// begins a sport, and what they took is less than what the day took.
func (s *sim) requireWorkouts(watch object, date time.Time, mets float64, day dataset.Activity) {
	s.t.Helper()
	begun := map[string]bool{}
	for _, part := range watch.list("activitySamples") {
		for _, x := range part.list("sportInfos") {
			if x.number("factor") > 0 {
				begun[x.text("time")] = true
			}
		}
	}
	energy, next := 0.0, date.AddDate(0, 0, 1).Format(naive[:11])
	for _, x := range s.object(sessions + between(date.Format("2006-01-02")+"T00:00:00", date.AddDate(0, 0, 1).Format("2006-01-02")+"T00:00:00")).list("trainingSessions") {
		if x.text("stopTime") >= next {
			continue
		}
		energy += x.number("calories")
		require.True(s.t, begun[x.text("startTime")[len("2026-03-01T"):]], "a sport begins with the training at %s, among %v", x.text("startTime"), begun)
	}
	require.GreaterOrEqual(s.t, day.Energy, energy, "%s: the day's energy holds that of its trainings", date)
	mass := s.World.Data.Body(s.athlete, date).MassKg
	require.GreaterOrEqual(s.t, mets/60*mass*1.1, energy, "%s: and so do its METs, a kcal per kg, hour and MET", date)
}

// Without features there are but dates, of the days with data.
func TestDaysOfActivityWithoutFeatures(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"documented", "live", "tolerant"} {
		s := newSim(t, withProfile(profile))
		o := s.object(activityList + between("2025-12-11", "2026-03-11"))
		if profile == "live" {
			require.NotContains(t, o, "activities")
		} else {
			o = o.in("activities")
		}
		got, want := []string{}, []string{}
		for _, d := range o.list("activityDays") {
			require.Len(t, d, 1)
			got = append(got, d.text("date"))
		}
		for _, d := range dates(time.Date(2025, 12, 11, 0, 0, 0, 0, time.UTC), 90) {
			if _, ok := s.World.Data.Activity(s.athlete, s.World.Data.DayNumber(d)); ok {
				want = append(want, d.Format(day))
			}
		}
		require.Equal(t, want, got, profile)
		for _, feature := range []string{"samples", "activity-target", "physical-information"} {
			member := map[string]string{"samples": "activitiesPerDevice", "activity-target": "target", "physical-information": "physicalInformation"}[feature]
			o := s.object(activityList + between("2026-03-08", "2026-03-09", feature))
			if profile != "live" {
				o = o.in("activities")
			}
			d := o.list("activityDays")[0]
			require.Len(t, d, 2)
			require.Contains(t, d, member)
		}
	}
}

// Nothing is there before the watch has handed it over; then the day grows, and when
// it was first there stays.
func TestDayOfActivityGrows(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	today, last, created := s.Now(), 0, ""
	for range 10 {
		s.token = s.grant(s.athlete)
		d := s.dayOf(today, "samples")
		n := 0
		for _, part := range d.list("activitiesPerDevice")[0].list("activitySamples") {
			n += len(part.in("stepSamples")["steps"].([]any))
		}
		require.GreaterOrEqual(t, n, last)
		require.LessOrEqual(t, n, s.Now().Hour()*60+s.Now().Minute(), "nothing of what is yet to come")
		contact := s.object("/skin-contacts" + between(today.Format(day), today.AddDate(0, 0, 1).Format(day))).list("skinContactPeriods")[0]
		require.LessOrEqual(t, contact.text("stopTime"), s.Now().Format(naive))
		require.LessOrEqual(t, contact.text("modified"), s.Now().Format(time.RFC3339))
		if created != "" {
			require.Equal(t, created, contact.text("created"))
		}
		last, created = n, contact.text("created")
		s.Advance(time.Hour + 7*time.Minute)
	}
	require.Greater(t, last, 1000)
	s.step(http.MethodPost, "athletes/{athlete}/offline", "", nil)
	s.Advance(26 * time.Hour)
	s.token = s.grant(s.athlete)
	require.Nil(t, s.dayOf(s.Now(), "samples"), "a watch that does not sync keeps its days")
	s.step(http.MethodPost, "athletes/{athlete}/sync", "", nil)
	require.NotNil(t, s.dayOf(s.Now(), "samples"))
}

// A day of 23 or 25 hours has as many minutes; each stretch shows the time of day of
// all its values.
func TestActivityWhenClocksChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		date    string
		minutes int
		again   string // where a stretch begins
	}{{"2025-10-26", 25 * 60, "02:00:00|01:00:00|03:00:00"}, {"2026-03-29", 23 * 60, "03:00:00|02:00:00|04:00:00"}} {
		base := newSim(t, func(c *world.Config) { c.Time = time.Date(2026, 4, 3, 12, 0, 0, 0, time.UTC) })
		date, err := time.Parse(day, c.date)
		require.NoError(t, err)
		found := 0
		for k := range 12 {
			s := base.walker(base.World.Data.Organization(1).FirstAthlete + k)
			a, ok := s.World.Data.Activity(s.athlete, s.World.Data.DayNumber(date))
			if !ok || a.Length == 24*time.Hour {
				continue
			}
			require.Equal(t, c.minutes, int(a.Length/time.Minute))
			off := int(a.Classes[dataset.NotWorn] / time.Minute)
			n, steps := 0, 0
			for _, part := range s.dayOf(date, "samples").list("activitiesPerDevice")[0].list("activitySamples") {
				values := part.in("stepSamples")["steps"].([]any)
				n += len(values)
				for _, v := range values {
					steps += int(v.(float64))
				}
				from := minuteOfDay(t, part.in("stepSamples").text("startTime"))
				require.LessOrEqual(t, from+len(values), 1440)
				for _, x := range part.list("activityInfos") {
					at := minuteOfDay(t, x.text("time"))
					require.True(t, at >= from && at <= from+len(values), "%s %s lies in its stretch", c.date, x.text("time"))
				}
				if m := part.in("stepSamples").text("startTime"); len(m) > 0 && containsWord(c.again, m) {
					found++
				}
			}
			require.Equal(t, c.minutes-off, n)
			require.Equal(t, a.Steps, steps)
			contact := s.object("/skin-contacts" + between(c.date, date.AddDate(0, 0, 1).Format(day))).list("skinContactPeriods")[0]
			require.Equal(t, c.date+"T00:00:00", contact.text("startTime"))
			require.Equal(t, date.AddDate(0, 0, 1).Format(day)+"T00:00:00", contact.text("stopTime"))
			for _, x := range contact.list("skinContactChanges") {
				ms, err := strconv.Atoi(x.text("recordingTimeDeltaMilliseconds"))
				require.NoError(t, err)
				require.Less(t, ms, c.minutes*60_000)
			}
		}
		require.Positive(t, found, fmt.Sprint(c.date, ": a stretch begins where clocks change"))
	}
}

func containsWord(words, word string) bool {
	for at := 0; at+len(word) <= len(words); at += len(word) + 1 {
		if words[at:at+len(word)] == word {
			return true
		}
	}
	return false
}
