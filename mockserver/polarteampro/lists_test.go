package polarteampro_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func withTeams(n int) option {
	return func(c *world.Config) { c.Population = dataset.Config{Teams: n, Athletes: 20 * n} }
}

func TestTeamsComeInPages(t *testing.T) {
	t.Parallel()
	s := newSim(t, withTeams(25))
	first, second, third := s.list("/v1/teams"), s.list("/v1/teams?page=1"), s.list("/v1/teams?page=2")
	require.Len(t, first.Data, 20)
	require.Len(t, second.Data, 5)
	require.NotNil(t, third.Data)
	require.Empty(t, third.Data)
	require.Contains(t, s.get("/v1/teams?page=2").error(), `{"data":[],"page":{"per_page":20,"total_elements":25,"page_number":2,"total_pages":2}}`)
	require.Contains(t, s.get("/v1/teams?page=2147483647&per_page=100").error(), `{"data":[],"page":{"per_page":100,"total_elements":25,"page_number":2147483647,"total_pages":1}}`)
	all := s.list("/v1/teams?per_page=100")
	require.Equal(t, all.texts("id"), append(first.texts("id"), second.texts("id")...))
	require.Equal(t, 1, all.Page.TotalPages)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(all.texts("id")))), 25)
	for _, c := range []struct {
		query  string
		status int
	}{
		{"per_page=1", 200},
		{"per_page=100", 200},
		{"per_page=0", 400},
		{"per_page=101", 400},
		{"per_page=-1", 400},
		{"per_page=1.5", 400},
		{"per_page=99999999999999999999", 400},
		{"per_page=", 200},
		{"page=", 200},
		{"page=0", 200},
		{"page=-1", 400},
		{"page=2147483647", 200},
		{"page=2147483648", 400},
		{"page=one", 400},
		{"page=1&page=x", 200},
		{"since=&until=", 200},
		{"unknown=1", 200},
	} {
		require.Equal(t, c.status, s.get("/v1/teams?"+c.query).status, c.query)
	}
}

// starts are what the lists of sessions say, walked page by page.
func (s *sim) walk(path, query string, size int) []object {
	s.t.Helper()
	var all []object
	for page := 0; ; page++ {
		l := s.list(fmt.Sprintf("%s?%s&per_page=%d&page=%d", path, query, size, page))
		require.Equal(s.t, page, l.Page.PageNumber)
		require.Equal(s.t, size, l.Page.PerPage)
		require.Equal(s.t, (l.Page.TotalElements+size-1)/size, l.Page.TotalPages)
		all = append(all, l.Data...)
		if page+1 >= l.Page.TotalPages {
			require.Len(s.t, all, l.Page.TotalElements)
			return all
		}
	}
}

func TestPagesMakeUpTheList(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, path := range []string{s.teamPath() + "/training_sessions", s.playerPath(s.team().Members[0])} {
		large, small := s.walk(path, "", 100), s.walk(path, "", 37)
		require.Equal(t, large, small)
		require.Greater(t, len(large), 60)
		ids := map[string]bool{}
		for _, o := range large {
			require.Regexp(t, `^[0-9A-Za-z]{8}$`, o.text("id"))
			ids[o.text("id")] = true
		}
		require.Len(t, ids, len(large))
	}
}

func TestSinceAndUntilLeaveTheirOwnInstantOut(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, c := range []struct{ path, member string }{
		{s.teamPath() + "/training_sessions", "record_start_time"}, {s.playerPath(s.team().Members[0]), "start_time"},
	} {
		all := s.walk(c.path, "", 100)
		at := all[len(all)/2].text(c.member)
		before, err := time.Parse("2006-01-02T15:04:05", at)
		require.NoError(t, err)
		ask := func(query string) []string {
			var out []string
			for _, o := range s.walk(c.path, query, 100) {
				out = append(out, o.text(c.member))
			}
			return out
		}
		after, until := ask("since="+at), ask("until="+at)
		require.NotContains(t, after, at)
		require.NotContains(t, until, at)
		for _, o := range after {
			require.Greater(t, o, at)
		}
		for _, o := range until {
			require.Less(t, o, at)
		}
		equal := 0
		for _, o := range all {
			if o.text(c.member) == at {
				equal++
			}
		}
		require.Equal(t, len(all), len(after)+len(until)+equal)
		for _, form := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-01-02T15:04:05.000Z", "2006-01-02T15:04:05+05:30"} {
			since := before.Add(-time.Second).Format(form[:19]) + form[19:]
			query := "since=" + url.QueryEscape(since) + "&until=" + before.Add(time.Second).Format("2006-01-02T15:04:05")
			require.Equal(t, slices.Repeat([]string{at}, equal), ask(query), "%s: a zone is not looked at", form)
		}
		require.Contains(t, ask("since="+before.Add(-time.Second/2).Format("2006-01-02T15:04:05.999")), at)
		require.Empty(t, ask("since="+at+"&until="+at))
		require.Empty(t, ask("since=2030-01-01T00:00:00"))
		require.Empty(t, ask("until=2000-01-01T00:00:00"))
		require.Equal(t, len(all), len(ask("since=0001-01-01T00:00:00&until=9999-12-31T23:59:59")))
		for _, bad := range []string{"yesterday", "2026-03-10", "2026-13-01T00:00:00", "2026-03-10T00:00:00+02:00", "2026-03-10T1:00:00", "2026-03-10T1:00:00Z", "1773100800"} {
			require.Equal(t, 400, s.get(c.path+"?since="+bad).status, bad)
			require.Equal(t, 400, s.get(c.path+"?until="+bad).status, bad)
		}
	}
}

