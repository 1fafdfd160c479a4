package firstbeat

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// page is a part of a list.
type page struct {
	from, count int
	more        bool
}

// append prints the page under its name, with more before it. [confirmed: API
// document, result pagination; always present in what vendor sample code reads].
func (p page) append(t *tenant, b []byte, name string, element func(i int, b []byte) []byte) []byte {
	o := openObject(b)
	if p.more || t.set.moreAlways.In(t.x) {
		o.bool("more", p.more)
	}
	o.array(name, p.count, element)
	return o.close()
}

// page cuts a list of n by the query's offset, which counts records. An offset
// beyond the end is an empty page. [confirmed: API document].
func (t *tenant) page(c *caller, n int) (page, error) {
	q := query{t: t, c: c}
	from := min(q.offset(), n)
	count := min(t.set.pageSize.In(t.x), n-from)
	return page{from, count, from+count < n}, q.err
}

// query reads parameters. A malformed one is ignored or refused, as the world
// says; err is then set. Of a parameter that is given twice the last counts.
// [inferred: AWS API Gateway, single-value parameters].
type query struct {
	t   *tenant
	c   *caller
	err error
}

// text is a parameter's value; an empty one counts as not given.
func (q *query) text(name string) string {
	values := q.c.Query()[name]
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// bad notes a malformed parameter.
func (q *query) bad(name, want string) {
	outcome := "ignore"
	if q.t.set.badQuery.In(q.t.x) != 0 {
		outcome, q.err = "refuse", refusal(q.t.set.badQuery.In(q.t.x))
	}
	q.c.Call.Exchange.Decide("query", outcome, name+" is not "+want)
}

func (q *query) offset() int {
	s := q.text("offset")
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		q.bad("offset", "a whole number from 0")
		return 0
	}
	return n
}

// time reads an RFC 3339 time, with or without fractions of a second.
// [confirmed: a production program sends six digits].
func (q *query) time(name string) (time.Time, bool) {
	s := q.text(name)
	if s == "" {
		return time.Time{}, false
	}
	s = strings.ToUpper(s) // the format lets its letters be small
	at, err := time.Parse(time.RFC3339, s)
	if err != nil || !strictly(s) || !q.t.set.offsetTimes.In(q.t.x) && !strings.HasSuffix(s, "Z") {
		q.bad(name, "an RFC 3339 time such as 2026-01-31T12:00:00Z (write a + as %2B)")
		return time.Time{}, false
	}
	return at, true
}

// strictly refuses what Go reads as RFC 3339 though it is not: hours of one digit,
// and a comma before the fraction.
func strictly(s string) bool {
	return s[len("2006-01-02T15")] == ':' && !strings.Contains(s, ",")
}

func (q *query) bool(name string) bool {
	switch q.text(name) {
	case "true":
		return true
	case "", "false":
		return false
	}
	q.bad(name, "true or false")
	return false
}

// choice reads one of several words; empty when none is chosen.
func (q *query) choice(name string, words ...string) string {
	s := q.text(name)
	if s == "" || slices.Contains(words, s) {
		return s
	}
	q.bad(name, "one of "+strings.Join(words, ", "))
	return ""
}

// list reads a comma-separated parameter; nil when it is not given.
func (q *query) list(name string) []string {
	s := q.text(name)
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// filter is what lists of events and sessions have in common. All parts must
// hold. [confirmed: querying page].
type filter struct {
	from, to      time.Time // start in [from, to)
	title         string
	fold          bool
	sports, types []string
	laps          bool
}

func (q *query) filter(title string) filter {
	f := filter{
		title: q.text(title), fold: q.t.set.foldTitles.In(q.t.x),
		sports: q.list("sportsType"), types: q.list("eventType"), laps: q.bool("includeLaps"),
	}
	// Nothing starts later than now, or before there is history.
	f.from, f.to = q.t.data.Config().FirstDay.AddDate(0, 0, -2), q.c.Call.Now
	if from, ok := q.time("fromTime"); ok && from.After(f.from) {
		f.from = from
	}
	if to, ok := q.time("toTime"); ok && to.Before(f.to) {
		f.to = to
	}
	return f
}

// matches compares what dataset.Events does not.
func (f *filter) matches(title, sport, kind string) bool {
	switch {
	case f.title == "":
	case f.fold && strings.EqualFold(f.title, title):
	case f.title != title:
		return false
	}
	return (f.sports == nil || sport != "" && slices.Contains(f.sports, sport)) &&
		(f.types == nil || kind != "" && slices.Contains(f.types, kind))
}
