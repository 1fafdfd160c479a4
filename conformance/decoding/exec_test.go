package decoding_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/decoding"
)

// script makes a program out of a few lines of shell; {file} is its first argument.
func script(t *testing.T, text string, args ...string) *decoding.Program {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh here, of which this test makes programs")
	}
	path := filepath.Join(t.TempDir(), "program.sh")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	p, err := decoding.NewProgram(append([]string{sh, path}, args...), nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

func TestBadProgramsGetTheRightVerdicts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want conformance.Verdict
		saw  string
	}{
		"hangs":                       {"sleep 600", conformance.SubjectError, "no end within|asked no more"},
		"hangs in what it started":    {"sleep 600 & wait", conformance.SubjectError, "no end within|asked no more"},
		"ignores that it should end":  {"trap '' TERM INT; while :; do sleep 600; done", conformance.SubjectError, "no end within|asked no more"},
		"floods":                      {"exec cat /dev/zero", conformance.SubjectError, "more than 16777216 bytes"},
		"prints garbage":              {"echo hello", conformance.SubjectError, "stdout is not JSON: .*hello"},
		"prints nothing":              {"exit 0", conformance.SubjectError, "nothing is on stdout"},
		"prints two values":           {"echo '[1] [2]'", conformance.SubjectError, "more than one JSON value"},
		"prints a bare NaN":           {"echo '[NaN]'", conformance.SubjectError, "not JSON"},
		"crashes":                     {"echo oh dear >&2; exit 3", conformance.SubjectError, "crashed: exit status 3: .*oh dear"},
		"dies of a signal":            {"kill -SEGV $$", conformance.SubjectError, "crashed: signal"},
		"leaves something behind":     {"sleep 600 & echo '[1]'", conformance.SubjectError, "left something behind"},
		"refuses what must be read":   {"exit 1", conformance.Fail, "error decode"},
		"reads another value":         {"echo '[1]'", conformance.Fail, "."},
		"talks on stderr and refuses": {"cat /dev/zero | head -c 999999 >&2; exit 1", conformance.Fail, "error decode"},
	} {
		t.Run("one that "+name, func(t *testing.T) {
			t.Parallel()
			r := judge(t, script(t, c.text), func(o *decoding.Options) {
				o.Select, o.Areas, o.Limit, o.Jobs = []string{"FB-VEC-005"}, []string{"firstbeat-vector"}, 20*time.Second, 1
				if strings.HasPrefix(c.saw, "no end") {
					o.Limit = 150 * time.Millisecond
				}
			})
			require.Len(t, r.Cases, 1)
			require.Equal(t, c.want, r.Cases[0].Verdict)
			for _, check := range r.Cases[0].Runs[0].Checks {
				require.Regexp(t, c.saw, check.Saw)
			}
			require.Equal(t, conformance.ExitFailures, r.ExitCode())
		})
	}
}

// Whoever hangs is not waited for at every fixture.
func TestAHangingProgramIsGivenUp(t *testing.T) {
	t.Parallel()
	began := time.Now()
	r := judge(t, script(t, "sleep 600"), func(o *decoding.Options) { o.Limit = 100 * time.Millisecond })
	require.Less(t, time.Since(began), 30*time.Second)
	require.Positive(t, r.Counts[conformance.SubjectError])
	require.Zero(t, r.Counts[conformance.Pass])
}

func TestAProgramIsNotToldTheVerdict(t *testing.T) {
	t.Parallel()
	r := judge(t, script(t, `case "$1" in *y_*|*n_*|*i_*) exit 3;; esac; test "$2" = firstbeat-vector || exit 4; exit 1`, "{file}", "{area}"), func(o *decoding.Options) {
		o.Select, o.Areas = []string{"FB-VEC-010"}, []string{"firstbeat-vector"}
	})
	require.Equal(t, conformance.NotExercised, r.Cases[0].Verdict, "%+v", r.Cases[0].Runs)
	require.Equal(t, conformance.ExitNothing, r.ExitCode())
}

func TestWithoutAFileItIsOnStdin(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"{file}"}} {
		r := judge(t, script(t, `grep -q eJ "$@" && exit 1; exit 7`, args...), func(o *decoding.Options) {
			o.Select, o.Areas = []string{"FB-VEC-022"}, []string{"firstbeat-vector"}
		})
		for _, c := range r.Cases[0].Runs[0].Checks {
			require.Contains(t, c.Saw, "error decode")
		}
	}
}
