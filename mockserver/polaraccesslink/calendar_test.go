package polaraccesslink_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

const calendar = "/calendar/list"

// kinds are the features of the calendar and the member that each adds.
var kinds = map[string]string{
	"notes": "note", "feeling": "feeling", "feedback": "feedback", "perceived-recovery": "perceivedRecovery", "weight": "weight", "physical-information": "physicalInformation",
}

func (s *sim) entries(query string) []object {
	s.t.Helper()
	return s.object(calendar + query).in("data").list("entries")
}

// entry is the one member of an entry.
func entry(t *testing.T, x object) (string, object) {
	t.Helper()
	require.Len(t, x, 1, "an entry is of one kind")
	for name := range x {
		return name, x.in(name)
	}
	return "", nil
}

// Each feature chooses a kind, and entries are those of the diary, by the clock.
func TestCalendarIsTheDiary(t *testing.T) {
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	data, seen := base.World.Data, map[string]int{}
	for k := range max(1, fewer(5)) {
		s := base.walker(data.Organization(1).FirstAthlete + k)
		zone := data.Athlete(s.athlete).Zone
		want := map[string][]string{}
		for _, date := range dates(start.AddDate(0, 0, -60), 61) {
			d := data.Diary(s.athlete, data.DayNumber(date))
			note := func(kind string, at time.Time) {
				if !at.After(s.Now()) {
					want[kind] = append(want[kind], at.In(zone).Format(naive))
				}
			}
			if d.Note != nil {
				note("note", d.Note.At)
			}
			if d.Feeling != nil {
				note("feeling", d.Feeling.At)
			}
			if d.Feedback != nil {
				note("feedback", d.Feedback.At)
			}
			if d.Recovery != nil {
				note("perceivedRecovery", d.Recovery.At)
			}
			if d.Weight != nil {
				note("weight", d.Weight.At)
			}
		}
		query := func(features ...string) string { return between("2026-01-09", "2026-03-11", features...) }
		all := s.entries(query())
		got, last := map[string][]string{}, ""
		for _, x := range all {
			kind, e := entry(t, x)
			require.LessOrEqual(t, last, e.text("dateTime"), "ascending")
			last = e.text("dateTime")
			require.LessOrEqual(t, e.text("created"), e.text("modified"))
			got[kind] = append(got[kind], last)
			seen[kind]++
			s.requireEntry(kind, e)
		}
		for _, member := range kinds {
			if member != "physicalInformation" {
				require.Equal(t, want[member], got[member], member)
			}
		}
		for feature, member := range kinds {
			n := 0
			for _, x := range s.entries(query(feature)) {
				kind, _ := entry(t, x)
				require.Equal(t, member, kind)
				n++
			}
			require.Len(t, got[member], n)
		}
		require.Len(t, s.entries(query("notes", "weight")), len(got["note"])+len(got["weight"]))
	}
	for _, member := range kinds {
		require.True(t, raceDetector || seen[member] > 0, member)
	}
}

func (s *sim) requireEntry(kind string, e object) {
	s.t.Helper()
	switch kind {
	case "note", "feedback":
		require.NotEmpty(s.t, e.text("value"))
	case "feeling":
		require.True(s.t, e.number("value") >= 0 && e.number("value") <= 1)
		require.NotEqual(s.t, "", e["comment"], "no remark is none, not an empty one")
	case "perceivedRecovery":
		require.NotEmpty(s.t, e.text("muscleSoreness"))
		require.NotEmpty(s.t, e.text("overallFatigue"))
	}
}

// account is what the account said of the body at a time.
func (s *sim) account(at time.Time) object {
	s.t.Helper()
	a := s.directAt("/user/account-data", at)
	require.NoError(s.t, a.Bug)
	require.Zero(s.t, a.Status, "%s", a.Body)
	var o object
	require.NoError(s.t, json.Unmarshal(a.Body, &o))
	return o.in("accountData").in("physicalInformation")
}

// What the calendar says of the body at a time is what the account says then: nothing
// else changes the account.
func TestCalendarAgreesWithTheAccount(t *testing.T) {
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	changes, weighings := 0, 0
	for k := range max(1, fewer(5)) {
		s := base.walker(base.World.Data.Organization(1).FirstAthlete + k)
		zone := s.World.Data.Athlete(s.athlete).Zone
		var now, weight object
		for _, x := range append(s.entries(between("2025-09-10", "2025-12-09")), s.entries(between("2025-12-09", "2026-03-09"))...) {
			kind, e := entry(t, x)
			at, err := time.ParseInLocation(naive, e.text("dateTime"), zone)
			require.NoError(t, err)
			switch kind {
			case "physicalInformation":
				account := s.account(at)
				for _, member := range []string{
					"height", "weight", "maximumHeartRate", "restingHeartRate", "aerobicThreshold", "anaerobicThreshold", "vo2Max",
					"trainingBackground", "weightSource", "sleepGoal", "typicalDay", "functionalThresholdPower",
				} {
					require.Equal(t, account[member], e[member], "%s at %s", member, at)
				}
				require.Equal(t, account["weeklyRecoveryTimeSum"], e["weeklyRtSum"])
				require.Equal(t, account["modified"], e["modified"])
				changes++
				now, weight = e, object{"weight": e["weight"], "modified": e["modified"]}
			case "weight":
				weighings++
				account := s.account(at)
				require.Equal(t, account["weight"], e["value"])
				require.Equal(t, account["weightLastModified"], e["modified"])
				require.Equal(t, "WEIGHT_SOURCE_MEASURED", account["weightSource"])
				weight = object{"weight": e["value"], "modified": e["modified"]}
			}
		}
		last := s.account(time.Date(2026, 3, 8, 23, 59, 59, 0, zone))
		require.Equal(t, []any{weight["weight"], weight["modified"], now["vo2Max"]}, []any{last["weight"], last["modified"], last["vo2Max"]}, "the last change holds until the next")
	}
	require.True(t, raceDetector || changes > 10 && weighings > 30, "%d changes, %d weighings", changes, weighings)
}

