package dataset

import "time"

// Overnight is one night's sleep as a wrist device saw it: the same night that a
// belt records as an event of kind Night on the evening before, whether or not a
// belt was worn. Its times are whole seconds.
type Overnight struct {
	Athlete int
	Day     int // of getting up; the event's Ref.Day is the one before
	Device  int // see Devices
	Zone    *time.Location
	// InBed <= Asleep < Awake <= Up, all in UTC. Asleep and Awake are what the
	// device saw of sleep: its begin and its end, or the end of the battery.
	InBed, Asleep, Awake, Up time.Time
	// Stages fill Asleep to Awake: the first begins at 0, no two neighbours are
	// equal, each lasts a multiple of 30 s.
	Stages []SleepStage
	Cycles []SleepCycle // ascending; the first begins at 0

	Goal    time.Duration // how long the athlete wants to sleep
	Alarm   time.Time     // when an alarm was stopped, zero without one
	Snoozes []time.Time   // when it was put off before, ascending

	BatteryRanOut bool
	Rating        int // by the athlete, 1 poor to 5 well; 0 when not asked
	// DetectedAsleep is when the device thought sleep began, before the athlete
	// corrected it to Asleep; equal to Asleep when it was not edited.
	DetectedAsleep time.Time
}

// SleepStage begins at From, counted from Overnight.Asleep, and lasts until the
// next one or Overnight.Awake.
type SleepStage struct {
	From  time.Duration
	State SleepState
}

// SleepState is a stage of sleep as sleep medicine scores it.
type SleepState uint8

// The states. N3 is the deepest.
const (
	StateUnknown SleepState = iota // the device did not measure
	StateWake
	StateREM
	StateN1
	StateN2
	StateN3
)

// SleepCycle is non-REM sleep and the REM sleep that follows it.
type SleepCycle struct {
	From  time.Duration // from Overnight.Asleep
	Depth float64       // mean depth of its first half hour, 0 awake or REM to 2 all N3
}

// Overnight is the night that ends on the morning of a day; false when no device
// recorded it.
func (s *Set) Overnight(athlete, day int) (Overnight, bool) {
	if !s.lived(athlete, day) || day == 0 {
		return Overnight{}, false
	}
	p := s.profile(athlete)
	n := s.nightOf(&p, day-1)
	if n.absent {
		return Overnight{}, false
	}
	out := Overnight{
		Athlete: athlete, Day: day, Zone: s.zones.at(p.zone),
		InBed: n.bed, Up: n.up, BatteryRanOut: n.empty < n.seconds,
		Goal: p.sleepGoal(),
	}
	h := n.hypnogram(&p)
	at := func(second int) time.Time { return n.bed.Add(time.Duration(second) * time.Second) }
	out.Asleep, out.Awake = at(h.from), at(h.from+epoch*len(h.epochs))
	out.Stages = h.stages()
	out.Cycles = cyclesOf(out.Stages, out.Awake.Sub(out.Asleep))
	for _, e := range h.snoozes {
		out.Snoozes = append(out.Snoozes, at(h.from+epoch*e))
	}
	if h.alarm > 0 {
		out.Alarm = at(h.alarm)
	}
	out.DetectedAsleep = at(h.from - h.early)
	out.Rating = s.sleepRating(&p, day, &out)
	return out, true
}

// sleepGoal is chosen once and kept.
func (p *profile) sleepGoal() time.Duration {
	return 7*time.Hour + time.Duration(p.key.With("sleep goal").IntN(8))*15*time.Minute
}

// sleepRating is what the athlete says, more often than not.
func (s *Set) sleepRating(p *profile, day int, n *Overnight) int {
	stream := p.key.With("sleep rating").At(s.firstDay + day).Stream()
	if asked := 0.35 + float64(0.5*p.key.With("rates sleep").Float64()); !stream.Chance(asked) {
		return 0
	}
	slept, goal := n.Phases().Asleep().Hours(), n.Goal.Hours()
	x := 4.2 + float64(1.1*(slept-goal)) - float64(0.9*s.unrest(p, day-1)) - float64(9*(0.93-n.Efficiency()/100)) +
		float64(0.6*stream.Normal())
	return int(max(1, min(5, x+0.5)))
}

// Detected is the night before the athlete corrected it: the time that the
// device took for sleep is N1. It is the night itself when nothing was corrected.
func (n *Overnight) Detected() Overnight {
	out := *n
	more := n.Asleep.Sub(n.DetectedAsleep)
	if more <= 0 {
		return out
	}
	out.Asleep = n.DetectedAsleep
	out.Stages = []SleepStage{{State: StateN1}}
	for _, x := range n.Stages {
		if x.From > 0 || x.State != StateN1 {
			out.Stages = append(out.Stages, SleepStage{x.From + more, x.State})
		}
	}
	out.Cycles = cyclesOf(out.Stages, out.Span())
	return out
}
