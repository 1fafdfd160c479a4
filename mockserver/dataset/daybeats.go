package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// Beats are the intervals of one calendar day. During workouts, tests and nights
// they are those of their records, in whole milliseconds.
func (s *Set) Beats(athlete, day int) Beats {
	if !s.lived(athlete, day) {
		return Beats{}
	}
	p := s.profile(athlete)
	c := s.calendarDay(&p, day)
	parts := s.stretches(&c)
	b := beatWriter{c: &c, life: c.life(s), minute: -1, out: make([]Beat, 0, 100_000)}
	b.stream = p.key.With("optical").At(s.firstDay + day).Stream()
	out := Beats{Day: day}
	for i := range parts {
		x := &parts[i]
		first := len(b.out)
		b.write(x)
		if first == len(b.out) {
			continue
		}
		manual := x.moment != nil
		if n := len(out.Triggers); n == 0 || out.Triggers[n-1].Manual != manual {
			out.Triggers = append(out.Triggers, Trigger{At: b.out[first].At, Manual: manual})
		}
	}
	out.Beats = b.out
	return out
}

type beatWriter struct {
	c      *calendarDay
	life   []minute
	out    []Beat
	hole   int
	stream chance.Stream

	minute         int
	blind, resumed bool // the minute is not seen; nothing has been seen since
}

// write appends the beats of x that begin within it, while the device was worn
// and saw them.
func (b *beatWriter) write(x *stretch) {
	begin := (x.origin - b.c.from) * 1000
	from, to := (x.from-b.c.from)*1000, (x.to-b.c.from)*1000
	now, end, bridged := 0.0, int64(0), x.gap == 0
	for _, rr := range x.beats() {
		start := end
		now += rr
		end = int64(detmath.Round(now))
		at, lost := begin+start, false
		if x.gap > 0 && start >= int64(x.gapAt)*1000 {
			at += int64(x.gap) * 1000
			lost, bridged = !bridged, true
		}
		if at >= to {
			return
		}
		if at < from || b.c.absent(b.c.from+floorDiv64(at, 1000), &b.hole) || b.unseen(x, at) {
			continue
		}
		beat := Beat{At: int32(at), Interval: uint16(end - start), Contact: true, Offline: lost}
		b.judge(x, &beat)
		b.out = append(b.out, beat)
	}
}

// unseen says of the minutes of a waking day whether the arm moved too much for
// the light: none of their beats is kept.
func (b *beatWriter) unseen(x *stretch, at int64) bool {
	if x.asleep || x.moment != nil {
		return false
	}
	if m := int(at / 60000); m != b.minute {
		b.minute, b.blind = m, false
		k := b.c.p.key.With("blind").At(b.c.day).At(m)
		often := 0.06
		if b.life[min(m, len(b.life)-1)].met >= 1.5 {
			often = 0.5
		}
		b.blind = k.Chance(often)
	}
	b.resumed = b.resumed || b.blind
	return b.blind
}

// judge says how far a beat can be trusted: movement blurs what light sees.
func (b *beatWriter) judge(x *stretch, beat *Beat) {
	if b.resumed {
		beat.Offline, b.resumed = true, false
	}
	u := b.stream.Uint64()
	often, noise := uint64(6), uint64(9)
	switch {
	case x.asleep:
		often, noise = 2, 5
	case x.hr != nil:
		often = 210
	case x.moment != nil:
		often = 1
	case b.life[min(int(beat.At)/60000, len(b.life)-1)].met >= 1.5:
		often = 120
	}
	beat.Movement = u&0xff < often
	beat.Error = uint16(3 + u>>8&0xff*noise>>8)
	if beat.Movement {
		beat.Error += uint16(8 + u>>16&0x3f)
	}
	if u>>32&0x3ff == 0 { // the strap slipped for a moment
		beat.Contact, beat.Error = false, beat.Error+60
	}
}
