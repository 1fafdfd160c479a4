package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// ActivityClass is how much a body moves.
type ActivityClass uint8

// The classes: by the metabolic rate, and whether at least 3 MET last for ten
// minutes or come and go.
const (
	NotWorn ActivityClass = iota
	Asleep
	Sedentary            // below 1.5 MET
	LightActivity        // below 3 MET
	ModerateIntermittent // below 6 MET
	ModerateContinuous
	VigorousIntermittent
	VigorousContinuous
	activityClasses
)

// load is the level of a metabolic rate.
func load(met float64) int {
	switch {
	case met < 1.5:
		return 0
	case met < 3:
		return 1
	case met < 6:
		return 2
	}
	return 3
}

// Activity is one calendar day of moving and resting.
type Activity struct {
	Day      int
	Midnight time.Time     // local midnight, in the athlete's zone
	Length   time.Duration // 23, 24 or 25 h
	// Of device 0. Energy is that of the whole day in kcal, rest where it was not
	// worn; Active is the part above rest, Workouts that of the workouts of the
	// day, rest included.
	Steps                    int
	DistanceM                float64 // on foot
	Energy, Active, Workouts float64
	METMinutes, GoalMET      float64 // MET minutes above rest, and those wanted
	Classes                  [activityClasses]time.Duration
}

// ActivitySeries is what one device counted in one day, by minutes. Blocks are
// ascending, with gaps where it was not worn.
type ActivitySeries struct {
	Device int
	Blocks []ActivityBlock
	// Changes, Inactive and Sports are ascending, seconds after midnight.
	Changes  []ActivityChange
	Inactive []int // an hour without standing up ended here
	Sports   []SportChange
}

// ActivityBlock is minutes without a gap.
type ActivityBlock struct {
	Minute int // of the first, after midnight
	Steps  []uint16
	METs   []float32 // metabolic rate of each minute, 1 is rest
}

// ActivityChange begins a class of activity.
type ActivityChange struct {
	Second int
	Class  ActivityClass
	Factor float64 // mean MET of what follows
}

// SportChange begins or ends a workout.
type SportChange struct {
	Second int
	Factor float64 // mean MET of the workout; 0 at its end
}

// classified is a day by minutes, and their classes.
func (s *Set) classified(c *calendarDay) ([]minute, []ActivityClass) {
	out := s.minutes(c)
	classes := make([]ActivityClass, len(out))
	hole, hard := 0, 0 // hard: minutes of at least 3 MET in a row so far
	for i := range out {
		m := &out[i]
		level := load(m.met)
		switch {
		case c.absent(c.from+int64(i)*60+30, &hole):
			level = 0
		case m.asleep:
			level, classes[i] = 0, Asleep
		case level >= 2:
			classes[i] = [...]ActivityClass{ModerateIntermittent, VigorousIntermittent}[level-2]
		default:
			classes[i] = [...]ActivityClass{Sedentary, LightActivity}[level]
		}
		if level >= 2 {
			hard++
		}
		if level < 2 || i == len(out)-1 {
			end := i
			if level >= 2 {
				end++
			}
			for k := end - hard; hard >= 10 && k < end; k++ {
				classes[k]++ // to the continuous class
			}
			hard = 0
		}
	}
	return out, classes
}

// Activity sums up a calendar day; false when device 0 was not worn at all.
func (s *Set) Activity(athlete, day int) (Activity, bool) {
	if !s.lived(athlete, day) {
		return Activity{}, false
	}
	p := s.profile(athlete)
	c := s.calendarDay(&p, day)
	if len(c.worn()) == 0 {
		return Activity{}, false
	}
	minutes, classes := s.classified(&c)
	body := s.bodyOn(&p, day)
	rest := physiology.EnergyPerHour(3.5, body.MassKg, 57) / 60
	out := Activity{Day: day, Midnight: s.Midnight(athlete, day), Length: time.Duration(c.to-c.from) * time.Second}
	out.GoalMET = 420 + float64(12.1*float64(p.key.With("activity goal").IntN(20))) + float64(60*float64(p.dailyLife()))
	for i, m := range minutes {
		out.Classes[classes[i]] += time.Minute
		out.Energy += rest
		if classes[i] == NotWorn {
			continue
		}
		out.Steps += m.steps
		out.DistanceM += m.metres
		out.Active += m.kcal - rest
		out.METMinutes += m.met - 1
	}
	out.Active = max(0, out.Active)
	out.Energy += out.Active
	for i := range c.events {
		if m := &c.events[i]; m.rest == nil && m.plan.kind == Workout {
			w := s.workMinutes(m)
			for k, x := range w.minutes {
				if at := (w.first+int64(k))*60 - c.from; at >= 0 && at < c.to-c.from {
					out.Workouts += x.kcal
				}
			}
		}
	}
	return out, true
}

