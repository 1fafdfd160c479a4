package polaraccesslink

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// track is what a watch recorded of an event, one value a second: the population's
// record, and what a watch makes of it. A second of the record is one of the clock,
// but for a hole in which nothing was recorded.
type track struct {
	event  dataset.Event
	record *dataset.Record
	sport  sportInfo
	gapAt  int // the second before which the hole is
	gap    time.Duration
	n      int // seconds
	swim   *swim

	heart, speed, distance, cadence, altitude, temperature, acceleration,
	stride, incline, balance, moving, core []float32
	crank *crank
}

const kmh = 3.6 // km/h that a metre a second is

func (t *tenant) track(e dataset.Event) *track {
	r := t.data.Record(e)
	x := &track{event: e, record: r, sport: sportTable[sportRow(sportID(e.Sport))], n: len(r.HeartRate), gapAt: int(r.GapAt / time.Second), gap: r.Gap}
	place := t.ids.event(e.Ref)
	if e.Sport == dataset.Swimming {
		x.swim = t.swimOf(x, place)
	}
	x.heart = steady(r.HeartRate)
	x.motion()
	x.slopes()
	x.cadence, x.temperature = r.Cadence, r.Temperature
	if p, ok := t.data.CoreTemperature(e); ok {
		x.core = x.coreTemperature(p.Samples)
	}
	if len(r.Power) > 0 && x.sport.parent == 2 {
		x.crank = t.crankOf(x, place)
		x.balance = x.crank.balance
	}
	return x
}

// steady is the heart rate as a watch shows it: the mean of five seconds. It is the one
// whose mean and peak sessions tell of, here and in this project's other services.
// [inferred: samples, statistics and head of a session agree]
func steady(hr []uint8) []float32 {
	five := physiology.FiveSeconds(hr)
	out := make([]float32, len(hr))
	for i := range out {
		out[i] = float32(five[i/5])
	}
	return out
}

// motion makes speed in km/h, the way, the acceleration, steps and how one moves.
func (x *track) motion() {
	v := x.record.Speed
	if len(v) == 0 {
		return
	}
	n := len(v)
	x.speed, x.distance, x.acceleration, x.moving = make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	way := 0.0
	onFoot := x.sport.parent == 1 || x.sport.parent == 3
	if onFoot && len(x.record.Cadence) == n {
		x.stride = make([]float32, n)
	}
	for i := range v {
		way += float64(v[i])
		x.speed[i], x.distance[i] = round32(float64(v[i])*kmh, 2), round32(way, 1)
		x.acceleration[i] = round32(float64(v[min(i+1, n-1)])-float64(v[i]), 2)
		switch {
		case v[i] >= 2:
			x.moving[i] = 2 // runs, or is as fast
		case v[i] >= 0.5:
			x.moving[i] = 1
		}
		if x.stride != nil && x.record.Cadence[i] > 0 {
			x.stride[i] = round32(min(250, float64(v[i])*60*100/float64(x.record.Cadence[i])), 0) // cm
		}
	}
}

// slopes are in percent, over the last half minute.
func (x *track) slopes() {
	x.altitude = x.record.Altitude
	if len(x.altitude) == 0 || len(x.altitude) != len(x.distance) {
		return
	}
	x.altitude, x.incline = make([]float32, len(x.distance)), make([]float32, len(x.distance))
	for i, a := range x.record.Altitude {
		x.altitude[i] = round32(float64(a), 1)
		from := max(0, i-30)
		if way := x.distance[i] - x.distance[from]; way > 10 {
			x.incline[i] = round32(max(-45, min(45, float64((a-x.record.Altitude[from])/way)*100)), 1)
		}
	}
}

// coreTemperature is at each second the sensor's last value, before its first the
// first: the values that temperature measurements have. [inferred: that they agree]
func (x *track) coreTemperature(samples []dataset.Temperature) []float32 {
	out, now := make([]float32, x.n), 0
	for i := range out {
		for now+1 < len(samples) && samples[now+1].At <= x.clock(i).Sub(x.event.Start) {
			now++
		}
		out[i] = samples[now].Celsius
	}
	return out
}

