package polarteampro

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/client/series"
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
type Series = series.Numbers

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
