package sweatstack

import "encoding/json"

// The types in this package are this client's reading of the vendor's
// document. The simulator has its own, on purpose: if the two were one, a
// misread field name would agree with itself in every test.

// Extra are members of an answer that the document does not know, and values
// that a type here cannot hold, as they came.
type Extra = map[string]json.RawMessage

func or[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}
