package judge

import (
	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/spec"
	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

// Compare finds what is different in the second of two descriptions, for a client
// of the first.
func Compare(fromName string, from []byte, toName string, to []byte) (*drift.Report, error) {
	return spec.Compare(spec.Document{Name: fromName, Text: from}, spec.Document{Name: toName, Text: to})
}

// Describe is the description of a service, as one edition of its vendor's documents
// has it where one is named.
func Describe(service, edition string) ([]byte, error) {
	doc, err := specs.Read(service)
	if err != nil || edition == "" {
		return doc, err
	}
	return openapi.ForProfile(doc, edition)
}