func round32(v float64, digits int) float32 { return float32(rounded(v, digits)) }

// clock is when a second of the record was.
func (x *track) clock(second int) time.Time {
	at := x.event.Start.Add(time.Duration(second) * time.Second)
	if x.gap > 0 && second >= x.gapAt {
		at = at.Add(x.gap)
	}
	return at
}

// second is the first one of the record that is not before t.
func (x *track) second(t time.Time) int {
	d := t.Sub(x.event.Start)
	if x.gap > 0 && d > x.record.GapAt {
		d = max(x.record.GapAt, d-x.gap)
	}
	return max(0, min(int((d+time.Second-1)/time.Second), x.n))
}

// stretch is the seconds from a to before b.
type stretch struct {
	*track
	a, b int
}

func cut(series []float32, a, b int) []float32 {
	return series[min(a, len(series)):min(b, len(series))]
}

// metres is how far it went.
func (x stretch) metres() float64 {
	if x.swim != nil {
		return x.swim.metres(x.a, x.b)
	}
	sum := 0.0
	for _, v := range cut(x.record.Speed, x.a, x.b) {
		sum += float64(v)
	}
	return sum
}

func (x *track) moved() bool { return len(x.record.Speed) > 0 || x.swim != nil }

// climbs is how far up and down it went.
func (x stretch) climbs() (up, down float64) {
	h := cut(x.record.Altitude, x.a, x.b)
	for i := 1; i < len(h); i++ {
		if d := float64(h[i]) - float64(h[i-1]); d > 0 {
			up += d
		} else {
			down -= d
		}
	}
	return up, down
}

// hearts are mean and maximum.
func (x stretch) hearts() (mean, most int) {
	_, usual, peak := extremes(cut(x.heart, x.a, x.b))
	return int(math.Round(usual)), int(peak)
}

// extremes are of a series.
func extremes(series []float32) (least, mean, most float64) {
	if len(series) == 0 {
		return 0, 0, 0
	}
	low, high, sum := series[0], series[0], 0.0
	for _, v := range series {
		low, high, sum = min(low, v), max(high, v), sum+float64(v)
	}
	return float64(low), sum / float64(len(series)), float64(high)
}

// work is in kJ, from power: measured, or of people who run told from the speed.
// [confirmed: AccessLink v4 page, that muscle load is made from power; inferred:
// the unit, and the figure, which is of sports science]
func (x stretch) work() float64 {
	sum := 0.0
	for i := x.a; i < x.b; i++ {
		sum += x.watts(i)
	}
	return sum / 1000
}

func (x *track) powered() bool { return len(x.record.Power) > 0 || x.runs() }

func (x *track) runs() bool {
	return len(x.record.Speed) > 0 && (x.sport.parent == 1 || x.sport.parent == 3 || x.sport.id == 39 || x.sport.id == 43)
}

func (x *track) watts(i int) float64 {
	switch {
	case i < len(x.record.Power):
		return math.Round(float64(x.record.Power[i]))
	case i < len(x.record.Speed) && x.runs():
		return math.Round(1.04 * x.record.Body.MassKg * float64(x.record.Speed[i]))
	}
	return 0
}

// sprints counts how often the speed rose to that of a sprint.
func (x stretch) sprints() int {
	n, fast, least := 0, false, float32(sprintSpeed(&x.sport)/kmh)
	for _, v := range cut(x.record.Speed, x.a, x.b) {
		if v >= least && !fast {
			n++
		}
		fast = v >= least
	}
	return n
}

// walking is how long and how far it went at 3 to 7 km/h.
func (x stretch) walking() (time.Duration, float64) {
	d, m := time.Duration(0), 0.0
	for _, v := range cut(x.record.Speed, x.a, x.b) {
		if v*kmh >= 3 && v*kmh < 7 {
			d, m = d+time.Second, m+float64(v)
		}
	}
	return d, m
}
