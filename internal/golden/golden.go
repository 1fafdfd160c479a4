// Package golden compares what a test got with a file, or rewrites the file when asked.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The flag is defined here once; go test PACKAGES -update takes the packages that have goldens.
var update = flag.Bool("update", false, "rewrite golden files instead of comparing with them (refused when CI=true)")

// Update tells whether the tests were asked to rewrite their golden files. It fails the test under CI=true, where a golden
// that rewrites itself would prove nothing.
func Update(t testing.TB) bool {
	t.Helper()
	if !*update {
		return false
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("golden: -update is refused under CI=true: rewrite the files at home and review the difference")
	}
	return true
}

// Equal compares got with testdata/name and fails the test when they differ. With -update it writes the file.
func Equal(t testing.TB, name string, got []byte) {
	t.Helper()
	EqualFile(t, filepath.Join("testdata", filepath.FromSlash(name)), got)
}

// EqualFile is Equal for a file that lives elsewhere, such as a generated page under docs.
func EqualFile(t testing.TB, path string, got []byte) {
	t.Helper()
	if Update(t) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatalf("golden: %v", err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatalf("golden: %v", err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("golden: %v; run the test with -update to write it", err)
		return
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("golden: %s differs (-file +got); if the change is meant, run the test with -update and review it:\n%s", path, diff)
	}
}
