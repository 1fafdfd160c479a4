//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"debug/elf"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"
)

// TestConformanceScript runs what CI systems run, with the built program.
func TestConformanceScript(t *testing.T) {
	ergodrome := program(t)
	script, err := filepath.Abs(root + "/ci/conformance.sh")
	require.NoError(t, err)
	careless, err := filepath.Abs("testdata/careless.py")
	require.NoError(t, err)
	for _, tt := range []struct {
		name string
		args []string
		env  []string
		code int
		says string // stderr or stdout, as a pattern
	}{
		{"a client that conforms", []string{"--", "python3", careless}, nil, 0, `(?m)^1 cases: 1 PASS$`},
		{"a client that does not", nil, []string{"SUBJECT=python3\n" + careless + "\nasks-on\n"}, 1, `(?m)^FAIL +FB-AUTH-009`},
		{"no client", nil, nil, 2, "which program"},
		{"a program in the wrong place", []string{"python3", careless}, nil, 2, "stands behind --"},
		{"a program that is none", nil, []string{"SUBJECT=./no-such-program"}, 4, "no-such-program"},
		{"another way to judge", nil, []string{"SUBJECT=python3\n" + careless, "WAY=observe", "FLAGS=--scenario=firstbeat/none"}, 2, "firstbeat/none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			cmd := exec.CommandContext(t.Context(), script, tt.args...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "ERGODROME="+ergodrome, "OUT=reports", "FLAGS=--case\nFB-AUTH-009\n", "SUBJECT=", "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "step.md"))
			cmd.Env = append(cmd.Env, tt.env...)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			_ = cmd.Run() // the exit code is looked at
			require.Equal(t, tt.code, cmd.ProcessState.ExitCode(), "%s%s", &stdout, &stderr)
			require.Regexp(t, tt.says, stdout.String()+stderr.String())
			if tt.code > 1 {
				require.NoFileExists(t, filepath.Join(dir, "reports", "junit.xml"))
				return
			}
			lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
			require.Equal(t, "reports/junit.xml", lines[len(lines)-1], "the last line")
			for _, file := range []string{"results.json", "junit.xml", "report.html", "summary.md", "badge.json"} {
				require.FileExists(t, filepath.Join(dir, "reports", file))
			}
			summary, err := os.ReadFile(filepath.Join(dir, "step.md"))
			require.NoError(t, err)
			require.Contains(t, string(summary), "## Conformance of careless 1")
		})
	}
}

// action is what action.yml says, as far as GitHub demands it of a composite action.
type action struct {
	Name        string
	Description string
	Inputs      map[string]struct{ Description, Default string }
	Runs        struct {
		Using string
		Steps []struct {
			Uses, Run, Shell, If string
			Env, With            map[string]string
		}
	}
}

// TestTheActionIsSound holds action.yml to its own inputs, to the script and to GitHub's
// rules for composite actions.
func TestTheActionIsSound(t *testing.T) {
	text, err := os.ReadFile(root + "/action.yml")
	require.NoError(t, err)
	var a action
	require.NoError(t, yaml.Unmarshal(text, &a))
	require.NotEmpty(t, a.Name)
	require.NotEmpty(t, a.Description)
	require.Equal(t, "composite", a.Runs.Using)
	for name, input := range a.Inputs {
		require.NotEmpty(t, input.Description, name)
		require.Contains(t, string(text), "inputs."+name, "an input that nothing reads")
	}
	for _, m := range regexp.MustCompile(`inputs\.([a-z-]+)`).FindAllStringSubmatch(string(text), -1) {
		require.Contains(t, a.Inputs, m[1])
	}
	script, err := os.ReadFile(root + "/ci/conformance.sh")
	require.NoError(t, err)
	runs, uploads := 0, 0
	for _, step := range a.Runs.Steps {
		require.NotEqual(t, step.Uses == "", step.Run == "", "a step uses or runs")
		if step.Run != "" {
			runs++
			require.Equal(t, "bash", step.Shell, "GitHub wants a shell of a composite action's steps")
			require.Contains(t, step.Run, "ci/conformance.sh")
			for name := range step.Env {
				require.Contains(t, string(script), "${"+name, "the script reads it")
			}
		}
		if strings.HasPrefix(step.Uses, "actions/upload-artifact@") {
			uploads++
			require.Contains(t, step.If, "always()", "reports are wanted most when the run has failed")
		}
	}
	require.Equal(t, 1, runs)
	require.Equal(t, 1, uploads)
}

