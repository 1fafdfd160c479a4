package sets_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
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
	all, err := cases.Load()
	require.NoError(t, err)
	book, err := requirements.Load()
	require.NoError(t, err)
	require.NoError(t, conformance.Lint(all, conformance.LintOptions{Checks: registry, Requirements: book.IDs(), Covers: book.Covers}))
	gone, err := sets.Retired()
	require.NoError(t, err)
	byAPI := map[string][]string{}
	for _, c := range all {
		byAPI[c.API] = append(byAPI[c.API], c.ID)
		require.Empty(t, gone[c.ID], "%s is retired, and never used again", c.ID)
	}
	for api, ids := range byAPI {
		golden.EqualFile(t, api+"-2026.12.yaml", sets.Render(api, "2026.12", ids))
	}
}

// TestTheSuiteKnowsNobody: a case judges by what it sees, whoever is judged. What
// performs cases and checks them never looks at a subject's name, and names none.
func TestTheSuiteKnowsNobody(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile(`(?i)\b(Subject|Hello|h|hello)\.(Name|Version|Language)\b|python-requests|axios|\bgot/|okhttp|polar-accesslink-client|sweatstack-python`)
	for _, folder := range []string{"../cases", "../checks", "../runner", "../requirements", "../scenarios"} {
		require.NoError(t, filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".yaml") {
				return err
			}
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Empty(t, names.FindString(string(text)), path)
			return nil
		}))
	}
}
