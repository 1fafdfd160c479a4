package dataset

import (
	"iter"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
)

// lastDay bounds days: no calendar is asked for two centuries ahead.
const lastDay = 80_000

// Events yields an athlete's events that start in [from, to), ascending by
// start. Slices in an event are the caller's own.
func (s *Set) Events(athlete int, from, to time.Time) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		if athlete < 0 || athlete >= s.Athletes() {
			return
		}
		p := s.profile(athlete)
		first, last := s.days(from, to)
		for day := first; day <= last; day++ {
			plan := s.plan(&p, day)
			for _, slot := range order(&plan) {
				e := s.event(&p, day, slot, &plan[slot])
				if !e.Start.Before(from) && e.Start.Before(to) && !yield(e) {
					return
				}
			}
		}
	}
}

// days are those that may hold what starts in [from, to), in any zone.
func (s *Set) days(from, to time.Time) (first, last int) {
	day := func(t time.Time, more int64) int {
		return int(max(0, min(lastDay, t.Unix()/secondsPerDay-int64(s.firstDay)+more)))
	}
	if !from.Before(to) {
		return 0, -1
	}
	return day(from, -2), day(to, 2)
}

// order is the slots of a day that hold something, by start.
func order(plan *[SlotsPerDay]planned) []int {
	out := make([]int, 0, SlotsPerDay)
	for i := range plan {
		if plan[i].kind == "" {
			continue
		}
		at := len(out)
		out = append(out, i)
		for ; at > 0 && plan[out[at-1]].start > plan[i].start; at-- {
			out[at], out[at-1] = out[at-1], out[at]
		}
	}
	return out
}

// Event finds one event.
func (s *Set) Event(ref Ref) (Event, bool) {
	p, e, ok := s.find(ref)
	if !ok {
		return Event{}, false
	}
	return s.event(&p, ref.Day, ref.Slot, &e), true
}

func (s *Set) find(ref Ref) (profile, planned, bool) {
	if ref.Athlete < 0 || ref.Athlete >= s.Athletes() || ref.Day < 0 || ref.Day > lastDay ||
		ref.Slot < 0 || ref.Slot >= SlotsPerDay {
		return profile{}, planned{}, false
	}
	p := s.profile(ref.Athlete)
	e := s.plan(&p, ref.Day)[ref.Slot]
	return p, e, e.kind != ""
}

// local is a time of day, which may lie beyond midnight, in UTC.
func (s *Set) local(day, seconds, zone int) time.Time {
	t := s.config.FirstDay
	return time.Date(t.Year(), t.Month(), t.Day()+day, 0, 0, seconds, 0, s.zones.at(zone)).UTC()
}

func (s *Set) event(p *profile, day, slot int, e *planned) Event {
	out := Event{
		Ref:  Ref{Athlete: p.index, Day: day, Slot: slot},
		Kind: e.kind, Sport: e.sport, Tag: e.tag,
		Start:        s.local(day, e.start, p.zone),
		End:          s.local(day, e.end, p.zone),
		Zone:         s.zones.at(p.zone),
		PlannedTRIMP: e.trimp,
	}
	if e.kind == Workout || e.kind == RecoveryTest {
		out.Movement = p.movement
	}
	k := p.key.With("words").At(s.firstDay + day).At(slot)
	switch e.kind {
	case Manual:
		out.Title = title(e, k)
	case Workout:
		out.GPS = p.gps && !e.sport.indoor()
		out.Power = p.power && e.sport.motion() == wheel || e.sport == RowingIndoor
		out.Title = title(e, k)
		out.Notes = notes(e, k)
		if e.tag == TagNone && k.With("untagged").Chance(0.3) {
			out.Sport, out.Title = "", ""
		}
		if e.laps {
			out.Laps = s.eventLaps(p, day, slot, e, out.Start, out.End)
		}
		if e.inTeam {
			out.Sessions = append(out.Sessions, SessionRef{Team: p.team, Day: day, Slot: e.team})
			if e.inGroup {
				out.Sessions = append(out.Sessions, SessionRef{Team: p.team, Day: day, Slot: groupTraining})
			}
		}
	}
	return out
}

// parts is the timeline of an exercise, shared by all who do it together.
func (s *Set) parts(p *profile, day, slot int, e *planned) []segment {
	k := p.key.With("exercise").At(s.firstDay + day).At(slot)
	if e.team >= 0 {
		k = exerciseKey(s.key, p.team, s.firstDay+day, e.team)
	}
	return timeline(e.form, e.sport, e.exercise, k)
}

func exerciseKey(k chance.Key, team, unixDay, slot int) chance.Key {
	return k.With("team").At(team).With("exercise").At(unixDay).At(slot)
}

// eventLaps parts an event at the begins of its segments.
func (s *Set) eventLaps(p *profile, day, slot int, e *planned, start, end time.Time) []Lap {
	return laps(s.parts(p, day, slot, e), start, end, start.Add(time.Duration(e.lead)*time.Second))
}

// laps cover start to end without gaps; segments begin at origin.
func laps(parts []segment, start, end, origin time.Time) []Lap {
	out := make([]Lap, 0, len(parts))
	for _, part := range parts {
		begin := origin
		origin = origin.Add(time.Duration(part.length) * time.Second)
		if !origin.After(start) || !begin.Before(end) {
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].End = begin
		} else {
			begin = start
		}
		out = append(out, Lap{Index: len(out), Name: part.name, Start: begin, End: end})
	}
	return out
}
