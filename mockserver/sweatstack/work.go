package sweatstack

import (
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

// The formats of accumulated work. [confirmed: document]
func formats() []string { return []string{"parquet", "json"} }

// levels are the columns: the highest day, and what days of hard, medium and easy
// work come to. [confirmed: document; inferred: that these are the 80th, 50th and
// 20th percentile of days with any work]
func levels() []string { return []string{"max", "hard", "medium", "easy"} }

// workRow is one intensity of the calendar.
type workRow struct {
	value   float64
	seconds [4]int // of levels
}

// getLongitudinalWork tells how long each intensity was reached in a day. It is in
// development, says the vendor. [confirmed: document]
func getLongitudinalWork(t *tenant, c *caller) (any, error) {
	sports := c.sports(t, true)
	m, chosen := c.curveMetric(t, "metric")
	f := c.window(t)
	f.sports = sports
	format, given := c.query.Text("format")
	if given && !slices.Contains(formats(), format) {
		c.query.Word("format", fastapi.Literal, formats())
	}
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if !chosen {
		if m = effort.Speed; slices.ContainsFunc(sports, cycles) {
			m = effort.Power
		}
	}
	rows := t.work(t.chosen(c, &f), m)
	if format == "json" {
		return reply(http.StatusOK, t.appendWork(nil, rows)), nil
	}
	fields := []frame.Field{{Name: "intensity", Kind: curveKind(m)}}
	columns := make([]frame.Column, 1+len(levels()))
	for _, name := range levels() {
		fields = append(fields, frame.Field{Name: name, Kind: frame.Span})
	}
	for _, r := range rows {
		columns[0].Floats = append(columns[0].Floats, r.value)
		for i, s := range r.seconds {
			columns[1+i].Ints = append(columns[1+i].Ints, int64(s))
		}
	}
	return t.parquet(fields, columns)
}

// work sums up the activities of each day, and looks at the days.
func (t *tenant) work(all []activity, m effort.Metric) []workRow {
	days := map[string][]int{} // seconds by level
	for i := range all {
		a := &all[i]
		day := a.start.In(a.zone).Format("2006-01-02")
		for k, l := range t.series(a).Accumulated(m) {
			for len(days[day]) <= k {
				days[day] = append(days[day], 0)
			}
			days[day][k] += l.Seconds
		}
	}
	top := 0
	for _, d := range days {
		top = max(top, len(d))
	}
	rows := make([]workRow, top)
	for k := range rows {
		var seconds []int
		for d := range maps.Values(days) {
			if k < len(d) {
				seconds = append(seconds, d[k])
			} else {
				seconds = append(seconds, 0)
			}
		}
		slices.Sort(seconds)
		rows[k] = workRow{float64(k+1) * effort.Step(m), [4]int{percentile(seconds, 1), percentile(seconds, 0.8), percentile(seconds, 0.5), percentile(seconds, 0.2)}}
	}
	return rows
}

// percentile is the nearest rank in a sorted list.
func percentile(sorted []int, p float64) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}

// appendWork appends the JSON form, durations in seconds. [inferred]
func (t *tenant) appendWork(b []byte, rows []workRow) []byte {
	if t.set.columnJSON.In(t.x) {
		o := open(b)
		column := func(name string, add func(in *object, r *workRow)) {
			o.key(name)
			o.b = append(o.b, '[')
			for i := range rows {
				if i > 0 {
					o.b = append(o.b, ',')
				}
				in := object{b: o.b}
				add(&in, &rows[i])
				o.b = in.b
			}
			o.b = append(o.b, ']')
		}
		column("intensity", func(in *object, r *workRow) { in.b = appendFloat(in.b, round(r.value, 2)) })
		for i, name := range levels() {
			column(name, func(in *object, r *workRow) { in.b = append(in.b, strconv.Itoa(r.seconds[i])...) })
		}
		return o.close()
	}
	b = append(b, '[')
	for i := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		o := open(b)
		o.float("intensity", round(rows[i].value, 2))
		for k, name := range levels() {
			o.int(name, rows[i].seconds[k])
		}
		b = o.close()
	}
	return append(b, ']')
}
