package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// SleepQuality is a night's marks, each 1 to 100.
type SleepQuality struct {
	Total                                     float64
	Amount, Solidity, Refreshment             float64 // means of the parts below, and what Total weighs
	OwnGoal, Recommended                      float64 // amount: beside the athlete's goal, and 7-9 h
	Continuity, Efficiency, LongInterruptions float64 // solidity
	REM, Deep                                 float64 // refreshment: beside 25 and 17 percent of sleep
	Class                                     int     // of Total: 1 poor to 5 very good
}

// Quality marks a night; one without sleep has no marks.
func (n *Overnight) Quality() SleepQuality {
	x, slept := n.Phases(), n.Phases().Asleep()
	if slept <= 0 || n.Goal <= 0 {
		return SleepQuality{}
	}
	share := func(part time.Duration) float64 { return float64(part) / float64(slept) }
	mark := func(v float64) float64 { return detmath.Round(float64(detmath.Clamp(v, 1, 100)*10)) / 10 }
	q := SleepQuality{
		OwnGoal:           mark(100 * float64(slept) / float64(n.Goal)),
		Recommended:       mark(100 - float64(18*max(0, 7.2-slept.Hours())) - float64(8*max(0, slept.Hours()-9.5))),
		Continuity:        mark(float64(20 * n.Continuity())),
		Efficiency:        mark(100 - float64(5*(97-n.Efficiency()))),
		LongInterruptions: mark(100 - float64(1.6*n.Interruptions().LongTime.Minutes())),
		REM:               mark(100 * share(x.REM) / 0.25),
		Deep:              mark(100 * share(x.N3) / 0.17),
	}
	q.Amount = mark((q.OwnGoal + q.Recommended) / 2)
	q.Solidity = mark((q.Continuity + q.Efficiency + q.LongInterruptions) / 3)
	q.Refreshment = mark((q.REM + q.Deep) / 2)
	q.Total = mark(float64(0.5*q.Amount) + float64(0.25*q.Solidity) + float64(0.25*q.Refreshment))
	q.Class = 1
	for _, limit := range [...]float64{65, 78, 86, 92} {
		if q.Total >= limit {
			q.Class++
		}
	}
	return q
}
