package dataset

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"

// title is what an exercise is called, if anything.
func title(e *planned, k chance.Key) string {
	if e.unnamed {
		return ""
	}
	own := e.sport.title()
	if k.With("plain").Chance(0.45) || own == "" {
		return own
	}
	switch e.form {
	case formLong:
		return "Long " + lower(own)
	case formTempo:
		return own + ", tempo"
	case formIntervals:
		return own + ", intervals"
	case formHills:
		return own + ", hills"
	case formRace:
		return "Race"
	case formGame:
		return own + " game"
	case formDrills:
		return "Team training"
	case formRecovery:
		return "Recovery"
	case formRehab:
		return "Rehab"
	}
	return own
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]|0x20) + s[1:]
}

// notes are sometimes written.
func notes(e *planned, k chance.Key) string {
	kn := k.With("notes")
	if !kn.Chance(0.12) {
		return ""
	}
	f := fake(kn.With("text"))
	stream := kn.With("kind").Stream()
	feel := [...]string{"heavy", "fresh", "a little stiff", "better than expected", "tired"}
	switch stream.IntN(5) {
	case 0:
		return "Felt " + feel[stream.IntN(len(feel))] + "."
	case 1:
		return "RPE " + itoa(4+stream.IntN(6))
	case 2:
		return "With " + f.FirstName() + " and " + f.FirstName()
	case 3:
		if e.sport.indoor() {
			return "Hall " + itoa(1+stream.IntN(4)) + ", warm"
		}
		return "Windy, wet ground"
	}
	return "Legs " + feel[stream.IntN(len(feel))] + " — slept " + itoa(5+stream.IntN(4)) + " h"
}
