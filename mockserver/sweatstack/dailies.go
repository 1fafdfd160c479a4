package sweatstack

import (
	"math"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
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

// The sources. [confirmed: user, missing; inferred: device]
const (
	fromUser    = "user"
	fromDevice  = "device"
	fromNowhere = "missing"
)

func (d *daily) appendJSON(t *tenant, _ *caller, b []byte) []byte {
	o := open(b)
	o.text("date", d.date.Format(time.DateOnly))
	o.floatOr("value", d.value)
	if t.set.current {
		d.appendOrigin(&o)
		return o.close()
	}
	o.text("source", d.source)
	return o.close()
}

// appendOrigin appends what took the place of source in June 2026. [confirmed: models
// of the vendor's client; inferred: which devices]
func (d *daily) appendOrigin(o *object) {
	switch d.source {
	case fromUser:
		o.text("status", "stored")
		o.text("source", "manual")
	case fromDevice:
		o.text("status", "stored")
		o.text("source", "garmin_connect")
	default:
		o.text("status", "missing")
		o.null("source")
	}
}

// measured is what a user's day was: what the user wrote, or what the population's
// body shows. [inferred: which measures devices tell]
func (t *tenant) measured(u *user, measure string, day time.Time) daily {
	d := daily{date: day, source: fromNowhere}
	if v, changed := t.store.record(recordKey{u.id + " " + measure, aboutUser, day.Format(time.DateOnly)}); changed {
		if n, ok := v.(float64); ok {
			d.value, d.source = &n, fromUser
		}
		return d
	}
	if u.athlete == none || day.Before(t.data.Config().FirstDay) {
		return d
	}
	noise := chance(t.data.Seed(), saltDaily, uint64(u.athlete)<<24|uint64(day.Unix()/86400))
	body := t.data.Body(u.athlete, day)
	var v float64
	switch measure {
	case "body_mass":
		if noise > 0.4 { // not every day somebody steps on the scales
			return d
		}
		v = round(body.MassKg+noise-0.2, 1)
	case "resting_hr":
		v = math.Round(float64(body.HRRest) + 4*noise - 2)
	default:
		return d
	}
	d.value, d.source = &v, fromDevice
	return d
}

// checkMeasure finds the measure in the path.
func checkMeasure(c *caller) (string, error) {
	q := pathWord(c, "measure", measures())
	return c.Vars["measure"], q
}

func listDailies(t *tenant, c *caller) (any, error) {
	if _, err := checkMeasure(c); err != nil {
		return nil, err
	}
	c.query.Require("start")
	c.query.Require("end")
	from, _ := c.query.Date("start")
	to, _ := c.query.Date("end")
	c.query.Bool("interpolate", false)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if to.Sub(from) > mostDays*24*time.Hour {
		return nil, unprocessable("The range is longer than " + itoa(mostDays) + " days")
	}
	var out []value
	y, m, d := c.Call.Now.In(c.user.zone).Date()
	for day := from; !day.After(to) && !day.After(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)); day = day.AddDate(0, 0, 1) {
		one := t.measured(&c.user, c.Vars["measure"], day)
		out = append(out, &one)
	}
	return list(t, c, out), nil
}

func putDaily(t *tenant, c *caller) (any, error) {
	measure, err := checkMeasure(c)
	if err != nil {
		return nil, err
	}
	f, err := c.body.Model()
	if err != nil {
		return nil, err
	}
	day, _ := f.Date("date", true)
	v, _ := f.Float("value", nil, true)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if !t.store.put(recordKey{c.user.id + " " + measure, aboutUser, day.Format(time.DateOnly)}, v) {
		return nil, full(c)
	}
	return answer(t, c, &daily{day, &v, fromUser}), nil
}

func deleteDaily(t *tenant, c *caller) (any, error) {
	measure, err := checkMeasure(c)
	if err != nil {
		return nil, err
	}
	c.query.Require("date")
	day, _ := c.query.Date("date")
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if !t.store.put(recordKey{c.user.id + " " + measure, aboutUser, day.Format(time.DateOnly)}, nil) {
		return nil, full(c)
	}
	return httpx.Response{Status: http.StatusNoContent}, nil
}
