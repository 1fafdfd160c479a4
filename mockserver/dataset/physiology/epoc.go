package physiology

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// EPOC is the excess post-exercise oxygen consumption in ml/kg, at 0.2 Hz, that
// has gathered by each moment: it grows with the fourth power of the intensity
// (a fraction of the maximal oxygen uptake) and goes back the faster the lower
// the intensity.
func EPOC(intensity []float64) []float64 {
	out := make([]float64, len(intensity))
	const step = 1.0 / 12 // minutes
	e := 0.0
	for k, x := range intensity {
		u := detmath.Clamp((x-0.1)/0.9, 0, 1.1)
		gain := float64(12 * u * u * u * u)
		loss := float64(0.11 * e * detmath.Clamp(1-x, 0, 1))
		e = max(0, e+float64(step*(gain-loss)))
		out[k] = Dyadic(e)
	}
	return out
}

// AerobicEffect is a training effect of 0.0 to 5.0: how far the peak of EPOC
// moves somebody of a given maximal oxygen uptake.
func AerobicEffect(epocPeak, vo2Max float64) float64 {
	e := epocPeak * 50 / max(20, vo2Max)
	steps := [...][2]float64{{0, 0}, {7, 1}, {20, 2}, {45, 3}, {90, 4}, {165, 5}}
	for i := 1; i < len(steps); i++ {
		if a, b := steps[i-1], steps[i]; e < b[0] {
			return oneDecimal(a[1] + (e-a[0])/(b[0]-a[0]))
		}
	}
	return 5
}

// AnaerobicEffect is a training effect of 0.0 to 5.0, from 1 Hz intensities:
// time near the maximum, and how often oxygen uptake had to rise quickly.
func AnaerobicEffect(intensity []float64) float64 {
	score := 0.0
	for i, x := range intensity {
		score += float64(0.35 * max(0, x-0.82))
		if i >= 10 {
			score += float64(0.12 * max(0, x-intensity[i-10]-0.08))
		}
	}
	return oneDecimal(float64(5 * (1 - detmath.Exp(-score/28))))
}

func oneDecimal(x float64) float64 { return math.Floor(float64(x*10)+0.5) / 10 }
