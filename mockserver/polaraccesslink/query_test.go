package polaraccesslink_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

const sessions = "/training-sessions/list"

func refusal(message string) string { return `{"errorMessage":"` + message + `"}` }

func TestRangesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, c := range []struct{ name, query, want string }{
		{"nothing", "", "Query parameter 'from' is required"},
		{"no to", "?from=2026-03-01", "Query parameter 'to' is required"},
		{"no from", "?to=2026-03-01", "Query parameter 'from' is required"},
		{"empty", "?from=&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"words", "?from=today&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"no such day", "?from=2026-02-30&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"no such hour", "?from=2026-03-01T24:00:00&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"UTC", "?from=2026-03-01T00:00:00Z&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"an offset", "?from=2026-03-01T00:00:00%2B02:00&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"a decimal comma", "?from=2026-03-01T00:00:00,5&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"minutes only", "?from=2026-03-01T00:00&to=2026-03-02", "Value for key 'from' could not be parsed as datetime"},
		{"reversed", "?from=2026-03-02&to=2026-03-01", "'from' must not be after 'to'"},
		{"91 days", "?from=2025-12-01&to=2026-03-02", "Time range must not exceed 90 days"},
		{"features over two days", "?from=2026-03-01&to=2026-03-03&features=laps", "Time range must not exceed 1 day when features are requested"},
		{"features over a day and a second", "?from=2026-03-01T00:00:00&to=2026-03-02T00:00:01&features=laps", "Time range must not exceed 1 day when features are requested"},
		{"an unknown feature", "?from=2026-03-01&to=2026-03-02&features=lapses", "Unknown value 'lapses' for key 'features'"},
		{"another operation's feature", "?from=2026-03-01&to=2026-03-02&features=sleep-score", "Unknown value 'sleep-score' for key 'features'"},
		{"a list", "?from=2026-03-01&to=2026-03-02&features=laps,zones", "Unknown value 'laps,zones' for key 'features'"},
		{"an empty feature", "?from=2026-03-01&to=2026-03-02&features=", "Unknown value '' for key 'features'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.get(sessions + c.query)
			require.Equal(t, 400, a.status)
			require.Equal(t, refusal(c.want), a.text())
		})
	}
	for _, query := range []string{
		"?from=2026-03-01&to=2026-03-02", "?from=2026-03-01T06:30:00&to=2026-03-02", "?from=2026-03-01T06:30:00.250&to=2026-03-01T07:00:00",
		"?from=2026-03-01&to=2026-03-01", "?from=2025-12-02&to=2026-03-02", "?from=2026-03-01&from=x&to=2026-03-02", "?from=2026-03-01&to=2026-03-02&page=7&features=laps&features=laps",
	} {
		require.Equal(t, 200, s.get(sessions+query).status, query)
	}
	require.Equal(t, `{"trainingSessions":[]}`, s.get(sessions+between("2026-03-01", "2026-03-01")).text(), "an empty range is empty")
}

// Every operation with a range refuses the same things in its own measure.
func TestEveryRange(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, o := range polaraccesslink.Table() {
		if !o.Ranged || o.ID == "listCalendarTargets" {
			continue
		}
		code := func(from time.Time, days int, features ...string) int {
			return s.direct(o.Path + between(from.Format(day), from.AddDate(0, 0, days).Format(day), features...)).Status
		}
		from := start.AddDate(0, 0, -o.Days-2)
		require.NotEqual(t, 400, code(from, o.Days), "%s takes %d days", o.ID, o.Days)
		require.Equal(t, 400, code(from, o.Days+1), "%s refuses %d days", o.ID, o.Days+1)
		require.Equal(t, 400, code(from, -1), o.ID)
		require.Equal(t, 400, s.direct(o.Path).Status, o.ID)
		require.Equal(t, 400, s.direct(o.Path+"?from=2026-03-01").Status, o.ID)
		require.Equal(t, 400, s.direct(o.Path+"?from=2026-03-01Z&to=2026-03-02").Status, o.ID)
		if len(o.Features) == 0 {
			require.NotEqual(t, 400, code(from, 1, "anything"), "%s reads no features", o.ID)
			continue
		}
		require.Equal(t, 400, code(from, 1, "no-such"), o.ID)
		require.NotEqual(t, 400, code(from, 1, o.Features...), o.ID)
		want := 0
		if o.Featured > 0 {
			want = 400
		}
		require.Equal(t, want == 400, code(from, 2, o.Features...) == 400, "%s, features over two days", o.ID)
	}
}

