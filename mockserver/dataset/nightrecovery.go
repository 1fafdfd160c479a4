package dataset

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// NightRecovery is how the autonomic nervous system recovered in a night: four hours
// from half an hour after falling asleep, beside the athlete's usual values.
type NightRecovery struct {
	Day        int // of getting up, as in Overnight
	Start, End time.Time
	Zone       *time.Location
	// Of all intervals in Start to End: mean and RMSSD in ms; mean breath in ms.
	RR, RMSSD, Breath float64
	// Of the same athlete's nights of the four weeks before.
	UsualRR, UsualRMSSD, UsualBreath Usual
	// Balance is how far the three lie from usual, in standard deviations:
	// positive is calmer; within ±10. 0 with less than three earlier nights.
	Balance float64
}

// Usual is the mean and the standard deviation of N nights.
type Usual struct {
	Mean, SD float64
	N        int
}

// NightRecoverySeries is a NightRecovery in pieces of five minutes.
type NightRecoverySeries struct {
	Start     time.Time
	Step      time.Duration
	HRV       []float64 // RMSSD of each piece, ms
	Breathing []float64 // breaths a minute
}

// The window of a NightRecovery, and how many nights are usual.
const (
	recoveryAfter  = 30 * 60
	recoveryLength = 4 * 3600
	recoveryStep   = 300
	usualNights    = 28
	enoughNights   = 3
)

// core is the part of a NightRecovery that its night alone decides; what zero RR says
// is that there is none.
type core struct{ RR, RMSSD, Breath float64 }

type nightKey struct{ athlete, day int }

// NightRecovery is that of the night that ends on the morning of a day; false when no
// device recorded it.
func (s *Set) NightRecovery(athlete, day int) (NightRecovery, bool) {
	night, ok := s.Overnight(athlete, day)
	if !ok {
		return NightRecovery{}, false
	}
	c := s.core(athlete, day)
	out := NightRecovery{Day: day, Zone: night.Zone, RR: c.RR, RMSSD: c.RMSSD, Breath: c.Breath}
	out.Start, out.End = night.recoveryWindow()
	var rr, rmssd, breath []float64
	for d := max(1, day-usualNights); d < day; d++ {
		if x := s.core(athlete, d); x.RR > 0 {
			rr, rmssd, breath = append(rr, x.RR), append(rmssd, x.RMSSD), append(breath, x.Breath)
		}
	}
	out.UsualRR, out.UsualRMSSD, out.UsualBreath = usual(rr), usual(rmssd), usual(breath)
	if len(rr) >= enoughNights {
		x := float64(0.4*out.UsualRR.distance(c.RR)) + float64(0.4*out.UsualRMSSD.distance(c.RMSSD)) +
			float64(0.2*out.UsualBreath.distance(c.Breath))
		out.Balance = detmath.Clamp(x, -10, 10)
	}
	return out, true
}

func (n *Overnight) recoveryWindow() (from, to time.Time) {
	from = n.Asleep.Add(recoveryAfter * time.Second)
	to = from.Add(recoveryLength * time.Second)
	if to.After(n.Awake) {
		to = n.Awake
	}
	return from, to
}

func usual(x []float64) Usual {
	out := Usual{Mean: physiology.Mean(x), N: len(x)}
	if len(x) < 2 {
		return out
	}
	total := 0.0
	for _, v := range x {
		total += float64((v - out.Mean) * (v - out.Mean))
	}
	out.SD = math.Sqrt(total / float64(len(x)-1))
	return out
}

// distance is how many standard deviations x lies above the mean.
func (u *Usual) distance(x float64) float64 {
	if u.SD == 0 {
		return 0
	}
	return (x - u.Mean) / u.SD
}

func (s *Set) core(athlete, day int) core {
	return s.memory.nights.Get(nightKey{athlete, day}, s.nightBytes(), func() (core, int) {
		night, ok := s.Overnight(athlete, day)
		if !ok {
			return core{}, 8
		}
		rr, breath := s.recovering(&night)
		intervals := make([]float64, len(rr))
		for i := range rr {
			intervals[i] = float64(rr[i].Interval)
		}
		total := 0.0
		for _, b := range breath {
			total += float64(b)
		}
		return core{physiology.Mean(intervals), physiology.RMSSD(intervals), 60000 * float64(len(breath)) / total}, 40
	})
}

// recovering is the beats of a night's window, counted in ms from going to bed,
// and its breathing by seconds.
func (s *Set) recovering(night *Overnight) ([]Beat, []float32) {
	p := s.profile(night.Athlete)
	n := s.nightOf(&p, night.Day-1)
	start, end := night.recoveryWindow()
	from, to := int(start.Sub(n.bed)/time.Second), int(end.Sub(n.bed)/time.Second)
	x := s.asleep(&p, &n, to+60)
	x.to = x.origin + int64(to)
	x.from = x.origin + int64(from)
	w := beatWriter{c: &calendarDay{from: x.origin}, out: make([]Beat, 0, 20_000)}
	w.write(&x)
	return w.out, x.pulse.breath[from:to]
}

// NightRecoverySeries is a NightRecovery in pieces; the last one may be shorter.
func (s *Set) NightRecoverySeries(athlete, day int) (NightRecoverySeries, bool) {
	night, ok := s.Overnight(athlete, day)
	if !ok {
		return NightRecoverySeries{}, false
	}
	beats, breath := s.recovering(&night)
	out := NightRecoverySeries{Step: recoveryStep * time.Second}
	out.Start, _ = night.recoveryWindow()
	origin := int32(out.Start.Sub(night.InBed) / time.Millisecond)
	var piece []float64
	for i, b := range beats {
		piece = append(piece, float64(b.Interval))
		if i+1 == len(beats) || (beats[i+1].At-origin)/(recoveryStep*1000) != (b.At-origin)/(recoveryStep*1000) {
			out.HRV, piece = append(out.HRV, physiology.RMSSD(piece)), piece[:0]
		}
	}
	for len(breath) > 0 {
		part := breath[:min(recoveryStep, len(breath))]
		breath = breath[len(part):]
		total := 0.0
		for _, b := range part {
			total += float64(b)
		}
		out.Breathing = append(out.Breathing, total/float64(len(part)))
	}
	return out, true
}
