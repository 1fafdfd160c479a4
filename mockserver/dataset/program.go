package dataset

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"

// training is what a coach plans for a squad: seconds of the local day.
type training struct {
	form          form // formNone: no training
	sport         Sport
	start, length int
	intensity     float64
	session       bool // a coach makes a session of it
	group         int  // a session of this group too; -1 for none
}

// The places of a team's trainings among its sessions of a day.
const (
	morningTraining = 0
	mainTraining    = 1
	groupTraining   = 2 // the group's view of the main training
)

// program is the team's trainings of a day: one in the morning, the main one.
func (t *squadInfo) program(d date) [2]training {
	var out [2]training
	ph := d.phase(t.sport)
	if ph == transition || d.festive() {
		return out
	}
	k := t.key.With("program").At(d.day)
	if t.sport.motion() == court {
		t.gameWeek(&out, k, d, ph)
	} else {
		t.enduranceWeek(&out, k, d, ph)
	}
	stream := k.With("detail").Stream()
	volume := d.volume(ph)
	for i := range out {
		tr := &out[i]
		// Drawn for absent trainings too: their presence must not change others.
		length, session, grouped := stream.Between(0.9, 1.1), stream.Chance(0.9), stream.Chance(0.3)
		which, intensity := stream.IntN(groupsPerTeam), stream.Between(0.96, 1.04)
		if tr.form != formGame && tr.form != formRace {
			tr.length = int(float64(tr.length)*length*volume) / 60 * 60
		}
		tr.session, tr.intensity, tr.group = session, intensity, -1
		if i == mainTraining && grouped {
			tr.group = which
		}
	}
	return out
}

func at(hour, minute int) int { return hour*3600 + minute*60 }

// gameWeek is the week of those who play on Saturdays or Sundays.
func (t *squadInfo) gameWeek(out *[2]training, k chance.Key, d date, ph phase) {
	evening := at(17, 0) + 900*t.key.With("evening").IntN(5)
	main := func(f form, minutes int) {
		out[mainTraining] = training{form: f, sport: t.sport, start: evening, length: minutes * 60}
	}
	gym := func() {
		out[morningTraining] = training{form: formGym, sport: Strength, start: at(9, 0) + 900*t.key.With("gym").IntN(5), length: 55 * 60}
	}
	game := func(hour int) {
		if t.sport.indoor() {
			hour += 4 // halls are lit
		}
		out[mainTraining] = training{form: formGame, sport: t.sport, start: at(hour, 0) + 1800*k.With("kick-off").IntN(4), length: gameLength(t.sport)}
	}
	gameDay := 5 + t.key.With("game day").IntN(2)
	switch day := (d.weekday + 5 - gameDay + 7) % 7; {
	case ph == preparation && day == 5:
		if d.week()%2 == 0 {
			game(13)
		} else {
			main(formDrills, 100)
		}
	case day == 5:
		game(13)
	case day == 0 && ph == competition:
		main(formRecovery, 45)
	case day == 0:
		main(formDrills, 85)
	case day == 1:
		main(formDrills, 95)
		if ph == preparation {
			gym()
		}
	case day == 2 && ph == competition && k.With("midweek").Chance(0.2):
		if t.sport.indoor() {
			game(14)
		} else {
			game(18)
		}
	case day == 2 && ph == competition:
		gym()
	case day == 3 && ph == preparation && !t.sport.indoor():
		main(formIntervals, 75)
	case day == 3:
		main(formDrills, 90)
	case day == 4 && ph == competition:
		main(formDrills, 65)
	case day == 4:
		main(formDrills, 80)
		gym()
	}
}

// enduranceWeek leaves the other days to the athletes.
func (t *squadInfo) enduranceWeek(out *[2]training, k chance.Key, d date, ph phase) {
	sport := variant(t.sport, d, k)
	evening := at(17, 30) + 900*t.key.With("evening").IntN(4)
	switch {
	case d.weekday == 1:
		out[mainTraining] = training{form: formIntervals, sport: variantFor(sport, formIntervals), start: evening, length: 75 * 60}
	case d.weekday == 3 && ph == competition:
		out[mainTraining] = training{form: formTempo, sport: sport, start: evening, length: 65 * 60}
	case d.weekday == 3:
		out[mainTraining] = training{form: formHills, sport: sport, start: evening, length: 75 * 60}
	case d.weekday == 5:
		out[morningTraining] = training{form: formLong, sport: sport, start: at(9, 30), length: longMinutes(sport) * 60}
	case d.weekday == 6 && ph == competition && d.week()%3 == t.key.With("race week").IntN(3):
		out[mainTraining] = training{form: formRace, sport: sport, start: at(11, 0), length: raceMinutes(sport) * 60}
	}
}

// gameLength is warm-up, periods and breaks, in seconds.
func gameLength(s Sport) int {
	switch s {
	case Football:
		return 139 * 60
	case Rugby:
		return 115 * 60
	case IceHockey:
		return 150 * 60
	case Volleyball:
		return 120 * 60
	}
	return 110 * 60
}

func longMinutes(s Sport) int {
	switch s.motion() {
	case wheel:
		return 165
	case ski:
		return 120
	case water:
		return 85
	}
	return 95
}

func raceMinutes(s Sport) int {
	switch s {
	case CyclingRoad:
		return 95
	case RunningTrail:
		return 90
	case Swimming, Rowing, RowingIndoor:
		return 35
	}
	return 55
}
