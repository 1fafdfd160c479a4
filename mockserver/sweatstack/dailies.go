package sweatstack

import (
	"net/http"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// measures are the daily values that there are. [confirmed: the vendor's documents
// and models of its client]
func measures() []string {
	return []string{"body_mass", "body_fat_pct", "resting_hr", "hrv", "sleep_duration", "sleep_altitude", "menstrual_cycle_day"}
}

// mostDays bounds the range that is answered.
const mostDays = 4_000

// daily is a value of a day. [confirmed: date, value, source in the document's
// time; status since]
type daily struct {
	date   time.Time
	value  *float64
	source string
}

// The sources. [confirmed: user, missing; inferred: the others]
const (
	fromUser     = "user"
	fromDevice   = "device"
	fromEstimate = "estimated"
	fromNowhere  = "missing"
)

func (d *daily) appendJSON(t *tenant, c *caller, b []byte) []byte {
	o := open(b)
	o.text("date", d.date.Format(time.DateOnly))
	o.floatOr("value", d.value)
	if t.set.current.In(t.x) {
		d.appendOrigin(t, c, &o)
		return o.close()
	}
	o.text("source", d.source)
	return o.close()
}

// appendOrigin appends what took the place of source in June 2026. [confirmed: models
// and tests of the vendor's client; inferred: who has connected what]
func (d *daily) appendOrigin(t *tenant, c *caller, o *object) {
	switch d.source {
	case fromUser:
		o.text("status", "stored")
		o.text("source", "manual")
	case fromDevice:
		o.text("status", "stored")
		o.text("source", t.integration(&c.user))
	default:
		o.text("status", d.source)
		o.null("source")
	}
}

// integrations are the services that users connect. [confirmed: models of the
// vendor's client]
func integrations() []string { return []string{"garmin_connect", "intervals_icu", "wahoo"} }

// integration is the one that a user has connected.
func (t *tenant) integration(u *user) string {
	all := integrations()
	return all[int(draw.Chance(t.data.Seed(), saltIntegration, uint64(u.athlete))*float64(len(all)))]
}

// measure is the one that the path names.
func (c *caller) measure() string {
	name := c.Vars["measure"]
	c.query.Path("measure", name, measures())
	return name
}

// listDailies has one entry for each day of the range, also for those to come.
// [confirmed: notes of the vendor's client; inferred: the latter, which they do not
// except]
func listDailies(t *tenant, c *caller) (any, error) {
	measure := c.measure()
	c.query.Require("start")
	from, _ := c.query.Date("start")
	c.query.Require("end")
	to, _ := c.query.Date("end")
	estimate := c.query.Bool("interpolate", t.set.interpolate.In(t.x))
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if to.Sub(from) > mostDays*24*time.Hour {
		return nil, unprocessable("The range is longer than " + strconv.Itoa(mostDays) + " days")
	}
	days := t.measures(c, measure, from, to)
	if estimate {
		t.estimate(c, measure, days)
	}
	out := make([]value, len(days))
	for i := range days {
		out[i] = &days[i]
	}
	return list(t, c, out), nil
}

func putDaily(t *tenant, c *caller) (any, error) {
	measure := c.measure()
	f, err := c.body.Model()
	if err != nil {
		return nil, fastapi.Join(c.query.Err(), err)
	}
	day, _ := f.Date("date", true)
	v, _ := f.Float("value", nil, true)
	if err := fastapi.Join(c.query.Err(), f.Err()); err != nil {
		return nil, err
	}
	if !t.store.put(dailyKey(c, measure, day), v) {
		return nil, full(c)
	}
	return answer(t, c, &daily{day, &v, fromUser}), nil
}

// deleteDaily takes the value of a day away; a day that has none is not found.
// [confirmed: notes of the vendor's client]
func deleteDaily(t *tenant, c *caller) (any, error) {
	measure := c.measure()
	c.query.Require("date")
	day, _ := c.query.Date("date")
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if d := t.measured(c, measure, day); d.value == nil {
		c.Call.Exchange.Decide("daily", "refuse", "the user has no value of "+measure+" on this day")
		return nil, notFound("Daily")
	}
	if !t.store.put(dailyKey(c, measure, day), nil) {
		return nil, full(c)
	}
	return httpx.Response{Status: http.StatusNoContent}, nil
}
