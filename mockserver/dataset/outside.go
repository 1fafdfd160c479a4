package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

func (a *Analysis) movement(r *Record, load []float64) {
	if len(load) == 0 {
		return
	}
	a.MovementLoad = make([]float64, len(load))
	total := 0.0
	for i, x := range load {
		total += x // multiples of 1/65536: the sum is exact
		a.MovementLoad[i] = total
	}
	a.MovementRate = physiology.MeanOfFive(load)
	for k := range a.MovementRate {
		a.MovementRate[k] = physiology.Dyadic(float64(a.MovementRate[k] * 60))
	}
	a.MovementTotal = total
	a.MovementAverage = physiology.Dyadic(total * float64(time.Minute) / float64(a.Duration))
	a.MovementHighest = physiology.Highest(a.MovementLoad, time.Second, a.Duration, physiology.MovementWindows())
	if effort := a.VO2Average / r.Body.VO2Max; effort > 0.1 {
		a.MovementEfficiency = physiology.Dyadic(a.MovementAverage / effort)
	}
}

// Outside is what the sensors beside the belt amount to; 0 when not worn. Metres, m/s,
// W, 1/min; the mean cadence is that of the seconds in motion.
type Outside struct {
	DistanceM, SpeedAverage, PowerAverage, CadenceAverage, AscentM, DescentM float64
}

// Outside sums up the sensors beside the belt in the time of the analysis, which is one
// of r.
func (a *Analysis) Outside(r *Record) Outside {
	var out Outside
	if len(a.HeartRate1s) == 0 {
		return out
	}
	p := part{hr: a.HeartRate1s, second: a.second}
	out.sum(r, &p)
	return out
}

func (a *Outside) sum(r *Record, p *part) {
	seconds := float64(len(p.hr))
	for _, v := range cutout(p, r.Speed) {
		a.DistanceM += float64(v)
	}
	a.SpeedAverage = a.DistanceM / seconds
	power, cadence, turning := 0.0, 0.0, 0.0
	for _, v := range cutout(p, r.Power) {
		power += float64(v)
	}
	for _, v := range cutout(p, r.Cadence) {
		cadence += float64(v)
		if v > 0 {
			turning++
		}
	}
	a.PowerAverage = power / seconds
	if turning > 0 {
		a.CadenceAverage = cadence / turning
	}
	altitude := cutout(p, r.Altitude)
	for i := 1; i < len(altitude); i++ {
		if d := float64(altitude[i]) - float64(altitude[i-1]); d > 0 {
			a.AscentM += d
		} else {
			a.DescentM -= d
		}
	}
}