// TestSnippetsOfTheGuide holds what the page about CI tells people to copy to what the
// action and the GitLab job take.
func TestSnippetsOfTheGuide(t *testing.T) {
	text, err := os.ReadFile(root + "/docs/testing-your-client.md")
	require.NoError(t, err)
	raw, err := os.ReadFile(root + "/action.yml")
	require.NoError(t, err)
	var a action
	require.NoError(t, yaml.Unmarshal(raw, &a))
	job, err := os.ReadFile(root + "/ci/gitlab.yml")
	require.NoError(t, err)
	found := 0
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		var doc any
		require.NoError(t, yaml.Unmarshal([]byte(block[1]), &doc), block[1])
		switch {
		case strings.Contains(block[1], "uses: ergodrome/ergodrome@"):
			var workflow struct {
				Jobs map[string]struct {
					Steps []struct {
						Uses string
						With map[string]string
					}
				}
			}
			require.NoError(t, yaml.Unmarshal([]byte(block[1]), &workflow))
			for _, step := range workflow.Jobs["conformance"].Steps {
				if strings.HasPrefix(step.Uses, "ergodrome/ergodrome@") {
					found++
					require.Contains(t, step.With, "subject")
					for name := range step.With {
						require.Contains(t, a.Inputs, name)
					}
				}
			}
		case strings.Contains(block[1], "extends: .ergodrome"):
			found++
			for _, m := range regexp.MustCompile(`ERGODROME_[A-Z]+`).FindAllString(block[1], -1) {
				require.Contains(t, string(job), "    "+m+":")
			}
		}
	}
	require.Equal(t, 2, found)
}

// TestFlagsOfCISnippetsExist looks the flags up that the snippets and the action name.
func TestFlagsOfCISnippetsExist(t *testing.T) {
	help := ""
	for _, way := range []string{"run", "observe", "decode", "merge"} {
		help += run(t, ".", 0, program(t), "check", way, "--help")
	}
	help += run(t, ".", 0, program(t), "serve", "--help")
	for _, file := range []string{"action.yml", "ci/gitlab.yml", "ci/conformance.sh", "Containerfile"} {
		text, err := os.ReadFile(filepath.Join(root, file))
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`--([a-z][a-z-]+)`).FindAllStringSubmatch(string(text), -1) {
			require.Contains(t, help, "--"+m[1], file)
		}
	}
	var gitlab map[string]struct {
		Script    []string
		Artifacts struct {
			When    string
			Reports map[string]string
		}
	}
	text, err := os.ReadFile(root + "/ci/gitlab.yml")
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, &gitlab))
	require.Equal(t, "always", gitlab[".ergodrome"].Artifacts.When)
	require.Equal(t, "out/junit.xml", gitlab[".ergodrome"].Artifacts.Reports["junit"])
}

// TestTheImageNeedsNothing runs the program as the image does: alone in an empty root.
func TestTheImageNeedsNothing(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to start a program in a root of its own")
	}
	dir := t.TempDir()
	path := program(t) + "-full"
	if f, err := elf.Open(path); err == nil { // where it was built with cgo, build as the image's is
		for _, p := range f.Progs {
			if p.Type == elf.PT_INTERP {
				path = filepath.Join(dir, "static")
				cmd := exec.Command("go", "build", "-o", path, root+"/cmd/ergodrome-full")
				cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
				out, err := cmd.CombinedOutput()
				require.NoError(t, err, string(out))
			}
		}
		require.NoError(t, f.Close())
	}
	empty := filepath.Join(dir, "root")
	require.NoError(t, os.Mkdir(empty, 0o755))
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(empty, "ergodrome"), raw, 0o755))
	require.NoError(t, os.Chmod(dir, 0o755))

	text, err := os.ReadFile(root + "/Containerfile")
	require.NoError(t, err)
	copied := regexp.MustCompile(`(?m)^COPY (\S+) /ergodrome$`).FindSubmatch(text)
	require.NotNil(t, copied)
	require.Equal(t, filepath.Base(program(t))+"-full", filepath.Base(string(copied[1])), "the program that runs here is the image's")
	ignored, err := os.ReadFile(root + "/.containerignore")
	require.NoError(t, err)
	require.Contains(t, strings.Split(string(ignored), "\n"), "!"+string(copied[1]), "what is not taken out of .containerignore cannot be copied")
	var args []string
	require.NoError(t, json.Unmarshal(regexp.MustCompile(`(?m)^CMD (.*)$`).FindSubmatch(text)[1], &args))
	for i := range args {
		args[i] = strings.Replace(args[i], "0.0.0.0:8787", "127.0.0.1:0", 1)
	}
	args = append(args, "--validate") // which only the full program can do alone
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, "/ergodrome", args...)
	cmd.Path, cmd.Dir, cmd.Env = "/ergodrome", "/", []string{}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: empty, Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer func() { cancel(); _ = cmd.Wait() }()
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	require.NoError(t, err)
	var ready ready
	require.NoError(t, json.Unmarshal(line, &ready))
	resp, err := http.Get("http://" + ready.Addr + "/_ergodrome/readyz")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusOK, resp.StatusCode)
}
