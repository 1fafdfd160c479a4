package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner"
)

// A stranger learns of every case why it is there, what happens in it and what to do.
func TestEveryCaseCanBeExplained(t *testing.T) {
	t.Parallel()
	all, err := cases.Load()
	require.NoError(t, err)
	book, err := requirements.Load()
	require.NoError(t, err)
	for _, c := range all {
		x, err := runner.Explain(all, c.ID, book.Says)
		require.NoError(t, err)
		var b strings.Builder
		require.NoError(t, printExplanation(&b, x, book.Grounds(c.ID)))
		parts := []string{c.ID + " (rev ", "\nWhat it rests on\n", "\nHow sure\n", "\nWhere\n", "\nWhat the simulator does\n", "\nWhat a client must show\n", "\nWays to judge it\n", "\nCheck ", "\nAgain\n  ergodrome check run --case " + c.ID}
		if c.Level.Scored() {
			parts = append(parts, "\nHow to mend it\n", "\nBugs that it is proven to catch\n")
		}
		for _, part := range parts {
			require.Contains(t, b.String(), part, c.ID)
		}
	}
}
