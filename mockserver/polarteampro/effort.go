package polarteampro

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// effort is what an athlete did in a stretch of an event, as the population has
// it: what every other view of the same athlete is made from.
type effort struct {
	event    dataset.Event
	record   *dataset.Record
	analysis *dataset.Analysis
	heart    heart
	from, to time.Time
	second   int // of the record at which the stretch begins
}

// whole is all of an event.
func (t *tenant) whole(e dataset.Event) *effort {
	x := &effort{event: e, record: t.data.Record(e), analysis: t.data.Analysis(e), from: e.Start, to: e.End}
	x.heart = heartOf(x.record, 0, len(x.record.HeartRate))
	x.heart.load = x.analysis.TRIMPTotal // the same sum, rounded as all services have it
	return x
}

// part is an event between two times of the clock, or nothing.
func (t *tenant) part(e dataset.Event, from, to time.Time) *effort {
	if from.Before(e.Start) {
		from = e.Start
	}
	if to.After(e.End) {
		to = e.End
	}
	x := &effort{event: e, record: t.data.Record(e), from: from, to: from}
	if from.Before(to) {
		x.to = to
	}
	if x.intervals(); x.second < 0 {
		x.analysis = &dataset.Analysis{HRMax: x.record.Body.HRMax}
		return x
	}
	x.analysis = t.data.AnalysisOf(e, x.from, x.to)
	x.heart = heartOf(x.record, x.second, len(x.analysis.HeartRate1s))
	x.heart.load = min(x.heart.load, t.data.Analysis(e).TRIMPTotal)
	return x
}

// intervals are the R-R intervals that begin in the stretch. It finds the second
// of the first one, or -1.
func (x *effort) intervals() []float64 {
	rr := x.record.RR
	from, to := x.offset(x.from), x.offset(x.to)
	first, now := -1, 0.0
	x.second = -1
	for i, ms := range rr {
		at := time.Duration(now * 1e6)
		if at >= to {
			rr = rr[:i]
			break
		}
		if first < 0 && at >= from {
			first, x.second = i, int(now/1000)
		}
		now += ms
	}
	if first < 0 || first >= len(rr) {
		x.second = -1
		return nil
	}
	return rr[first:]
}

// offset is where a time of the clock lies in the series of the record, which
// may have a hole.
func (x *effort) offset(t time.Time) time.Duration {
	r := x.record
	d := t.Sub(r.Event.Start)
	if d > r.GapAt {
		d = max(r.GapAt, d-r.Gap)
	}
	return max(0, min(d, r.Duration))
}

// cut is the stretch's seconds of a series at 1 Hz, nil for one that there is not.
func cut[T any](x *effort, series []T) []T {
	from := max(0, min(x.second, len(series)))
	return series[from:min(from+len(x.heart.series), len(series))]
}

func (x *effort) duration() time.Duration { return x.to.Sub(x.from) }

// outside sums up the sensors beside the belt.
func (x *effort) outside() dataset.Outside { return x.analysis.Outside(x.record) }

func (x *effort) moved() bool { return len(x.record.Speed) > 0 }

// calories is the energy in kcal.
func (x *effort) calories() float64 { return x.analysis.EnergyCarbs + x.analysis.EnergyFats }

// watts is the power in one second of the record: measured, or of someone who
// runs, told from the speed: 1.04 W for each kilogram and metre a second.
// [inferred: a figure of sports science, not of the vendor]
func (x *effort) watts(second int) (float64, bool) {
	r := x.record
	switch {
	case second < len(r.Power):
		return math.Round(float64(r.Power[second])), true
	case second < len(r.Speed) && onFoot(x.event.Sport):
		return math.Round(1.04 * r.Body.MassKg * float64(r.Speed[second])), true
	}
	return 0, false
}

// powered says whether there is any power.
func (x *effort) powered() bool { _, ok := x.watts(max(0, x.second)); return ok }

// muscleLoad is the work done, in kJ. [confirmed: that it is made from power;
// inferred: the unit]
func (x *effort) muscleLoad() float64 {
	sum := 0.0
	for i := range x.heart.series {
		w, _ := x.watts(x.second + i)
		sum += w
	}
	return sum / 1000
}

// cardioLoad is the training impulse by heart rate, and trainingLoad what the
// muscles did besides. [inferred: neither formula is published]
func (x *effort) cardioLoad() float64 { return x.heart.load }

func (x *effort) trainingLoad() float64 { return x.cardioLoad() + x.muscleLoad()/10 }

// sprints counts how often the speed rose to that of a sprint.
func (x *effort) sprints() int {
	n, fast, least := 0, false, float32(sprintSpeed(x.event.Sport)/kmh)
	for _, v := range cut(x, x.record.Speed) {
		if v >= least && !fast {
			n++
		}
		fast = v >= least
	}
	return n
}

// kmh is how many km/h a metre a second is.
const kmh = 3.6

func (x *effort) topSpeed() float64 {
	top := float32(0)
	for _, v := range cut(x, x.record.Speed) {
		top = max(top, v)
	}
	return float64(top) * kmh
}

func (x *effort) topCadence() float64 {
	top := float32(0)
	for _, v := range cut(x, x.record.Cadence) {
		top = max(top, v)
	}
	return float64(top)
}

// fat is the part of the energy that came from fat, in percent.
func (x *effort) fat() float64 {
	if x.calories() == 0 {
		return 0
	}
	return x.analysis.EnergyFats / x.calories() * 100
}

// walking is how long and how far it went at 3 to 7 km/h, for those who go on foot.
func (x *effort) walking() (time.Duration, float64) {
	d, m := time.Duration(0), 0.0
	for _, v := range cut(x, x.record.Speed) {
		if v*kmh >= 3 && v*kmh < 7 {
			d, m = d+time.Second, m+float64(v)
		}
	}
	return d, m
}