func TestFromIsInAndToIsNot(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.workouts(s.athlete)[3]
	at := e.Start.In(e.Zone)
	count := func(from, to time.Time) int {
		return len(s.object(sessions + between(from.Format(naive), to.Format(naive))).list("trainingSessions"))
	}
	require.Equal(t, 1, count(at, at.Add(time.Second)), "a session that begins at from is in")
	require.Equal(t, 0, count(at.Add(-time.Second), at), "one that begins at to is not")
	require.Equal(t, 0, count(at.Add(time.Second), at.Add(2*time.Second)))
}

func TestProfilesReadTimesAndNames(t *testing.T) {
	t.Parallel()
	const dates, times, targets = "?from=2026-03-01&to=2026-03-02", "?from=2026-03-01T00:00:00&to=2026-03-02T00:00:00", "/training-target/calendar-targets"
	documented := "?fromDate=2026-03-01&toDate=2026-03-02"
	for _, c := range []struct {
		profile, path string
		want          string // empty: served
	}{
		{"documented", sessions + dates, ""},
		{"documented", sessions + times, ""},
		{"documented", targets + documented, ""},
		{"documented", targets + dates, "Query parameter 'fromDate' is required"},
		{"documented", targets + "?fromDate=2026-03-01T00:00:00&toDate=2026-03-02", ""},
		{"live", sessions + dates, "Value for key 'from' could not be parsed as datetime"},
		{"live", sessions + times, ""},
		{"live", sessions + "?from=2026-03-01T00:00:00.000&to=2026-03-02T00:00:00", "Value for key 'from' could not be parsed as datetime"},
		{"live", targets + dates, ""},
		{"live", targets + documented, "Query parameter 'from' is required"},
		{"live", targets + times, "Value for key 'from' could not be parsed as date"},
		{"tolerant", sessions + dates, ""},
		{"tolerant", sessions + times, ""},
		{"tolerant", targets + dates, ""},
		{"tolerant", targets + documented, ""},
		{"tolerant", targets, "Query parameter 'fromDate' is required"},
	} {
		s := newSim(t, withProfile(c.profile))
		a := s.get(c.path)
		if c.want == "" {
			require.Equal(t, 200, a.status, "%s %s: %s", c.profile, c.path, a.body)
		} else {
			require.Equal(t, refusal(c.want), a.text(), "%s %s", c.profile, c.path)
		}
	}
}

func FuzzRange(f *testing.F) {
	f.Add("from=2026-03-01&to=2026-03-02&features=samples", uint8(90), uint8(1))
	f.Add("from=2026-03-01T00:00:00.5&to=9999-12-31&features=a,b", uint8(0), uint8(0))
	f.Add("to=%zz&from=0000-01-01&&features", uint8(7), uint8(200))
	w, err := world.New(world.Config{Time: start}, []world.Service{polarauth.Service(), polaraccesslink.Service()})
	require.NoError(f, err)
	tenant, err := w.Tenant(service)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, raw string, days, featured uint8) {
		values, _ := url.ParseQuery(raw)
		r := &httpx.Request{Request: httptest.NewRequest("GET", "/", nil), Call: httpx.Call{Now: start, Exchange: &journal.Exchange{}}}
		from, to, err := polaraccesslink.Range(tenant, r, values, int(days), int(featured), []string{"samples", "laps"})
		if err != nil {
			require.NotContains(t, err.Error(), "%!", "a message is whole")
			return
		}
		require.False(t, from.After(to))
		if days > 0 {
			require.LessOrEqual(t, to.Sub(from), time.Duration(days)*24*time.Hour)
		}
		for _, name := range []string{"from", "to"} {
			require.False(t, strings.ContainsAny(values.Get(name), "Z+,"), "no zone is read over")
		}
		require.True(t, from.Equal(from.UTC()))
	})
}
