package physiology

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// TRIMPRate is the training impulse a minute at a heart rate: Banister's
// formula, and 0 below 35 percent of the heart-rate reserve [measured: vendor
// sample 1].
func TRIMPRate(hr, hrRest, hrMax int) float64 {
	if hrMax <= hrRest {
		return 0
	}
	r := float64(hr-hrRest) / float64(hrMax-hrRest)
	if r < 0.35 {
		return 0
	}
	return float64(0.64 * r * detmath.Exp(float64(1.92*r)))
}

// TRIMP is the running sum over a 0.2 Hz heart rate, in multiples of 1/65536.
func TRIMP(hr []uint8, hrRest, hrMax int) []float64 {
	var rates [256]float64
	for h := range rates {
		rates[h] = TRIMPRate(h, hrRest, hrMax) / 12
	}
	out := make([]float64, len(hr))
	total := 0.0
	for k, h := range hr {
		total += rates[h]
		out[k] = Dyadic(total)
	}
	return out
}

// Trailing is what a running sum gained over the last steps samples.
func Trailing(running []float64, steps int) []float64 {
	out := make([]float64, len(running))
	for k, v := range running {
		out[k] = v
		if k >= steps {
			out[k] -= running[k-steps]
		}
	}
	return out
}

// Highest is the largest gain of a running sum within each window, per minute.
// Windows longer than the recording are left out.
func Highest(running []float64, step, duration time.Duration, windows []time.Duration) map[time.Duration]float64 {
	out := map[time.Duration]float64{}
	for _, w := range windows {
		n := int(w / step)
		if w > duration || n > len(running) || n == 0 {
			continue
		}
		best, before := running[n-1], running
		for k, now := range running[n:] {
			if gain := now - before[k]; gain > best {
				best = gain
			}
		}
		out[w] = best * float64(time.Minute) / float64(w)
	}
	return out
}

// TRIMPWindows are the 14 windows in which vendors look for the hardest part.
func TRIMPWindows() []time.Duration {
	return append([]time.Duration{30 * time.Second, 45 * time.Second}, minutes()...)
}

// MovementWindows are the 18 windows of movement.
func MovementWindows() []time.Duration {
	var short []time.Duration
	for _, s := range [...]int{5, 10, 15, 20, 30, 45} {
		short = append(short, time.Duration(s)*time.Second)
	}
	return append(short, minutes()...)
}

func minutes() []time.Duration {
	var out []time.Duration
	for _, m := range [...]int{1, 2, 3, 4, 5, 10, 15, 20, 30, 45, 60, 120} {
		out = append(out, time.Duration(m)*time.Minute)
	}
	return out
}
