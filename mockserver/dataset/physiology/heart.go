// Package physiology computes what exercise physiology says of recorded series:
// pure functions, whose formulas are those measured in real Firstbeat results
// where such exist.
package physiology

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// FiveSeconds is the rounded mean of each begun five seconds of a 1 Hz series.
func FiveSeconds(hr []uint8) []uint8 {
	out := make([]uint8, (len(hr)+4)/5)
	for k := range out {
		part := hr[5*k : min(5*k+5, len(hr))]
		total := 0
		for _, h := range part {
			total += int(h)
		}
		out[k] = uint8((2*total + len(part)) / (2 * len(part)))
	}
	return out
}

// MeanOfFive is FiveSeconds without rounding.
func MeanOfFive(x []float64) []float64 {
	out := make([]float64, (len(x)+4)/5)
	for k := range out {
		part := x[5*k : min(5*k+5, len(x))]
		total := 0.0
		for _, v := range part {
			total += v
		}
		out[k] = total / float64(len(part))
	}
	return out
}

// Percent is each heart rate in percent of the maximum.
func Percent(hr []uint8, hrMax int) []float32 {
	out := make([]float32, len(hr))
	for i, h := range hr {
		out[i] = float32(100 * float64(h) / float64(hrMax))
	}
	return out
}

// Statistics are the rounded mean, the maximum and the minimum of a series.
func Statistics(hr []uint8) (mean, highest, lowest int) {
	if len(hr) == 0 {
		return 0, 0, 0
	}
	total, lo, hi := 0, hr[0], hr[0]
	for _, h := range hr {
		total += int(h)
		lo, hi = min(lo, h), max(hi, h)
	}
	return (2*total + len(hr)) / (2 * len(hr)), int(hi), int(lo)
}

// Zones is the minutes that a 1 Hz heart rate spends below all zones [0] and in
// the zones 1, above 87 percent of the maximum, to 5, above 50 percent. Each is
// a multiple of 1/60; the last second does not count when less than half of it
// was recorded [measured: vendor sample 4].
func Zones(hr []uint8, hrMax int, duration time.Duration) [6]float64 {
	seconds := min(len(hr), int((duration+time.Second/2)/time.Second))
	var count [6]int
	for _, h := range hr[:seconds] {
		count[zone(int(h)*100, hrMax)]++
	}
	var out [6]float64
	for i, n := range count {
		out[i] = float64(n) / 60
	}
	return out
}

func zone(hr100, hrMax int) int {
	switch {
	case hr100 >= 87*hrMax:
		return 1
	case hr100 >= 77*hrMax:
		return 2
	case hr100 >= 69*hrMax:
		return 3
	case hr100 >= 58*hrMax:
		return 4
	case hr100 >= 50*hrMax:
		return 5
	}
	return 0
}

// Drops is the largest fall of a 0.2 Hz heart rate within 30, 60 and 120 s, as
// far as the series is longer; it is never negative.
func Drops(hr []uint8) map[time.Duration]int {
	out := map[time.Duration]int{}
	for _, seconds := range [...]int{30, 60, 120} {
		steps := seconds / 5
		if len(hr) <= steps {
			continue
		}
		best := 0
		for k := steps; k < len(hr); k++ {
			best = max(best, int(hr[k-steps])-int(hr[k]))
		}
		out[time.Duration(seconds)*time.Second] = best
	}
	return out
}

// Mean is 0 for an empty series.
func Mean(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total / float64(len(x))
}

// Dyadic rounds to a multiple of 1/65536: the precision in which Firstbeat
// prints load-like values [measured: vendor sample 1].
func Dyadic(x float64) float64 { return detmath.Dyadic(x) }
