package polarteampro

import (
	"math"
	"time"
)

// product is the recorder. [inferred: the documents print "Polar Pro"]
const product = "Polar Team Pro"

// details is a player's session with everything but its samples.
type details struct {
	playerSession
	effort *effort
}

func (x details) appendJSON(t *tenant, b []byte) []byte {
	o := t.open(b)
	x.appendMembers(t, &o)
	return o.close()
}

// appendMembers appends the members in the document's order. There is no time
// zone among them. [confirmed: document 1.0.2]
func (x *details) appendMembers(t *tenant, o *object) {
	e, a, newer := x.effort, x.effort.analysis, t.set.profile.In(t.x) == profile110
	outside := e.outside()
	o.text("id", t.ids.playerSession(x.Ref))
	o.text("type", x.kind())
	o.utc("created", x.created)
	o.utc("modified", x.modified)
	x.appendWords(t, o)
	x.appendTimes(t, o)
	o.number("calories", math.Round(e.calories()), 0)
	o.numberIf(e.moved(), "distance_meters", outside.DistanceM, 1)
	o.number("training_load", e.trainingLoad(), 0)
	if newer {
		o.text("training_benefit", benefit(e))
	}
	o.number("cardio_load", e.cardioLoad(), 2)
	o.numberIf(e.powered(), "muscle_load", e.muscleLoad(), 2)
	o.number("recovery_time_ms", float64(recovery(e).Milliseconds()), 0)
	o.int("fat_percentage", int(math.Round(e.fat())))
	if newer {
		protein := 3 // percent [inferred: what textbooks give for exercise]
		o.int("carbo_percentage", max(0, 100-protein-int(math.Round(e.fat()))))
		o.int("protein_percentage", protein)
	}
	o.int("heart_rate_max", e.heart.peak)
	o.int("heart_rate_avg", e.heart.average)
	o.text("sport", sportName(x.Sport))
	o.numberIf(a.VO2MaxEstimate > 0 && e.moved(), "running_index", math.Round(a.VO2MaxEstimate), 0)
	climbed := len(e.record.Altitude) > 0
	o.numberIf(climbed, "ascent", outside.AscentM, 1)
	o.numberIf(climbed, "descent", outside.DescentM, 1)
	if newer {
		d, m := e.walking()
		walked := e.moved() && onFoot(x.Sport)
		o.numberIf(walked, "walking_duration_ms", float64(d.Milliseconds()), 0)
		o.numberIf(walked, "walking_distance_meters", m, 1)
	}
	o.numberIf(e.moved(), "sprint_counter", float64(e.sprints()), 0)
	o.text("product", product)
}

// recovery is how long it takes to be as good as new: a quarter of an hour for
// each unit of load, four days at most. [inferred]
func recovery(e *effort) time.Duration {
	const most = 96 * time.Hour
	return min(most, time.Duration(e.cardioLoad()*15*float64(time.Minute))).Truncate(time.Millisecond)
}

// benefit is what a session was good for, by the zone in which most of it was
// and by its length. [confirmed: the words; inferred: the rule]
func benefit(e *effort) string {
	h := e.hearts()
	minutes := func(i int) float64 { return h.seconds[i] / 60 }
	long := e.duration() >= 90*time.Minute
	easy, steady, tempo, full := minutes(0)+minutes(1), minutes(2), minutes(3), minutes(4)
	switch {
	case easy+steady+tempo+full < 5:
		return "NONE"
	case full > 12:
		return "MAXIMUM_TRAINING_PLUS"
	case full > 6 && full >= tempo:
		return "MAXIMUM_TRAINING"
	case full > 6:
		return "MAXIMUM_AND_TEMPO_TRAINING"
	case full > 3 && tempo > 6:
		return "TEMPO_AND_MAXIMUM_TRAINING"
	case tempo > 30:
		return "TEMPO_TRAINING_PLUS"
	case tempo > 15 && tempo >= steady:
		return "TEMPO_TRAINING"
	case tempo > 15:
		return "TEMPO_AND_STEADY_STATE_TRAINING"
	case tempo > 6 && steady > 10:
		return "STEADY_STATE_AND_TEMPO_TRAINING"
	case steady > 45 && steady >= easy:
		return "STEADY_STATE_TRAINING_PLUS"
	case steady > 20 && steady >= 2*easy:
		return "STEADY_STATE_TRAINING"
	case steady > 15 && steady >= easy:
		return lengthy("STEADY_STATE_AND_BASIC_TRAINING", long)
	case steady > 10 && easy > steady:
		return lengthy("BASIC_AND_STEADY_STATE_TRAINING", long)
	case easy < 20:
		return "RECOVERY_TRAINING"
	}
	return lengthy("BASIC_TRAINING", long)
}

func lengthy(word string, long bool) string {
	if long {
		return word + "_LONG"
	}
	return word
}

func getPlayerTrainingSession(t *tenant, c *caller) (any, error) {
	q := query{t: t, c: c}
	want := q.samples()
	if q.err != nil {
		return nil, q.err
	}
	x, err := t.playerSessionOf(c)
	if err != nil {
		return nil, err
	}
	d := details{x, t.whole(x.Event)}
	if want.none() {
		return enveloped{d}, nil
	}
	return t.stream(&d, want), nil
}
