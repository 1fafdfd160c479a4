package polarteampro

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// TestTeamsAreThoseOfTheirWorldAndPage asks worlds that share what they remember, and
// compares with worlds that share nothing.
func TestTeamsAreThoseOfTheirWorldAndPage(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	configs := []world.Config{
		{Seed: new(uint64(1)), Time: at},
		{Seed: new(uint64(2)), Time: at},
		{Seed: new(uint64(1)), Time: at, Switches: map[string]map[string]string{service: {"absent": "null"}}},
		{Seed: new(uint64(1)), Time: at, Population: dataset.Config{Teams: 3}},
	}
	tenantOf := func(s world.Service, c world.Config) *tenant {
		w, err := world.New(c, []world.Service{s})
		require.NoError(t, err)
		tn, err := w.Tenant(service)
		require.NoError(t, err)
		return tn.(*tenant)
	}
	list := func(tn *tenant, org int, query string) string {
		c := &caller{Request: &httpx.Request{Request: httptest.NewRequest("GET", "/v1/teams"+query, nil), Call: httpx.Call{Now: at}}, org: tn.data.Organization(org), teams: true}
		v, err := listTeams(tn, c)
		require.NoError(t, err)
		return string(v.(httpx.Response).Body)
	}
	common := Service()
	for range 2 {
		for _, c := range configs {
			tn := tenantOf(common, c)
			for _, query := range []string{"", "?page=1&per_page=1", "?per_page=1", "?page=9"} {
				for org := range 2 {
					want := list(tenantOf(Service(), c), org, query)
					require.Equal(t, want, list(tn, org, query))
					require.Equal(t, want, list(tn, org, query), "remembered")
				}
			}
		}
	}
}
