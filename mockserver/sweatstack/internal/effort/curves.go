package effort

import (
	"math"
	"slices"
)

// Step is how far apart the intensities of a curve are: a watt, or 0.05 m/s.
// [inferred: nothing is published]
func Step(m Metric) float64 {
	if m == Power {
		return 1
	}
	return 0.05
}

// slack is by how much a speed of 32 bits may miss the level that it stands for.
const slack = 1e-6

// Best is one point of a curve: how long an intensity was held, and from when.
type Best struct {
	Value   float64
	Seconds int
	Start   int // seconds since the start of the activity
}

// ByIntensity is the mean-max curve by intensity: for each multiple of Step the
// longest stretch whose mean reaches it, the earliest of several. It begins at
// the first multiple above 0.
func (s *Series) ByIntensity(m Metric) []Best {
	line, step := s.seconds(m), Step(m)
	if len(line) == 0 {
		return nil
	}
	top := int(math.Floor((slices.Max(line) + slack) / step))
	if top < 1 {
		return nil
	}
	f := finder{line: line, sums: make([]float64, len(line)+1), stack: make([]int, 0, len(line)+1)}
	levels := make([]Best, top+1)
	find := func(k int) {
		levels[k].Value = float64(k) * step
		levels[k].Seconds, levels[k].Start = f.longest(levels[k].Value - slack)
	}
	// A higher level is held no longer, and of equal stretches none is earlier: between
	// two levels with one answer there is no other.
	var between func(low, high int)
	between = func(low, high int) {
		same := levels[low].Seconds == levels[high].Seconds && levels[low].Start == levels[high].Start
		for k := low + 1; same && k < high; k++ {
			levels[k] = Best{float64(k) * step, levels[low].Seconds, levels[low].Start}
		}
		if middle := (low + high) / 2; !same && middle > low {
			find(middle)
			between(low, middle)
			between(middle, high)
		}
	}
	find(1)
	find(top)
	between(1, top)
	return slices.DeleteFunc(levels[1:], func(b Best) bool { return b.Seconds == 0 })
}

// finder finds the longest stretch whose mean reaches a level. It keeps its
// memory from one level to the next.
type finder struct {
	line, sums []float64
	stack      []int
}

// longest walks once over the sums of what exceeds the level: the best beginning
// of a stretch is a record low, and the best end the last place above it.
func (f *finder) longest(level float64) (n, at int) {
	f.stack = append(f.stack[:0], 0)
	for i, v := range f.line {
		f.sums[i+1] = f.sums[i] + (v - level)
		if f.sums[i+1] < f.sums[f.stack[len(f.stack)-1]] {
			f.stack = append(f.stack, i+1)
		}
	}
	for end := len(f.line); end > 0 && end >= n && len(f.stack) > 0; end-- {
		for len(f.stack) > 0 && f.sums[f.stack[len(f.stack)-1]] <= f.sums[end] {
			from := f.stack[len(f.stack)-1]
			if end-from > n || end-from == n && from < at {
				n, at = end-from, from
			}
			f.stack = f.stack[:len(f.stack)-1]
		}
	}
	return n, at
}

// ByDuration is the mean-max curve at chosen durations in seconds: those longer
// than the activity are left out. [confirmed: notes of the vendor's client]
func (s *Series) ByDuration(m Metric, durations []int) []Best {
	line := s.seconds(m)
	sums := make([]float64, len(line)+1)
	for i, v := range line {
		sums[i+1] = sums[i] + v
	}
	var out []Best
	for _, d := range durations {
		if d < 1 || d > len(line) {
			continue
		}
		best, at := math.Inf(-1), 0
		for i := d; i < len(sums); i++ {
			if sum := sums[i] - sums[i-d]; sum > best {
				best, at = sum, i-d
			}
		}
		out = append(out, Best{best / float64(d), d, at})
	}
	return out
}

// Grid is the durations of a curve for which none were asked, in seconds.
// [inferred: notes of the vendor's client tell of 19 from a second to six hours]
func Grid() []int {
	return []int{1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 21600}
}

// All is every duration up to n seconds: steps of a second to three minutes, then
// of 5 to ten minutes, of 10 to half an hour, of 30 to an hour, then of a minute.
// [confirmed: the steps, by notes of the vendor's client; inferred: where they
// change]
func All(n int) []int {
	var out []int
	for d, step := 1, 1; d <= n; d += step {
		out = append(out, d)
		switch d {
		case 180:
			step = 5
		case 600:
			step = 10
		case 1800:
			step = 30
		case 3600:
			step = 60
		}
	}
	return out
}

// Level is one point of an accumulated work duration: how long the intensity was
// reached in all.
type Level struct {
	Value   float64
	Seconds int
}

// Accumulated is how long each multiple of Step above 0 was reached or exceeded:
// the samples in the order of their intensity. [confirmed: document]
func (s *Series) Accumulated(m Metric) []Level {
	c, step := s.Columns[m], Step(m)
	var counts []int // samples by the highest level they reach
	for _, v := range c {
		if missing(v) || v <= 0 {
			continue
		}
		k := int(math.Floor((float64(v) + slack) / step))
		for len(counts) <= k {
			counts = append(counts, 0)
		}
		counts[k]++
	}
	out := make([]Level, max(0, len(counts)-1))
	sum := 0
	for k := len(counts) - 1; k > 0; k-- {
		sum += counts[k]
		out[k-1] = Level{float64(k) * step, sum}
	}
	return out
}
