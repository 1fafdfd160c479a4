package polaraccesslink

import "github.com/ergodrome/ergodrome/mockserver/dataset"

type (
	strengthResults struct {
		CompletedRounds []completedRound `json:"completedRounds"`
	}
	completedRound struct {
		Type                 enum           `json:"type"`
		StartTimeDeltaMillis int64          `json:"startTimeDeltaMillis"`
		EndTimeDeltaMillis   int64          `json:"endTimeDeltaMillis"`
		WorkoutPhase         enum           `json:"workoutPhase"`
		CompletedSets        []completedSet `json:"completedSets"`
	}
	completedSet struct {
		Type                 enum    `json:"type"`
		StartTimeDeltaMillis int64   `json:"startTimeDeltaMillis"`
		EndTimeDeltaMillis   int64   `json:"endTimeDeltaMillis"`
		ResistanceType       *enum   `json:"resistanceType"`
		Movement             *string `json:"movement"`
		AvgHeartRate         int     `json:"avgHeartRate"`
		MaxHeartRate         int     `json:"maxHeartRate"`
	}
)

// strength is what a guided strength training was made of: rounds of sets with rest
// between. [confirmed: AccessLink v4 page, members and words; inferred: the rest]
func (t *tenant) strength(x stretch, place uint64) *strengthResults {
	if x.event.Sport != dataset.Strength {
		return nil
	}
	r := t.eventful(place, "strength")
	kind := pick[enum](r, "COMPLETED_ROUND_TYPE_NORMAL", "COMPLETED_ROUND_TYPE_NORMAL", "COMPLETED_ROUND_TYPE_EMOM", "COMPLETED_ROUND_TYPE_AMRAP")
	out := &strengthResults{[]completedRound{}}
	total := x.b - x.a
	now, warm, cool := 0, total/10, total-total/10
	for now < total-60 {
		m := completedRound{Type: kind, StartTimeDeltaMillis: millis(now), WorkoutPhase: "WORKOUT_PHASE_WORK", CompletedSets: []completedSet{}}
		switch {
		case now < warm:
			m.WorkoutPhase, m.Type = "WORKOUT_PHASE_WARMUP", "COMPLETED_ROUND_TYPE_NORMAL"
		case now >= cool:
			m.WorkoutPhase, m.Type = "WORKOUT_PHASE_COOLDOWN", "COMPLETED_ROUND_TYPE_NORMAL"
		}
		for range 3 + r.IntN(3) {
			if now+60 > total {
				break
			}
			add := func(kind enum, seconds int) {
				seconds = min(seconds, total-now)
				set := completedSet{Type: kind, StartTimeDeltaMillis: millis(now), EndTimeDeltaMillis: millis(now + seconds)}
				set.AvgHeartRate, set.MaxHeartRate = stretch{x.track, x.a + now, x.a + now + seconds}.hearts()
				if kind == "SET_TYPE_WORK" {
					set.ResistanceType = new(enum("RESISTANCE_BODY_WEIGHT"))
					set.Movement = new(pick(r, "Squat", "Lunge", "Push-up", "Plank", "Burpee", "Pull-up", "Hip thrust"))
				}
				m.CompletedSets = append(m.CompletedSets, set)
				now += seconds
			}
			add("SET_TYPE_WORK", 30+r.IntN(30))
			add(pick[enum](r, "SET_TYPE_RECOVERY", "SET_TYPE_RECOVERY", "SET_TYPE_HR_RECOVERY"), 20+r.IntN(40))
		}
		m.EndTimeDeltaMillis = millis(now)
		out.CompletedRounds = append(out.CompletedRounds, m)
		now += 60 + r.IntN(90)
	}
	return out
}
