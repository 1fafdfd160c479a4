// Package series is numbers in order, some of which may be missing.
package series

import (
	"math"
	"strconv"
)

// Numbers are in order, NaN where there is none.
type Numbers []float64

// MarshalJSON writes null where there is no number.
func (s Numbers) MarshalJSON() ([]byte, error) {
	if s == nil {
		return []byte("null"), nil
	}
	out := make([]byte, 0, 8*len(s)+2)
	out = append(out, '[')
	for i, v := range s {
		if i > 0 {
			out = append(out, ',')
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			out = append(out, "null"...)
		} else {
			out = strconv.AppendFloat(out, v, 'g', -1, 64)
		}
	}
	return append(out, ']'), nil
}
