package polaraccesslink

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// timeForm is a form of times that a strict endpoint takes alone.
type timeForm uint8

const (
	formDate timeForm = iota // 2025-06-12
	formTime                 // 2025-06-12T00:00:00
)

// ranged is what an operation reads from its query.
type ranged struct {
	days     int      // the longest range; 0: any
	featured int      // the longest range with features; 0: no other
	horizon  int      // how many days back there is anything; 0: all
	live     timeForm // what the live service takes
	whole    bool     // whether days are compared, and not times
	targets  bool     // whether the range has the names that training targets give it
	features []string
}

// span is a range of what the clock on the wall shows, as if it were UTC: from is
// in it, to is not. [confirmed: AccessLink v4 page]
type span struct{ from, to time.Time }

// has says whether a wall clock's time is inside.
func (s span) has(wall time.Time) bool { return !wall.Before(s.from) && wall.Before(s.to) }

// hasLocal says whether t is inside by the wall clock of a zone.
func (s span) hasLocal(t time.Time, zone *time.Location) bool { return s.has(wall(t.In(zone))) }

// days are those whose midnight is inside, at 00:00 UTC.
func (s span) days(yield func(time.Time) bool) {
	day := midnight(s.from)
	if day.Before(s.from) {
		day = day.AddDate(0, 0, 1)
	}
	for ; day.Before(s.to); day = day.AddDate(0, 0, 1) {
		if !yield(day) {
			return
		}
	}
}

// instants hold everything that is inside by the clock of any zone.
func (s span) instants() (from, to time.Time) {
	const most = 15 * time.Hour // from UTC that any zone is away
	return s.from.Add(-most), s.to.Add(most)
}

// wall is what the clock on the wall shows at t, as if it were UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// features are what was asked for besides.
type features []string

func (f features) has(name string) bool { return slices.Contains(f, name) }

// query reads parameters. What is wrong first is told; err is then set.
type query struct {
	t   *tenant
	c   *caller
	err error
}

func (q *query) refuse(format string, args ...any) {
	if q.err == nil {
		e := badRequest(format, args...)
		q.c.Call.Exchange.Decide("query", "refuse", e.Message)
		q.err = e
	}
}

// read reads all parameters of an operation: names, times, order, length, features.
// [inferred: the order of the checks]
func (q *query) read(r *ranged) {
	values := q.c.Query()
	from, to := "from", "to"
	if r.targets {
		from, to = q.t.targetNames(values)
	}
	a, b := q.time(values, from, r), q.time(values, to, r)
	q.c.features = q.features(values["features"], r)
	if q.err != nil {
		return
	}
	if r.whole {
		a, b = midnight(a), midnight(b) // the time of day is not looked at
	}
	if a.After(b) {
		if !q.t.set.reversedEmpty.In(q.t.x) {
			q.refuse("'%s' must not be after '%s'", from, to)
		}
		b = a
	}
	q.length(b.Sub(a), r)
	if q.t.set.toInclusive.In(q.t.x) && (r.whole || b.Equal(midnight(b))) {
		b = b.AddDate(0, 0, 1)
	}
	if r.horizon > 0 {
		if first := midnight(q.c.Call.Now).AddDate(0, 0, -r.horizon); a.Before(first) {
			a = first
		}
	}
	q.c.within = span{a, b}
}

// length refuses ranges that are too long. [confirmed: AccessLink v4 page, the
// lengths; inferred: the words]
func (q *query) length(d time.Duration, r *ranged) {
	const day = 24 * time.Hour
	if q.t.set.anyLength.In(q.t.x) {
		return
	}
	if n := r.featured; n > 0 && len(q.c.features) > 0 && d > time.Duration(n)*day {
		q.refuse("Time range must not exceed %d day when features are requested", n)
	}
	longest := r.days
	if r.targets {
		longest = q.t.set.targetDays.In(q.t.x)
	}
	if longest > 0 && d > time.Duration(longest)*day {
		q.refuse("Time range must not exceed %d days", longest)
	}
}

// targetNames are the names of a range of training targets. [confirmed: AccessLink
// v4 page, fromDate; public clients, that the live service reads from]
func (t *tenant) targetNames(values url.Values) (from, to string) {
	switch t.set.targetRange.In(t.x) {
	case rangeLive:
		return "from", "to"
	case rangeEither:
		if values.Has("from") || values.Has("to") {
			return "from", "to"
		}
	}
	return "fromDate", "toDate"
}

// time reads a time of a wall clock. The first value counts. [measured: published
// answers, both messages]
func (q *query) time(values url.Values, name string, r *ranged) time.Time {
	given := values[name]
	if len(given) == 0 {
		q.refuse("Query parameter '%s' is required", name)
		return time.Time{}
	}
	strict := q.t.set.strictTimes.In(q.t.x)
	if at, ok := parseTime(given[0], !strict || r.live == formDate, !strict || r.live == formTime, !strict); ok {
		return at
	}
	what := "date"
	if r.live == formTime {
		what = "datetime"
	}
	q.refuse("Value for key '%s' could not be parsed as %s", name, what)
	return time.Time{}
}

// parseTime reads a date, or a date and a time without a zone. A zone is refused
// everywhere. [confirmed: public clients]
func parseTime(s string, dates, times, fractions bool) (time.Time, bool) {
	const day, second = "2006-01-02", "2006-01-02T15:04:05"
	switch {
	case len(s) == len(day) && dates:
		at, err := time.Parse(day, s)
		return at, err == nil
	case len(s) < len(second) || !times, len(s) > len(second) && (!fractions || s[len(second)] != '.'), len(s) > len(second)+10:
		return time.Time{}, false
	}
	at, err := time.Parse(second, s)
	return at, err == nil
}

// features reads a repeated key. A list with commas is a feature that there is not.
// [confirmed: public clients, the repetition; inferred: the refusal]
func (q *query) features(given []string, r *ranged) features {
	if len(r.features) == 0 {
		return nil
	}
	if q.t.set.commaFeatures.In(q.t.x) {
		given = strings.Split(strings.Join(given, ","), ",")
		given = slices.DeleteFunc(given, func(s string) bool { return s == "" })
	}
	var all features
	for _, f := range given {
		switch {
		case slices.Contains(r.features, f):
			if !all.has(f) {
				all = append(all, f)
			}
		case q.t.set.ignoreUnknown.In(q.t.x):
			q.c.Call.Exchange.Decide("query", "ignore", "an unknown feature")
		default:
			q.refuse("Unknown value '%.60s' for key 'features'", f)
		}
	}
	return all
}
