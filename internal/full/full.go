// Package full runs ergodrome-full in the place of ergodrome.
package full

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/ergodrome/ergodrome/internal/cli"
)

// grace is how long ergodrome-full may take to end when it is asked to.
const grace = 15 * time.Second

// Run performs env's command in ergodrome-full of the same version and returns its
// exit code. It takes the one beside this program, or on the PATH, or has the go
// command build one.
func Run(ctx context.Context, env cli.Env) (int, error) {
	path, done, err := find(ctx, env)
	if err != nil {
		return 0, err
	}
	defer done()
	cmd := exec.CommandContext(ctx, path, env.Args...) //nolint:gosec // our own program
	cmd.Stdin, cmd.Stdout, cmd.Stderr = env.Stdin, env.Stdout, env.Stderr
	cmd.Cancel = func() error { return end(cmd.Process) }
	cmd.WaitDelay = grace
	err = cmd.Run()
	if cmd.ProcessState != nil && cmd.ProcessState.Exited() {
		return cmd.ProcessState.ExitCode(), nil // it has said what was wrong
	}
	return 0, fmt.Errorf("%s: %w", path, err)
}

// end asks a process to end; where there are no signals, it is ended.
func end(p *os.Process) error {
	if err := p.Signal(syscall.SIGTERM); err == nil || errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return p.Kill()
}
