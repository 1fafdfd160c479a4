// Package faketime gives programs a clock that runs faster, where they read libc's.
//
// It drives Debian's faketime, which puts a library before libc. Programs that ask the
// kernel themselves, as those in Go and all that are linked statically do, keep the
// machine's time: Follows finds out.
package faketime

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// DefaultRate is how fast time runs when nobody says. A client's time-outs run as fast:
// at this rate one of 30 s still leaves a busy machine 1.5 s.
const DefaultRate = 20

// MaxRate is the most that can be asked: above it starting a program takes minutes of
// its own time.
const MaxRate = 1000

// Tool is the faketime of this machine.
type Tool struct{ path string }

// Find looks for faketime.
func Find() (*Tool, error) {
	path, err := exec.LookPath("faketime")
	if err != nil {
		return nil, errors.New("faketime is not installed (Debian: apt-get install faketime)")
	}
	return &Tool{path}, nil
}

// Command is the command that runs argv with a clock at a rate. All that it starts
// shares the clock, which begins at the machine's time.
func (t *Tool) Command(rate float64, argv []string) []string {
	return append([]string{t.path, "-f", "+0 x" + strconv.FormatFloat(rate, 'f', -1, 64)}, argv...)
}

// Remove takes away what a faketime that was killed has left in shared memory.
func Remove(pid int) {
	for _, name := range []string{"faketime_shm_", "sem.faketime_sem_"} {
		_ = os.Remove(filepath.Join("/dev/shm", name+strconv.Itoa(pid))) // one that ended by itself has left nothing
	}
}

// probes are short programs that sleep for ten seconds, by runtime.
func probes() map[string][]string {
	return map[string][]string{
		"python": {"-c", "import time; time.sleep(10)"},
		"node":   {"-e", "setTimeout(() => {}, 10000)"},
		"bash":   {"-c", "sleep 10"},
		"sh":     {"-c", "sleep 10"},
		"dash":   {"-c", "sleep 10"},
		"perl":   {"-e", "sleep 10"},
		"ruby":   {"-e", "sleep 10"},
		"php":    {"-r", "sleep(10);"},
	}
}

const (
	slept     = 10 * time.Second
	probeRate = 100
	// halfway tells ten seconds from a tenth of one on the slowest of machines.
	halfway = slept / 2
)

// Follows reports whether the runtime of a command tells the time by a clock that can be
// scaled, and otherwise why not. A runtime that it knows is tried: the canary.
func (t *Tool) Follows(ctx context.Context, argv []string) (why string, tried bool) {
	exe, err := runtimeOf(argv)
	if err != nil {
		return err.Error(), false
	}
	if why := Clock(exe); why != "" {
		return why, false
	}
	for name, probe := range probes() {
		if rest, ok := strings.CutPrefix(filepath.Base(exe), name); ok && strings.Trim(rest, "0123456789.") == "" {
			return t.try(ctx, append([]string{exe}, probe...)), true
		}
	}
	return "", false // linked to libc, as far as can be told
}

// try runs a canary.
func (t *Tool) try(ctx context.Context, argv []string) (why string) {
	ctx, stop := context.WithTimeout(ctx, halfway)
	defer stop()
	argv = t.Command(probeRate, argv)
	began := time.Now()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...) //nolint:gosec // the runtime that the caller has named
	err := cmd.Run()
	if took := time.Since(began); took >= halfway {
		Remove(cmd.Process.Pid)
		return fmt.Sprintf("a canary of %s slept in the machine's time", argv[3])
	}
	if err != nil {
		return fmt.Sprintf("a canary of %s does not run under faketime: %v", argv[3], err)
	}
	return ""
}
