// Package full runs ergodrome-full in the place of ergodrome.
package full

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"github.com/ergodrome/ergodrome/internal/cli"
)

// Run performs env's command in ergodrome-full of the same version and returns its
// exit code. It takes the one beside this program, or on the PATH, or that it had the
// go command build before, or has it build one.
//
// Where the system can, that program takes the place of this one, and Run does not
// return: whoever started this process ends that one, by whatever signal.
func Run(ctx context.Context, env cli.Env) (int, error) {
	path, done, err := find(ctx, env)
	if err != nil {
		return 0, err
	}
	if done == nil && ours(env) {
		if err := become(path, env.Args); !errors.Is(err, errors.ErrUnsupported) {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
	}
	if done != nil {
		defer done()
	}
	cmd := exec.CommandContext(ctx, path, env.Args...) //nolint:gosec // our own program
	cmd.Stdin, cmd.Stdout, cmd.Stderr = env.Stdin, env.Stdout, env.Stderr
	// It ends in its own time, as it would by itself: a long recording is sealed yet.
	cmd.Cancel = func() error { return end(cmd.Process) }
	err = cmd.Run()
	if cmd.ProcessState != nil && cmd.ProcessState.Exited() {
		return cmd.ProcessState.ExitCode(), nil // it has said what was wrong
	}
	return 0, fmt.Errorf("%s: %w", path, err)
}

// ours tells whether env speaks as this process does.
func ours(env cli.Env) bool {
	return env.Stdin == os.Stdin && env.Stdout == os.Stdout && env.Stderr == os.Stderr
}

// end asks a process to end; where there are no signals, it is ended.
func end(p *os.Process) error {
	if err := p.Signal(syscall.SIGTERM); err == nil || errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return p.Kill()
}
