package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// planned is an event before anybody looks at it: no words, no laps.
type planned struct {
	kind  Kind // empty: nothing
	form  form
	sport Sport
	tag   Tag
	// start and end are seconds of the local day; end may lie in the next one.
	start, end int
	// lead is how long the recording runs before the exercise begins; negative
	// when it was started late.
	lead          int
	exercise      int // seconds from the exercise's begin to its end
	gapAt, gap    int // seconds from start: the belt lost the heart
	intensity     float64
	play          appearance // in a game
	team          int        // the team training's slot, -1 when it is the athlete's own
	inTeam        bool
	inGroup       bool
	trimp         float64
	unnamed, laps bool
}

// The slots of a day, in the order of time.
const (
	slotTest    = 0
	slotMorning = 1
	slotMain    = 2
	slotExtra   = 3
	slotManual  = 4
	slotNight   = 7
)

// plan is one day of one athlete. Days before the first are empty.
func (s *Set) plan(p *profile, day int) (out [SlotsPerDay]planned) {
	if day < 0 {
		return out
	}
	out = s.exercises(p, day)
	d := s.date(day, p.zone)
	if night, ok := p.night(d, lateness(&out)); ok {
		out[slotNight] = night
	}
	s.test(p, &out[slotTest], day, d)
	return out
}

// exercises is a day without its rest.
func (s *Set) exercises(p *profile, day int) (out [SlotsPerDay]planned) {
	if day < 0 {
		return out
	}
	d := s.date(day, p.zone)
	k := p.key.With("day").At(d.day)
	state := p.health(d.day)
	switch state {
	case injured:
		p.rehab(&out, k)
	case healthy:
		if p.role != alone {
			s.join(p, &out, k, d)
		}
		p.own(&out, k, d)
	}
	for i := range out {
		if out[i].kind == Workout {
			p.settle(&out[i], k.With("settle").At(i))
		}
	}
	return out
}

// join takes part in the team's trainings.
func (s *Set) join(p *profile, out *[SlotsPerDay]planned, k chance.Key, d date) {
	if p.position >= squad {
		return
	}
	t := s.squadOf(p.team)
	for slot, tr := range t.program(d) {
		kt := k.With("join").At(slot)
		if tr.form == formNone || !kt.Chance(p.attendance()) {
			continue
		}
		stream := kt.Stream()
		lead, tail := int(stream.Between(-60, 420)), int(stream.Between(-20, 300))
		early, leaves := stream.Between(0.5, 0.85), stream.Chance(0.1)
		own := p.engagement() + float64(0.065*stream.Normal())
		ev := planned{
			kind: Workout, form: tr.form, sport: tr.sport, tag: tr.form.tag(),
			start: tr.start - lead, end: tr.start + tr.length + tail, lead: lead, exercise: tr.length,
			intensity: float64(tr.intensity * detmath.Clamp(own, 0.76, 1.2)), team: slot, inTeam: tr.session,
		}
		switch {
		case tr.form == formGame:
			ev.play = p.appear(tr.sport, kt.With("appearance"))
			ev.intensity = (1 + ev.intensity) / 2 // the opponent decides, too
		case leaves:
			ev.end = tr.start + int(float64(float64(tr.length)*early))
		}
		if tr.group >= 0 {
			ev.inGroup = inGroup(s.key, p.index, p.role, tr.group)
		}
		out[slotMorning+slot] = ev
	}
}

// engagement is how hard an athlete works in what a team does together: who is
// fitter than the others, or waits for the ball, has less to do.
func (p *profile) engagement() float64 {
	stream := p.key.With("engagement").Stream()
	return 1 + float64(0.075*detmath.Clamp(stream.Normal(), -2, 2))
}

// attendance is how likely an athlete comes to a training.
func (p *profile) attendance() float64 {
	if p.role == guest {
		return 0.55
	}
	return 0.92
}

// own adds what an athlete does alone.
func (p *profile) own(out *[SlotsPerDay]planned, k chance.Key, d date) {
	ph := d.phase(p.sport)
	draw := k.With("own").Float64()
	busy := out[slotMorning].kind != "" || out[slotMain].kind != ""
	game := p.sport.motion() == court
	var f form
	switch {
	case d.festive() || ph == transition:
		if !busy && draw < 0.35 {
			f = formEasy
		}
	case game && !busy && draw < 0.3, game && busy && draw < 0.07:
		f = formEasy
		if draw < 0.03 {
			f = formTempo
		}
	case !game && p.role == alone:
		f = soloWeek(d, ph, draw)
	case !game && !busy && d.weekday != 0 && draw < 0.72:
		f = formEasy
	}
	if f == formNone {
		p.manual(out, k)
		return
	}
	sport := variantFor(variant(p.sport, d, k), f)
	if game {
		sport = complement(d, k)
	}
	switch sport {
	case Strength:
		f = formGym
	case Mobility:
		f = formMobility
	}
	stream := k.With("own exercise").Stream()
	length := int(float64(ownMinutes(sport, f)) * stream.Between(0.8, 1.2) * d.volume(ph) * 60)
	slot, start := slotExtra, at(18, 0)+stream.IntN(5400)
	if stream.Chance(0.45) && out[slotMorning].kind == "" && out[slotMain].kind == "" {
		slot, start = slotMorning, at(8, 45)+stream.IntN(5400)
	}
	if busy {
		start = at(21, 0) - length - 900 // after the team's training, before the night
		if out[slotMain].kind != "" {
			slot, start = slotMorning, at(9, 0)+stream.IntN(1800)
			if out[slotMorning].kind != "" {
				return
			}
		}
	}
	out[slot] = planned{
		kind: Workout, form: f, sport: sport, tag: f.tag(), start: start, end: start + length + stream.IntN(90),
		exercise: length, intensity: stream.Between(0.95, 1.05), team: -1,
	}
}

// soloWeek is the week of an endurance athlete without a team.
func soloWeek(d date, ph phase, draw float64) form {
	switch d.weekday {
	case 0:
		return formNone
	case 1:
		return formIntervals
	case 3:
		if draw < 0.5 {
			return formHills
		}
		return formTempo
	case 4:
		if draw < 0.4 {
			return formNone
		}
	case 5:
		return formLong
	case 6:
		if ph == competition && d.week()%4 == 1 {
			return formRace
		}
	}
	if draw > 0.92 {
		return formRecovery
	}
	return formEasy
}

func ownMinutes(s Sport, f form) int {
	switch f {
	case formLong:
		return longMinutes(s)
	case formRace:
		return raceMinutes(s)
	case formTempo, formIntervals, formHills:
		return 65
	case formGym:
		return 50
	case formMobility, formRecovery:
		return 35
	}
	if s.motion() == wheel {
		return 75
	}
	return 48
}
