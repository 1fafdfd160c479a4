package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// part is a stretch of a record that is analysed by itself.
type part struct {
	whole     bool
	rr        []float64
	corrected []bool
	hr        []uint8
	second    int // of the record in which the part begins
	duration  time.Duration
}

func (r *Record) all() part {
	return part{
		whole: true, rr: r.RR, corrected: physiology.Corrected(r.RR, r.RawRR),
		hr: r.HeartRate, duration: r.Duration,
	}
}

// between is the beats that begin in [from, to).
func (r *Record) between(from, to time.Duration) part {
	p := r.all()
	p.whole = false
	first, end, now := len(r.RR), len(r.RR), 0.0
	for i, x := range r.RR {
		at := time.Duration(now * 1e6)
		if first == len(r.RR) && at >= from {
			first = i
			p.second = int(now / 1000)
		}
		if at >= to {
			end = i
			break
		}
		now += x
	}
	first = min(first, end)
	p.rr, p.corrected = r.RR[first:end], p.corrected[first:end]
	p.duration = milliseconds(sum(p.rr))
	p.hr = heartRate(p.rr)
	return p
}

// cutout is the part's seconds of a series at 1 Hz, nil for one that does not
// exist.
func cutout[T any](p *part, x []T) []T {
	if len(x) == 0 {
		return nil
	}
	from := min(p.second, len(x))
	return x[from:min(from+len(p.hr), len(x))]
}
