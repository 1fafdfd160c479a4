package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

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
	rpe := e.exertion() + stream.IntN(2)
	fresh := [...]string{"fresh", "better than expected", "good", "a little stiff"}
	weary := [...]string{"heavy", "tired", "empty", "sore"}
	feel := fresh[stream.IntN(len(fresh))]
	if rpe >= 7 || rpe >= 5 && stream.Chance(0.4) {
		feel = weary[stream.IntN(len(weary))]
	}
	switch stream.IntN(5) {
	case 0:
		return "Felt " + feel + "."
	case 1:
		return "RPE " + itoa(rpe)
	case 2:
		return "With " + f.FirstName() + " and " + f.FirstName()
	case 3:
		if e.sport.indoor() {
			return "Hall " + itoa(1+stream.IntN(4)) + ", warm"
		}
		return "Windy, wet ground"
	}
	return "Legs " + feel + " — slept " + itoa(5+stream.IntN(4)) + " h"
}

// exertion is how hard an exercise feels, of ten: by its form, by how much was
// made of it, and by how long it lasted.
func (e *planned) exertion() int {
	rate := float64(e.form.trimpPerMinute() * max(0.7, e.intensity))
	minutes := float64(e.exercise) / 60
	if e.form == formGame && e.team >= 0 {
		minutes = float64(minutes * e.play.share())
	}
	load := float64(rate * minutes)
	return int(detmath.Clamp(0.6+float64(2.6*rate)+load/75, 1, 9))
}
