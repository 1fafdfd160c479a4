package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
)

func TestEveryCaseLoads(t *testing.T) {
	all, err := cases.Load(checks.New())
	require.NoError(t, err)
	levels := map[string]int{}
	runs := 0
	for _, c := range all {
		levels[string(c.Level)]++
		runs += len(c.Runs())
	}
	require.Len(t, all, 88, "the catalogue has 88 rows for Firstbeat")
	t.Log(levels, runs)
}
