//go:build e2e

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

// strangers is where the programs are that are no part of ergodrome.
func strangers(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("strangers", name))
	require.NoError(t, err)
	return path
}

// python is the system's, where there is one: a version manager's takes longer to
// start than a fixture to decode.
func python(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("this test runs a Python program: install python3")
	return ""
}

// TestDecoders judges programs by fixtures alone: ours as an adapter and as a command,
// one that a stranger might write, and some that are no decoders at all.
func TestDecoders(t *testing.T) {
	t.Parallel()
	ergodrome := program(t)
	vector := []string{"--exec", "--area", "firstbeat-vector"}
	for name, c := range map[string]struct {
		flags   []string
		program []string
		want    int
		says    string
	}{
		"our clients, as an adapter": {nil, []string{ergodrome, "check", "adapter"}, 0, `sweatstack-decode [^:]*: conformant`},
		"ergodrome decode, as a program": {
			append([]string{"--case", "FB-VEC-001,FB-VEC-005,FB-VEC-008,FB-VEC-010,FB-VEC-012,FB-VEC-016,FB-VEC-023"}, vector...),
			[]string{"sh", strangers(t, "ergodrome_vector.sh"), ergodrome, "{file}"},
			0, `7 cases: 7 PASS`,
		},
		"a decoder in Python": {
			[]string{"--exec", "--area", "firstbeat-vector,sweatstack-activity", "--case", "FB-VEC-*,SS-DATA-003"}, []string{python(t), strangers(t, "decode.py"), "{area}", "{file}"}, 0, `24 cases: 24 PASS`,
		},
		"one that takes everything":    {[]string{"--exec"}, []string{"true"}, 1, `\d+ cases: \d+ SUBJECT-ERROR\n`},
		"one that refuses everything":  {[]string{"--exec"}, []string{"false"}, 1, `firstbeat-decode [^:]*: non-conformant`},
		"one that is asked for little": {append([]string{"--case", "FB-VEC-011"}, vector...), []string{"false"}, 5, "does not tell one sound input"},
		"one that is not there":        {vector, []string{"/nonexistent/decoder"}, 4, ""},
		"an adapter that is none":      {nil, []string{"true"}, 4, ""},
		"an area that there is not":    {[]string{"--area", "firstbeat-scalar"}, []string{"true"}, 2, ""},
		"no program":                   {nil, nil, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			args := append([]string{"check", "decode", "--out", "out"}, c.flags...)
			out := run(t, dir, c.want, ergodrome, append(append(args, "--"), c.program...)...)
			require.Regexp(t, c.says, out)
			if c.want == 0 {
				text, err := os.ReadFile(filepath.Join(dir, "out", "results.json"))
				require.NoError(t, err)
				var r conformance.Results
				require.NoError(t, json.Unmarshal(text, &r))
				require.Equal(t, conformance.Decode, r.Mode)
			}
		})
	}
}
