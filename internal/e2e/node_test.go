//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// nodeFolder holds the strangers' programs with the libraries that they need, at
// the versions of package-lock.json.
var nodeFolder = sync.OnceValues(func() (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", errors.New("this test runs Node programs: install nodejs and npm")
	}
	path, err := binary()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(filepath.Dir(path), "strangers") // removed with the binary
	if err := os.CopyFS(dir, os.DirFS("strangers")); err != nil {
		return "", err
	}
	cmd := exec.Command(npm, "ci", "--no-progress")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	return dir, nil
})

// node runs a stranger's program and decodes the one line that it prints.
func node(t *testing.T, into any, env []string, program string, args ...string) {
	t.Helper()
	dir, err := nodeFolder()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "node", append([]string{filepath.Join(dir, program)}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoErrorf(t, err, "stderr:\n%s", &stderr)
	require.NoErrorf(t, json.Unmarshal(out, into), "stdout:\n%s", out)
}
