package polaraccesslink

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Operation is what is known of one operation: where it is, and what its answer
// is called. Days is the longest range, or 0.
type Operation struct {
	Path, Envelope, Member string
	Days                   int
	Daily                  bool // a day at a time, with features
	Clock                  bool // the ends of a range are times without a zone
}

// Ranges are the operations on ranges of days. [confirmed: AccessLink v4 page;
// confirmed: public clients, which of them take times]
func Ranges() map[string]Operation {
	return map[string]Operation{
		"al.activity":           {"/activity/list", "activities", "activityDays", 90, true, false},
		"al.calendar":           {"/calendar/list", "data", "entries", 90, false, true},
		"al.continuous_samples": {"/continuous-samples", "continuousSamples", "heartRateSamplesPerDay", 30, false, false},
		"al.nightly":            {"/nightly-recharge-results", "nightlyRechargeResults", "nightlyRechargeResults", 28, true, false},
		"al.ppi":                {"/ppi-samples", "", "dailyPpiSamples", 90, true, false},
		"al.skin_contacts":      {"/skin-contacts", "", "skinContactPeriods", 90, false, false},
		"al.sleep_wake":         {"/sleep-wake-vectors", "", "sleepWakeVectors", 7, false, false},
		"al.sleeps":             {"/sleeps", "", "nightSleeps", 30, true, false},
		"al.targets":            {targetPath, "", "trainingTarget", 90, false, false},
		"al.temperatures":       {"/temperature-measurements", "", "temperatureMeasurementPeriod", 90, false, false},
		"al.tests":              {"/tests/list", "data", "tests", 90, true, false},
		"al.training_sessions":  {"/training-sessions/list", "", "trainingSessions", 90, true, true},
	}
}

const targetPath = "/training-target/calendar-targets"

// Range is [From, To) in days, and features.
type Range struct {
	From, To string
	Features []string
}

// Range asks for a range of days, in as many pieces as the operation demands.
func (c *Client) Range(ctx context.Context, o Operation, r Range) ([]Item, error) {
	from, err := time.Parse(time.DateOnly, r.From)
	to, err2 := time.Parse(time.DateOnly, r.To)
	if err != nil || err2 != nil || !from.Before(to) {
		return nil, &caller.Error{Class: "invalid_argument", Message: "the range is not one of days"}
	}
	all := []Item{}
	for _, piece := range c.pieces(o, from, to, len(r.Features) > 0) {
		items, err := c.piece(ctx, o, piece, r.Features)
		if err != nil {
			return nil, err
		}
		for n := 0; len(items) == 0 && n < hotBound && c.M.Has("walks-back"); n++ {
			piece = [2]time.Time{piece[0].AddDate(0, 0, -o.Days), piece[0]}
			if items, err = c.piece(ctx, o, piece, r.Features); err != nil {
				return nil, err
			}
		}
		all = append(all, items...)
	}
	return all, nil
}

// pieces cuts a range.
func (c *Client) pieces(o Operation, from, to time.Time, featured bool) [][2]time.Time {
	step := o.Days
	switch {
	case c.M.Has("ranges-unsplit"):
		step = 3660
	case c.M.Has("ninety-everywhere"):
		step = 90
	}
	if featured && o.Daily && !c.M.Has("features-over-ranges") {
		step = 1
	}
	if c.M.Has("days-of-24-hours") {
		return elapsed(from, to, step)
	}
	var out [][2]time.Time
	for ; from.Before(to); from = from.AddDate(0, 0, step) {
		end := from.AddDate(0, 0, step)
		if to.Before(end) {
			end = to
		}
		out = append(out, [2]time.Time{from, end})
	}
	return out
}

// elapsed is a defect's idea of days: so many hours by the clock of a place that
// changes it.
func elapsed(from, to time.Time, step int) [][2]time.Time {
	place, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		return nil
	}
	shown := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	var out [][2]time.Time
	at := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, place)
	for range int(to.Sub(from).Hours()/24+float64(step)-1) / step {
		next := at.Add(time.Duration(step) * 24 * time.Hour)
		end := shown(next)
		if !shown(at).Before(end) {
			end = shown(at).AddDate(0, 0, 1)
		}
		if to.Before(end) {
			end = to
		}
		out = append(out, [2]time.Time{shown(at), end})
		at = next
	}
	return out
}

// piece makes one request.
func (c *Client) piece(ctx context.Context, o Operation, p [2]time.Time, features []string) ([]Item, error) {
	names, form := [2]string{"from", "to"}, time.DateOnly
	if o.Path == targetPath && !c.M.Has("targets-by-from") {
		names = [2]string{"fromDate", "toDate"}
	}
	if o.Clock {
		form = "2006-01-02T15:04:05"
	}
	end := p[1]
	if c.M.Has("end-inclusive") {
		end = end.AddDate(0, 0, 1)
	}
	q := url.Values{names[0]: {p[0].Format(form)}, names[1]: {end.Format(form)}}
	if len(features) > 0 {
		q["features"] = features
		if c.M.Has("features-by-comma") {
			q["features"] = []string{strings.Join(features, ",")}
		}
	}
	return c.list(ctx, o, o.Path+"?"+q.Encode())
}
