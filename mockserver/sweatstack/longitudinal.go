package sweatstack

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

// window reads which days a curve is of: start and end, or the older date with
// window_days before it. Nothing means all, up to today. [confirmed: document and
// notes of the vendor's client]
func (c *caller) window(t *tenant) filter {
	f := filter{utc: t.set.utcDates.In(t.x)}
	from, bounded := c.query.Date("start")
	to, ends := c.query.Date("end")
	old, dated := c.query.Date("date")
	days, wide := c.query.IntOr("window_days")
	if ends {
		f.to = to
	}
	switch {
	case bounded:
		f.from = from
	case dated || wide:
		if dated {
			f.to = old
		}
		if wide {
			end := f.to
			if end.IsZero() {
				end = c.today(t)
			}
			f.from = end.AddDate(0, 0, -max(0, min(days, 100_000)))
		}
	}
	if f.to.IsZero() {
		f.to = c.today(t)
	}
	return f
}

// today is the date where the user is.
func (c *caller) today(t *tenant) time.Time {
	zone := c.user.zone
	if t.set.utcDates.In(t.x) {
		zone = time.UTC
	}
	y, m, d := c.Call.Now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// getLongitudinalData is the samples of all activities, the oldest first, one after
// the other. They may be many millions, so they are sent as they are made.
// [confirmed: document, and notes of the vendor's client]
func getLongitudinalData(t *tenant, c *caller) (any, error) {
	x := &table{t: t, zone: c.user.zone, labels: true}
	sports := c.sports(t, true)
	f := c.dates(t)
	f.sports = sports
	x.metrics = c.metrics(t)
	x.sample, _ = c.curveMetric(t, t.set.samplingName(t.x))
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if f.to.IsZero() {
		f.to = c.today(t)
	}
	all := t.chosen(c, &f)
	names := map[string]bool{}
	found := map[effort.Metric]bool{}
	for i := range all {
		names[t.set.sport(all[i].sport, t.x)] = true
		for _, m := range t.brief(&all[i]).metrics {
			found[m] = true
		}
	}
	x.ids, x.sports = len(all), len(names)
	if len(all) > 0 {
		x.there(func(m effort.Metric) bool { return found[m] })
	}
	return httpx.Response{ContentType: t.set.parquetMedia.In(t.x), Stream: func(ctx context.Context, w io.Writer) error {
		out, err := frame.NewWriter(w, x.fields())
		if err != nil {
			return err
		}
		for i := len(all) - 1; i >= 0; i-- {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := out.Write(x.columns(&all[i])); err != nil {
				return err
			}
		}
		return out.Close()
	}}, nil
}

// maxAfter bounds the states of fatigue, and yearAfter the days then. [confirmed:
// change log of the vendor's client, 0.82.0]
const (
	maxAfter  = 5
	yearAfter = 366
)

// getLongitudinalMeanMax is the best of all activities, with where it comes from.
// [confirmed: document, and notes of the vendor's client]
func getLongitudinalMeanMax(t *tenant, c *caller) (any, error) {
	x := &curve{}
	sports := c.sports(t, true)
	c.query.Require("metric")
	x.metric, _ = c.curveMetric(t, "metric")
	f := c.window(t)
	f.sports = sports
	x.durations, x.all = c.durations(t, "durations")
	after := c.after(t, &f)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	all := t.chosen(c, &f)
	if !t.set.current.In(t.x) {
		return t.parquet(t.curveFrame(x, t.bestOf(x, all, 0), true))
	}
	fields, columns := t.curveFrame(x, t.bestOf(x, all, 0), true)
	if len(after) == 0 {
		return t.parquet(fields, columns)
	}
	fields = append(fields, frame.Field{Name: "after", Kind: frame.Float64})
	columns = append(columns, frame.Column{Floats: make([]float64, columns[0].Len())})
	for _, work := range after {
		_, more := t.curveFrame(x, t.bestOf(x, all, work), true)
		states := make([]float64, more[0].Len())
		for i := range states {
			states[i] = work
		}
		for i, col := range append(more, frame.Column{Floats: states}) {
			columns[i].Ints = append(columns[i].Ints, col.Ints...)
			columns[i].Floats = append(columns[i].Floats, col.Floats...)
			columns[i].Words = append(columns[i].Words, col.Words...)
		}
	}
	for i := range fields {
		if fields[i].Kind == frame.Category {
			fields[i].Words = count(columns[i].Words)
		}
	}
	return t.parquet(fields, columns)
}

// after reads states of fatigue: how much was done before an effort, in kJ or in
// metres. [confirmed: the vendor's client]
func (c *caller) after(t *tenant, f *filter) []float64 {
	if !t.set.current.In(t.x) {
		return nil
	}
	out := c.query.Floats("after", maxAfter)
	if len(out) > 0 && f.to.Sub(f.from) > yearAfter*24*time.Hour {
		f.from = f.to.AddDate(-1, 0, 0)
	}
	return out
}

// bestOf is the best of several activities at each point; of equal ones the newest.
func (t *tenant) bestOf(x *curve, all []activity, after float64) []point {
	byDuration := x.durations != nil || x.all || t.set.current.In(t.x) || t.set.byDuration.In(t.x)
	best := map[int]point{}
	var order []int
	for i := range all {
		a := &all[i]
		s := t.series(a)
		if after > 0 {
			s = s.After(x.metric, after)
		}
		for k, b := range x.best(t, s) {
			if byDuration {
				k = b.Seconds
			}
			old, there := best[k]
			if !there {
				order = append(order, k)
			}
			if !there || byDuration && b.Value > old.Value || !byDuration && b.Seconds > old.Seconds {
				best[k] = point{b, s.Start.Add(time.Duration(b.Start) * time.Second), a}
			}
		}
	}
	return inOrder(order, best)
}

func inOrder(keys []int, best map[int]point) []point {
	slices.Sort(keys)
	out := make([]point, len(keys))
	for i, k := range keys {
		out[i] = best[k]
	}
	return out
}
