package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// A test is seen beside those of these days; from this scaled score on it is a
// good one.
const (
	testMemory = 60
	goodScore  = 70
)

// score of a test, 0 to 100: variability above and heart rate below what is
// usual for the athlete.
func (p *profile) score(rr []float64, b *Body) float64 {
	usual := p.vagal().swing
	rate := 60000 / physiology.Mean(rr)
	x := 55 + float64(70*detmath.Log(max(1, physiology.RMSSD(rr))/usual)) -
		float64(2.2*(rate-float64(b.HRRest)-4))
	return detmath.Round(detmath.Clamp(x, 1, 100))
}

// recovery sets a test beside the athlete's tests of the weeks before.
func (s *Set) recovery(a *Analysis, r *Record) {
	p := s.profile(r.Event.Ref.Athlete)
	today := r.Event.Ref.Day
	a.QuickRecovery = p.score(r.RR, &r.Body)

	days, scores := []int{today}, []float64{a.QuickRecovery}
	lowest, highest := a.QuickRecovery, a.QuickRecovery
	for day := today - 1; day >= max(0, today-testMemory); day-- {
		e := s.plan(&p, day)[slotTest]
		if e.kind == "" {
			continue
		}
		t := s.live(&p, Ref{Athlete: p.index, Day: day, Slot: slotTest}, &e)
		rr, _ := artifacts(t.pulse.beats(t.key), t.wear(), t.key)
		score := p.score(rr, &t.body)
		days, scores = append(days, day), append(scores, score)
		lowest, highest = min(lowest, score), max(highest, score)
	}
	scaled := func(score float64) float64 {
		if highest == lowest {
			return 50
		}
		return 100 * (score - lowest) / (highest - lowest)
	}
	a.QuickRecoveryScaled = detmath.Round(scaled(a.QuickRecovery))
	a.DaysSinceGoodRecovery = testMemory
	total, n := 0.0, 0
	for i, score := range scores {
		ago := today - days[i]
		if scaled(score) >= goodScore {
			a.DaysSinceGoodRecovery = min(a.DaysSinceGoodRecovery, ago)
		}
		if ago < 7 {
			total, n = total+scaled(score), n+1
		}
	}
	a.QuickRecoveryWeekMean = detmath.Round(total / float64(n))
}
