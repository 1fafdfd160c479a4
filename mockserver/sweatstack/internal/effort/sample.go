package effort

import "math"

// Row is samples that were merged: their first second, how many seconds they
// stand for, and which they are.
type Row struct {
	At, Width int32
	From, To  int
}

// Rows are the samples one by one.
func (s *Series) Rows() []Row {
	rows := make([]Row, len(s.At))
	for i, at := range s.At {
		rows[i] = Row{at, 1, i, i + 1}
	}
	return rows
}

// tolerance is how far from each other the values of one row may be: five percent,
// or ten watts, or a tenth of a metre a second. [inferred: nothing is published]
func tolerance(m Metric, v float64) float64 {
	least := 0.1
	if m == Power {
		least = 10
	}
	return max(least, v/20)
}

// Adaptive merges neighbours of similar intensity, from the first one on: a row
// ends where a value would be too far from another in it, at a hole, and at the
// end of a lap.
func (s *Series) Adaptive(m Metric) []Row {
	c, laps := s.Columns[m], s.Columns[Lap]
	if c == nil {
		return s.Rows()
	}
	var rows []Row
	low, high := 0.0, 0.0
	for i, at := range s.At {
		v := float64(c[i])
		if math.IsNaN(v) {
			v = 0
		}
		if n := len(rows); n > 0 && at == s.At[i-1]+1 && (laps == nil || laps[i] == laps[i-1]) {
			lo, hi := min(low, v), max(high, v)
			if hi-lo <= 2*tolerance(m, (lo+hi)/2) {
				low, high = lo, hi
				rows[n-1].To, rows[n-1].Width = i+1, rows[n-1].Width+1
				continue
			}
		}
		low, high = v, v
		rows = append(rows, Row{at, 1, i, i + 1})
	}
	return rows
}

// Value is what a metric was over a row: the mean, of a lap its number. NaN where
// nothing was measured.
func (s *Series) Value(m Metric, r Row) float64 {
	c := s.Columns[m]
	if c == nil {
		return math.NaN()
	}
	if r.To == r.From+1 || m == Lap {
		return float64(c[r.From])
	}
	sum, n := 0.0, 0
	for _, v := range c[r.From:r.To] {
		if !missing(v) {
			sum += float64(v)
			n++
		}
	}
	return sum / float64(n)
}

// Figures are what a summary tells of a metric. All are NaN where nothing was
// measured.
type Figures struct {
	Mean, Min, Max, First, Last float64
}

// Figures are those of the whole series.
func (s *Series) Figures(m Metric) (Figures, bool) {
	f := Figures{Min: math.Inf(1), Max: math.Inf(-1)}
	sum, n := 0.0, 0
	for _, v := range s.Columns[m] {
		if missing(v) {
			continue
		}
		x := float64(v)
		if n == 0 {
			f.First = x
		}
		f.Last, f.Min, f.Max = x, min(f.Min, x), max(f.Max, x)
		sum += x
		n++
	}
	if n == 0 {
		return Figures{}, false
	}
	f.Mean = sum / float64(n)
	return f, true
}

// Climb is how far it went up and down in all, by a track with so much noise that
// less than a step does not count.
func (s *Series) Climb() (gain, loss float64) {
	const step = 1
	var last float64
	begun := false
	for _, v := range s.Columns[Altitude] {
		x := float64(v)
		switch {
		case missing(v):
		case !begun:
			last, begun = x, true
		case x-last >= step:
			gain, last = gain+x-last, x
		case last-x >= step:
			loss, last = loss+last-x, x
		}
	}
	return gain, loss
}

// After is what is left once so much was done: work in kJ where there is power,
// else metres.
func (s *Series) After(m Metric, done float64) *Series {
	sum := 0.0
	for i, v := range s.Columns[m] {
		if sum >= done {
			return s.Cut(s.At[i], math.MaxInt32)
		}
		if missing(v) {
			continue
		}
		if m == Power {
			sum += float64(v) / 1000
		} else {
			sum += float64(v)
		}
	}
	return &Series{Start: s.Start}
}
