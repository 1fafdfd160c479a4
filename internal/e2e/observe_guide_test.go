//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFiveSteps runs the steps with which users begin, with a stranger's program for
// theirs.
func TestFiveSteps(t *testing.T) {
	ergodrome := program(t)
	dir := t.TempDir()
	t.Setenv("PATH", strings.Join([]string{filepath.Dir(ergodrome), "/usr/bin", os.Getenv("PATH")}, string(os.PathListSeparator))) // Debian's Python has requests
	text, err := os.ReadFile("strangers/firstbeat_sync.py")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sync.py"), text, 0o600))

	page, err := os.ReadFile(root + "/docs/testing-your-client.md")
	require.NoError(t, err)
	flush := filepath.Join(dir, "page.md") // blocks of a list are indented
	require.NoError(t, os.WriteFile(flush, regexp.MustCompile(`(?m)^   `).ReplaceAll(page, nil), 0o600))
	list := steps(t, flush, "## Five steps")
	require.Len(t, list, 5)
	for _, st := range list {
		out := run(t, dir, 0, "bash", "-euo", "pipefail", "-c", st.script)
		if st.want != "" {
			require.Regexp(t, pattern(st.want), out, st.script)
		}
	}
	require.FileExists(t, filepath.Join(dir, "first-look", "report.html"))
	require.FileExists(t, filepath.Join(dir, "ergodrome-known.yaml"))
}

// TestEveryScenarioIsInTheGuide holds the table against what there is.
func TestEveryScenarioIsInTheGuide(t *testing.T) {
	page, err := os.ReadFile(root + "/docs/testing-your-client.md")
	require.NoError(t, err)
	found, err := filepath.Glob(root + "/conformance/scenarios/*/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, found)
	for _, path := range found {
		name := filepath.Base(filepath.Dir(path)) + "/" + strings.TrimSuffix(filepath.Base(path), ".yaml")
		require.Contains(t, string(page), "| `"+name+"` |")
	}
}
