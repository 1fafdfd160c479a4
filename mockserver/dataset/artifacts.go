package dataset

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// longestRaw is what a belt gives at most when it misses beats, in ms.
const longestRaw = 4900

// artifacts makes what the belt gave of true beats rr, and the corrected beats:
// true ones, evenly spread ones where the belt was wrong. Both have the sum of
// rr. It overwrites rr.
func artifacts(rr []float64, rate float64, k chance.Key) (corrected []float64, raw []uint16) {
	stream := k.With("artifacts").Stream()
	raw = make([]uint16, 0, len(rr)+len(rr)/64+8)
	trouble := 1.0 // a loose belt errs again soon
	for i := 0; i < len(rr); {
		if trouble = max(1, float64(trouble*0.93)); !stream.Chance(float64(rate*trouble)) || i < 8 {
			raw = append(raw, uint16(rr[i]))
			i++
			continue
		}
		trouble = 40
		switch stream.IntN(4) {
		case 0, 1: // missed beats: several come as one
			n, sum := 0, 0.0
			for want := 2 + stream.IntN(4); n < want && i+n < len(rr) && sum+rr[i+n] <= longestRaw; n++ {
				sum += rr[i+n]
			}
			raw = append(raw, uint16(sum))
			spread(rr, i, n, sum)
			i += n
		case 2: // a false beat: one comes as two
			first := math.Floor(float64(rr[i] * stream.Between(0.3, 0.7)))
			raw = append(raw, uint16(first), uint16(rr[i]-first))
			i++
		default: // a beat seen too early or too late
			if i+1 == len(rr) {
				raw = append(raw, uint16(rr[i]))
				i++
				break
			}
			move := math.Floor(float64(rr[i] * stream.Between(-0.35, 0.35)))
			raw = append(raw, uint16(rr[i]+move), uint16(rr[i+1]-move))
			spread(rr, i, 2, rr[i]+rr[i+1])
			i += 2
		}
	}
	return rr, raw
}

// spread puts n beats that lead evenly from the one before to the one after in
// the place of those at i, with the given sum.
func spread(rr []float64, i, n int, sum float64) {
	before, after := rr[i-1], rr[min(i+n, len(rr)-1)]
	weights := 0.0
	for j := range n {
		rr[i+j] = before + float64((after-before)*float64(j+1)/float64(n+1))
		weights += rr[i+j]
	}
	left := sum
	for j := range n - 1 {
		rr[i+j] = detmath.Dyadic(rr[i+j] * sum / weights) // keeps every sum exact
		left -= rr[i+j]
	}
	rr[i+n-1] = left
}
