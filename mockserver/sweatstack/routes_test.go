package sweatstack_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
)

func TestOperationsAreThoseOfTheDescription(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"2026-05", "current"} {
		for _, o := range description(t, profile).Operations() {
			require.Contains(t, sweatstack.Operations(), o.ID)
		}
	}
	require.Empty(t, sweatstack.Declined())
}

func TestEveryOperationAnswersInBothProfiles(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"2026-05", "current"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := newSim(t, withProfile(profile), with("backfill-length", "0s"))
			one := s.path(s.workouts()[0])
			sport := "sport=generic&sport=running&sport=cycling"
			for _, path := range []string{
				api + "/", api + "/latest", api + "/backfill-status", one, one + "/download", one + "/data", one + "/mean-max", one + "/accumulated-work-duration",
				api + "/longitudinal-data?start=2026-05-01&" + sport, api + "/longitudinal-mean-max?metric=speed&" + sport,
				api + "/longitudinal-accumulated-work-duration?" + sport, api + "/longitudinal-accumulated-work-duration?format=json&" + sport,
				"/api/v1/profile/sports/?only_root=true", "/api/v1/profile/tags/", "/api/v1/oauth/userinfo", "/api/v1/users/",
				"/api/v1/oauth/principal-token", "/.well-known/openid-configuration", "/.well-known/jwks.json",
				"/api/v1/traces/", "/api/v1/tests/", "/api/v1/teams/", "/api/v1/teams/authorized", "/api/v1/dailies/resting_hr?start=2026-05-01&end=2026-05-07",
			} {
				a := s.get(path)
				require.Equal(t, http.StatusOK, a.status, "%s: %s", path, a.body)
				require.NotEmpty(t, a.body, path)
			}
			status := http.StatusNotFound
			if profile == "current" {
				status = http.StatusOK
			}
			require.Equal(t, status, s.get("/api/v1/profile/status").status)
			m := s.tenant.Match(httptest.NewRequest(http.MethodPost, "/api/v1/portal/sessions", nil))
			require.Equal(t, status == http.StatusNotFound, m.Operation == "", "what a profile does not have is no operation of it")
			require.Equal(t, status, s.send("POST", "/api/v1/portal/sessions", `{"destination":"manage-integrations"}`).status)
		})
	}
}
