//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the transcripts under testdata/script with the built program.
func TestScripts(t *testing.T) {
	bin := filepath.Dir(program(t))
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", bin+string(os.PathListSeparator)+e.Getenv("PATH"))
			text, err := os.ReadFile("testdata/careless.py")
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(e.WorkDir, "careless.py"), text, 0o600)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits, "interrupted": signalled(syscall.SIGINT), "hungup": signalled(syscall.SIGHUP)},
	})
}

// exits runs a command and compares its exit code: exits CODE COMMAND…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(append(args, "")[0])
	if neg || err != nil || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	finish(ts, scripted(ts, args[1:]), want, nil)
}

// signalled runs a command until it says something on stderr, interrupts it as a
// terminal does, or one that is closed, and wants exit code 130: interrupted COMMAND…
func signalled(by syscall.Signal) func(ts *testscript.TestScript, neg bool, args []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) == 0 {
			ts.Fatalf("usage: interrupted COMMAND... or hungup COMMAND...")
		}
		// What the tests were started to ignore (nohup), the command would ignore too; what
		// they catch it does not.
		caught := make(chan os.Signal, 1)
		signal.Notify(caught, by)
		defer signal.Stop(caught)
		cmd := scripted(ts, args)
		finish(ts, cmd, 130, func() { ts.Check(cmd.Process.Signal(by)) })
	}
}

// scripted prepares a command in the folder and environment of a script.
func scripted(ts *testscript.TestScript, args []string) *exec.Cmd {
	cmd := exec.Command("/usr/bin/env", args...) // which looks for it in the PATH of the script
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.Getenv("TMPDIR")}
	return cmd
}

// finish runs a command, tells of its first words on stderr, and leaves what it
// said in files for grep.
func finish(ts *testscript.TestScript, cmd *exec.Cmd, want int, speaks func()) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout = &stdout
	said, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	words := bufio.NewReader(io.TeeReader(said, &stderr))
	if _, err := words.ReadByte(); err == nil && speaks != nil {
		speaks()
	}
	_, err = io.Copy(io.Discard, words)
	ts.Check(err)
	_ = cmd.Wait() // the exit code is looked at
	ts.Check(os.WriteFile(ts.MkAbs("stdout"), stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), stderr.Bytes(), 0o600))
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("%s: exit code %d, want %d\n%s%s", strings.Join(cmd.Args[1:], " "), got, want, &stdout, &stderr)
	}
}
