package polarteampro_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
)

// everyPath is a path of each operation, of what there is.
func (s *sim) everyPath() []string {
	e := s.teamWorkout()
	return []string{
		"/v1/teams", s.teamPath(), s.teamPath() + "/training_sessions", s.teamPath() + "/sport-profiles", s.playerPath(e.Ref.Athlete),
		"/v1/teams/training_sessions/" + polarteampro.SessionID(s.tenant, e.Sessions[0]),
		s.sessionPath(e.Ref), s.sessionPath(e.Ref) + "/session_summary", s.sessionPath(e.Ref) + "/phase_summaries",
	}
}

func TestEveryOperationRefusesOtherMethods(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("1.1.0"))
	paths := s.everyPath()
	require.Len(t, paths, len(polarteampro.Operations()))
	for _, path := range paths {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} {
			a := s.send(method, path, "Authorization", "Bearer "+s.coach)
			require.Equal(t, 405, a.status, "%s %s", method, path)
			require.Contains(t, a.header.Get("Allow"), "GET", "%s %s", method, path)
			require.Equal(t, `{"error":{"status":405,"message":"Method Not Allowed"}}`, a.error())
		}
		a := s.send("HEAD", path, "Authorization", "Bearer "+s.coach)
		require.Equal(t, 200, a.status, path)
		require.Empty(t, a.body)
	}
}

func TestEveryListRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("1.1.0"))
	teams, players := s.teamPath()+"/training_sessions", s.playerPath(s.team().Members[0])
	for _, path := range []string{"/v1/teams", teams, players} {
		for _, query := range []string{
			"page=-1", "page=x", "page=1.0", "page=0x1", "page=2147483648", "page=%00", "page=%E2%81%A1", "page=1,2", "page=null", "page=NaN",
			"per_page=0", "per_page=101", "per_page=-5", "per_page=1e1", "per_page=+%2B5", "per_page=ten",
		} {
			requireBadRequest(t, s, path+"?"+query)
		}
		past := s.list(path + "?page=2147483647&per_page=100")
		require.Empty(t, past.Data)
		require.NotZero(t, past.Page.TotalElements)
	}
	for _, path := range []string{teams, players} {
		for _, name := range []string{"since", "until"} {
			for _, bad := range []string{
				"now", "2026", "2026-03", "2026-03-01", "2026-13-01T00:00:00", "2026-02-30T00:00:00", "2026-03-01T24:00:00", "2026-03-01T00:60:00", "2026-3-1T0:0:0",
				"2026-03-01T00:00:00%2B99:99", "2026-03-01T00:00:00z", "20260301T000000", "1772323200", "-0001-01-01T00:00:00", "99999-01-01T00:00:00",
				"2026-03-01%2000:00:00", "2026-03-01T00:00", "%00", strings.Repeat("9", 4000),
			} {
				requireBadRequest(t, s, path+"?"+name+"="+bad)
			}
		}
		reversed := s.list(path + "?since=2026-03-09T00:00:00&until=2026-03-01T00:00:00")
		require.Empty(t, reversed.Data)
		require.Zero(t, reversed.Page.TotalElements)
		require.Zero(t, reversed.Page.TotalPages)
	}
	for _, bad := range []string{"team", "ANY", "ALL,TEAM", "%00"} {
		requireBadRequest(t, s, players+"?type="+bad)
	}
	for _, bad := range []string{"everything", "power", "hr,,speed", "HR", "hr%20speed", ",", "all,none"} {
		requireBadRequest(t, s, s.sessionPath(s.teamWorkout().Ref)+"?samples="+bad)
	}
}

func requireBadRequest(t *testing.T, s *sim, path string) {
	t.Helper()
	a := s.get(path)
	require.Equal(t, http.StatusBadRequest, a.status, "%.200s: %.200s", path, a.body)
	require.Equal(t, `{"error":{"status":400,"message":"Bad Request"}}`, a.error(), "%.200s", path)
}

func TestOversizedTokens(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	a := s.send("GET", "/v1/teams", "Authorization", "Bearer "+strings.Repeat("x", 60<<10))
	require.Equal(t, 401, a.status)
	require.NotContains(t, a.error(), "xxx")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL(service)+"/v1/teams", http.NoBody)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+strings.Repeat("x", 2<<20))
	resp, err := s.Client().Do(r)
	if err != nil {
		return // the server has hung up on a request that it does not read
	}
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusRequestHeaderFieldsTooLarge, resp.StatusCode)
}
