package polarteampro_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
)

func TestOperationsAreThoseOfTheDescription(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"1.0.2", "1.1.0"} {
		var described []string
		for _, o := range description(t, profile).Operations() {
			described = append(described, o.ID)
		}
		if profile == "1.1.0" {
			require.ElementsMatch(t, described, polarteampro.Operations())
		} else {
			require.Len(t, described, 7)
			require.Subset(t, polarteampro.Operations(), described)
		}
	}
	require.Empty(t, polarteampro.Declined())
}

// teamWorkout is the last workout that was part of a team's session.
func (s *sim) teamWorkout() dataset.Event {
	s.t.Helper()
	for _, e := range s.workouts(s.team().Members[0]) {
		if len(e.Sessions) > 0 && e.GPS {
			return e
		}
	}
	s.t.Fatal("no workout with a team")
	return dataset.Event{}
}

func TestEveryOperationAnswersInBothProfiles(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"1.0.2", "1.1.0"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := newSim(t, withProfile(profile))
			e := s.teamWorkout()
			paths := []string{
				"/v1/teams", s.teamPath(), s.teamPath() + "/training_sessions", s.playerPath(e.Ref.Athlete),
				"/v1/teams/training_sessions/" + polarteampro.SessionID(s.tenant, e.Sessions[0]),
				s.sessionPath(e.Ref), s.sessionPath(e.Ref) + "/session_summary",
			}
			newer := []string{s.teamPath() + "/sport-profiles", s.sessionPath(e.Ref) + "/phase_summaries"}
			for _, path := range append(paths, newer...) {
				want := http.StatusOK
				if profile == "1.0.2" && (strings.HasSuffix(path, "profiles") || strings.HasSuffix(path, "phase_summaries")) {
					want = http.StatusNotFound
				}
				for _, slash := range []string{"", "/"} {
					a := s.get(path + slash)
					require.Equal(t, want, a.status, "%s%s: %s", path, slash, a.body)
					wrong := http.StatusMethodNotAllowed
					if want == http.StatusNotFound {
						wrong = want // what is not there takes no other method either
					}
					require.Equal(t, wrong, s.send(http.MethodPost, path+slash).status, "POST %s%s", path, slash)
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	bearer := "Bearer " + s.coach
	other := s.World.Data.Organization(0)
	for _, c := range []struct {
		name, method, path, authorization string
		status                            int
		body, header, value               string
	}{
		{"no token", "GET", "/v1/teams", "", 401, `{"error":{"status":401,"message":"Unauthorized"}}`, "Www-Authenticate", "Bearer"},
		{"another scheme", "GET", "/v1/teams", "Basic YTpi", 401, `{"error":{"status":401,"message":"Unauthorized"}}`, "Www-Authenticate", "Bearer"},
		{"an unknown token", "GET", "/v1/teams", "Bearer nobody", 401, `{"error":{"status":401,"message":"Unauthorized"}}`, "Www-Authenticate", `Bearer error="invalid_token"`},
		{"another scope", "GET", "/v1/teams", "Bearer " + s.athlete, 403, `{"error":{"status":403,"message":"Forbidden"}}`, "Content-Type", "application/json"},
		{"an unknown team", "GET", "/v1/teams/wMYz6L4w", bearer, 404, `{"error":{"status":404,"message":"Not Found"}}`, "Content-Type", "application/json"},
		{"another club's team", "GET", "/v1/teams/" + polarteampro.TeamID(s.tenant, other.FirstTeam), bearer, 404, `{"error":{"status":404,"message":"Not Found"}}`, "", ""},
		{"another club's player", "GET", s.playerPath(other.FirstAthlete), bearer, 404, `{"error":{"status":404,"message":"Not Found"}}`, "", ""},
		{"another club's session", "GET", s.sessionPath(s.workouts(other.FirstAthlete)[0].Ref), bearer, 404, `{"error":{"status":404,"message":"Not Found"}}`, "", ""},
		{"an unknown path", "GET", "/v2/teams", bearer, 404, `{"error":{"status":404,"message":"Not Found"}}`, "", ""},
		{"another method", "POST", "/v1/teams", bearer, 405, `{"error":{"status":405,"message":"Method Not Allowed"}}`, "Allow", "GET"},
		{"a bad page", "GET", "/v1/teams?page=x", bearer, 400, `{"error":{"status":400,"message":"Bad Request"}}`, "", ""},
		{"a bad page of what is not there", "GET", "/v1/teams/wMYz6L4w/training_sessions?page=-1", bearer, 400, `{"error":{"status":400,"message":"Bad Request"}}`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var headers []string
			if c.authorization != "" {
				headers = []string{"Authorization", c.authorization}
			}
			a := s.send(c.method, c.path, headers...)
			require.Equal(t, c.status, a.status)
			require.Equal(t, c.body, a.error())
			if c.header != "" {
				require.Contains(t, a.header.Get(c.header), c.value)
			}
		})
	}
	s.Advance(13 * 3600e9)
	require.Equal(t, http.StatusUnauthorized, s.get("/v1/teams").status, "tokens live for twelve hours")
}

func TestIdentifiersThatMeanNothing(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, junk := range []string{"0", "zzzzzzzz", "00000000", "%00", "wMYz6L4", "wMYz6L4ww", "ÄÖÜÄ", "training_sessions", strings.Repeat("9", 300), polarteampro.PlayerID(s.tenant, 0)} {
		for _, path := range []string{"/v1/teams/@", "/v1/teams/@/training_sessions", "/v1/teams/training_sessions/@", "/v1/training_sessions/@", "/v1/training_sessions/@/session_summary", "/v1/players/@/training_sessions"} {
			a := s.get(strings.ReplaceAll(path, "@", junk))
			require.Equal(t, http.StatusNotFound, a.status, "%s %s", path, junk)
		}
	}
}
