package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// Body is an athlete's physiology on the day of t.
func (s *Set) Body(athlete int, t time.Time) Body {
	p := s.profile(athlete)
	return s.bodyOn(&p, s.dayOf(t, p.zone))
}

// dayOf is the calendar day of t in a zone, counted from the first day.
func (s *Set) dayOf(t time.Time, zone int) int {
	l := t.In(s.zones.at(zone))
	y, m, d := l.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/secondsPerDay) - s.firstDay
}

// memoryDays is how far back training still shows.
const memoryDays = 60

// form is the answer of a body to the training planned for the days before:
// fitness rises and decays slowly, fatigue quickly (impulse and response).
// All are in TRIMP a day; yesterday is the load of the day before alone.
func (s *Set) response(p *profile, day int) (fitness, fatigue, yesterday float64) {
	const slow, quick = 0.976, 0.867 // e^(-1/42), e^(-1/7)
	for d := max(0, day-memoryDays); d < day; {
		loads := s.loads(p, d/loadDays)
		for _, load := range loads[d%loadDays : min(loadDays, d%loadDays+day-d)] {
			yesterday = load
			fitness = float64(fitness*slow) + float64(load*(1-slow))
			fatigue = float64(fatigue*quick) + float64(load*(1-quick))
			d++
		}
	}
	return fitness, fatigue, yesterday
}

// loadDays is how many days of planned loads are kept together.
const loadDays = 16

// loadKey is an athlete's days from piece times loadDays on.
type loadKey struct{ athlete, piece int }

// loads are what is planned on each day, in TRIMP. They are asked for at every step:
// a body of one day follows from 60 days, and a night is set beside 28 others.
func (s *Set) loads(p *profile, piece int) *[loadDays]float64 {
	return s.memory.loads.Get(loadKey{p.index, piece}, s.loadBytes(), func() (*[loadDays]float64, int) {
		var out [loadDays]float64
		for i := range out {
			plan := s.exercises(p, piece*loadDays+i)
			for k := range plan {
				out[i] += plan[k].trimp
			}
		}
		return &out, 8 * loadDays
	})
}

// usualLoad is the TRIMP a day at which a body neither gains nor loses.
const usualLoad = 55

func (s *Set) bodyOn(p *profile, day int) Body {
	fitness, fatigue, _ := s.response(p, day)
	gain := detmath.Clamp((fitness-usualLoad)/usualLoad, -1, 1)
	tired := detmath.Clamp((fatigue-fitness)/usualLoad, -1, 1.5)

	stream := p.key.With("body").Stream()
	age := float64(day-s.bornDay(p)) / 365.25
	endurance := p.sport.motion() != court
	height := p.height()
	bmi, vo2 := 23.4, 52.0
	if p.sex == Female {
		bmi, vo2 = 21.8, 45
	}
	if endurance {
		bmi, vo2 = bmi-1.6, vo2+9
	}
	mass := float64(float64(height*height) / 10000 * (bmi + float64(1.3*stream.Normal())))
	vo2 += float64(3.5 * stream.Normal())
	vo2 -= float64(0.25 * max(0, age-28))
	maxHR := 208 - float64(0.7*age) + float64(6.5*stream.Normal())
	restHR := 62 - float64(0.32*(vo2-35)) + float64(4*stream.Normal())
	aerobic, anaerobic := stream.Between(0.62, 0.7), stream.Between(0.83, 0.89)

	season := detmath.Sin(float64(2 * 3.141592653589793 * float64(day%365) / 365))
	b := Body{
		MassKg: detmath.Round(float64(float64(mass*(1-float64(0.012*gain)+float64(0.006*season)))*10)) / 10,
		HRMax:  int(detmath.Round(maxHR)),
		HRRest: int(detmath.Round(restHR - float64(2.5*gain) + float64(2*tired))),
		VO2Max: float64(vo2 * (1 + float64(0.05*gain) - float64(0.015*tired))),
	}
	threshold := detmath.Clamp(anaerobic+float64(0.02*gain), 0.8, 0.92)
	b.AerobicHR = b.atReserve(detmath.Clamp(aerobic+float64(0.02*gain), 0.58, 0.74))
	b.AnaerobicHR = b.atReserve(threshold)
	b.RunThresholdSpeed = runSpeed(float64(b.VO2Max*threshold), 0)
	b.FTPWatts = detmath.Round(bikePower(float64(b.VO2Max*threshold), b.MassKg))
	return b
}

// atReserve is the heart rate at a fraction of the heart-rate reserve.
func (b *Body) atReserve(f float64) int {
	return int(detmath.Round(detmath.Lerp(float64(b.HRRest), float64(b.HRMax), f)))
}

func (s *Set) bornDay(p *profile) int { return int(s.born(p).Unix()/secondsPerDay) - s.firstDay }
