package sweatstack

import (
	"bytes"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

// kindOf is the type of a metric's column. [confirmed: tests and notes of the
// vendor's client: power, heart_rate and cadence Int16, speed and altitude float16,
// distance and places float32, lap Int8; inferred: the others]
func kindOf(m effort.Metric) frame.Kind {
	switch m {
	case effort.Duration:
		return frame.Span
	case effort.Lap:
		return frame.Int8
	case effort.Power, effort.HeartRate, effort.Cadence, effort.RPE:
		return frame.Int16
	case effort.Speed, effort.Altitude, effort.Elevation:
		return frame.Float16
	case effort.Notes:
		return frame.Text
	}
	return frame.Float32
}

// table is a frame of samples that is made activity by activity.
type table struct {
	t       *tenant
	zone    *time.Location // of the user
	metrics []effort.Metric
	sample  effort.Metric // what rows are merged by; Metrics for nothing
	labels  bool          // with activity_id and sport
	ids     int           // how many activities
	sports  int
}

// fields are the columns: the timestamp is the index and comes last, as pandas
// writes it; since September 2026 it is a column, and comes first with the local
// time. [confirmed: notes of the vendor's client]
func (x *table) fields() []frame.Field {
	var out []frame.Field
	if x.t.set.current.In(x.t.x) {
		out = append(out, frame.Field{Name: "timestamp", Kind: frame.Instant, Zone: "UTC"}, frame.Field{Name: "timestamp_local", Kind: frame.Instant})
	}
	for _, m := range x.metrics {
		out = append(out, frame.Field{Name: m.String(), Kind: kindOf(m)})
	}
	if x.labels {
		out = append(out, frame.Field{Name: "activity_id", Kind: frame.Category, Words: x.ids}, frame.Field{Name: "sport", Kind: frame.Category, Words: x.sports})
	}
	if !x.t.set.current.In(x.t.x) {
		out = append(out, frame.Field{Name: "timestamp", Kind: frame.Instant, Index: true, Zone: x.indexZone()})
	}
	return x.t.set.change(out)
}

func (x *table) indexZone() string {
	if x.t.set.userZone.In(x.t.x) && x.zone != nil {
		return x.zone.String()
	}
	return "UTC"
}

// columns are the rows of one activity.
func (x *table) columns(a *activity) []frame.Column {
	s := x.t.series(a)
	rows := s.Rows()
	if x.sample != effort.Metrics && !x.t.set.noSampling.In(x.t.x) {
		rows = s.Adaptive(x.sample)
	}
	var out []frame.Column
	stamps := func(local bool) frame.Column {
		c := frame.Column{Ints: make([]int64, len(rows))}
		for i, r := range rows {
			at := s.Start.Add(time.Duration(r.At) * time.Second)
			if c.Ints[i] = frame.Millis(at); local {
				_, offset := at.In(a.zone).Zone()
				c.Ints[i] += int64(offset) * 1000
			}
		}
		return c
	}
	if x.t.set.current.In(x.t.x) {
		out = append(out, stamps(false), stamps(true))
	}
	for _, m := range x.metrics {
		out = append(out, x.values(s, m, rows))
	}
	if x.labels {
		ids, sports := make([]string, len(rows)), make([]string, len(rows))
		sport := x.t.set.sport(a.sport, x.t.x)
		for i := range rows {
			ids[i], sports[i] = a.id, sport
		}
		out = append(out, frame.Column{Words: ids}, frame.Column{Words: sports})
	}
	if !x.t.set.current.In(x.t.x) {
		out = append(out, stamps(false))
	}
	return out
}

func (x *table) values(s *effort.Series, m effort.Metric, rows []effort.Row) frame.Column {
	var c frame.Column
	switch m {
	case effort.Duration:
		c.Ints = make([]int64, len(rows))
		for i, r := range rows {
			if c.Ints[i] = int64(r.Width); x.t.set.elapsed.In(x.t.x) {
				c.Ints[i] = int64(r.At)
			}
		}
	case effort.Notes: // which no device tells
		c.Words = make([]string, len(rows))
	default:
		c.Floats = make([]float64, len(rows))
		for i, r := range rows {
			c.Floats[i] = s.Value(m, r)
		}
	}
	return c
}

// there leaves out the metrics that none of the activities has.
func (x *table) there(has func(effort.Metric) bool) {
	if x.t.set.nullColumns.In(x.t.x) {
		return
	}
	kept := x.metrics[:0:0]
	for _, m := range x.metrics {
		if has(m) {
			kept = append(kept, m)
		}
	}
	x.metrics = kept
}

// getData is one activity. [confirmed: document]
func getData(t *tenant, c *caller) (any, error) {
	x := &table{t: t, zone: c.user.zone, labels: !t.set.current.In(t.x), ids: 1, sports: 1}
	x.metrics = c.metrics(t)
	x.sample, _ = c.curveMetric(t, t.set.samplingName(t.x))
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	a, err := t.theActivity(c)
	if err != nil {
		return nil, err
	}
	x.there(t.series(&a).Has)
	return t.parquet(x.fields(), x.columns(&a))
}

// parquet is a frame that fits into memory.
func (t *tenant) parquet(fields []frame.Field, columns []frame.Column) (httpx.Response, error) {
	var b bytes.Buffer
	w, err := frame.NewWriter(&b, fields)
	if err == nil {
		err = w.Write(columns)
	}
	if err == nil {
		err = w.Close()
	}
	return httpx.Response{ContentType: t.set.parquetMedia.In(t.x), Body: b.Bytes()}, err
}
