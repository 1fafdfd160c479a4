package full

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
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
	require.Contains(t, stderr.String(), "building it (go install "+pkg+")")
}

// TestItTakesThePlaceOfThisProgram starts this test again as the program that hands over.
func TestItTakesThePlaceOfThisProgram(t *testing.T) {
	if os.Getenv("ERGODROME_HANDS_OVER") != "" {
		_, err := Run(t.Context(), cli.Env{Args: []string{"record", "--out", "x"}, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv})
		require.NoError(t, err)
		return
	}
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no exec: a child does the work there, as in TestAnInstalledProgramOfThisVersionRuns")
	}
	install(t, cli.Version(), `echo "$$ $@"; cat; exit 7`)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+t.Name()+"$") //nolint:gosec // this test
	cmd.Env = append(os.Environ(), "ERGODROME_HANDS_OVER=1")
	cmd.Stdin = strings.NewReader("in\n")
	out, err := cmd.Output()
	var ended *exec.ExitError
	require.ErrorAs(t, err, &ended)
	require.Equal(t, 7, ended.ExitCode())
	require.Equal(t, strconv.Itoa(cmd.Process.Pid)+" record --out x\nin\n", string(out), "one process, so that whoever started it can end it")
}

func TestAReleaseIsBuiltOnce(t *testing.T) {
	t.Chdir(t.TempDir())
	bin, home := t.TempDir(), t.TempDir()
	fake := "#!/bin/sh\n[ \"$1\" = install ] || exit 1\necho \"asked for $2\" >&2\nprintf '#!/bin/sh\\necho ergodrome v1.2.3\\n' > \"$GOBIN/ergodrome-full\"; chmod +x \"$GOBIN/ergodrome-full\"\n"
	require.NoError(t, os.WriteFile(filepath.Join(bin, "go"), []byte(fake), 0o700))
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, "cache"))
	env, _, stderr := environment("version")
	path, done, err := build(t.Context(), env, "v1.2.3")
	require.NoError(t, err)
	require.Nil(t, done, "it stays")
	require.Contains(t, stderr.String(), "asked for "+pkg+"@v1.2.3")
	require.Equal(t, keptAt("v1.2.3"), path)
	require.Equal(t, "v1.2.3", versionOf(t.Context(), path))
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1)

	t.Setenv("HOME", os.DevNull) // no folder can be made there
	t.Setenv("XDG_CACHE_HOME", filepath.Join(os.DevNull, "cache"))
	path, done, err = build(t.Context(), env, "v1.2.3")
	require.NoError(t, err)
	require.NotNil(t, done, "it is for this once")
	require.Equal(t, "v1.2.3", versionOf(t.Context(), path))
	done()
	require.NoFileExists(t, path)
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
