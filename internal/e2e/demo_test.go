//go:build e2e

package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDemo pastes into a shell what serve prints for it, whatever time it is in
// the world.
func TestDemo(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--time", "real"}, {"--time", "2026-03-10T12:00:00.9Z", "--rate", "30", "--tls"}} {
		file, err := os.Create(filepath.Join(t.TempDir(), "demo"))
		require.NoError(t, err)
		cmd := exec.Command(program(t), append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
		cmd.Stderr = file
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		_, err = bufio.NewReader(stdout).ReadString('\n')
		require.NoError(t, err)
		printed, err := os.ReadFile(file.Name())
		require.NoError(t, err)
		var pasted strings.Builder
		for line := range strings.Lines(string(printed)) {
			if strings.HasPrefix(line, "  ") {
				pasted.WriteString(line)
			}
		}
		out, err := exec.Command("bash", "-c", pasted.String()).CombinedOutput()
		require.NoErrorf(t, err, "%s", out)
		require.Containsf(t, string(out), `{"accounts":[`, "%v:\n%s", args, printed)
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.NoError(t, cmd.Wait())
		require.NoError(t, file.Close())
	}
}
