package admin_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/evidence/why"
	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

func TestWhy(t *testing.T) {
	described, err := openapi.New(specs.Control())
	require.NoError(t, err)
	server, err := mockserver.New(mockserver.Config{
		Services: mockserver.All(), World: world.Config{Time: start, Frozen: true, Limits: world.LimitsOff, Changes: []string{"polar-teampro-page-halved"}},
		Why: func(w *world.World, e *journal.Exchange) (any, error) { return why.Explain(evidence.Load(), w, e) },
	})
	require.NoError(t, err)
	d := &desk{server, described}

	w := server.Worlds().Default()
	credentials, err := w.Credentials()
	require.NoError(t, err)
	raw, err := json.Marshal(credentials["polar"])
	require.NoError(t, err)
	var polar struct {
		Users []struct {
			AccessToken string
			Scopes      []string
		}
	}
	require.NoError(t, json.Unmarshal(raw, &polar))
	ask := func(path string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost"+path, http.NoBody)
		for _, u := range polar.Users {
			if u.Scopes[0] == "team_read" {
				r.Header.Set("Authorization", "Bearer "+u.AccessToken)
			}
		}
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	ask("/polar-teampro/v1/teams?per_page=1")
	ask("/polar-teampro/favicon.ico")
	require.NoError(t, w.Faults.Put([]fault.Rule{{Name: "down", Do: fault.Do{Status: http.StatusBadGateway}}}))
	ask("/polar-teampro/v1/teams")

	for path, want := range map[string]string{
		"1": `"operation":{"part":"operation","name":"listTeams","grade":"documented","source":"TeamPro page 1.0.2, GET /v1/teams","date":"2024-11-28"}`,
		"2": `"operation":null`,
		"3": `"notTheVendor":[{"kind":"fault","name":"down","what":"not the vendor: `,
	} {
		status, body := d.call(t, http.MethodGet, "/worlds/default/why/"+path, "")
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, body, want)
		require.NotContains(t, body, "Bearer ")
		require.Contains(t, body, `"undescribed":[]`, "the simulator says nothing that the description does not know")
	}
	for path, want := range map[string]string{
		"4": `"code":"not-found","message":"the journal of world default has no exchange 4`,
		"0": `"code":"invalid","message":"0 is not the number of an exchange`,
		"x": `"code":"invalid","message":"x is not the number of an exchange`,
	} {
		status, body := d.call(t, http.MethodGet, "/worlds/default/why/"+path, "")
		require.Contains(t, []int{http.StatusNotFound, http.StatusBadRequest}, status)
		require.Contains(t, body, want)
	}

	d = newDesk(t, mockserver.Config{})
	status, body := d.call(t, http.MethodGet, "/worlds/default/why/1", "")
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, body, "what this server's answers rest on does not exist")
}
