package sweatstack

import (
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

// usualLimit is how many a list has unless asked. [confirmed: document]
const usualLimit = 50

// page reads limit and offset; most bounds the former, where it is not 0.
func (c *caller) page(t *tenant, usual, most int) (limit, offset int) {
	var lim, off fastapi.Bounds
	if t.set.refuseNegative.In(t.x) {
		lim.Least, off.Least = new(int), new(int)
	}
	if most > 0 {
		lim.Most = &most
	}
	limit = c.query.Int("limit", usual, lim)
	offset = c.query.Int("offset", 0, off)
	return max(0, limit), max(0, offset)
}

// cut is the part of a list that a page shows.
func cut[T any](all []T, limit, offset int) []T {
	from := min(offset, len(all))
	return all[from : from+min(limit, len(all)-from)]
}

// filter is what lists choose by.
type filter struct {
	from, to time.Time // dates; zero: open
	sports   []string
	tags     []string
	utc      bool
}

// dates reads the ends of a range, in the order of their declaration.
func (c *caller) dates(t *tenant) filter {
	f := filter{utc: t.set.utcDates.In(t.x)}
	f.from, _ = c.query.Date("start")
	f.to, _ = c.query.Date("end")
	return f
}

// sports reads a list of sports. Since June 2026 they are any text. [confirmed:
// change log of the vendor's client, 0.81.0]
func (c *caller) sports(t *tenant, required bool) []string {
	if !t.set.current.In(t.x) {
		return c.query.Words("sport", t.set.sports(t.x), nil, required)
	}
	if required {
		c.query.Require("sport")
	}
	return c.query.Texts("sport")
}

// has says whether something that began at a time, of a sport and with tags, is
// chosen: dates are inclusive, a sport covers those below it, all tags must be
// there. [confirmed: notes of the vendor's client]
func (f *filter) has(t *tenant, start time.Time, zone *time.Location, sport string, tags []string) bool {
	if !f.from.IsZero() || !f.to.IsZero() {
		if f.utc {
			zone = time.UTC
		}
		y, m, d := start.In(zone).Date()
		day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		if !f.from.IsZero() && day.Before(f.from) || !f.to.IsZero() && day.After(f.to) {
			return false
		}
	}
	if len(f.sports) > 0 && !slices.ContainsFunc(f.sports, func(s string) bool { return covers(s, t.set.sport(sport, t.x)) }) {
		return false
	}
	for _, tag := range f.tags {
		if !slices.Contains(tags, tag) {
			return false
		}
	}
	return true
}

// choose are the caller's activities that pass a filter, the newest first.
func (t *tenant) choose(c *caller, f *filter) iter.Seq[*activity] {
	return func(yield func(*activity) bool) {
		for a := range t.newest(&c.user, c.Call.Now) {
			if f.has(t, a.start, a.zone, a.sport, a.tags) && !yield(a) {
				return
			}
		}
	}
}

// chosen are copies of all of them.
func (t *tenant) chosen(c *caller, f *filter) []activity {
	var all []activity
	for a := range t.choose(c, f) {
		all = append(all, *a)
	}
	return all
}

func listActivities(t *tenant, c *caller) (any, error) {
	f := c.dates(t)
	most := 0
	if t.set.boundLimit.In(t.x) {
		most = 100
	}
	limit, offset := c.page(t, usualLimit, most)
	f.sports, f.tags = c.sports(t, false), c.query.Texts("tags")
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	shown := make([]*activity, 0, min(limit, usualLimit))
	for a := range t.choose(c, &f) {
		if offset > 0 {
			offset--
			continue
		}
		if len(shown) >= limit {
			break
		}
		shown = append(shown, a)
	}
	return t.remembered(c, shown), nil
}

func latestActivity(t *tenant, c *caller) (any, error) {
	f := filter{}
	if t.set.current.In(t.x) {
		if s, ok := c.query.Text("sport"); ok {
			f.sports = []string{s}
		}
	} else if s := c.query.Word("sport", fastapi.Enum, t.set.sports(t.x)); s != "" {
		f.sports = []string{s}
	}
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	for a := range t.choose(c, &f) {
		return answer(t, c, &activityView{activity: *a, details: true, traces: true}), nil
	}
	if t.set.latestEmpty.In(t.x) == emptyNull || t.set.latestEmpty.In(t.x) == emptyByProfile && t.set.current.In(t.x) {
		return reply(http.StatusOK, []byte("null")), nil
	}
	return nil, notFound("Activity")
}

func getActivity(t *tenant, c *caller) (any, error) {
	a, err := t.theActivity(c)
	if err != nil {
		return nil, err
	}
	return answer(t, c, &activityView{activity: a, details: true, traces: true}), nil
}

// activityView is an activity as an answer shows it.
type activityView struct {
	activity
	details bool // with distance and devices
	traces  bool
}

// appendJSON appends the members in the order of the document's schema. [confirmed:
// document]
func (v *activityView) appendJSON(t *tenant, c *caller, b []byte) []byte {
	a, brief := &v.activity, t.brief(&v.activity)
	o := open(b)
	o.texts("tags", a.tags)
	o.text("id", a.id)
	o.text("sport", t.set.sport(a.sport, t.x))
	o.instant(t, "start", a.start, a.zone)
	o.instant(t, "end", a.end, a.zone)
	names := make([]string, len(brief.metrics))
	for i, m := range brief.metrics {
		names[i] = m.String()
	}
	o.texts("metrics", names)
	o.text("source_id", a.source)
	o.b = append(o.b, brief.spelled...)
	v.appendTraces(t, c, &o)
	o.raw("app_metadata", t.store.metadata(metaKey{c.app(), aboutActivity, a.id}))
	if v.details {
		if f := &brief.whole; f.has[effort.Distance] {
			o.float("distance", round(f.way(false), 2))
		} else {
			o.null("distance")
		}
		o.texts("devices", a.devices)
	}
	o.duration("duration", a.end.Sub(a.start))
	o.local("start_local", a.start, a.zone)
	o.local("end_local", a.end, a.zone)
	return o.close()
}

// appendFigures appends the members summary and laps.
func appendFigures(t *tenant, b []byte, a *activity, brief *brief) []byte {
	o := object{b: b}
	o.key("summary")
	in := open(o.b)
	brief.whole.appendSummary(&in, false)
	o.b = in.close()
	laps := t.laps(a)
	if len(laps) == 0 {
		o.null("laps")
		return o.b
	}
	o.key("laps")
	o.b = append(o.b, '[')
	for i := range laps {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendLap(t, o.b, a, &brief.laps[i], laps[i])
	}
	return append(o.b, ']')
}

func appendLap(t *tenant, b []byte, a *activity, f *figures, l source.Lap) []byte {
	in := open(b)
	f.appendSummary(&in, true)
	in.instant(t, "start", l.From, a.zone)
	in.instant(t, "end", l.To, a.zone)
	in.duration("duration", l.To.Sub(l.From))
	in.local("start_local", l.From, a.zone)
	in.local("end_local", l.To, a.zone)
	return in.close()
}

func (v *activityView) appendTraces(t *tenant, c *caller, o *object) {
	if !v.traces {
		o.null("traces")
		return
	}
	all := t.tracesWithin(c, &v.activity)
	if len(all) == 0 {
		o.null("traces")
		return
	}
	o.key("traces")
	o.b = append(o.b, '[')
	for i := range all {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = (&traceView{trace: all[i]}).appendJSON(t, c, o.b)
	}
	o.b = append(o.b, ']')
}
