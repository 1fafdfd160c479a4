package sweatstack

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

// activity is something that a user did: a workout of the population, or a file
// that was uploaded.
type activity struct {
	id, source string
	owner      string // the account
	sport      string // in the document's spelling
	start, end time.Time
	zone       *time.Location
	synced     time.Time
	tags       []string
	devices    []string
	event      dataset.Ref // of the population
	shift      time.Duration
	upload     *upload // nil: of the population
}

// recorded says whether an event is an activity: something a device was worn for.
func recorded(e *dataset.Event) bool { return e.Kind == dataset.Workout }

// generated is the activity that a workout of the population is.
func (t *tenant) generated(e *dataset.Event) activity {
	n := place(e.Ref)
	synced := e.End.Add(t.latency(n))
	return activity{
		id: t.ids.name(ofActivity, e.End, n), source: t.ids.name(ofSource, e.End, n), owner: t.people.athlete(e.Ref.Athlete).id,
		sport: sportOf(e.Sport), start: e.Start, end: e.End, zone: e.Zone, synced: synced,
		tags: tagsOf(t.data.Seed(), e), devices: devicesOf(e), event: e.Ref,
	}
}

// latency is how long an activity takes to arrive: half to one and a half times
// what the world says.
func (t *tenant) latency(n uint64) time.Duration {
	return time.Duration((0.5 + draw.Chance(t.data.Seed(), saltSync, n)) * float64(t.set.syncLatency.In(t.x))).Truncate(time.Second)
}

// tagsOf are what a person has tagged a workout with. [inferred: tags are free text]
func tagsOf(seed uint64, e *dataset.Event) []string {
	tags := []string{}
	if e.Tag != dataset.TagNone {
		tags = append(tags, string(e.Tag))
	}
	if len(e.Sessions) > 0 {
		tags = append(tags, "team")
	}
	if len(e.Laps) > 0 && draw.Chance(seed, saltTag, place(e.Ref)) < 0.5 {
		tags = append(tags, "intervals")
	}
	return tags
}

// devicesOf are what recorded a workout. [inferred: the names are of no make]
func devicesOf(e *dataset.Event) []string {
	devices := []string{"Heart rate belt"}
	if e.GPS {
		devices = append(devices, "GPS watch")
	}
	if e.Power {
		devices = append(devices, "Power meter")
	}
	return devices
}

// laps are the parts of an activity.
func (t *tenant) laps(a *activity) []source.Lap {
	if a.upload != nil {
		return a.upload.laps
	}
	e, ok := t.data.Event(a.event)
	if !ok {
		return nil
	}
	var out []source.Lap
	for _, l := range e.Laps {
		out = append(out, source.Lap{From: l.Start.Add(a.shift), To: l.End.Add(a.shift)})
	}
	return out
}

// series is an activity second by second.
func (t *tenant) series(a *activity) *effort.Series {
	if a.upload != nil {
		return a.upload.series
	}
	e, ok := t.data.Event(a.event)
	if !ok {
		return &effort.Series{Start: a.start}
	}
	r := t.data.Record(e)
	n := len(r.HeartRate)
	s := &effort.Series{Start: a.start, At: make([]int32, n)}
	hole, wide := int32(r.GapAt/time.Second), int32(r.Gap/time.Second)
	for i := range s.At {
		if s.At[i] = int32(i); wide > 0 && s.At[i] >= hole {
			s.At[i] += wide
		}
	}
	s.Columns[effort.HeartRate] = steady(r.HeartRate)
	s.Columns[effort.Power] = rounded(r.Power, n)
	s.Columns[effort.Cadence] = rounded(r.Cadence, n)
	s.Columns[effort.Speed] = padded(r.Speed, n)
	s.Columns[effort.Altitude] = padded(r.Altitude, n)
	s.Columns[effort.Temperature] = padded(r.Temperature, n)
	s.Columns[effort.Latitude], s.Columns[effort.Longitude] = narrow(r.Latitude, n), narrow(r.Longitude, n)
	s.Columns[effort.Distance] = sums(s.Columns[effort.Speed])
	s.Columns[effort.Lap] = source.LapColumn(s, t.laps(a))
	return s
}

// steady is the heart rate as devices show it: the mean of five seconds. It is the
// one whose mean and peak this project's other services tell of.
func steady(hr []uint8) []float32 {
	five := physiology.FiveSeconds(hr)
	out := make([]float32, len(hr))
	for i := range out {
		out[i] = float32(five[i/5])
	}
	return out
}

// rounded are values that devices tell in whole numbers.
func rounded(v []float32, n int) []float32 {
	out := padded(v, n)
	for i := range out {
		out[i] = float32(math.Round(float64(out[i])))
	}
	return out
}

// padded is a copy of n values, the last ones missing where there are fewer.
func padded(v []float32, n int) []float32 {
	if len(v) == 0 {
		return nil
	}
	out := make([]float32, n)
	for i := copy(out, v); i < n; i++ {
		out[i] = effort.Missing()
	}
	return out
}

func narrow(v []float64, n int) []float32 {
	if len(v) == 0 {
		return nil
	}
	out := make([]float32, n)
	for i := range out {
		if out[i] = effort.Missing(); i < len(v) {
			out[i] = float32(v[i])
		}
	}
	return out
}

// sums is the way so far, from speeds of a second each.
func sums(speed []float32) []float32 {
	if speed == nil {
		return nil
	}
	out, way := make([]float32, len(speed)), 0.0
	for i, v := range speed {
		if v == v {
			way += float64(v)
		}
		out[i] = float32(way)
	}
	return out
}