func TestConvertedZones(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("zone-suffix", "converted"), with("session-order", "newest-first"))
	path := s.playerPath(s.team().Members[0])
	e := s.workouts(s.team().Members[0])[3]
	query := "since=" + e.Start.Add(-time.Second).Format(time.RFC3339) + "&until=" + e.Start.Add(time.Second).Format(time.RFC3339)
	require.Equal(t, []string{e.Start.In(e.Zone).Format("2006-01-02T15:04:05")}, s.list(path+"?"+query).texts("start_time"))
	newest := s.list(path).texts("start_time")
	oldest := slices.Sorted(slices.Values(newest))
	slices.Reverse(oldest)
	require.Equal(t, oldest, newest)
}

func TestTypesOfPlayerSessions(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	path := s.playerPath(s.team().Members[0])
	all, team, own := s.walk(path, "type=ALL", 100), s.walk(path, "type=TEAM", 100), s.walk(path, "type=INDIVIDUAL", 100)
	require.NotEmpty(t, team)
	require.NotEmpty(t, own)
	require.Equal(t, len(all), len(team)+len(own))
	require.Equal(t, s.walk(path, "", 100), all)
	for _, o := range team {
		require.Equal(t, "TEAM", o.text("type"))
	}
	for _, o := range own {
		require.Equal(t, "INDIVIDUAL", o.text("type"))
	}
	for _, bad := range []string{"team", "GROUP", "TEAM,INDIVIDUAL"} {
		require.Equal(t, 400, s.get(path+"?type="+bad).status, bad)
	}
}

func TestPlayersAndStaffOfATeam(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	var team struct {
		Data struct {
			Players []object `json:"players"`
		} `json:"data"`
	}
	s.read(s.teamPath(), &team)
	staff := 0
	numbers := map[float64]bool{}
	for _, p := range team.Data.Players {
		require.False(t, numbers[p.number("player_number")])
		numbers[p.number("player_number")] = true
		l := s.list("/v1/players/" + p.text("player_id") + "/training_sessions?per_page=1")
		if p.number("player_number") >= 100 {
			staff++
			require.Zero(t, l.Page.TotalElements, "staff do not train")
			continue
		}
		require.NotZero(t, l.Page.TotalElements)
	}
	require.Equal(t, 2, staff)
	hidden := newSim(t, with("staff", "hidden"))
	n := len(team.Data.Players)
	hidden.read(hidden.teamPath(), &team)
	require.Len(t, team.Data.Players, n-2)
}

func TestSessionsAppearWhenTheyAreSynced(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	athlete := s.team().Members[0]
	path := s.playerPath(athlete)
	var next dataset.Event
	for e := range s.World.Data.Events(athlete, s.Now(), s.Now().Add(30*24*time.Hour)) {
		if e.Kind == dataset.Workout {
			next = e
			break
		}
	}
	before := s.list(path).Page.TotalElements
	s.Advance(next.End.Sub(s.Now()) + 4*time.Minute)
	s.coach = s.token("team_read")
	require.Equal(t, before, s.list(path).Page.TotalElements)
	require.Equal(t, 404, s.get(s.sessionPath(next.Ref)).status)
	s.Advance(2 * time.Minute)
	require.Equal(t, before+1, s.list(path).Page.TotalElements)
	o := s.one(s.sessionPath(next.Ref))
	require.LessOrEqual(t, o.text("created"), s.Now().Format(time.RFC3339))
	require.LessOrEqual(t, o.text("modified"), s.Now().Format(time.RFC3339))
}
