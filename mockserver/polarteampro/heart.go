package polarteampro

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// heart is the heart rate of a stretch as recorders show it: the mean of each
// begun five seconds of the whole event. Samples, statistics, zones and load are
// all made from it, so that no part has more than the whole, and it is the one
// whose mean and peak this project's other services tell of.
type heart struct {
	series                []uint8 // 1 Hz
	average, peak, lowest int
	load                  float64 // the training impulse
}

// heartOf is the heart rate in so many seconds of a record, from one on.
func heartOf(r *dataset.Record, from, n int) heart {
	from = max(0, min(from, len(r.HeartRate)))
	h := heart{series: make([]uint8, min(n, len(r.HeartRate)-from))}
	five := physiology.FiveSeconds(r.HeartRate)
	var loads [256]float64 // of five seconds
	for rate := range loads {
		loads[rate] = physiology.TRIMPRate(rate, r.Body.HRRest, r.Body.HRMax) / 12
	}
	// What is left at the end of the record counts as much as five seconds do
	// elsewhere, as it does in the statistics of the whole.
	const whole = 60 // divided by 1 to 5 without a rest
	total, weights, load := 0, 0, 0.0
	for i := range h.series {
		block := (from + i) / 5
		rate, size := five[block], min(5, len(r.HeartRate)-5*block)
		h.series[i] = rate
		total, weights = total+int(rate)*(whole/size), weights+whole/size
		load += loads[rate] / float64(size)
		if i == 0 {
			h.lowest = int(rate)
		}
		h.peak, h.lowest = max(h.peak, int(rate)), min(h.lowest, int(rate))
	}
	if weights > 0 {
		h.average = (2*total + weights) / (2 * weights)
	}
	h.load = physiology.Dyadic(load)
	return h
}
