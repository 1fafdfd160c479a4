package dataset

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// workMinutes is a workout by the minutes of the clock.
type workMinutes struct {
	first   int64 // minute since 1970 in which it begins
	minutes []workMinute
	kcal    float64 // the sum
	met     float64 // the mean
}

// workMinute is a workout's part of one minute.
type workMinute struct {
	seconds                  int
	met, steps, metres, kcal float64 // sums over its seconds; met in MET seconds
}

// workMinutes of one workout are kept: a day needs them again and again.
func (s *Set) workMinutes(m *moment) *workMinutes {
	return s.memory.work.Get(m.ref, s.workBytes(), func() (*workMinutes, int) {
		w := s.work(m)
		return w, 64 + 40*len(w.minutes)
	})
}

func (s *Set) work(m *moment) *workMinutes {
	p := s.profile(m.ref.Athlete)
	t := s.live(&p, m.ref, &m.plan)
	e := s.event(&p, m.ref.Day, m.ref.Slot, &m.plan)
	w := &workMinutes{first: floorDiv64(m.from, 60)}
	w.minutes = make([]workMinute, floorDiv64(m.to-1, 60)-w.first+1)
	cadence, speed := s.stepping(&t, &e)
	share, sum := 57.0, 0.0
	for i, v := range t.pulse.vo2 {
		second := m.from + int64(i)
		if m.plan.gap > 0 && i >= m.plan.gapAt {
			second += int64(m.plan.gap)
		}
		x := &w.minutes[second/60-w.first]
		share += (physiology.FatPercent(float64(v)/t.body.VO2Max, i) - share) / 20
		rate := physiology.EnergyPerHour(float64(v), t.body.MassKg, share) / 3600
		x.seconds++
		x.met += float64(v) / 3.5
		sum += float64(v) / 3.5
		x.kcal += rate
		w.kcal += rate
		if cadence != nil {
			x.steps += float64(cadence[i]) / 60
			x.metres += float64(speed[i])
		}
	}
	w.met = sum / float64(max(1, len(t.pulse.vo2)))
	return w
}

// stepping is the steps a minute and the speed of each second of a workout, nil
// when nobody steps: those of the record where a sensor gave them, those of the
// effort elsewhere.
func (s *Set) stepping(t *truth, e *Event) (cadence, speed []float32) {
	switch t.e.sport.motion() {
	case foot, court:
	case still:
		n := len(t.effort)
		cadence, speed = make([]float32, n), make([]float32, n)
		for i, x := range t.effort {
			cadence[i] = float32(float64(30 * max(0, x-0.2)))
			speed[i] = cadence[i] / 100
		}
		return cadence, speed
	default:
		return nil, nil
	}
	var r Record
	m := s.moving(t, e)
	m.run(&r, t.effort)
	return r.Cadence, r.Speed
}

// minutes is a calendar day as it was lived, worn or not.
func (s *Set) minutes(c *calendarDay) []minute {
	body := s.bodyOn(c.p, c.day)
	out := c.life(s)
	if c.day > 0 {
		c.bed(out, &c.before)
	}
	c.bed(out, &c.next)
	stride := float64(0.415 * c.p.height() / 100)
	for i := range out {
		out[i].metres = float64(float64(out[i].steps) * stride)
		out[i].kcal = physiology.EnergyPerHour(float64(3.5*out[i].met), body.MassKg, 57) / 60
	}
	for i := range c.events {
		if m := &c.events[i]; m.rest == nil && m.plan.kind == Workout {
			c.train(out, s.workMinutes(m))
		}
	}
	return out
}

// bed puts a night over the minutes of a day.
func (c *calendarDay) bed(out []minute, n *nightly) {
	h := n.hypnogram(c.p)
	bed := n.bed.Unix()
	first, end := max(0, (bed-c.from+59)/60), min(int64(len(out)), (n.up.Unix()-c.from)/60)
	for i := first; i < end; i++ {
		m := minute{met: 1.125}
		e := int(c.from+i*60+30-bed) - h.from
		if e >= 0 && e/epoch < len(h.epochs) && h.epochs[e/epoch] != StateWake {
			m.met, m.asleep = 1, true
		}
		out[i] = m
	}
}

// train puts a workout over the minutes of a day.
func (c *calendarDay) train(out []minute, w *workMinutes) {
	before, ahead := 0.0, 0.0
	for k := range w.minutes {
		x := &w.minutes[k]
		ahead += x.steps
		i := int(w.first + int64(k) - c.from/60)
		steps := int(math.Floor(ahead)) - int(math.Floor(before))
		before = ahead
		if i < 0 || i >= len(out) || x.seconds == 0 {
			continue
		}
		m := &out[i]
		rest := float64(60-x.seconds) / 60
		m.asleep = false
		m.met = eighths(x.met/60 + float64(m.met*rest))
		m.steps = steps + int(float64(float64(m.steps)*rest))
		m.metres = x.metres + float64(m.metres*rest)
		m.kcal = x.kcal + float64(m.kcal*rest)
	}
}
