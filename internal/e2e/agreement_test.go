package e2e

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// seen is one workout as one service tells of it. NaN is what it does not tell.
type seen struct {
	duration         time.Duration
	hrMean, hrPeak   float64 // beats a minute
	distance, energy float64 // m, kcal
	power            float64 // W, on average
	samples          sampled
}

// sampled is what the samples of a workout come to.
type sampled struct{ hrMean, hrPeak, power, distance float64 }

// workouts are a person's, by when they began.
type workouts map[int64]*seen

// agreeDays is how far back the workouts below lie at most; those of the last day
// may not have come from the watch to Polar yet.
const agreeDays = 28

// TestWorkoutsAgreeThroughAllServices looks at each workout of some people through
// each service's own client. All have the same ones, none has another, and what they
// tell of them differs by how they round.
func TestWorkoutsAgreeThroughAllServices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{World: world.Config{Limits: world.LimitsOff}})
		people := newPeople(t, sim)
		walked, far, watts := 0, 0, 0
		count := 5
		if raceDetector { // `make e2e` looks at all of them
			count = 1
		}
		for _, p := range people.list(count) {
			all := map[string]workouts{
				"Firstbeat": people.firstbeat(p), "Team Pro": people.teamPro(p), "AccessLink": people.accessLink(p), "SweatStack": people.sweatStack(p),
			}
			fb := all["Firstbeat"]
			for service, ws := range all {
				measured := 0
				for begun, w := range ws {
					where := p.name + " at " + time.Unix(begun, 0).UTC().Format(time.RFC3339) + ", " + service
					a, there := fb[begun]
					require.Truef(t, there, "%s: Firstbeat has no such workout", where)
					agree(t, where, a, w)
					if !math.IsNaN(w.samples.hrMean) {
						measured++
					}
				}
				require.GreaterOrEqual(t, measured, min(6, len(fb)), "%s of %s: workouts with samples", service, p.name)
				require.Lenf(t, ws, len(fb), "%s of %s, and of Firstbeat", service, p.name)
			}
			for _, a := range fb {
				walked++
				if a.distance > 0 {
					far++
				}
				if a.power > 0 {
					watts++
				}
			}
		}
		require.GreaterOrEqual(t, walked, 10*count, "workouts")
		require.Greater(t, far, walked/3, "with a distance")
		require.GreaterOrEqual(t, watts, count/2, "with a power meter")
	})
}

// agree compares what a service tells of a workout with what Firstbeat tells, and
// with its own samples.
func agree(t *testing.T, where string, a, b *seen) {
	t.Helper()
	require.InDelta(t, a.duration.Seconds(), b.duration.Seconds(), 1, where)
	require.InDelta(t, a.hrMean, b.hrMean, 1, where)
	require.InDelta(t, a.hrPeak, b.hrPeak, 0, where)
	near := func(what string, x, y, by float64) {
		t.Helper()
		if !math.IsNaN(x) && !math.IsNaN(y) {
			require.InDelta(t, x, y, by, where+": "+what)
		}
	}
	near("energy", a.energy, b.energy, 1)
	if a.distance > 0 {
		require.InDelta(t, a.distance, b.distance, 1, where)
	}
	if !math.IsNaN(a.power) { // measured; Polar also guesses it, of those who run
		require.InDelta(t, a.power, b.power, 1, where)
	}
	near("samples, mean heart rate", b.hrMean, b.samples.hrMean, 1)
	near("samples, peak heart rate", b.hrPeak, b.samples.hrPeak, 1)
	near("samples, power", b.power, b.samples.power, 1)
	near("samples, distance", b.distance, b.samples.distance, 2) // Team Pro's last sample lies a tenth of a second before the end
}
