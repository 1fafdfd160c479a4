package dataset

import (
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// stretch is a part of a calendar day in which one thing drives the heart.
type stretch struct {
	interval       // clipped to the day
	origin   int64 // second in which its series begin
	asleep   bool
	moment   *moment // nil awake and asleep

	pulse pulse   // of nights, tests at rest and waking hours
	hr    []uint8 // of workouts and recovery tests, instead
	// A belt that lost the heart: what lies at or after gapAt in hr happened gap
	// seconds later.
	gapAt, gap int
	beats      func() []float64
}

// stretches parts a day, in order.
func (s *Set) stretches(c *calendarDay) []stretch {
	var out []stretch
	life := c.life(s)
	body, ready := s.bodyOn(c.p, c.day), s.readiness(c.p, c.day)
	heart := float64(body.HRRest) + 8
	now := c.from
	awake := func(until int64) {
		if now < until {
			x := stretch{interval: interval{now, until}, origin: now}
			k := c.p.key.With("waking").At(s.firstDay + c.day).At(int(now - c.from))
			x.pulse = c.waking(&x, life, &body, ready, heart, k)
			x.beats = func() []float64 { return x.pulse.beats(k) }
			out, heart, now = append(out, x), last(x.pulse.hr), until
		}
	}
	add := func(x stretch) {
		x.to = min(x.to, c.to)
		if x.from = max(x.from, now); x.from < x.to {
			out, now = append(out, x), x.to
		}
	}
	night := func(n *nightly) {
		awake(min(c.to, n.bed.Unix()))
		if now >= n.up.Unix() || n.bed.Unix() >= c.to {
			return
		}
		x := s.asleep(c.p, n, int(min(n.up.Unix(), c.to+60)-n.bed.Unix()))
		heart = last(x.pulse.hr)
		add(x)
	}
	if c.day > 0 {
		night(&c.before)
	}
	for i := range c.events {
		m := &c.events[i]
		awake(min(c.to, m.from))
		x := s.tested(c, m, &body, ready)
		if m.rest == nil {
			x = s.recorded(m)
		}
		add(x)
		heart = x.end(heart)
	}
	night(&c.next)
	awake(c.to)
	return out
}

// asleep is the first seconds of a night in bed.
func (s *Set) asleep(p *profile, n *nightly, seconds int) stretch {
	t := truth{p: p, e: &n.plan, ref: n.ref, key: n.key, body: s.bodyOn(p, n.ref.Day)}
	ready := s.readiness(p, n.ref.Day+1) - s.unrest(p, n.ref.Day)
	t.pulse = slumber(min(seconds, n.seconds), stages(n.seconds, n.key), &t.body, p.vagal(), ready, n.key)
	return stretch{
		interval: interval{n.bed.Unix(), n.up.Unix()}, origin: n.bed.Unix(), asleep: true, pulse: t.pulse,
		beats: func() []float64 {
			rr, _ := artifacts(t.pulse.beats(t.key), t.wear(), t.key)
			return rr
		},
	}
}

// recorded is a workout or a recovery test: its record.
func (s *Set) recorded(m *moment) stretch {
	r := s.Heart(Event{Ref: m.ref})
	return stretch{
		interval: m.interval, origin: m.from, moment: m, hr: r.HeartRate,
		gapAt: m.plan.gapAt, gap: m.plan.gap,
		beats: func() []float64 { return r.RR },
	}
}

// rate is the heart rate at a second, 0 where there is none.
func (x *stretch) rate(second int64) float64 {
	i := int(second - x.origin)
	if x.hr == nil {
		if i < 0 || i >= len(x.pulse.hr) {
			return 0
		}
		return x.pulse.hr[i]
	}
	if x.gap > 0 && i >= x.gapAt {
		if i -= x.gap; i < x.gapAt {
			return 0
		}
	}
	if i < 0 || i >= len(x.hr) {
		return 0
	}
	return float64(x.hr[i])
}

// end is the heart rate that a stretch leaves behind.
func (x *stretch) end(before float64) float64 {
	switch {
	case len(x.hr) > 0:
		return float64(x.hr[len(x.hr)-1])
	case len(x.pulse.hr) > 0:
		return last(x.pulse.hr)
	}
	return before
}

// waking turns what somebody does all day into heart rate and breathing.
func (c *calendarDay) waking(x *stretch, life []minute, b *Body, ready, heart float64, k key) pulse {
	n := int(x.to - x.from)
	out := newPulse(n)
	stream := k.With("heart").Stream()
	v := c.p.vagal()
	rest, reserve := float64(b.HRRest)-float64(1.5*ready), float64(b.HRMax-b.HRRest)
	capacity := b.VO2Max/3.5 - 1.2
	wave, swing, breath, met := 0.0, 0.0, v.breath+2.5, 1.2
	for i := range n {
		second := int(x.from-c.from) + i
		if i == 0 || second%60 == 0 {
			met = life[min(second/60, len(life)-1)].met
		}
		target := rest + float64(reserve*(0.08+float64(0.9*max(0, met-1.2)/capacity)))
		wave = float64(wave*0.985) + float64(0.4*stream.Normal())
		heart += (target - heart) / kinetics(target > heart, 25, 55)
		out.hr[i] = max(34, heart+wave)
		if i%10 == 0 {
			h := max(0.02, (heart-float64(b.HRRest))/reserve)
			swing = float64(0.8 * vagalSwing(v.swing, h))
			want := v.breath + 2 + float64(36*detmath.Pow(h, 1.4))
			breath += float64((want-breath)*0.3) + float64(0.4*stream.Normal())
		}
		out.swing[i], out.breath[i] = swing, float32(max(8, breath))
	}
	return out
}

// absent says whether device 0 was off the wrist at a second; from is where a
// search in order may begin, and the place where the next one may.
func (c *calendarDay) absent(second int64, from *int) bool {
	for *from < len(c.off) && c.off[*from].to <= second {
		*from++
	}
	return *from < len(c.off) && c.off[*from].from <= second
}

// HeartRates are the heart rates of one calendar day on device 0, ascending.
func (s *Set) HeartRates(athlete, day int) []HeartRate {
	if !s.lived(athlete, day) {
		return nil
	}
	p := s.profile(athlete)
	c := s.calendarDay(&p, day)
	const every = int64(HeartRateEvery / 1e9)
	out := make([]HeartRate, 0, (c.to-c.from)/every)
	lowest, highest, hole := -1, -1, 0
	parts := s.stretches(&c)
	for i := range parts {
		x := &parts[i]
		for second := c.from + (x.from-c.from+every-1)/every*every; second < x.to; second += every {
			rate := detmath.Round(x.rate(second))
			if rate == 0 || c.absent(second, &hole) {
				continue
			}
			cause := Timed
			switch {
			case x.moment != nil:
				cause = Started
			case lowest < 0 || rate < float64(out[lowest].Rate):
				lowest = len(out)
			}
			if cause == Timed && (highest < 0 || rate > float64(out[highest].Rate)) {
				highest = len(out)
			}
			out = append(out, HeartRate{At: int32((second - c.from) * 1000), Rate: uint8(rate), Cause: cause})
		}
	}
	if lowest >= 0 {
		out[lowest].Cause = Lowest
	}
	if highest >= 0 && highest != lowest {
		out[highest].Cause = Highest
	}
	return slices.Clip(out)
}
