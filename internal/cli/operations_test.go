package cli

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/cases"
)

// What a program may announce is what our own clients can do: no case asks for more.
func TestOurClientsKnowEveryOperationOfTheCases(t *testing.T) {
	t.Parallel()
	known, err := operations(t.Context())
	require.NoError(t, err)
	all, err := cases.Load()
	require.NoError(t, err)
	for _, c := range all {
		for _, run := range c.Runs() {
			require.Subset(t, known, run.OpNames(), c.ID)
		}
	}
}
