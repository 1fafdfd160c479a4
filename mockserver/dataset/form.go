package dataset

// form is what an exercise consists of.
type form uint8

const (
	formNone form = iota
	formEasy
	formLong
	formTempo
	formIntervals
	formHills
	formRace
	formDrills // a team training: warm-up, drills, small games
	formGame
	formGym
	formRecovery
	formRehab
	formMobility
)

// tag is the occasion that a form usually has.
func (f form) tag() Tag {
	switch f {
	case formRace:
		return TagRace
	case formGame:
		return TagGame
	case formRecovery, formMobility:
		return TagRecovery
	case formRehab:
		return TagRehab
	}
	return TagTraining
}

// trimpPerMinute is what a plan counts with before anybody has trained.
func (f form) trimpPerMinute() float64 {
	switch f {
	case formEasy:
		return 0.85
	case formLong:
		return 0.95
	case formTempo:
		return 1.55
	case formIntervals:
		return 1.4
	case formHills:
		return 1.35
	case formRace:
		return 2.2
	case formDrills:
		return 1.15
	case formGame:
		return 1.75
	case formGym:
		return 0.5
	case formRecovery:
		return 0.45
	case formRehab:
		return 0.5
	}
	return 0.05
}
