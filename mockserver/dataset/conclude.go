package dataset

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// status is what the history of an athlete adds to any event.
func (s *Set) status(a *Analysis, r *Record) {
	p := s.profile(r.Event.Ref.Athlete)
	day := r.Event.Ref.Day
	fitness, fatigue, _ := s.response(&p, day)
	a.PlayerStatus = detmath.Round(detmath.Clamp(55+float64(28*(fitness-usualLoad)/usualLoad)-
		float64(30*(fatigue-fitness)/usualLoad), 1, 100))
	asked := p.key.With("asked").At(s.firstDay + day).At(r.Event.Ref.Slot)
	often := 0.12
	if r.Event.Kind == RecoveryTest {
		often = 0.4
	}
	if r.Event.Kind != Manual && asked.Chance(often) {
		a.PerceivedRecovery = int(detmath.Round(detmath.Clamp(3.2+float64(1.3*s.readiness(&p, day)), 1, 5)))
	}
}

// fitness estimates the maximal oxygen uptake where speed or power tell how
// much work the heart drove.
func (s *Set) fitness(a *Analysis, r *Record) {
	const enough = 15 * 60
	sport := s.sportOf(r)
	known := false
	switch sport.motion() {
	case foot:
		known = r.Event.GPS && sport != Walking
	case wheel:
		known = r.Event.Power
	case ski:
		known = r.Event.GPS
	}
	if !known || len(a.HeartRate1s) < enough || a.VO2Average < float64(0.42*r.Body.VO2Max) {
		return
	}
	p := s.profile(r.Event.Ref.Athlete)
	miss := p.key.With("estimate").At(s.firstDay + r.Event.Ref.Day).At(r.Event.Ref.Slot).Stream()
	a.VO2MaxEstimate = physiology.Dyadic(float64(r.Body.VO2Max * (1 + float64(0.025*miss.Normal()))))
}

// sportOf is the sport of an event, even of an untagged one.
func (s *Set) sportOf(r *Record) Sport {
	_, e, _ := s.find(r.Event.Ref)
	return e.sport
}

// restingSwing is what the athlete's RMSSD is expected to be near.
func (s *Set) restingSwing(r *Record) float64 {
	p := s.profile(r.Event.Ref.Athlete)
	return p.vagal().swing
}

// night parts the minutes of a night and compares the variability of sleep with
// that of lying awake.
func (a *Analysis) night(r *Record, expected float64) {
	asleep := func(second int) bool {
		now := Awake
		for _, st := range r.Stages {
			if int(st.From.Seconds()) > second {
				break
			}
			now = st.Sleep
		}
		return now != Awake
	}
	var sleeping, waking float64
	var nSleep, nWake int
	for minute, x := range a.RMSSD1Min {
		if asleep(minute*60 + 30) {
			sleeping, nSleep = sleeping+x, nSleep+1
		} else {
			waking, nWake = waking+x, nWake+1
		}
		switch {
		case x >= float64(0.86*expected):
			a.RecoveryMinutes++
		case x < float64(0.785*expected):
			a.StressMinutes++
		}
	}
	a.SleepMinutes = float64(nSleep)
	if nSleep > 0 {
		a.RMSSDSleep = physiology.Dyadic(sleeping / float64(nSleep))
	}
	if nWake > 0 {
		a.RMSSDNonSleep = physiology.Dyadic(waking / float64(nWake))
	}
	a.SleepRecoveryIndex = physiology.Dyadic(physiology.RMSSD(beatsBetween(r.RR, 30*60e3, 270*60e3)))
	if all := a.RecoveryMinutes + a.StressMinutes; all > 0 {
		a.StressBalance = math.Floor(100 * a.RecoveryMinutes / all)
	}
}

// beatsBetween are the intervals that begin in [from, to) ms.
func beatsBetween(rr []float64, from, to float64) []float64 {
	now, first := 0.0, 0
	for i, x := range rr {
		if now < from {
			first = i + 1
		}
		if now >= to {
			return rr[first:i]
		}
		now += x
	}
	return rr[first:]
}
