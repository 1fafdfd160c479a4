package full

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/cli"
)

// environment is that of a command, and what it says.
func environment(args ...string) (env cli.Env, stdout, stderr *bytes.Buffer) {
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	return cli.Env{Args: args, Stdin: strings.NewReader("in\n"), Stdout: stdout, Stderr: stderr, Getenv: os.Getenv}, stdout, stderr
}

// install puts a program of our name before all others on the PATH. It tells its
// version, does what the body says, or waits to be ended.
func install(t *testing.T, version, body string) {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\nif [ \"$1\" = version ]; then echo \"ergodrome " + version + " go1.26 linux/amd64\"; exit; fi\n" + body + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, program), []byte(script), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestAnInstalledProgramOfThisVersionRuns(t *testing.T) {
	install(t, cli.Version(), `cat; echo "$@"; echo trouble >&2; exit 7`)
	env, stdout, stderr := environment("serve", "--validate")
	code, err := Run(t.Context(), env)
	require.NoError(t, err)
	require.Equal(t, 7, code)
	require.Equal(t, "in\nserve --validate\n", stdout.String())
	require.Equal(t, "trouble\n", stderr.String())
}

func TestItIsAskedToEnd(t *testing.T) {
	install(t, cli.Version(), `trap 'echo ended; exit 0' TERM; echo up; while :; do sleep 0.01; done`)
	env, _, _ := environment("serve")
	ctx, cancel := context.WithCancel(t.Context())
	out := &until{text: "up", then: cancel}
	env.Stdout = out
	code, err := Run(ctx, env)
	require.NoError(t, err)
	require.Zero(t, code)
	require.Equal(t, "up\nended\n", out.got.String())
}

// until calls then as soon as it has been told text.
type until struct {
	got  bytes.Buffer // not embedded: its ReadFrom would go past Write
	text string
	then func()
}

func (u *until) Write(p []byte) (int, error) {
	n, err := u.got.Write(p)
	if strings.Contains(u.got.String(), u.text) {
		u.then()
	}
	return n, err
}

func TestTheGoCommandBuildsWhatIsMissing(t *testing.T) {
	install(t, "v0.0.1-other", "exit 9")
	env, stdout, stderr := environment("version")
	code, err := Run(t.Context(), env)
	require.NoError(t, err)
	require.Zero(t, code, "the program of another version is not taken")
	require.Contains(t, stdout.String(), "ergodrome ")
	require.Contains(t, stderr.String(), "building it for now (go install "+pkg+")")
}

func TestWhereNothingCanBeBuiltItSaysWhatToDo(t *testing.T) {
	t.Chdir(t.TempDir())
	env, _, _ := environment("version")
	_, err := Run(t.Context(), env)
	require.ErrorContains(t, err, "go build ./cmd/"+program)
	require.ErrorContains(t, missing("v1.2.3", nil), "go install "+pkg+"@v1.2.3")
	require.ErrorContains(t, missing("v1.2.3", os.ErrPermission), "permission denied")
	for version, want := range map[string]bool{"v1.2.3": true, "v0.0.0-20260101000000-abcdef123456": true, "v1.2.3+dirty": false, "(devel)": false, "": false} {
		require.Equal(t, want, released(version), version)
	}
}
