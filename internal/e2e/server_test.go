//go:build e2e

package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// root is the top of the module, seen from this package.
const root = "../.."

// binary builds ergodrome, and beside it what --validate needs, once for all tests of this package.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "ergodrome-e2e-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "ergodrome")
	out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", dir, root+"/cmd/...").CombinedOutput()
	if err != nil {
		return "", &buildError{string(out), err}
	}
	return path, nil
})

type buildError struct {
	output string
	err    error
}

func (e *buildError) Error() string { return e.err.Error() + "\n" + e.output }

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func program(t *testing.T) string {
	t.Helper()
	path, err := binary()
	require.NoError(t, err)
	return path
}

// ready is the line that serve prints once it answers.
type ready struct {
	Event   string            `json:"event"`
	Addr    string            `json:"addr"`
	Control string            `json:"control"`
	World   string            `json:"world"`
	URLs    map[string]string `json:"urls"`
}

// server is a running `ergodrome serve`.
type server struct {
	ready
	cmd    *exec.Cmd
	stderr *strings.Builder
	exited chan error
}

// serve starts the binary on a free port and waits for its ready line. The
// process is stopped when the test ends.
func serve(t *testing.T, args ...string) *server {
	t.Helper()
	cmd := exec.Command(program(t), append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	s := &server{cmd: cmd, stderr: &strings.Builder{}, exited: make(chan error, 1)}
	cmd.Stderr = s.stderr
	require.NoError(t, cmd.Start())
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	require.NoErrorf(t, err, "serve printed no ready line; stderr:\n%s", s.stderr)
	require.NoErrorf(t, json.Unmarshal([]byte(line), &s.ready), "ready line %q", line)
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		s.exited <- cmd.Wait()
	}()
	t.Cleanup(func() { _ = s.stop(t) })
	return s
}

// stop asks the server to end as a user's Ctrl-C does, and returns how it ended.
func (s *server) stop(t *testing.T) error {
	t.Helper()
	if s.cmd.ProcessState != nil {
		return nil
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-s.exited:
		return err
	case <-time.After(20 * time.Second):
		_ = s.cmd.Process.Kill()
		t.Error("serve did not stop within 20 s of SIGTERM")
		return <-s.exited
	}
}
