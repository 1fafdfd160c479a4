package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// TemperaturePeriod is a time in which one sensor measured temperature.
type TemperaturePeriod struct {
	Day         int  // in which it began
	Core        bool // of the body's core, estimated; otherwise of the skin
	Proximal    bool // upper arm or chest; otherwise wrist
	Device      int
	Start, Stop time.Time // UTC
	Zone        *time.Location
	Samples     []Temperature // ascending, in [Start, Stop]
}

// Temperature is one sample.
type Temperature struct {
	At      time.Duration // after the period's Start
	Celsius float32
}

// ContactPeriod is a time in which a device watched whether it touched skin.
type ContactPeriod struct {
	Day         int // in which it began
	Device      int
	Start, Stop time.Time // UTC
	Zone        *time.Location
	Changes     []ContactChange // ascending, the first at 0
}

// ContactChange begins a time with or without contact.
type ContactChange struct {
	At time.Duration // after the period's Start
	On bool
}

// temperatureEvery is the time between two samples of the skin.
const temperatureEvery = 5 * 60

// Temperatures are the periods that begin in a calendar day, ascending by device
// and start: of the skin while the watch was worn, of the core in workouts.
func (s *Set) Temperatures(athlete, day int) []TemperaturePeriod {
	if !s.lived(athlete, day) {
		return nil
	}
	p := s.profile(athlete)
	c := s.calendarDay(&p, day)
	zone := s.zones.at(p.zone)
	minutes := s.minutes(&c)
	skin := c.skin(s, minutes)
	var out []TemperaturePeriod
	for _, w := range c.worn() {
		if w.to-w.from < 2*temperatureEvery {
			continue
		}
		put := w.from
		if w.from == c.from {
			put = s.wornSince(&p, day)
		}
		t := TemperaturePeriod{Day: day, Zone: zone, Start: time.Unix(w.from, 0).UTC(), Stop: time.Unix(w.to, 0).UTC()}
		for at := w.from; at < w.to; at += temperatureEvery {
			warm := 1 - detmath.Exp(-float64(at-put)/400) // the sensor comes from the table
			x := 27 + float64(warm*(skin[(at-c.from)/60]-27))
			t.Samples = append(t.Samples, Temperature{time.Duration(at-w.from) * time.Second, float32(detmath.Round(float64(x*100)) / 100)})
		}
		out = append(out, t)
	}
	return append(out, s.cores(&c)...)
}

// cores are the periods of a day's workouts, for who has the sensor.
func (s *Set) cores(c *calendarDay) []TemperaturePeriod {
	var out []TemperaturePeriod
	for _, d := range s.Devices(c.p.index) {
		if d.Kind != CoreSensor || d.Since > c.day {
			continue
		}
		for i := range c.events {
			if m := &c.events[i]; m.rest == nil && m.plan.kind == Workout && m.ref.Day == c.day {
				t := s.coreOf(c, m)
				t.Device, t.Zone = d.Index, s.zones.at(c.p.zone)
				out = append(out, t)
			}
		}
	}
	return out
}

// CoreTemperature is the temperature of the core in a workout, one of Temperatures;
// false when nothing measured it.
func (s *Set) CoreTemperature(e Event) (TemperaturePeriod, bool) {
	if !s.lived(e.Ref.Athlete, e.Ref.Day) || e.Kind != Workout {
		return TemperaturePeriod{}, false
	}
	p := s.profile(e.Ref.Athlete)
	c := s.calendarDay(&p, e.Ref.Day)
	for _, t := range s.cores(&c) {
		if t.Start.Equal(e.Start) && len(t.Samples) > 0 {
			return t, true
		}
	}
	return TemperaturePeriod{}, false
}

// wornSince is when the watch that is worn at the begin of a day was put on, or the
// begin of the day before.
func (s *Set) wornSince(p *profile, day int) int64 {
	if day == 0 {
		return s.local(0, 0, p.zone).Unix()
	}
	before := s.calendarDay(p, day-1)
	if worn := before.worn(); len(worn) > 0 && worn[len(worn)-1].to == before.to {
		return worn[len(worn)-1].from
	}
	return before.to
}

// skin is the wrist's temperature of each minute: warm in bed, cooler awake,
// coolest in sweat and outdoors in winter; a fever shows.
func (c *calendarDay) skin(s *Set, minutes []minute) []float64 {
	d := s.date(c.day, c.p.zone)
	k := c.p.key.With("skin")
	stream := k.At(d.day).Stream()
	usual := 32 + float64(1.2*k.Float64())
	season := detmath.Cos(float64(6.283185307179586 * float64(d.yearDay-200) / 365))
	shift := float64(0.5*season) + float64(0.25*c.p.fever(d.day))
	out := make([]float64, len(minutes))
	level, wave := 0.0, 0.0
	for i := range minutes {
		m := &minutes[i]
		target := 0.0
		switch {
		case m.asleep:
			target = 2.3
		case m.met == 1.125: // in bed
			target = 1.4
		case m.met > 2:
			target = -float64(0.35 * min(6, m.met-2))
		}
		if i == 0 {
			level = target
		}
		level += (target - level) / 14
		wave = float64(wave*0.97) + float64(0.07*stream.Normal())
		out[i] = usual + shift + level + wave
	}
	return out
}

// fever is 0 in health and more when ill.
func (p *profile) fever(day int) float64 {
	if p.health(day) == ill {
		return 3
	}
	return 0
}

// coreOf is the core's temperature of a workout by minutes: heat that comes
// faster than it goes.
func (s *Set) coreOf(c *calendarDay, m *moment) TemperaturePeriod {
	out := TemperaturePeriod{
		Day: c.day, Core: true, Proximal: true,
		Start: time.Unix(m.from, 0).UTC(), Stop: time.Unix(m.to, 0).UTC(),
	}
	stream := c.p.key.With("core").At(s.firstDay + m.ref.Day).At(m.ref.Slot).Stream()
	body := s.bodyOn(c.p, m.ref.Day)
	heat := 36.85 + float64(0.15*stream.Normal()) + float64(0.3*c.p.fever(s.firstDay+c.day))
	work := s.workMinutes(m)
	for i, x := range work.minutes {
		at := (work.first+int64(i))*60 - m.from
		if at < 0 || at >= m.to-m.from {
			continue
		}
		if x.seconds > 0 {
			effort := float64(x.met/float64(x.seconds)*3.5) / body.VO2Max
			heat += (36.6 + float64(2.9*min(1, effort)) - heat) / 28
		}
		out.Samples = append(out.Samples, Temperature{
			time.Duration(at) * time.Second, float32(detmath.Round(float64((heat+float64(0.02*stream.Normal()))*100)) / 100),
		})
	}
	return out
}
