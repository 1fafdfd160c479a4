//go:build e2e

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// step is one ```sh block of a document and what the ```text block behind it,
// if there is one, says it prints.
type step struct {
	script string
	want   string
}

var block = regexp.MustCompile("(?ms)^```(sh|text)\n(.*?)^```$")

// steps reads the blocks of one section of a Markdown file.
func steps(t *testing.T, file, heading string) []step {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	_, section, found := strings.Cut(string(text), "\n"+heading+"\n")
	require.Truef(t, found, "%s has no heading %q", file, heading)
	if next := strings.Index(section, "\n## "); next >= 0 {
		section = section[:next]
	}
	var list []step
	for _, m := range block.FindAllStringSubmatch(section, -1) {
		if m[1] == "sh" {
			list = append(list, step{script: m[2]})
			continue
		}
		require.NotEmptyf(t, list, "%s: a text block before any command", file)
		list[len(list)-1].want = m[2]
	}
	require.NotEmptyf(t, list, "%s: no commands under %q", file, heading)
	return list
}

// pattern turns expected output into a regular expression: "…" stands for
// anything, everything else for itself.
func pattern(want string) *regexp.Regexp {
	parts := strings.Split(strings.TrimSpace(want), "…")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`(?s)\A\s*` + strings.Join(parts, `.*?`) + `\s*\z`)
}

// TestTour runs the README's tour in one shell, block by block, beside a server
// of its own, and compares what each block prints with what the README says.
func TestTour(t *testing.T) {
	t.Parallel()
	runBlocks(t, steps(t, root+"/README.md", "## A five-minute tour"))
}

// TestGuide runs every command of the guide, and finds no refusal in what they
// print.
func TestGuide(t *testing.T) {
	t.Parallel()
	list := []step{{script: `eval "$(ergodrome env)"`}}
	for _, heading := range []string{"## Worlds", "## Time", "## Signing in to Polar", "## Signing in to SweatStack", "## Faults", "## What happened"} {
		list = append(list, steps(t, root+"/docs/using-the-simulator.md", heading)...)
	}
	for i, out := range runBlocks(t, list) {
		require.NotContainsf(t, out, `"error"`, "block %d", i+1)
	}
}

func runBlocks(t *testing.T, list []step) []string {
	t.Helper()
	s := serve(t, "--validate")

	const fence = "----- ergodrome tour: block done -----"
	var script strings.Builder
	script.WriteString("set -euo pipefail\n")
	for _, st := range list {
		script.WriteString(st.script + "\necho '" + fence + "'\n")
	}
	cmd := exec.Command("bash", "-c", script.String())
	cmd.Dir = root
	cmd.Env = append(os.Environ(),
		"ERGODROME_CONTROL_URL="+s.Control,
		"PATH="+filepath.Dir(program(t))+":"+os.Getenv("PATH"),
	)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	outputs := strings.Split(stdout.String(), fence+"\n")
	require.NoErrorf(t, err, "block %d failed:\n%s\nstdout so far:\n%s\nstderr:\n%s",
		len(outputs), list[min(len(outputs), len(list))-1].script, stdout.String(), stderr.String())
	require.Len(t, outputs, len(list)+1)
	for i, st := range list {
		if st.want != "" && !pattern(st.want).MatchString(outputs[i]) {
			t.Errorf("block %d:\n%s\nprinted:\n%s\nREADME says:\n%s", i+1, st.script, outputs[i], st.want)
		}
	}
	return outputs
}
