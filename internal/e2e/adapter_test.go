//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/templates"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// TestTemplatesAreJudged writes each adapter as a user would, tries it, and has it
// judged. What each of them comes to is a golden file: a template says what it can.
func TestTemplatesAreJudged(t *testing.T) {
	t.Parallel()
	ergodrome := program(t)
	for _, lang := range []string{"go", "python", "node"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel() // they mostly wait
			dir := t.TempDir()
			run(t, dir, 0, ergodrome, "check", "init", "--lang", lang)
			tpl, err := templates.Find(lang)
			require.NoError(t, err)
			found, err := filepath.Glob(filepath.Join(dir, "*"))
			require.NoError(t, err)
			require.Len(t, found, 1)
			build, start := tpl.Commands(filepath.Base(found[0]))
			if build != nil {
				run(t, dir, 0, build[0], build[1:]...)
			}
			out := run(t, dir, 0, ergodrome, append([]string{"check", "smoke", "--"}, start...)...)
			require.Equal(t, 6, strings.Count(out, "ok     "), out)
			run(t, dir, 0, ergodrome, append([]string{"check", "run", "--budget", "10s", "--out", "out", "--"}, start...)...)

			text, err := os.ReadFile(filepath.Join(dir, "out", "results.json"))
			require.NoError(t, err)
			var r conformance.Results
			require.NoError(t, json.Unmarshal(text, &r))
			var lines strings.Builder
			for i := range r.Cases {
				if c := &r.Cases[i]; c.Verdict != conformance.NA {
					fmt.Fprintf(&lines, "%s %s\n", c.ID, c.Verdict)
				}
			}
			require.GreaterOrEqual(t, r.Counts[conformance.Pass], 8)
			golden.Equal(t, "adapter-"+lang+".golden", []byte(lines.String()))
		})
	}
}

// run runs a program in a folder and returns its output.
func run(t *testing.T, dir string, want int, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // the exit code is looked at
	require.Equal(t, want, cmd.ProcessState.ExitCode(), "%s %s\n%s%s", name, strings.Join(args, " "), &stdout, &stderr)
	return stdout.String()
}

// TestAdapterGuide runs every command of the page about adapters.
func TestAdapterGuide(t *testing.T) {
	ergodrome := program(t)
	t.Setenv("PATH", filepath.Dir(ergodrome)+string(os.PathListSeparator)+os.Getenv("PATH"))
	dir := t.TempDir()
	for _, st := range steps(t, root+"/docs/testing-your-client.md", "## In any language: an adapter") {
		out := run(t, dir, 0, "bash", "-euo", "pipefail", "-c", st.script)
		if st.want != "" {
			require.Regexp(t, pattern(st.want), out, st.script)
		}
	}
}
