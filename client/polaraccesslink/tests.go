package polaraccesslink

import (
	"context"
	"iter"
)

// Features of [TestsService.List]. [confirmed: AccessLink v4 document]
const (
	TestSamples = "samples"
)

func (s *TestsService) listTests() ranged {
	return ranged{
		call:     call{operation: "ListTests", path: "/tests/list", scope: ScopeTests},
		envelope: "data",
		member:   "tests",
		days:     90,
		daily:    true,
		features: []string{TestSamples},
	}
}

// List returns the tests that began in a range, in one request: at most 90
// days, or one day with features.
//
// GET /tests/list
func (s *TestsService) List(ctx context.Context, from, to Date, features ...string) ([]Test, error) {
	return one[Test](ctx, s.client, s.listTests(), from, to, features)
}

// All is [TestsService.List] for a range of any length, asked for in pieces.
func (s *TestsService) All(ctx context.Context, from, to Date, features ...string) iter.Seq2[Test, error] {
	return pieces(ctx, s.client, s.listTests(), from, to, features, func(t *Test) string { return period(t.StartTime, t.kind()) })
}
