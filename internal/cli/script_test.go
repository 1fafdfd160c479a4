package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ergodrome": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := Main(ctx, Env{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv})
		stop()
		os.Exit(code)
	}})
}

// TestScripts runs the transcripts under testdata/script, each in its own folder
// with the program of this package as `ergodrome`.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "" && os.Getenv("CI") == "",
		RequireExplicitExec: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"simulator": startSimulator,
			"exits":     exits,
		},
	})
}

// startSimulator starts `ergodrome serve` with the given flags, waits for its ready
// line, and sets the variables that `ergodrome env` prints.
func startSimulator(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: simulator [flags]")
	}
	cmd := command(ts, append([]string{"ergodrome", "serve", "--addr", "127.0.0.1:0"}, args...)...)
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			ts.Logf("serve: %v", err)
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		ts.Fatalf("no ready line: %v\n%s", err, stderr.String())
	}
	var ready readyLine
	ts.Check(json.Unmarshal([]byte(line), &ready))
	ts.Check(os.WriteFile(ts.MkAbs("ready.json"), []byte(line), 0o600))
	vars, err := worldVariables(context.Background(), ready.Control, "default")
	ts.Check(err)
	for _, v := range vars {
		ts.Setenv(v.name, v.value)
	}
	ts.Setenv("ADDR", ready.Addr)
}

// exits runs a command and compares its exit code: exits CODE COMMAND…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := command(ts, args[1:]...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		ts.Fatalf("%s: %v (%v)", strings.Join(args[1:], " "), err, exit)
	}
	ts.Check(os.WriteFile(ts.MkAbs("stdout"), stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), stderr.Bytes(), 0o600))
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("%s: exit code %d, want %d\nstdout:\n%s\nstderr:\n%s", strings.Join(args[1:], " "), got, want, &stdout, &stderr)
	}
}

// command prepares a program in the script's folder and environment.
func command(ts *testscript.TestScript, args ...string) *exec.Cmd {
	path, err := exec.LookPath(args[0])
	if dir, _, ok := strings.Cut(ts.Getenv("PATH"), string(os.PathListSeparator)); ok && args[0] == "ergodrome" {
		path, err = dir+string(os.PathSeparator)+args[0], nil
	}
	ts.Check(err)
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = environment(ts)
	return cmd
}

// environment is the script's, of which testscript shows one variable at a time.
func environment(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GOCOVERDIR", "WORK"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	for _, name := range []string{
		"CONTROL_URL", "FIRSTBEAT_URL", "FIRSTBEAT_CONSUMER_ID", "FIRSTBEAT_SHARED_SECRET", "FIRSTBEAT_API_KEY",
	} {
		if v := ts.Getenv("ERGODROME_" + name); v != "" {
			env = append(env, "ERGODROME_"+name+"="+v)
		}
	}
	return env
}
