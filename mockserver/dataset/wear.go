package dataset

import (
	"sort"
	"time"
)

// interval is a time between two seconds since 1970.
type interval struct{ from, to int64 }

// calendarDay is one local day of one athlete, with the nights around it.
type calendarDay struct {
	p            *profile
	day          int
	from, to     int64      // midnights
	before, next nightly    // the nights that end and begin in it; before.plan is empty on day 0
	events       []moment   // workouts and tests that touch it, by start
	off          []interval // in which device 0 was not worn: ascending, disjoint, within the day
}

// moment is an event on the clock.
type moment struct {
	interval
	ref  Ref
	plan planned
	rest *restTest // a test at rest; ref and plan are empty then
}

func (s *Set) calendarDay(p *profile, day int) calendarDay {
	c := calendarDay{p: p, day: day, from: s.local(day, 0, p.zone).Unix(), to: s.local(day+1, 0, p.zone).Unix()}
	c.next = s.nightOf(p, day)
	if day > 0 {
		c.before = s.nightOf(p, day-1)
	}
	for d := max(0, day-1); d <= day; d++ {
		c.add(s, d)
	}
	sort.SliceStable(c.events, func(i, j int) bool { return c.events[i].from < c.events[j].from })
	c.off = s.absences(&c)
	return c
}

// add takes up what a body did in a day, as far as it reaches into c.
func (c *calendarDay) add(s *Set, day int) {
	plan := s.plan(c.p, day)
	for slot := range plan {
		e := &plan[slot]
		if e.kind != Workout && e.kind != RecoveryTest {
			continue
		}
		m := moment{ref: Ref{Athlete: c.p.index, Day: day, Slot: slot}, plan: *e}
		m.from, m.to = s.local(day, e.start, c.p.zone).Unix(), s.local(day, e.end, c.p.zone).Unix()
		if m.to > c.from && m.from < c.to {
			c.events = append(c.events, m)
		}
	}
	if day != c.day {
		return // tests at rest are taken in the morning
	}
	tests := s.restTests(c.p, day)
	for i := range tests {
		t := &tests[i]
		c.events = append(c.events, moment{interval: interval{t.start, t.start + int64(t.seconds)}, rest: t})
	}
}

// absences are when device 0 lay on a table.
func (s *Set) absences(c *calendarDay) []interval {
	var out []interval
	if c.day == 0 {
		out = append(out, interval{c.from, c.from + 9*3600}) // it comes out of its box
	} else {
		out = append(out, c.before.off()...)
		out = append(out, s.daytimeOff(c.p, c.day-1, s.risen(c.p, c.day-1), c.before.bed.Unix())...)
	}
	out = append(out, c.next.off()...)
	out = append(out, s.daytimeOff(c.p, c.day, s.risen(c.p, c.day), c.next.bed.Unix())...)
	for i := range c.events {
		out = without(out, interval{c.events[i].from - 120, c.events[i].to + 120})
	}
	return joined(out, c.from, c.to)
}

// risen is when the athlete got up on a day.
func (s *Set) risen(p *profile, day int) int64 {
	if day == 0 {
		return s.local(0, at(7, 0), p.zone).Unix()
	}
	n := s.nightOf(p, day-1)
	return n.up.Unix()
}

// off is when the device was not worn around a night.
func (n *nightly) off() []interval {
	switch {
	case n.absent:
		return []interval{{n.bed.Unix() - 1500, n.up.Unix() + 900}}
	case n.empty < n.seconds: // charged after getting up
		return []interval{{n.bed.Unix() + int64(n.empty), n.up.Unix() + 2400}}
	}
	return nil
}

// daytimeOff is when the device was not worn between getting up and going to
// bed: under the shower, while it was charged, and on days it was forgotten.
func (s *Set) daytimeOff(p *profile, day int, up, bed int64) []interval {
	k := p.key.With("wrist")
	stream := k.At(s.firstDay + day).With("day").Stream()
	forgotten, shower, evening := stream.Float64(), stream.Float64(), stream.Float64()
	showerAt, showerFor := up+240+int64(stream.IntN(1800)), int64(480+stream.IntN(720))
	chargeAt, chargeFor := bed-int64(3*3600)+int64(stream.IntN(3600)), int64(3000+stream.IntN(3000))
	if limit := 0.02; forgotten < limit && p.local != 0 {
		return []interval{{up + 600, bed - 2400}}
	}
	var out []interval
	if shower < 0.45 {
		out = append(out, interval{showerAt, showerAt + showerFor})
	}
	if evening < 0.12 {
		out = append(out, interval{bed - 5400, bed - 5400 + showerFor})
	}
	if every := 4 + k.IntN(4); (s.firstDay+day+k.With("phase").IntN(7))%every == 0 {
		out = append(out, interval{chargeAt, chargeAt + chargeFor})
	}
	return out
}

// without cuts x out of each of a.
func without(a []interval, x interval) []interval {
	out := make([]interval, 0, len(a)+1)
	for _, v := range a {
		if v.to <= x.from || v.from >= x.to {
			out = append(out, v)
			continue
		}
		if v.from < x.from {
			out = append(out, interval{v.from, x.from})
		}
		if v.to > x.to {
			out = append(out, interval{x.to, v.to})
		}
	}
	return out
}

// joined sorts, joins and clips to [from, to); what is shorter than two minutes
// goes unnoticed.
func joined(a []interval, from, to int64) []interval {
	const shortest = 120
	sort.Slice(a, func(i, j int) bool { return a[i].from < a[j].from })
	out := make([]interval, 0, len(a))
	for _, v := range a {
		if v.to-v.from < shortest {
			continue
		}
		if n := len(out); n > 0 && v.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, v.to)
			continue
		}
		out = append(out, v)
	}
	kept := out[:0]
	for _, v := range out {
		if v.from, v.to = max(v.from, from), min(v.to, to); v.from < v.to {
			kept = append(kept, v)
		}
	}
	return kept
}

// worn is the complement of off within the day.
func (c *calendarDay) worn() []interval {
	out, at := []interval{}, c.from
	for _, v := range c.off {
		if v.from > at {
			out = append(out, interval{at, v.from})
		}
		at = v.to
	}
	if at < c.to {
		out = append(out, interval{at, c.to})
	}
	return out
}

// SkinContacts are the contacts of device 0 in one calendar day, in one period
// from midnight to midnight; none when it was not worn at all.
func (s *Set) SkinContacts(athlete, day int) []ContactPeriod {
	if !s.lived(athlete, day) {
		return nil
	}
	p := s.profile(athlete)
	c := s.calendarDay(&p, day)
	out := ContactPeriod{
		Day: day, Zone: s.zones.at(p.zone),
		Start: time.Unix(c.from, 0).UTC(), Stop: time.Unix(c.to, 0).UTC(),
	}
	worn := c.worn()
	if len(worn) == 0 {
		return nil
	}
	after := func(second int64) time.Duration { return time.Duration(second-c.from) * time.Second }
	if worn[0].from > c.from {
		out.Changes = append(out.Changes, ContactChange{})
	}
	for _, w := range worn {
		out.Changes = append(out.Changes, ContactChange{after(w.from), true})
		if w.to < c.to {
			out.Changes = append(out.Changes, ContactChange{after(w.to), false})
		}
	}
	return []ContactPeriod{out}
}
