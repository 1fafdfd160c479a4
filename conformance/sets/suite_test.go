package sets_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/sets"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// TestTheSuiteIsSound lints every case there is and keeps the newest set in step
// with them.
func TestTheSuiteIsSound(t *testing.T) {
	t.Parallel()
	registry := checks.New()
	all, err := cases.Load(registry)
	require.NoError(t, err)
	book, err := requirements.Load()
	require.NoError(t, err)
	require.NoError(t, conformance.Lint(all, conformance.LintOptions{Checks: registry, Requirements: book.IDs(), Covers: book.Covers}))
	byAPI := map[string][]string{}
	for _, c := range all {
		byAPI[c.API] = append(byAPI[c.API], c.ID)
	}
	for api, ids := range byAPI {
		golden.EqualFile(t, api+"-2026.12.yaml", sets.Render(api, "2026.12", ids))
	}
}
