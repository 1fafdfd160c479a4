package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// readiness is how well an athlete has recovered on the morning of a day:
// around 0, seldom beyond ±1.5.
func (s *Set) readiness(p *profile, day int) float64 {
	fitness, fatigue, yesterday := s.response(p, day)
	stream := p.key.With("readiness").At(s.firstDay + day).Stream()
	r := float64(0.45*stream.Normal()) - float64(0.7*detmath.Clamp((fatigue-fitness)/usualLoad, -1, 1.5)) -
		float64(0.38*detmath.Clamp((yesterday-fitness)/(2*usualLoad), -1, 2))
	switch p.health(s.firstDay + day) {
	case ill:
		r -= 1.1
	case injured:
		r -= 0.1
	}
	return r
}

// lying is a recovery test: still, awake, breathing calmly.
func lying(n int, b *Body, v vagal, ready float64, k chance.Key) pulse {
	out := newPulse(n)
	stream := k.With("heart").Stream()
	wave, breath := 0.0, v.breath
	for i := range n {
		wave = float64(wave*0.97) + float64(0.25*stream.Normal())
		breath += (v.breath-breath)/15 + float64(0.2*stream.Normal())
		settle := float64(3 * detmath.Exp(-float64(i)/40))
		out.hr[i] = float64(b.HRRest) + 3 - float64(2.5*ready) + settle + wave
		out.swing[i] = float64(v.swing * detmath.Exp(float64(0.22*ready)))
		out.breath[i] = float32(max(8, breath))
		out.vo2[i] = float32(3.4 + float64(0.04*wave))
	}
	return out
}
