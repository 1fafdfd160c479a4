package sweatstack

import (
	"slices"
	"sort"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
)

// trial is what the vendor calls a test: an afternoon in a laboratory, or a ramp
// on the road, and what came of it. [confirmed: models of the vendor's client]
type trial struct {
	id, owner, creator, title, sport string // creator: the app, empty for the website
	tags                             []string
	start, end                       time.Time // end: zero for none
	zone                             *time.Location
	results                          []byte // JSON, nil for none
}

// until is when a test ended, or would have. [inferred: for a test whose end was
// cleared]
func (x *trial) until() time.Time {
	if x.end.IsZero() {
		return x.start.Add(testDuration)
	}
	return x.end
}

// has says whether a moment lies within a test.
func (x *trial) has(at time.Time) bool { return !at.Before(x.start) && !at.After(x.until()) }

// The bounds of tests. [confirmed: notes of the vendor's client]
const (
	usualTests   = 50
	mostTests    = 50
	testDuration = 3 * time.Hour
)

// generatedTests are those of the population: of who does sports, one each
// half-year, with the thresholds that the body then has. They are made once.
// [inferred]
func (t *tenant) generatedTests(u *user, now time.Time) []trial {
	if u.athlete == none {
		return nil
	}
	d := t.diary
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []trial
	for k := 0; ; k++ {
		start := t.testStart(u, k)
		if start.Add(testDuration).After(now) {
			return out
		}
		known := d.tests[u.athlete]
		if k >= len(known) {
			if d.tests == nil || len(d.tests) > maxTested {
				d.tests = map[int][]trial{}
				known = slices.Clip(out) // which are the first k
			}
			known = append(known, t.generatedTest(u, k, start))
			d.tests[u.athlete] = known
		}
		out = append(out, known[k])
	}
}

// maxTested bounds for how many athletes tests are kept.
const maxTested = 1_000

// turns notes when the population's tests of a user are there.
func (t *tenant) turns(u *user, now time.Time, span *memo.Span) {
	if u.athlete == none {
		return
	}
	for k := 0; ; k++ {
		end := t.testStart(u, k).Add(testDuration)
		span.Turns(end, now)
		if end.After(now) {
			return
		}
	}
}

// testStart is when an athlete was tested for the k-th time.
func (t *tenant) testStart(u *user, k int) time.Time {
	const half = 182 * 24 * time.Hour
	begin := t.data.Config().FirstDay
	return begin.Add(time.Duration(k)*half + time.Duration(draw.Chance(t.data.Seed(), saltTest, testNumber(u, k))*90)*24*time.Hour + 9*time.Hour)
}

func testNumber(u *user, k int) uint64 { return uint64(u.athlete)<<16 | uint64(k) }

func (t *tenant) generatedTest(u *user, k int, start time.Time) trial {
	n := testNumber(u, k)
	body := t.data.Body(u.athlete, start)
	o := open(nil)
	marker := func(name string, part float64, hr int) {
		o.key(name)
		in := open(o.b)
		in.int("power", int(body.FTPWatts*part))
		in.float("speed", round(body.RunThresholdSpeed*part, 2))
		in.int("heart_rate", hr)
		in.null("lactate")
		in.null("vo2")
		o.b = in.close()
	}
	for _, name := range markers() {
		switch name {
		case "first_threshold":
			marker(name, 0.75, body.AerobicHR)
		case "second_threshold":
			marker(name, 1, body.AnaerobicHR)
		default:
			o.null(name)
		}
	}
	values := map[string]float64{"vo2max": round(body.VO2Max, 1)}
	for _, name := range resultNumbers() {
		switch v, ok := values[name]; {
		case name == "heart_rate_max":
			o.int(name, body.HRMax)
		case ok:
			o.float(name, v)
		default:
			o.null(name)
		}
	}
	return trial{
		id: t.ids.name(ofTest, start, n), owner: u.id, title: "Threshold test", sport: sportOf(t.data.Athlete(u.athlete).Sport),
		tags: []string{"lab"}, start: start, end: start.Add(testDuration), zone: u.zone, results: o.close(),
	}
}

// markers and resultNumbers are the members of the results, in their order.
// [confirmed: models of the vendor's client]
func markers() []string {
	return []string{"first_threshold", "second_threshold", "fatmax", "lt1", "lt2", "vt1", "vt2", "mlss"}
}

func resultNumbers() []string {
	return []string{"vo2max", "vo2peak", "vlamax", "heart_rate_max", "critical_power", "critical_speed", "w_prime", "d_prime", "economy", "efficiency"}
}

// trials are all of a user's that are there, the newest first.
func (t *tenant) trials(u *user, now time.Time) []trial {
	var out []trial
	for _, x := range t.generatedTests(u, now) {
		if _, changed := t.store.record(recordKey{u.id, aboutTest, x.id}); !changed {
			out = append(out, x)
		}
	}
	for _, v := range t.store.recordsOf(u.id, aboutTest) {
		if x, ok := v.(trial); ok {
			out = append(out, x)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].start.After(out[j].start) })
	return out
}

// trialView is a test as an answer shows it.
type trialView struct {
	trial
	details    bool // with what is in it
	traces     []trace
	activities []activity
}

func (v *trialView) appendJSON(t *tenant, c *caller, b []byte) []byte {
	o := open(b)
	o.texts("tags", v.tags)
	o.text("id", v.id)
	o.textOr("created_by", v.creator)
	o.textOr("title", v.title)
	o.text("sport", t.set.sport(v.sport, t.x))
	o.instant(t, "start", v.start, v.zone)
	if v.end.IsZero() {
		o.null("end")
	} else {
		o.instant(t, "end", v.end, v.zone)
	}
	o.raw("results", v.results)
	o.raw("app_metadata", t.store.metadata(metaKey{c.app(), aboutTest, v.id}))
	if v.details {
		v.appendWithin(t, c, &o)
	}
	o.local("start_local", v.start, v.zone)
	if v.end.IsZero() {
		o.null("end_local")
	} else {
		o.local("end_local", v.end, v.zone)
	}
	return o.close()
}

func (v *trialView) appendWithin(t *tenant, c *caller, o *object) {
	o.key("traces")
	o.b = append(o.b, '[')
	for i := range v.traces {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = (&traceView{trace: v.traces[i]}).appendJSON(t, c, o.b)
	}
	o.b = append(o.b, ']')
	o.key("activities")
	o.b = append(o.b, '[')
	for i := range v.activities {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = (&activityView{activity: v.activities[i]}).appendJSON(t, c, o.b)
	}
	o.b = append(o.b, ']')
}

// appendTest appends the test that a trace belongs to, because it says so or
// because it lies within. It answers how they match. [confirmed: explicit, window]
func (t *tenant) appendTest(c *caller, o *object, x *trace) (match string) {
	for _, one := range t.trials(&c.user, c.Call.Now) {
		switch {
		case x.testID == one.id:
			match = "explicit"
		case x.testID == "" && one.has(x.at):
			match = "window"
		default:
			continue
		}
		o.key("test")
		o.b = (&trialView{trial: one}).appendJSON(t, c, o.b)
		return match
	}
	o.null("test")
	return ""
}
