package dataset

import (
	"math"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// jumpKind is what a jump test consists of.
func (t *restTest) jumpKind() JumpKind {
	return [...]JumpKind{CounterJump, CounterJump, SquatJump, ContinuousJump}[t.key.With("jumps").IntN(4)]
}

// jumped is a jump test by itself.
func (s *Set) jumped(p *profile, day int, t *restTest) JumpTest {
	out := JumpTest{Kind: t.jumpKind(), Length: time.Duration(t.seconds) * time.Second}
	legs := p.key.With("legs").Stream()
	height, n := 38+float64(4.5*legs.Normal()), 3
	if p.sex == Female {
		height = 29 + float64(3.5*legs.Normal())
	}
	stream := t.key.With("heights").Stream()
	height = float64(height * (1 + float64(0.055*s.readiness(p, day)) + float64(0.02*stream.Normal())))
	switch out.Kind {
	case SquatJump:
		height = float64(height * 0.92)
	case ContinuousJump:
		height, n = float64(height*0.8), 12+stream.IntN(8)
	}
	for i := range n {
		cm := float64(height * (1 + float64(0.03*stream.Normal())))
		j := Jump{}
		if out.Kind == ContinuousJump {
			cm = float64(cm * (1 - float64(0.008*float64(i)))) // legs tire
			if i > 0 {
				j.Contact = time.Duration(190+i+stream.IntN(50)) * time.Millisecond
			}
		}
		j.Flight = time.Duration(detmath.Round(float64(1000*math.Sqrt(float64(8*cm)/981)))) * time.Millisecond
		out.Jumps = append(out.Jumps, j)
	}
	out.Result = out.result()
	return out
}

// result is the mean height, or the median of heights that are far apart. [confirmed:
// support.polar.com, leg recovery test]
func (t *JumpTest) result() float64 {
	const apart = 10
	heights := make([]float64, len(t.Jumps))
	for i, j := range t.Jumps {
		heights[i] = j.HeightCM()
	}
	slices.Sort(heights)
	if n := len(heights); heights[n-1]-heights[0] > apart {
		return (heights[(n-1)/2] + heights[n/2]) / 2
	}
	return physiology.Mean(heights)
}

// jump sets a jump test beside those of the same kind of the four weeks before: at
// least two. [confirmed: support.polar.com, leg recovery test]
func (s *Set) jump(p *profile, day int, t *restTest) *JumpTest {
	const weeks, enough = 28, 2
	out := s.jumped(p, day, t)
	var before []float64
	for d := max(1, day-weeks); d < day; d++ {
		for _, x := range s.testsOf(p, d, jumping) {
			if x.jumpKind() == out.Kind {
				before = append(before, s.jumped(p, d, &x).Result)
			}
		}
	}
	if len(before) >= enough {
		out.Baseline = physiology.Mean(before)
		out.LowLimit = lowLimit(out.Baseline)
	}
	return &out
}

// lowLimit is a height of jumps at which legs have not recovered: 7 percent or more
// below what is usual, or two centimetres for those who jump low. [confirmed:
// support.polar.com, leg recovery test]
func lowLimit(baseline float64) float64 {
	const low = 28
	if baseline < low {
		return baseline - 2
	}
	return float64(0.93 * baseline)
}
