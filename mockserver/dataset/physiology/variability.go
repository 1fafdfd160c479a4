package physiology

import "math"

// RMSSD is the root mean square of successive differences, 0 for fewer than two
// intervals.
func RMSSD(rr []float64) float64 {
	if len(rr) < 2 {
		return 0
	}
	total := 0.0
	for i := 1; i < len(rr); i++ {
		d := rr[i] - rr[i-1]
		total += float64(d * d)
	}
	return math.Sqrt(total / float64(len(rr)-1))
}

// SDNN is the standard deviation of the intervals (of the population).
func SDNN(rr []float64) float64 {
	if len(rr) == 0 {
		return 0
	}
	mean, total := Mean(rr), 0.0
	for _, x := range rr {
		d := x - mean
		total += float64(d * d)
	}
	return math.Sqrt(total / float64(len(rr)))
}

// RMSSDByMinute is the RMSSD of each full minute. A difference belongs to the
// minute in which its later interval begins.
func RMSSDByMinute(rr []float64) []float64 {
	total := 0.0
	for _, x := range rr {
		total += x
	}
	out := make([]float64, int(total/60000))
	now, sum, count, minute := 0.0, 0.0, 0, 0
	finish := func() {
		if count > 0 && minute < len(out) {
			out[minute] = math.Sqrt(sum / float64(count))
		}
		sum, count = 0, 0
	}
	for i, x := range rr {
		if m := int(now / 60000); m != minute {
			finish()
			minute = m
		}
		if i > 0 {
			d := x - rr[i-1]
			sum += float64(d * d)
			count++
		}
		now += x
	}
	finish()
	return out
}

// Corrected says of each interval whether the belt gave another one. Both
// series have the same sum.
func Corrected(rr []float64, raw []uint16) []bool {
	out := make([]bool, len(rr))
	begin, rawBegin, j := 0.0, 0.0, 0
	for i, x := range rr {
		for j < len(raw) && rawBegin < begin {
			rawBegin += float64(raw[j])
			j++
		}
		out[i] = j >= len(raw) || rawBegin != begin || float64(raw[j]) != x
		begin += x
	}
	return out
}

// CorrectedPercent is the share of corrected intervals among those that begin
// in each begun five seconds.
func CorrectedPercent(rr []float64, corrected []bool, length int) []uint8 {
	out := make([]uint8, length)
	now, k, bad, all := 0.0, 0, 0, 0
	finish := func() {
		if all > 0 && k < length {
			out[k] = uint8(100 * bad / all)
		}
		bad, all = 0, 0
	}
	for i, x := range rr {
		if at := int(now / 5000); at != k {
			finish()
			k = at
		}
		all++
		if corrected[i] {
			bad++
		}
		now += x
	}
	finish()
	return out
}