// The account's first entry is that of its begin.
func TestCalendarBeginsWithTheAccount(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("long-range", "served"))
	all := s.entries(between("2020-01-01", "2026-03-11", "physical-information"))
	_, first := entry(t, all[0])
	require.Equal(t, s.account(start)["created"], first["created"])
	require.Greater(t, len(all), 2)
	require.Len(t, s.entries(between(first.text("dateTime"), first.text("dateTime")[:11]+"23:59:59", "physical-information")), 1)
}

func TestCalendarWithoutFeatures(t *testing.T) {
	t.Parallel()
	query := between("2026-01-01", "2026-03-11")
	require.NotEmpty(t, newSim(t, with("calendar-without-features", "all")).entries(query))
	none := newSim(t, with("calendar-without-features", "none"))
	require.Equal(t, `{"data":{"entries":[]}}`, none.get(calendar+query).text())
	require.NotEmpty(t, none.entries(between("2026-01-01", "2026-03-11", "weight")))
}

// The live service takes times alone and has no envelope; others take both.
func TestCalendarInEveryProfile(t *testing.T) {
	t.Parallel()
	times := "?from=2026-02-01T00:00:00&to=2026-03-01T00:00:00&features=weight&features=notes"
	documented, live, tolerant := newSim(t), newSim(t, withProfile("live")), newSim(t, withProfile("tolerant"))
	a := live.get(calendar + between("2026-02-01", "2026-03-01"))
	require.Equal(t, 400, a.status)
	require.Equal(t, refusal("Value for key 'from' could not be parsed as datetime"), a.text())
	o := live.object(calendar + times)
	require.NotContains(t, o, "data")
	require.Equal(t, documented.object(calendar + times)["data"], map[string]any(o))
	require.Equal(t, documented.object(calendar+times), tolerant.object(calendar+times))
	require.Equal(t, documented.object(calendar+times), tolerant.object(calendar+between("2026-02-01", "2026-03-01", "weight", "notes")))
	for _, path := range []string{activityList, testList, skinContacts, temperatures} {
		require.Equal(t, 400, live.get(path+times).status, "%s wants dates", path)
		require.Equal(t, 200, live.get(path+between("2026-02-01", "2026-03-01")).status, path)
	}
}

// Entries are compared with the time on the wall, from in and to not.
func TestCalendarRange(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	_, e := entry(t, s.entries(between("2026-02-01", "2026-03-01", "weight"))[3])
	at, err := time.Parse(naive, e.text("dateTime"))
	require.NoError(t, err)
	count := func(from, to time.Time) int {
		return len(s.entries(between(from.Format(naive), to.Format(naive), "weight")))
	}
	require.Equal(t, 1, count(at, at.Add(time.Second)))
	require.Equal(t, 0, count(at.Add(-time.Second), at))
	require.Equal(t, 0, count(at, at))
}

// What is wrong with a request is refused, whatever it asks for.
func TestBadRequestsAboutDays(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, path := range []string{activityList, testList, skinContacts, temperatures, calendar} {
		for query, want := range map[string]string{
			"":                               "Query parameter 'from' is required",
			"?from=2026-03-01":               "Query parameter 'to' is required",
			"?from=2026-03-02&to=2026-03-01": "'from' must not be after 'to'",
			"?from=2025-12-01&to=2026-03-02": "Time range must not exceed 90 days",
		} {
			a := s.get(path + query)
			require.Equal(t, 400, a.status, path+query)
			require.Equal(t, refusal(want), a.text(), path+query)
		}
		for _, query := range []string{"?from=&to=", "?from=2026-02-30&to=2026-03-02", "?from=2026-03-01T00:00:00Z&to=2026-03-02", "?from=%00&to=%ff"} {
			require.Equal(t, 400, s.get(path+query).status, path+query)
		}
		require.Equal(t, 401, s.send("GET", path+between("2026-03-01", "2026-03-02")).status)
		require.Equal(t, 403, s.send("GET", path+between("2026-03-01", "2026-03-02"), "Authorization", "Bearer "+s.grant(s.athlete, "sports:read")).status)
	}
	for path, feature := range map[string]string{activityList: "samples", testList: "samples"} {
		require.Equal(t, 400, s.get(path+between("2026-03-01", "2026-03-03", feature)).status)
		require.Equal(t, 400, s.get(path+between("2026-03-01", "2026-03-02", feature+",x")).status)
	}
	require.Equal(t, 200, s.get(calendar+between("2025-12-11", "2026-03-11", "weight")).status, "the calendar has no rule of one day")
	require.Equal(t, 400, s.get(calendar+between("2026-03-01", "2026-03-02", "sleep-score")).status)
}
