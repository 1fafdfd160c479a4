package sweatstack

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

const aDay = 24 * time.Hour

func dailyKey(c *caller, measure string, day time.Time) recordKey {
	return recordKey{c.user.id + " " + measure, aboutUser, day.Format(time.DateOnly)}
}

// measured is what a day of the caller's was: what the caller wrote, or what the
// population's devices saw.
func (t *tenant) measured(c *caller, measure string, day time.Time) daily {
	d := daily{date: day, source: fromNowhere}
	if v, changed := t.store.record(dailyKey(c, measure, day)); changed {
		if n, ok := v.(float64); ok {
			d.value, d.source = &n, fromUser
		}
		return d
	}
	y, m, n := c.Call.Now.In(c.user.zone).Date()
	if c.user.athlete == none || day.Before(t.data.Config().FirstDay) || day.After(time.Date(y, m, n, 0, 0, 0, 0, time.UTC)) {
		return d
	}
	if v, seen := t.seen(c, measure, day); seen {
		d.value, d.source = &v, fromDevice
	}
	return d
}

// seen is what devices tell of a day: scales, a watch that is worn by day, one that
// is worn at night. [inferred: which measures they tell]
func (t *tenant) seen(c *caller, measure string, day time.Time) (float64, bool) {
	athlete, now := c.user.athlete, c.Call.Now
	switch measure {
	case "body_mass":
		evening := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, -1, c.user.zone)
		if evening.After(now) {
			evening = now
		}
		w, ok := t.data.Weighed(athlete, evening)
		return w.MassKg, ok && w.At.In(c.user.zone).Format(time.DateOnly) == day.Format(time.DateOnly)
	case "resting_hr":
		noise := draw.Chance(t.data.Seed(), saltDaily, uint64(athlete)<<24|uint64(day.Unix()/86400))
		return math.Round(float64(t.data.Body(athlete, day).HRRest) + 4*noise - 2), true
	case "sleep_duration":
		night, ok := t.data.Overnight(athlete, t.data.DayNumber(day))
		awake := night.Interruptions()
		return (night.Span() - awake.LongTime - awake.ShortTime).Seconds(), ok && !night.Up.After(now)
	}
	return 0, false
}

// measures are the days of a range, from and to included.
func (t *tenant) measures(c *caller, measure string, from, to time.Time) []daily {
	var days []daily
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		days = append(days, t.measured(c, measure, day))
	}
	return days
}

// lookAround is how far before and after a range the values are sought that its
// ends are estimated from.
const lookAround = 60

// estimate fills days that have no value, each measure in its manner. Those whose
// gaps mean something stay as they are. [confirmed: notes of the vendor's client, for
// the manners; inferred: how far values reach]
func (t *tenant) estimate(c *caller, measure string, days []daily) {
	if len(days) == 0 {
		return
	}
	first, last := days[0].date, days[len(days)-1].date
	before := t.measures(c, measure, first.AddDate(0, 0, -lookAround), first.Add(-aDay))
	after := t.measures(c, measure, last.Add(aDay), last.AddDate(0, 0, lookAround))
	switch measure {
	case "body_mass", "body_fat_pct":
		fill(before, days, after, between)
	case "sleep_altitude":
		fill(before, days, after, func(earlier, later *daily, _ time.Time) (float64, bool) {
			if earlier == nil {
				earlier = later
			}
			return *earlier.value, true
		})
	case "menstrual_cycle_day":
		fill(before, days, nil, func(earlier, _ *daily, day time.Time) (float64, bool) {
			if earlier == nil {
				return 0, false
			}
			return *earlier.value + float64(day.Sub(earlier.date)/aDay), true
		})
	}
}

// between lies on the line from the value before to the one after, and is the only
// one where there is one; masses and shares have one decimal.
func between(earlier, later *daily, day time.Time) (float64, bool) {
	switch {
	case earlier == nil:
		return *later.value, true
	case later == nil:
		return *earlier.value, true
	}
	part := float64(day.Sub(earlier.date)) / float64(later.date.Sub(earlier.date))
	return round(*earlier.value+part*(*later.value-*earlier.value), 1), true
}

// fill gives days without a value what guess makes of the nearest values that are
// known before and after them; it is not asked where there are none at all.
func fill(before, days, after []daily, guess func(earlier, later *daily, day time.Time) (float64, bool)) {
	earlier := known(len(before), func(i int) *daily { return &before[len(before)-1-i] })
	for i := range days {
		d := &days[i]
		if d.source != fromNowhere {
			earlier = d
			continue
		}
		later := known(len(days)-i, func(k int) *daily { return &days[i+k] })
		if later == nil {
			later = known(len(after), func(k int) *daily { return &after[k] })
		}
		if earlier == nil && later == nil {
			continue
		}
		if v, ok := guess(earlier, later, d.date); ok {
			d.value, d.source = &v, fromEstimate
		}
	}
}

// known is the first of n days that has a value that somebody measured.
func known(n int, at func(int) *daily) *daily {
	for i := range n {
		if d := at(i); d.source == fromUser || d.source == fromDevice {
			return d
		}
	}
	return nil
}
