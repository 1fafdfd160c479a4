package polaraccesslink_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// BenchmarkDays asks for what the watch measures all day and all night: another day
// each time, so that nothing is remembered. A day of intervals is the longest answer
// of all.
func BenchmarkDays(b *testing.B) {
	c := world.Config{Seed: new(uint64(7)), Time: start, Frozen: true, Limits: world.LimitsOff}
	c.Population.FirstDay = start.AddDate(-2, 0, 0)
	w, err := world.New(c, []world.Service{polarauth.Service(), polaraccesslink.Service()})
	require.NoError(b, err)
	tenant, err := w.Tenant(service)
	require.NoError(b, err)
	token := grant(b, w, w.Data.Organization(1).FirstAthlete)
	for _, k := range []struct {
		name, path, feature string
		days                int
	}{
		{"intervals", "/ppi-samples", "samples", 1},
		{"intervals, 90 dates", "/ppi-samples", "", 90},
		{"heart rates", "/continuous-samples", "heart-rate-samples", 1},
		{"heart rates of 30 days", "/continuous-samples", "heart-rate-samples", 30},
		{"a night", "/sleeps", "sleep-score", 1},
		{"30 nights", "/sleeps", "", 30},
		{"recharge with samples", "/nightly-recharge-results", "samples", 1},
		{"recharge of 28 nights", "/nightly-recharge-results", "", 28},
		{"sleep and waking of a week", "/sleep-wake-vectors", "", 7},
	} {
		b.Run(k.name, func(b *testing.B) {
			b.ReportAllocs()
			day, bytes := start.AddDate(0, 0, -k.days), 0
			for b.Loop() {
				if day = day.AddDate(0, 0, -1); start.Sub(day) > 80*24*time.Hour {
					day = start.AddDate(0, 0, -k.days)
				}
				var features []string
				if k.feature != "" {
					features = []string{k.feature}
				}
				r := httptest.NewRequest(http.MethodGet, "/v4/data"+k.path+between(day.Format(time.DateOnly), day.AddDate(0, 0, k.days).Format(time.DateOnly), features...), http.NoBody)
				r.Header.Set("Authorization", "Bearer "+token)
				a := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: start, Exchange: &journal.Exchange{}})
				require.NoError(b, a.Bug)
				require.Zero(b, a.Status, "%s", a.Body)
				bytes = max(bytes, len(a.Body))
			}
			b.ReportMetric(float64(bytes), "bytes")
		})
	}
}
