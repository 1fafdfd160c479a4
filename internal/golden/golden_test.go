package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// recorder stands for a test and notes how it failed.
type recorder struct {
	testing.TB
	failures []string
}

type stopped struct{}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatal(args ...any) {
	r.failures = append(r.failures, fmt.Sprint(args...))
	panic(stopped{})
}

func (r *recorder) Fatalf(format string, args ...any) { r.Fatal(fmt.Sprintf(format, args...)) }

// record runs Equal in an empty folder and returns what failed.
func record(t *testing.T, rewrite bool, ci, content, got string) (failures []string, file string) {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("CI", ci)
	old := *update
	*update = rewrite
	defer func() { *update = old }()
	file = filepath.Join("testdata", "sub", "a.txt")
	if content != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	r := &recorder{TB: t}
	defer func() {
		if p := recover(); p != nil && p != (stopped{}) {
			panic(p)
		}
		failures = r.failures
	}()
	Equal(r, "sub/a.txt", []byte(got))
	return r.failures, file
}

func TestEqual(t *testing.T) {
	for _, test := range []struct {
		name             string
		rewrite          bool
		ci, content, got string
		want             string // part of the failure; empty for none
		left             string // what the file holds afterwards
	}{
		{"accepts what the file holds", false, "", "a\n", "a\n", "", "a\n"},
		{"shows a difference", false, "", "a\n", "b\n", "differs", "a\n"},
		{"names a file that is missing", false, "", "", "b\n", "-update", ""},
		{"writes the file when asked", true, "", "a\n", "b\n", "", "b\n"},
		{"makes the folder when asked", true, "", "", "b\n", "", "b\n"},
		{"refuses to write in continuous integration", true, "true", "a\n", "b\n", "CI=true", "a\n"},
		{"compares in continuous integration", false, "true", "a\n", "a\n", "", "a\n"},
	} {
		t.Run("it "+test.name, func(t *testing.T) {
			failures, _ := record(t, test.rewrite, test.ci, test.content, test.got)
			if test.want == "" {
				require.Empty(t, failures)
			} else {
				require.Len(t, failures, 1)
				require.Contains(t, failures[0], test.want)
			}
			left, _ := os.ReadFile(filepath.Join("testdata", "sub", "a.txt"))
			require.Equal(t, test.left, string(left))
		})
	}
}
