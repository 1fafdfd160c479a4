package sweatstack

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

// trace is what somebody measured or felt at one moment: a drop of blood, an
// effort. [confirmed: models of the vendor's client]
type trace struct {
	id, owner            string
	at                   time.Time
	zone                 *time.Location
	tags                 []string
	lactate, speed, vo2  *float64
	rpe, power, heart    *int
	notes, sport, testID string
}

// tracedWorkouts is how rare traces are: one workout in so many has some.
const tracedWorkouts = 12

// generatedTraces are those of a workout of the population: of some, two drops of
// blood, with what the watch showed then. [inferred: the vendor's users are
// athletes in endurance who test lactate]
func (t *tenant) generatedTraces(a *activity, s *effort.Series) []trace {
	if !t.traced(a) {
		return nil
	}
	n := place(a.event)
	var out []trace
	for k := range 2 {
		i := s.Len() * (k + 1) / 3
		if i == 0 || i >= s.Len() {
			continue
		}
		at := a.start.Add(time.Duration(s.At[i]) * time.Second)
		lactate := round(0.9+3*draw.Chance(t.data.Seed(), saltTrace, n<<1|uint64(k)), 1)
		rpe := 9 + int(draw.Chance(t.data.Seed(), saltTrace+100, n<<1|uint64(k))*9)
		x := trace{id: t.ids.name(ofTrace, at, n<<1|uint64(k)), owner: a.owner, at: at, zone: a.zone, tags: []string{"lactate"}, lactate: &lactate, rpe: &rpe, sport: a.sport}
		x.power, x.heart, x.speed = moment(s, effort.Power, i), moment(s, effort.HeartRate, i), nil
		if v := s.Columns[effort.Speed]; v != nil && !math.IsNaN(float64(v[i])) {
			speed := round(float64(v[i]), 2)
			x.speed = &speed
		}
		if k == 1 {
			x.notes = "last interval"
		}
		out = append(out, x)
	}
	return out
}

// traced says whether an activity has any of them.
func (t *tenant) traced(a *activity) bool {
	return a.upload == nil && a.shift == 0 && draw.Mix(t.data.Seed()^draw.Mix(place(a.event)^saltTrace))%tracedWorkouts == 0
}

func moment(s *effort.Series, m effort.Metric, i int) *int {
	v := s.Columns[m]
	if v == nil || math.IsNaN(float64(v[i])) {
		return nil
	}
	n := int(v[i])
	return &n
}

// traces are all of a user's that are there, the newest first.
func (t *tenant) traces(u *user, now time.Time) []trace {
	var out []trace
	for a := range t.newest(u, now) {
		if !t.traced(a) {
			continue
		}
		for _, x := range t.brief(a).traces {
			if _, changed := t.store.record(recordKey{u.id, aboutTrace, x.id}); !changed {
				out = append(out, x)
			}
		}
	}
	for _, v := range t.store.recordsOf(u.id, aboutTrace) {
		if x, ok := v.(trace); ok {
			out = append(out, x)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].at.After(out[j].at) })
	return out
}

// tracesWithin are the caller's traces of one activity, the oldest first.
func (t *tenant) tracesWithin(c *caller, a *activity) []trace {
	var out []trace
	for _, x := range t.brief(a).traces {
		if _, changed := t.store.record(recordKey{c.user.id, aboutTrace, x.id}); !changed {
			out = append(out, x)
		}
	}
	for _, v := range t.store.recordsOf(c.user.id, aboutTrace) {
		if x, ok := v.(trace); ok && !x.at.Before(a.start) && !x.at.After(a.end) {
			out = append(out, x)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].at.Before(out[j].at) })
	return out
}

// traceView is a trace as an answer shows it; around is the activity that it lies
// in, where that is shown.
type traceView struct {
	trace
	around *activity
	lap    int // of around; none: -1
}

// appendJSON appends the members in the order of the vendor's models. [confirmed:
// models of the vendor's client]
func (v *traceView) appendJSON(t *tenant, c *caller, b []byte) []byte {
	o := open(b)
	o.texts("tags", v.tags)
	o.text("id", v.id)
	o.textOr("test_id", v.testID)
	o.instant(t, "timestamp", v.at, v.zone)
	o.floatOr("lactate", v.lactate)
	o.intOr("rpe", v.rpe)
	o.textOr("notes", v.notes)
	o.intOr("power", v.power)
	o.floatOr("speed", v.speed)
	o.intOr("heart_rate", v.heart)
	o.floatOr("vo2", v.vo2)
	v.appendAround(t, c, &o)
	match := t.appendTest(c, &o, &v.trace)
	o.textOr("test_match", match)
	if v.sport == "" {
		o.null("sport")
	} else {
		o.text("sport", t.set.sport(v.sport, t.x))
	}
	o.raw("app_metadata", t.store.metadata(metaKey{c.app(), aboutTrace, v.id}))
	o.local("timestamp_local", v.at, v.zone)
	return o.close()
}

// appendAround appends the lap and the activity, whose own traces are not shown.
func (v *traceView) appendAround(t *tenant, c *caller, o *object) {
	if v.around == nil {
		o.null("lap")
		o.null("activity")
		return
	}
	if v.lap < 0 {
		o.null("lap")
	} else {
		o.key("lap")
		o.b = appendLap(t, o.b, v.around, &t.brief(v.around).laps[v.lap], t.laps(v.around)[v.lap])
	}
	o.key("activity")
	o.b = (&activityView{activity: *v.around}).appendJSON(t, c, o.b)
}

// located finds the activity and the lap of a trace.
func (t *tenant) located(x trace, all []activity) *traceView {
	v := &traceView{trace: x, lap: -1}
	if t.set.nakedTraces.In(t.x) {
		return v
	}
	for i := range all {
		if a := &all[i]; !x.at.Before(a.start) && !x.at.After(a.end) {
			v.around = a
			v.lap = slices.IndexFunc(t.laps(a), func(l source.Lap) bool { return !x.at.Before(l.From) && x.at.Before(l.To) })
			break
		}
	}
	return v
}
