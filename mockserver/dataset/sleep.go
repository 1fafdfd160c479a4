package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// stages parts a night of n seconds: cycles of some 95 minutes, deep sleep in
// the first ones, dreams in the last ones, short awakenings between.
func stages(n int, k chance.Key) []Stage {
	stream := k.With("stages").Stream()
	out := []Stage{{0, Awake}}
	now := 0
	next := func(minutes float64, sleep Sleep) {
		now += max(30, int(minutes*2)*30) // in steps of half a minute
		if now < n-240 {
			out = append(out, Stage{time.Duration(now) * time.Second, sleep})
		}
	}
	next(stream.Between(6, 26), Light)
	for cycle := 0.0; now < n; cycle++ {
		next(stream.Between(8, 18), Deep)
		next(max(0.5, stream.Between(20, 38)-float64(9*cycle)), Light)
		next(stream.Between(18, 30), REM)
		next(min(40, stream.Between(6, 12)+float64(7*cycle)), Light)
		if stream.Chance(0.5) {
			next(stream.Between(4, 14), Awake)
			next(stream.Between(0.5, 5), Light)
		}
	}
	return append(out, Stage{time.Duration(n-180) * time.Second, Awake})
}

// slumber turns a night into heart rate and breathing. The better the athlete
// has recovered (ready, around 0), the lower the one and the deeper the other.
func slumber(n int, parts []Stage, b *Body, v vagal, ready float64, k chance.Key) pulse {
	out := newPulse(n)
	stream := k.With("heart").Stream()
	part, wave, hr, swing, breath := 0, 0.0, float64(b.HRRest)+12, 0.6, v.breath+2
	falling := 12 - float64(3*ready)
	calm := detmath.Exp(float64(0.17 * detmath.Clamp(ready, -3, 2)))
	for i := range n {
		for part+1 < len(parts) && int(parts[part+1].From/time.Second) <= i {
			part++
		}
		progress := detmath.Exp(-float64(i) / 7200)
		level := float64(b.HRRest) - 3 - float64(1.5*ready) + float64(falling*progress)
		vary, quick, breathing := 0.9, 0.006, v.breath
		switch parts[part].Sleep {
		case Awake:
			level, vary, quick, breathing = level+9, 0.55, 0.03, v.breath+2.5
		case Deep:
			level, vary, quick, breathing = level-1.5, 1.05, 0.002, v.breath-0.5
		case REM:
			level, vary, quick, breathing = level+3, 0.72, 0.02, v.breath+1
		}
		wave = float64(wave*0.99) + float64(quick*9*stream.Normal())
		hr += (level - hr) / 90
		swing += (float64(vary*(1.15-float64(0.4*progress))) - swing) / 120
		breath += (breathing-breath)/60 + float64(0.04*stream.Normal())
		out.hr[i] = max(30, hr+wave)
		out.swing[i] = float64(v.swing * swing * calm)
		out.breath[i] = float32(max(8, breath))
		out.vo2[i] = float32(3.2 + float64(0.05*(hr+wave-float64(b.HRRest))))
	}
	return out
}
