package mutants_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/mutants"
	"github.com/ergodrome/ergodrome/conformance/scenarios"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// TestMissRate keeps the page in step with what TestMatrix has measured, with the
// scenarios of observe mode, and with the bugs that public programs have had.
func TestMissRate(t *testing.T) {
	t.Parallel()
	all, err := scenarios.Load(checks.New(), time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	var observed []string
	for _, s := range all {
		for i := range s.Acts {
			for _, entry := range s.Acts[i].Cases {
				observed = append(observed, entry.Case)
			}
		}
	}
	page, err := mutants.MissRate(observed)
	require.NoError(t, err)
	golden.EqualFile(t, "../../docs/miss-rate.md", page)
}
