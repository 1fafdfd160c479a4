//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheProgramIsSmall builds it as `make build` does. What does not fit belongs to
// ergodrome-full: see docs/decisions.md.
func TestTheProgramIsSmall(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ergodrome")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, root+"/cmd/ergodrome")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.LessOrEqual(t, info.Size(), int64(20<<20))
}
