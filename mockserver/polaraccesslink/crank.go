package polaraccesslink

import (
	"math"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// crank is what power pedals measure, by side. [confirmed: AccessLink v4 page, which
// series there are; inferred: units and figures: N and degrees]
type crank struct {
	balance                []float32 // percent of the left
	left, right            []float32 // W
	revolutions, timestamp []float32
	force                  [2][]float32 // N, the largest
	phase                  [2]float64   // degrees at which the force is largest
}

func (t *tenant) crankOf(x *track, place uint64) *crank {
	r := t.eventful(place, "crank")
	n := len(x.record.Power)
	c := &crank{balance: make([]float32, n), left: make([]float32, n), right: make([]float32, n), revolutions: make([]float32, n), timestamp: make([]float32, n)}
	c.force[0], c.force[1] = make([]float32, n), make([]float32, n)
	lean := 47 + 6*r.Float64()
	c.phase = [2]float64{88 + 10*r.Float64(), 88 + 10*r.Float64()}
	turns, drift := 0.0, 0.0
	for i := range n {
		drift = 0.98*drift + 0.2*(r.Float64()-0.5)
		c.balance[i] = round32(lean+drift, 1)
		c.left[i] = round32(x.watts(i)*float64(c.balance[i])/100, 0)
		c.right[i] = round32(x.watts(i)-float64(c.left[i]), 0)
		cadence := 0.0
		if i < len(x.record.Cadence) {
			cadence = float64(x.record.Cadence[i])
		}
		turns += cadence / 60
		c.revolutions[i], c.timestamp[i] = float32(math.Floor(turns)), float32(i*1000)
		if cadence > 0 { // a crank of 172.5 mm; the force peaks at some twice its mean
			newtons := 2 * 60 / (2 * 3.141592653589793 * 0.1725 * cadence)
			c.force[0][i] = round32(2*newtons*float64(c.left[i]), 0)
			c.force[1][i] = round32(2*newtons*float64(c.right[i]), 0)
		}
	}
	return c
}

// series are those of both sides.
func (c *crank) series() []series {
	var all []series
	for side, name := range [...]string{"LEFT", "RIGHT"} {
		n := len(c.left)
		derived := func(from func(i int) float64) []float32 {
			out := make([]float32, n)
			for i := range out {
				if c.force[side][i] > 0 {
					out[i] = round32(from(i), 0)
				}
			}
			return out
		}
		power := c.left
		if side == 1 {
			power = c.right
		}
		jitter := func(i int) float64 { return float64(draw.Mix(uint64(i)<<1|uint64(side))%7) - 3 }
		add := func(kind string, values []float32) {
			all = append(all, series{enum(strings.Join([]string{name, "CRANK", kind}, "_")), values})
		}
		add("CURRENT_POWER", power)
		add("CUMULATIVE_REVOLUTIONS", c.revolutions)
		add("CUMULATIVE_TIMESTAMP_MILLIS", c.timestamp)
		add("FORCE_MAGNITUDE_MIN", derived(func(i int) float64 { return -0.12 * float64(c.force[side][i]) }))
		add("FORCE_MAGNITUDE_MAX", c.force[side])
		add("FORCE_MAGNITUDE_MIN_ANGLE", derived(func(i int) float64 { return c.phase[side] + 180 + jitter(i) }))
		add("FORCE_MAGNITUDE_MAX_ANGLE", derived(func(i int) float64 { return c.phase[side] + jitter(i) }))
		add("BOTTOM_DEAD_SPOT_ANGLE", derived(func(i int) float64 { return 190 + jitter(i) }))
		add("TOP_DEAD_SPOT_ANGLE", derived(func(i int) float64 { return 10 + jitter(i) }))
	}
	return all
}
