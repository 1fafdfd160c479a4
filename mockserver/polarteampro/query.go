package polarteampro

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// query reads parameters. A malformed one is refused or ignored, as the world
// says; err is then set. Of a parameter that is given twice the first counts, but
// for samples, which are joined. [inferred: Spring MVC]
type query struct {
	t   *tenant
	c   *caller
	err error
}

// text is a parameter's value; an empty one counts as not given. [confirmed: a
// public client sends since= and until=]
func (q *query) text(name string) string {
	if values := q.c.Query()[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// bad notes a malformed parameter.
func (q *query) bad(name, want string) {
	outcome := "ignore"
	if !q.t.set.ignoreBad.In(q.t.x) {
		outcome, q.err = "refuse", badRequest()
	}
	q.c.Call.Exchange.Decide("query", outcome, name+" is not "+want)
}

const usualPage, largestPage = 20, 100 // [confirmed: document 1.0.2]

// page reads page, from 0, and per_page, from 1 to 100. [confirmed: document 1.0.2]
func (q *query) page() page {
	p := page{size: usualPage}
	if s := q.text("page"); s != "" {
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil || n < 0 {
			q.bad("page", "a whole number from 0")
		} else {
			p.number = int(n)
		}
	}
	if s := q.text("per_page"); s != "" {
		n, err := strconv.ParseInt(s, 10, 32)
		switch {
		case err == nil && n >= 1 && n <= largestPage:
			p.size = int(n)
		case err == nil && q.t.set.clampPages.In(q.t.x):
			p.size = int(max(1, min(n, largestPage)))
			q.c.Call.Exchange.Decide("query", "ignore", "per_page is not from 1 to 100; the nearest is taken")
		default:
			q.bad("per_page", "a whole number from 1 to 100")
		}
	}
	return p
}

// bound is one end of a range, which is not in the range itself.
type bound struct {
	at      time.Time
	instant bool // a point in time, and not a wall clock's face
}

// time reads a date and a time, with or without a fraction and a zone.
// [confirmed: document 1.1.0 and public clients]
func (q *query) time(name string) *bound {
	s := q.text(name)
	if s == "" {
		return nil
	}
	const naive = "2006-01-02T15:04:05"
	if at, err := time.Parse(naive, s); err == nil && hasHour(s) {
		return &bound{at: at}
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil || !hasHour(s) {
		q.bad(name, "a time such as 2018-04-14T00:00:00, with or without a zone")
		return nil
	}
	if q.t.set.convert.In(q.t.x) {
		return &bound{at: at, instant: true}
	}
	return &bound{at: wall(at)}
}

// hasHour says whether a time that package time reads has an hour of two digits, as
// it must: the package takes one of one digit, too.
func hasHour(s string) bool { return s[len("2006-01-02T15")] == ':' }

// wall is what the clock on the wall shows at t, as if it were UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// span is since and until, both exclusive. [confirmed: document 1.0.2]
type span struct{ since, until *bound }

func (q *query) span() span { return span{q.time("since"), q.time("until")} }

// has says whether what begins at start, in a zone, is between.
func (s span) has(start time.Time, zone *time.Location) bool {
	compare := func(b *bound) int {
		if b.instant {
			return start.Compare(b.at)
		}
		return wall(start.In(zone)).Compare(b.at)
	}
	return (s.since == nil || compare(s.since) > 0) && (s.until == nil || compare(s.until) < 0)
}

// The types of a player's sessions. [confirmed: document 1.0.2]
const (
	typeAll        = "ALL"
	typeTeam       = "TEAM"
	typeIndividual = "INDIVIDUAL"
)

func (q *query) sessionType() string {
	s := q.text("type")
	if slices.Contains([]string{typeAll, typeTeam, typeIndividual}, s) {
		return s
	}
	if s != "" {
		q.bad("type", "one of ALL, TEAM, INDIVIDUAL")
	}
	return typeAll
}

// samples reads which columns are wanted. [confirmed: document 1.0.2]
func (q *query) samples() selection {
	var sel selection
	unknown := false
	all := strings.Join(q.c.Query()["samples"], ",")
	if all == "" {
		return sel
	}
	for name := range strings.SplitSeq(all, ",") {
		if !sel.add(name) {
			unknown = true
		}
	}
	if unknown {
		q.bad("samples", `"all" or a list of `+sampleNames())
	}
	return sel
}
