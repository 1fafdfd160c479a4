package polarteampro

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// The types in this package are this client's reading of the vendor's
// documents. The simulator has its own, on purpose: if the two were one, a
// misread field name would agree with itself in every test.

// Extra are members of an answer that the documents do not know, and values
// that a type here cannot hold exactly, as they came.
type Extra = map[string]json.RawMessage

// Stamps are when something was created and last changed at the vendor's.
type Stamps struct {
	Created  time.Time `json:"created,omitzero"`  // in UTC
	Modified time.Time `json:"modified,omitzero"` // in UTC
}

// Place is where something began, in degrees.
type Place struct {
	Latitude  *float64 `json:"latitude,omitempty"`
	Longitude *float64 `json:"longitude,omitempty"`
}

// Series are numbers in order, NaN where there is none.
type Series []float64

// MarshalJSON writes null where there is no number.
func (s Series) MarshalJSON() ([]byte, error) {
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

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
