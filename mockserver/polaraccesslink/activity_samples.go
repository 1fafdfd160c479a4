package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// activityClasses are the names of dataset's. [confirmed: AccessLink v4 page]
var activityClasses = [...]enum{
	dataset.NotWorn: "ACTIVITY_CLASS_NON_WEAR", dataset.Asleep: "ACTIVITY_CLASS_SLEEP", dataset.Sedentary: "ACTIVITY_CLASS_SEDENTARY",
	dataset.LightActivity: "ACTIVITY_CLASS_LIGHT", dataset.ModerateIntermittent: "ACTIVITY_CLASS_INTERMITTENT_MODERATE",
	dataset.ModerateContinuous: "ACTIVITY_CLASS_CONTINUOUS_MODERATE", dataset.VigorousIntermittent: "ACTIVITY_CLASS_INTERMITTENT_VIGOROUS",
	dataset.VigorousContinuous: "ACTIVITY_CLASS_CONTINUOUS_VIGOROUS",
}

// perMinute is the interval of steps and METs in milliseconds. [confirmed: AccessLink
// v4 page, example]
const perMinute = 60_000

// clockDay is a day on the wall: minutes that pass are not always those it shows.
type clockDay struct {
	midnight time.Time // in its zone
	turned   int       // minute in which clocks change; not above 0 when they do not
	until    int       // minute before which everything is there
	emptied  int       // second at which a battery ran out, or -1
}

func (t *tenant) clockDay(athlete, day int, until time.Time) clockDay {
	d := clockDay{midnight: t.data.Midnight(athlete, day).In(t.data.Athlete(athlete).Zone), emptied: -1}
	if _, change := d.midnight.ZoneBounds(); change.Before(t.data.Midnight(athlete, day+1)) {
		d.turned = int(change.Sub(d.midnight) / time.Minute)
	}
	d.until = int(until.Sub(d.midnight) / time.Minute)
	for _, morning := range [...]int{day, day + 1} {
		if n, ok := t.data.Overnight(athlete, morning); ok && n.BatteryRanOut && !n.Awake.Before(d.midnight) {
			d.emptied = int(n.Awake.Sub(d.midnight) / time.Second)
			break
		}
	}
	return d
}

// clock is what the wall shows a number of seconds after midnight.
func (d *clockDay) clock(second int) timeOfDay {
	at := d.midnight.Add(time.Duration(second) * time.Second)
	return timeOfDay(wall(at).Sub(midnight(at)))
}

// movement is what each device counted in a day before a time. A device may be worn
// with gaps, and several at once: their steps are not to be added up. [confirmed:
// AccessLink v4 page, the gaps]
func (t *tenant) movement(athlete, day int, until time.Time) []deviceActivity {
	out := []deviceActivity{}
	d := t.clockDay(athlete, day, until)
	for _, x := range t.data.ActivitySeries(athlete, day) {
		w := t.wearable(athlete, x.Device)
		m := deviceActivity{DeviceReference: w.byID()}
		for _, b := range x.Blocks {
			for _, part := range d.parts(b) {
				m.ActivitySamples = append(m.ActivitySamples, d.recorded(&x, part))
			}
		}
		if len(m.ActivitySamples) > 0 {
			out = append(out, m)
		}
	}
	return out
}

// parts cuts minutes where clocks change, so that each value has the time of day that
// it seems to have, and ends them where nothing is there yet. [inferred: that a
// recording begins anew]
func (d *clockDay) parts(b dataset.ActivityBlock) []dataset.ActivityBlock {
	if n := d.until - b.Minute; n < len(b.Steps) {
		if n <= 0 {
			return nil
		}
		b.Steps, b.METs = b.Steps[:n], b.METs[:n]
	}
	k := d.turned - b.Minute
	if k <= 0 || k >= len(b.Steps) {
		return []dataset.ActivityBlock{b}
	}
	return []dataset.ActivityBlock{
		{Minute: b.Minute, Steps: b.Steps[:k], METs: b.METs[:k]},
		{Minute: d.turned, Steps: b.Steps[k:], METs: b.METs[k:]},
	}
}

// recorded is a stretch of recording with what was found in it. It begins with a
// class of activity, and the one that ends it, if a gap follows, is its own too.
func (d *clockDay) recorded(x *dataset.ActivitySeries, b dataset.ActivityBlock) recordedActivity {
	from, to := 60*b.Minute, 60*(b.Minute+len(b.Steps))
	m := recordedActivity{
		SportInfos: []sportChange{}, ActivityInfos: []activityChange{}, InactivityInfos: []inactivity{},
		StepSamples: stepSamples{d.clock(from), perMinute, b.Steps}, MetSamples: metSamples{d.clock(from), perMinute, b.METs},
	}
	for i := range x.Changes {
		c := x.Changes[i]
		switch next := i+1 < len(x.Changes) && x.Changes[i+1].Second <= from; {
		case c.Second <= from && !next:
			c.Second = from
		case c.Second > from && c.Second < to, c.Second == to && to < 60*d.until && c.Class == dataset.NotWorn:
		default:
			continue
		}
		m.ActivityInfos = append(m.ActivityInfos, activityChange{d.class(c), d.clock(c.Second), float32(rounded(min(10, c.Factor), 3))})
	}
	for _, s := range x.Sports {
		if s.Second >= from && s.Second < to {
			m.SportInfos = append(m.SportInfos, sportChange{float32(rounded(s.Factor, 3)), d.clock(s.Second)})
		}
	}
	for _, at := range x.Inactive {
		if at > from && at <= to && at < 60*d.until {
			m.InactivityInfos = append(m.InactivityInfos, inactivity{d.clock(at)})
		}
	}
	return m
}

// class is the name of a class. A device without power does not know that it is not
// worn. [inferred]
func (d *clockDay) class(c dataset.ActivityChange) enum {
	const slack = 120
	if c.Class == dataset.NotWorn && d.emptied >= 0 && c.Second >= d.emptied-slack && c.Second <= d.emptied+slack {
		return "ACTIVITY_CLASS_NO_DATA"
	}
	return activityClasses[c.Class]
}
