package polaraccesslink

import (
	"encoding/json"

	"github.com/ergodrome/ergodrome/client/series"
)

// The types in this package are this client's reading of the vendor's
// document. The simulator has its own, on purpose: if the two were one, a
// misread field name would agree with itself in every test.

// Extra are members of an answer that the document does not know, and values
// that a type here cannot hold, as they came.
type Extra = map[string]json.RawMessage

// Series are numbers in order, NaN where there is none.
type Series = series.Numbers

// DeviceReference names a device by its UUID.
type DeviceReference struct {
	UUID  string `json:"uuid"`
	Extra Extra  `json:"extra,omitempty"`
}

// DeviceIDReference names a device by the number printed on it.
type DeviceIDReference struct {
	DeviceID string `json:"deviceId"`
	Extra    Extra  `json:"extra,omitempty"`
}

// SportReference names a sport: 1 is running. The vendor writes it as a number
// or as a word, by operation.
type SportReference struct {
	ID    string `json:"id"`
	Extra Extra  `json:"extra,omitempty"`
}

// Reference names something by its identifier.
type Reference struct {
	ID    string `json:"id"`
	Extra Extra  `json:"extra,omitempty"`
}

// Of returns the samples of a kind, and the milliseconds between two of them;
// nil if there are none.
func (s *Samples) Of(kind SampleType) (values Series, intervalMillis int64) {
	if s == nil {
		return nil, 0
	}
	for _, v := range s.Samples {
		if v.Type == kind {
			return v.Values, v.IntervalMillis
		}
	}
	return nil, 0
}
