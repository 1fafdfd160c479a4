package polaraccesslink_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
)

// The head of a session, its statistics, its samples and its zones tell of one heart
// rate, whose peak and mean are those of the population's analysis.
func TestHeartRatesOfASessionAgree(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	sessionsEach, checked := fewer(8), 0
	for k := range max(1, fewer(8)) {
		s := s.walker(s.World.Data.Organization(1).FirstAthlete + k)
		for _, e := range s.workouts(s.athlete)[:sessionsEach] {
			a, id := s.World.Data.Analysis(e), polaraccesslink.SessionID(s.tenant, e.Ref)
			from := e.Start.In(e.Zone)
			answer := s.direct(sessions + between(from.Format(naive), from.AddDate(0, 0, 1).Format(naive), "samples", "statistics", "zones"))
			require.Zero(t, answer.Status, "%s", answer.Body)
			for _, x := range decoded(t, answer.Body).list("trainingSessions") {
				if x.in("identifier").text("id") != id {
					continue
				}
				peak, sum, n := 0.0, 0.0, 0
				for _, p := range x.list("exercises") {
					hearts := heartsOf(p.in("samples").list("samples"))
					require.NotEmpty(t, hearts)
					requireFigures(t, p, hearts)
					for _, h := range append(hearts, heartsOf(p.in("samples").list("transitionSamples"))...) {
						peak, sum, n = max(peak, h), sum+h, n+1
					}
				}
				require.InDelta(t, peak, x.number("hrMax"), 0, "%v", e.Ref)
				require.InDelta(t, a.HRPeak, x.number("hrMax"), 0)
				require.InDelta(t, sum/float64(n), x.number("hrAvg"), 0.6, "rounded, and the last five seconds may be fewer")
				checked++
			}
		}
	}
	require.Equal(t, max(1, fewer(8))*sessionsEach, checked)
}

func heartsOf(samples []object) []float64 {
	var out []float64
	for _, c := range samples {
		if c.text("type") == "HEART_RATE" {
			for _, v := range c["values"].([]any) {
				out = append(out, v.(float64))
			}
		}
	}
	return out
}

// requireFigures holds the statistics and zones of an exercise to its heart rates.
func requireFigures(t *testing.T, p object, hearts []float64) {
	t.Helper()
	least, sum, most, told := hearts[0], 0.0, 0.0, 0
	for _, h := range hearts {
		least, sum, most = min(least, h), sum+h, max(most, h)
	}
	for _, st := range p.in("statistics").list("statistics") {
		if st.text("type") == "STATISTICS_TYPE_HEART_RATE" {
			told++
			require.InDelta(t, most, st.number("max"), 0)
			require.InDelta(t, least, st.number("min"), 0)
			require.InDelta(t, sum/float64(len(hearts)), st.number("avg"), 0.006)
		}
	}
	for _, z := range p.list("zones") {
		if z.text("type") != "ZONE_TYPE_HEART_RATE" {
			continue
		}
		told++
		for _, x := range z.list("zones") {
			inside := 0
			for _, h := range hearts {
				if h >= x.number("lowerLimit") && h < x.number("higherLimit") {
					inside++
				}
			}
			require.InDelta(t, inside*1000, x.number("inZone"), 0)
		}
	}
	require.Equal(t, 2, told)
}
