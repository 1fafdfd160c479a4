package inproc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/judge"
)

// Both sets of clients were written without looking at each other: that both pass is
// evidence for the cases as much as for them.
func TestClientsConform(t *testing.T) {
	check, err := judge.New([]string{"firstbeat"})
	require.NoError(t, err)
	for name, newSubject := range map[string]func() subject.Subject{
		"this module": func() subject.Subject {
			s, err := inproc.Clients()
			require.NoError(t, err)
			return s
		},
		"the suite's own": func() subject.Subject { return inproc.Mutant(nil) },
	} {
		t.Run(name, func(t *testing.T) {
			results := inproc.RunConformance(t, newSubject, inproc.Validated(check))
			if !results.Partial { // go test -run may ask for less
				require.GreaterOrEqual(t, len(results.Cases), 216)
			}
			if name == "this module" {
				holdWaits(t, results)
			}
			for i := range results.Cases {
				c := &results.Cases[i]
				require.Truef(t, c.Executed(), "%s: %s was not exercised: %s", name, c.ID, c.Reason)
				if c.Level.Scored() {
					require.Containsf(t, []conformance.Verdict{conformance.Pass, conformance.Info}, c.Verdict, "%s\n%s", c.ID, inproc.Explain(c))
				}
			}
		})
	}
}
