package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
)

// truth is a record in the making.
type truth struct {
	p      *profile
	e      *planned
	ref    Ref
	key    chance.Key
	body   Body
	effort []float64 // without the gap; nil when nothing was done
	pulse  pulse
	stages []Stage
}

// recordKey is the source of chance of one record.
func (p *profile) recordKey(s *Set, ref Ref) chance.Key {
	return p.key.With("record").At(s.firstDay + ref.Day).At(ref.Slot)
}

// live simulates what drives the heart in one event.
func (s *Set) live(p *profile, ref Ref, e *planned) truth {
	t := truth{p: p, e: e, ref: ref, key: p.recordKey(s, ref)}
	t.body = s.bodyOn(p, ref.Day)
	v := p.vagal()
	switch e.kind {
	case Workout:
		t.effort = s.demanded(&t)
		ready := s.readiness(p, ref.Day)
		v.swing = float64(v.swing * (1 + float64(0.1*max(-1, min(1, ready)))))
		arousal := 0.06
		if e.tag == TagGame || e.tag == TagRace {
			arousal = 0.27
		}
		t.pulse = exert(t.effort, &t.body, v, arousal, t.key)
		t.pulse.cut(e.gapAt, e.gap)
		t.effort = cut(t.effort, e.gapAt, e.gap)
	case Night:
		n := s.seconds(p, ref.Day, e)
		t.stages = stages(n, t.key)
		t.pulse = slumber(n, t.stages, &t.body, v, s.readiness(p, ref.Day+1)-s.unrest(p, ref.Day), t.key)
	case RecoveryTest:
		t.pulse = lying(s.seconds(p, ref.Day, e), &t.body, v, s.readiness(p, ref.Day), t.key)
	}
	return t
}

// demanded is the effort that a workout takes, the gap included.
func (s *Set) demanded(t *truth) []float64 {
	return demand(s.parts(t.p, t.ref.Day, t.ref.Slot, t.e), t.e, t.key)
}

// seconds is how long an event lasts on the clock, whatever happens to clocks.
func (s *Set) seconds(p *profile, day int, e *planned) int {
	return int(s.local(day, e.end, p.zone).Sub(s.local(day, e.start, p.zone)) / time.Second)
}

// wear is how often a belt errs: most seldom, some often.
func (t *truth) wear() float64 {
	stream := t.key.With("belt").Stream()
	rate := 0.0001 + float64(0.0012*stream.Float64()*stream.Float64())
	if stream.Chance(0.05) {
		rate = float64(rate * 6)
	}
	if t.p.index%2 == 1 { // an older belt
		rate = float64(rate * 1.7)
	}
	return rate
}

func sum(x []float64) float64 {
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total
}

// simulate makes the record of one event, without what moved: moved adds that.
func (s *Set) simulate(ref Ref) *Record {
	p, e, ok := s.find(ref)
	if !ok {
		return &Record{}
	}
	out := &Record{Event: s.event(&p, ref.Day, ref.Slot, &e)}
	if e.kind == Manual {
		out.Body = s.bodyOn(&p, ref.Day)
		return out
	}
	t := s.live(&p, ref, &e)
	out.Body = t.body
	out.Stages = t.stages
	out.RR, out.RawRR = artifacts(t.pulse.beats(t.key), t.wear(), t.key)
	out.Duration = milliseconds(sum(out.RR))
	out.HeartRate = heartRate(out.RR)
	n := len(out.HeartRate)
	out.Respiration, out.VO2 = t.pulse.breath[:n:n], t.pulse.vo2[:n:n]
	if e.gap > 0 {
		out.GapAt, out.Gap = time.Duration(e.gapAt)*time.Second, time.Duration(e.gap)*time.Second
	}
	if t.effort != nil {
		t.effort = t.effort[:n]
	}
	if out.Event.Movement {
		out.Movement = t.accelerations(n)
	}
	return out
}
