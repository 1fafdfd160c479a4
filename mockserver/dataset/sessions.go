package dataset

import (
	"iter"
	"time"
)

// Sessions yields a team's sessions that start in [from, to), ascending.
func (s *Set) Sessions(team int, from, to time.Time) iter.Seq[Session] {
	return func(yield func(Session) bool) {
		if team < 0 || team >= s.Teams() {
			return
		}
		t := s.squadOf(team)
		first, last := s.days(from, to)
		for day := first; day <= last; day++ {
			program := t.program(s.date(day, t.zone))
			for slot := range SessionSlotsPerDay {
				start, ok := s.sessionStart(&t, day, slot, &program)
				if !ok || start.Before(from) || !start.Before(to) {
					continue
				}
				if x, ok := s.session(&t, day, slot, &program); ok && !yield(x) {
					return
				}
			}
		}
	}
}

// Session finds one session.
func (s *Set) Session(ref SessionRef) (Session, bool) {
	if ref.Team < 0 || ref.Team >= s.Teams() || ref.Day < 0 || ref.Day > lastDay ||
		ref.Slot < 0 || ref.Slot >= SessionSlotsPerDay {
		return Session{}, false
	}
	t := s.squadOf(ref.Team)
	program := t.program(s.date(ref.Day, t.zone))
	return s.session(&t, ref.Day, ref.Slot, &program)
}

// trainingOf is the training that a session slot looks at.
func trainingOf(slot int, program *[2]training) (training, int, bool) {
	i := slot
	if slot == groupTraining {
		i = mainTraining
	}
	if i >= len(program) {
		return training{}, 0, false
	}
	tr := program[i]
	ok := tr.form != formNone && tr.session && (slot != groupTraining || tr.group >= 0)
	return tr, i, ok
}

func (s *Set) sessionStart(t *squadInfo, day, slot int, program *[2]training) (time.Time, bool) {
	tr, _, ok := trainingOf(slot, program)
	if !ok {
		return time.Time{}, false
	}
	return s.local(day, tr.start, t.zone), true
}

// session is absent when nobody who was chosen came.
func (s *Set) session(t *squadInfo, day, slot int, program *[2]training) (Session, bool) {
	tr, i, ok := trainingOf(slot, program)
	if !ok {
		return Session{}, false
	}
	out := Session{
		Ref:  SessionRef{Team: t.index, Day: day, Slot: slot},
		Zone: s.zones.at(t.zone), Sport: tr.sport, Tag: tr.form.tag(),
		Start: s.local(day, tr.start, t.zone), End: s.local(day, tr.start+tr.length, t.zone),
		Coach: t.organization*s.coachesPerOrganization() + 1 + t.index%s.config.Teams,
	}
	k := t.key.With("session").At(s.firstDay + day).At(slot)
	if k.With("head coach").Chance(0.1) {
		out.Coach = t.organization * s.coachesPerOrganization()
	}
	out.Events = s.participants(t, day, slot, i)
	if len(out.Events) == 0 {
		return Session{}, false
	}
	words := planned{form: tr.form, sport: tr.sport, exercise: tr.length, intensity: tr.intensity, team: -1, unnamed: k.With("unnamed").Chance(0.1)}
	out.Title = title(&words, k)
	out.Notes = notes(&words, k)
	if slot == groupTraining {
		out.Title = groupName(t.sport, tr.group)
	}
	if k.With("laps").Chance(0.6) {
		parts := timeline(tr.form, tr.sport, tr.length, exerciseKey(s.key, t.index, s.firstDay+day, i))
		out.Laps = laps(parts, out.Start, out.End, out.Start)
	}
	return out, true
}

// participants are the events of those who came to training i of a day and are
// chosen for a session slot.
func (s *Set) participants(t *squadInfo, day, slot, i int) []Ref {
	first, count := s.block(t.index)
	var out []Ref
	for a := first; a < first+min(count, squad); a++ {
		p := s.profile(a)
		if p.role == alone {
			continue
		}
		e := s.plan(&p, day)[slotMorning+i]
		if e.kind == Workout && e.team == i && e.inTeam && (slot != groupTraining || e.inGroup) {
			out = append(out, Ref{Athlete: a, Day: day, Slot: slotMorning + i})
		}
	}
	return out
}
