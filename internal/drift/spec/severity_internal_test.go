package spec

import (
	"path"
	"slices"
	"testing"

	"github.com/oasdiff/oasdiff/checker"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/drift"
)

func TestEveryRowOfTheTableDecidesSomething(t *testing.T) {
	severities, err := readTable()
	require.NoError(t, err)
	rules := checker.GetAllRules()
	for _, row := range severities {
		require.Contains(t, drift.Classes(), row.Class)
		require.NotEmpty(t, row.Why)
		for _, pattern := range row.Rules {
			require.True(t, slices.ContainsFunc(rules, func(r checker.BackwardCompatibilityRule) bool {
				ok, err := path.Match(pattern, r.Id)
				return ok && err == nil
			}), "no rule is like %s", pattern)
		}
	}
	for _, r := range rules {
		class, _ := severities.class(r.Id, r.Level)
		require.Contains(t, drift.Classes(), class, r.Id)
	}
}
