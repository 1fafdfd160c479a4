package inproc_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
)

// holdWaits holds cases/waits.yaml to what a run in virtual time has cost: nobody
// waits longer than is listed, and nothing is listed that is far too long.
func holdWaits(t *testing.T, results *conformance.Results) {
	t.Helper()
	waits, err := cases.Waits()
	require.NoError(t, err)
	all, err := cases.Load()
	require.NoError(t, err)
	byID := map[string]*conformance.Case{}
	for _, c := range all {
		byID[c.ID] = c
	}
	const unlisted = time.Second
	for i := range results.Cases {
		r := &results.Cases[i]
		c := byID[r.ID]
		settle := c.Settle
		if settle == 0 {
			settle = time.Minute
		}
		var longest time.Duration
		for k := range r.Runs {
			longest = max(longest, r.Runs[k].WorldTime-settle)
		}
		listed := waits(c)
		assert.LessOrEqual(t, longest, max(listed, unlisted), "%s makes a client wait: say so in conformance/cases/waits.yaml", c.ID)
		require.LessOrEqual(t, listed, 4*longest+20*time.Second, "%s no longer makes a client wait so long: see conformance/cases/waits.yaml", c.ID)
	}
}
