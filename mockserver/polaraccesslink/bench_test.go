package polaraccesslink_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// bench measures one answer without a network.
func bench(b *testing.B, path string) {
	b.Helper()
	w, err := world.New(world.Config{Seed: new(uint64(7)), Time: start, Frozen: true, Limits: world.LimitsOff}, []world.Service{polarauth.Service(), polaraccesslink.Service()})
	require.NoError(b, err)
	tenant, err := w.Tenant(service)
	require.NoError(b, err)
	token := grant(b, w, w.Data.Organization(1).FirstAthlete)
	r := httptest.NewRequest(http.MethodGet, "/v4/data"+path, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+token)
	b.ReportAllocs()
	for b.Loop() {
		resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: start, Exchange: &journal.Exchange{}})
		require.NoError(b, resp.Bug)
		require.Zero(b, resp.Status)
		b.SetBytes(int64(len(resp.Body)))
	}
}

func BenchmarkSessions90Days(b *testing.B) { bench(b, sessions+between("2025-12-10", "2026-03-10")) }

func BenchmarkSessionsOneDayEverything(b *testing.B) {
	bench(b, sessions+between("2026-03-03", "2026-03-04", all()...))
}

func BenchmarkSports(b *testing.B) { bench(b, "/sports/list") }
