package dataset

import "time"

// SleepPhases is how long each state lasted in a night; the sum is
// Awake - Asleep.
type SleepPhases struct{ Unknown, Wake, REM, N1, N2, N3 time.Duration }

// Asleep is all sleep, Light is N1 and N2.
func (x SleepPhases) Asleep() time.Duration { return x.REM + x.N1 + x.N2 + x.N3 }

// Light is the sleep of the stages N1 and N2.
func (x SleepPhases) Light() time.Duration { return x.N1 + x.N2 }

// Interruptions are the awakenings of a night; the long ones last at least 90 s.
type Interruptions struct {
	Long, Short         int
	LongTime, ShortTime time.Duration
}

// Span is from falling asleep to waking up.
func (n *Overnight) Span() time.Duration { return n.Awake.Sub(n.Asleep) }

// each visits the stages with their lengths.
func (n *Overnight) each(visit func(i int, length time.Duration)) {
	for i := range n.Stages {
		end := n.Span()
		if i+1 < len(n.Stages) {
			end = n.Stages[i+1].From
		}
		visit(i, end-n.Stages[i].From)
	}
}

// Phases sums up the stages.
func (n *Overnight) Phases() SleepPhases {
	var out SleepPhases
	n.each(func(i int, length time.Duration) {
		switch n.Stages[i].State {
		case StateWake:
			out.Wake += length
		case StateREM:
			out.REM += length
		case StateN1:
			out.N1 += length
		case StateN2:
			out.N2 += length
		case StateN3:
			out.N3 += length
		default:
			out.Unknown += length
		}
	})
	return out
}

// Interruptions counts the awakenings.
func (n *Overnight) Interruptions() Interruptions {
	var out Interruptions
	n.each(func(i int, length time.Duration) {
		switch {
		case n.Stages[i].State != StateWake:
		case length >= 90*time.Second:
			out.Long, out.LongTime = out.Long+1, out.LongTime+length
		default:
			out.Short, out.ShortTime = out.Short+1, out.ShortTime+length
		}
	})
	return out
}

// Efficiency is the share of sleep in what was measured of the span, 0-100 percent.
func (n *Overnight) Efficiency() float64 {
	x := n.Phases()
	if x.Asleep()+x.Wake == 0 {
		return 0
	}
	return 100 * float64(x.Asleep()) / float64(x.Asleep()+x.Wake)
}

// Continuity is how little a night was interrupted, 1 fragmented to 5 continuous.
func (n *Overnight) Continuity() float64 {
	x := n.Interruptions()
	hours := max(1, n.Span().Hours())
	awake := (x.LongTime + x.ShortTime).Hours() / hours
	return max(1, min(5, 5.3-float64(11*awake)-float64(0.9*float64(x.Long)/hours)-float64(0.25*float64(x.Short)/hours)))
}

// cyclesOf finds the cycles of a night: one ends where REM sleep of five minutes
// or more does.
func cyclesOf(stages []SleepStage, span time.Duration) []SleepCycle {
	const shortest, rest = 5 * time.Minute, 20 * time.Minute
	end := func(i int) time.Duration {
		if i+1 < len(stages) {
			return stages[i+1].From
		}
		return span
	}
	out := []SleepCycle{{}}
	rem, since := time.Duration(0), time.Duration(0)
	for i := range stages {
		length := end(i) - stages[i].From
		switch stages[i].State {
		case StateREM:
			rem, since = rem+length, 0
			continue
		case StateN2, StateN3:
			since += length
		}
		if rem >= shortest && since >= shortest && span-stages[i].From > rest {
			out = append(out, SleepCycle{From: stages[i].From})
			rem = 0
		}
	}
	for c := range out {
		from, until := out[c].From, min(span, out[c].From+30*time.Minute)
		depth := 0.0
		for i := range stages {
			length := max(0, min(until, end(i))-max(from, stages[i].From))
			depth += float64(weight(stages[i].State) * length.Seconds())
		}
		out[c].Depth = depth / (until - from).Seconds()
	}
	return out
}

func weight(s SleepState) float64 {
	switch s {
	case StateN1:
		return 0.5
	case StateN2:
		return 1
	case StateN3:
		return 2
	}
	return 0
}
