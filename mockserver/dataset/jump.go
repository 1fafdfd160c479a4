package dataset

import (
	"math"
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
	height = float64(height * (1 + float64(0.035*s.readiness(p, day)) + float64(0.015*stream.Normal())))
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
		out.Best = max(out.Best, j.HeightCM())
	}
	return out
}

// jump sets a jump test beside those of the same kind of the ten weeks before.
func (s *Set) jump(p *profile, day int, t *restTest) *JumpTest {
	const weeks = 70
	out := s.jumped(p, day, t)
	var best []float64
	for d := max(1, day-weeks); d < day; d++ {
		for _, x := range s.restTests(p, d) {
			if x.kind == jumping && x.jumpKind() == out.Kind {
				before := s.jumped(p, d, &x)
				best = append(best, before.Best)
			}
		}
	}
	if len(best) >= enoughNights {
		out.Baseline = physiology.Mean(best)
		out.LowLimit = float64(0.965 * out.Baseline)
	}
	return &out
}
