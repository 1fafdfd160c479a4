package dataset

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// ground is where an exercise leads: two waves of hills along the way, and
// turns that lead home again.
type ground struct {
	base            float64
	height, length  [2]float64 // of the waves, m
	begin           [2]float64 // their phases
	loop            float64    // m of a round; 0 for straight
	width, distance float64    // of a pitch, m; 0 for none
}

func groundOf(e *planned, altitude float64, stream *chance.Stream) ground {
	g := ground{base: altitude + stream.Between(2, 60)}
	hills := func(h0, l0, h1, l1, loop float64) {
		g.height, g.length = [2]float64{h0, h1}, [2]float64{l0, l1}
		g.begin = [2]float64{stream.Between(0, 2*math.Pi), stream.Between(0, 2*math.Pi)}
		g.loop = float64(loop * stream.Between(0.8, 1.25))
	}
	switch e.sport {
	case Football, Rugby:
		g.width, g.distance = 68, 105
	case RunningTrack:
		g.loop = 400
	case RunningTrail:
		hills(28, 1900, 9, 620, 7000)
	case CyclingRoad:
		hills(32, 6400, 7, 1500, 31000)
	case CyclingMountain:
		hills(42, 3000, 10, 700, 12000)
	case SkiingClassic, SkiingSkate:
		hills(16, 1500, 5, 520, 5000)
	case Rowing:
		g.loop = 6000
	default:
		hills(7, 1700, 2.5, 540, 6500)
	}
	if e.form == formHills && g.height[0] > 0 {
		g.height[1] = float64(g.height[1] * 1.5)
	}
	return g
}

func (g *ground) altitude(way float64) float64 {
	a := g.base
	for i, h := range g.height {
		if h > 0 {
			a += float64(h * detmath.Sin(g.begin[i]+float64(2*math.Pi*way/g.length[i])))
		}
	}
	return a
}

// slope is the derivative of altitude.
func (g *ground) slope(way float64) float64 {
	s := 0.0
	for i, h := range g.height {
		if h > 0 {
			k := 2 * math.Pi / g.length[i]
			s += float64(h * k * detmath.Cos(g.begin[i]+float64(k*way)))
		}
	}
	return s
}

// turn is the heading after distance more.
func (g *ground) turn(m *mover, distance float64) float64 {
	switch {
	case g.width > 0:
		// Players turn all the time, and back where the lines are.
		out := math.Abs(m.east) > g.width/2 || math.Abs(m.north) > g.distance/2
		if !out {
			return wrap(m.heading + float64(0.5*m.stream.Normal()) + 2*math.Pi)
		}
		return towards(m.east, m.north)
	case g.loop == 400:
		return wrap(m.heading + float64(distance*(2*math.Pi/400)))
	case g.loop > 0:
		return wrap(m.heading + float64(distance*(2*math.Pi)/g.loop) + m.turn/4 + 2*math.Pi)
	}
	return m.heading
}

// towards is a heading (0 north, π/2 east) that leads back to the origin from
// far east or north, to the nearest eighth of a turn.
func towards(east, north float64) float64 {
	const eighth = math.Pi / 4
	e, n := math.Abs(east) > 10, math.Abs(north) > 10
	switch {
	case n && e && north > 0 && east > 0:
		return 5 * eighth
	case n && e && north > 0:
		return 3 * eighth
	case n && e && east > 0:
		return 7 * eighth
	case n && e:
		return eighth
	case n && north > 0:
		return 4 * eighth
	case e && east > 0:
		return 6 * eighth
	case e:
		return 2 * eighth
	}
	return 0
}