// ActivitySeries is what each device counted in a calendar day.
func (s *Set) ActivitySeries(athlete, day int) []ActivitySeries {
	if !s.lived(athlete, day) {
		return nil
	}
	p := s.profile(athlete)
	c := s.calendarDay(&p, day)
	minutes, classes := s.classified(&c)
	watch := ActivitySeries{Blocks: blocks(minutes, func(i int) bool { return classes[i] != NotWorn })}
	if len(watch.Blocks) == 0 {
		return nil
	}
	watch.changes(minutes, classes)
	for i := range c.events {
		if m := &c.events[i]; m.rest == nil && m.plan.kind == Workout {
			watch.Sports = append(watch.Sports, SportChange{Second: int(max(m.from, c.from) - c.from), Factor: s.workMinutes(m).met})
			if m.to < c.to {
				watch.Sports = append(watch.Sports, SportChange{Second: int(m.to - c.from)})
			}
		}
	}
	out := []ActivitySeries{watch}
	for _, d := range s.Devices(athlete) {
		if d.Kind == StepCounter && d.Since <= day {
			if x, ok := c.counter(s, minutes, d.Index); ok {
				out = append(out, x)
			}
		}
	}
	return out
}

// counter is the other device's view of the same day: it is worn from breakfast
// to the evening on most days and counts a little more or less.
func (c *calendarDay) counter(s *Set, minutes []minute, device int) (ActivitySeries, bool) {
	k := c.p.key.With("counter")
	stream := k.At(s.firstDay + c.day).Stream()
	if !stream.Chance(0.65) {
		return ActivitySeries{}, false
	}
	from, to := 450+stream.IntN(120), 1080+stream.IntN(120)
	gain := 0.94 + float64(0.12*k.Float64())
	other := make([]minute, len(minutes))
	for i := range minutes {
		other[i] = minute{
			met:   max(1, eighths(float64(minutes[i].met*(0.97+float64(0.06*stream.Float64()))))),
			steps: int(float64(minutes[i].steps) * gain),
		}
	}
	return ActivitySeries{Device: device, Blocks: blocks(other, func(i int) bool { return i >= from && i < to })}, true
}

// blocks are the minutes in which a device was worn.
func blocks(minutes []minute, worn func(i int) bool) []ActivityBlock {
	var out []ActivityBlock
	for i := range minutes {
		if !worn(i) {
			continue
		}
		if i == 0 || !worn(i-1) {
			out = append(out, ActivityBlock{Minute: i})
		}
		b := &out[len(out)-1]
		b.Steps = append(b.Steps, uint16(minutes[i].steps))
		b.METs = append(b.METs, float32(minutes[i].met))
	}
	return out
}

// changes joins minutes of one class, and looks for hours of sitting.
func (x *ActivitySeries) changes(minutes []minute, classes []ActivityClass) {
	first, sat, sum := 0, 0, 0.0
	for i := range minutes {
		sum += minutes[i].met
		if i+1 == len(minutes) || classes[i+1] != classes[i] {
			change := ActivityChange{Second: 60 * first, Class: classes[i], Factor: sum / float64(i+1-first)}
			if classes[i] == NotWorn {
				change.Factor = 0
			}
			x.Changes = append(x.Changes, change)
			first, sum = i+1, 0
		}
		if sat++; classes[i] != Sedentary || minutes[i].steps > 10 {
			sat = 0
		}
		if sat == 60 {
			x.Inactive, sat = append(x.Inactive, 60*(i+1)), 0
		}
	}
}
