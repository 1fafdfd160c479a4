package sweatstack

import (
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

// curve is what a request for a mean-max curve asks for.
type curve struct {
	metric    effort.Metric
	chosen    bool // the request names the metric
	durations []int
	all       bool // every duration
}

// grid is the durations of an activity of so many seconds; none means that the
// rows are intensities. [confirmed: change log and notes of the vendor's client,
// 0.84 to 0.90]
func (x *curve) grid(t *tenant, seconds int) []int {
	switch {
	case x.durations != nil:
		return x.durations
	case x.all:
		return effort.All(seconds)
	case t.set.current.In(t.x) || t.set.byDuration.In(t.x):
		return effort.Grid()
	}
	return nil
}

// best is the curve of one series.
func (x *curve) best(t *tenant, s *effort.Series) []effort.Best {
	seconds := 0
	if n := s.Len(); n > 0 {
		seconds = int(s.At[n-1]) + 1
	}
	if grid := x.grid(t, seconds); grid != nil {
		return s.ByDuration(x.metric, grid)
	}
	return s.ByIntensity(x.metric)
}

// curveKind is the type of a column of intensities. Speeds have 32 bits: pandas has
// no index of sixteen. [confirmed: tests of the vendor's client, for power;
// inferred: for speed]
func curveKind(m effort.Metric) frame.Kind {
	if m == effort.Power {
		return frame.Int16
	}
	return frame.Float32
}

// point is one row of a curve, and where it comes from.
type point struct {
	effort.Best
	start time.Time
	of    *activity
}

// curveFrame is a curve: by the metric's value, which is the index; since September
// 2026 without an index. [confirmed: change log of the vendor's client, 0.90.0, and
// its notes]
func (t *tenant) curveFrame(x *curve, points []point, labels bool) ([]frame.Field, []frame.Column) {
	value := frame.Field{Name: x.metric.String(), Kind: curveKind(x.metric), Index: !t.set.current.In(t.x)}
	fields := []frame.Field{{Name: "duration", Kind: frame.Span}, {Name: "start", Kind: frame.Instant, Zone: "UTC"}}
	var durations, starts, values, ids, sports frame.Column
	for _, p := range points {
		durations.Ints = append(durations.Ints, int64(p.Seconds))
		starts.Ints = append(starts.Ints, frame.Millis(p.start))
		values.Floats = append(values.Floats, p.Value)
		if labels {
			ids.Words = append(ids.Words, p.of.id)
			sports.Words = append(sports.Words, t.set.sport(p.of.sport, t.x))
		}
	}
	columns := []frame.Column{durations, starts}
	if labels {
		fields = append(fields, frame.Field{Name: "activity_id", Kind: frame.Category, Words: count(ids.Words)}, frame.Field{Name: "sport", Kind: frame.Category, Words: count(sports.Words)})
		columns = append(columns, ids, sports)
	}
	at := len(fields)
	if t.set.current.In(t.x) {
		at = 1
	}
	return slices.Insert(fields, at, value), slices.Insert(columns, at, values)
}

// count is how many different words there are.
func count(words []string) int {
	sorted := slices.Sorted(slices.Values(words))
	return len(slices.Compact(sorted))
}

// getMeanMax is the curve of one activity: of power if there is any, else of speed.
// [confirmed: document]
func getMeanMax(t *tenant, c *caller) (any, error) {
	x := &curve{}
	x.metric, x.chosen = c.curveMetric(t, "metric")
	if !t.set.current.In(t.x) {
		c.query.Bool("adaptive_sampling", false) // never made an answer smaller [confirmed: change log of the vendor's client, 0.90.0]
	}
	x.durations, x.all = c.durations(t, "durations")
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	a, err := t.theActivity(c)
	if err != nil {
		return nil, err
	}
	s := t.series(&a)
	if !x.chosen {
		if x.metric = effort.Speed; s.Has(effort.Power) {
			x.metric = effort.Power
		}
	}
	var points []point
	for _, b := range x.best(t, s) {
		points = append(points, point{b, s.Start.Add(time.Duration(b.Start) * time.Second), &a})
	}
	return t.parquet(t.curveFrame(x, points, false))
}

// cycles says whether work is told in watts. [confirmed: document]
func cycles(sport string) bool { return strings.HasPrefix(sport, "cycling") }

// workMetric is what accumulated work is of unless asked. [confirmed: document]
func workMetric(sport string) effort.Metric {
	if cycles(sport) {
		return effort.Power
	}
	return effort.Speed
}

// getAccumulatedWork is how long each intensity was reached. [confirmed: document;
// that the intensity is the index, by notes of the vendor's client]
func getAccumulatedWork(t *tenant, c *caller) (any, error) {
	m, chosen := c.curveMetric(t, "metric")
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	a, err := t.theActivity(c)
	if err != nil {
		return nil, err
	}
	if !chosen {
		m = workMetric(a.sport)
	}
	var durations, values frame.Column
	for _, l := range t.series(&a).Accumulated(m) {
		durations.Ints = append(durations.Ints, int64(l.Seconds))
		values.Floats = append(values.Floats, l.Value)
	}
	return t.parquet([]frame.Field{{Name: "duration", Kind: frame.Span}, {Name: m.String(), Kind: curveKind(m), Index: true}}, []frame.Column{durations, values})
}
