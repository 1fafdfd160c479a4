package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ergodrome/ergodrome/internal/judge"
	"github.com/ergodrome/ergodrome/internal/proof"
)

func TestMain(m *testing.M) {
	// A system's browser, which does without people where a world allows it.
	browser := func() {
		if resp, err := http.Get(os.Args[1]); err == nil {
			_ = resp.Body.Close()
		}
	}
	// Programs that the suite cannot judge: one dies, one can do nothing.
	crashing := func() { os.Exit(3) }
	idle := func() {
		lines := bufio.NewScanner(os.Stdin)
		for id := 1; lines.Scan(); id++ {
			answer := `"ok":{"protocol":1,"name":"idle","version":"1","language":"go","apis":["firstbeat"],"ops":[]}`
			if strings.Contains(lines.Text(), `"cmd":"call"`) {
				answer = `"unsupported":{"reason":"nothing is"}`
			}
			fmt.Printf("{\"id\":%d,%s}\n", id, answer)
		}
	}
	testscript.Main(m, map[string]func(){"crashing": crashing, "idle": idle, "xdg-open": browser, "open": browser, "ergodrome": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := Main(ctx, Env{
			Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
			Judge: judge.New, Matrix: proof.Matrix, Compare: judge.Compare, Describe: judge.Describe, Recorded: judge.Recorded,
			Tools: AllTools(),
		})
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
		// A program under the race detector waits a second before it ends, for races in
		// what others still do. Here nobody does.
		// And programs that live for a second need not collect garbage ten times in it.
		Setup: func(e *testscript.Env) error {
			e.Setenv("GORACE", "atexit_sleep_ms=0")
			e.Setenv("GOGC", "400")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"simulator":    startSimulator,
			"sweatstack":   simulatedSweatStack,
			"publicclient": publicClient,
			"exits":        exits,
			"control":      control,
			"redirect":     redirect,
			"person":       person,
			"hides":        hides,
			"documents":    documents,
			"kept":         kept,
			"fixture":      fixture,
			"samebytes":    sameBytes,
			"firstcell":    firstCell,
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
	names := []string{"PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "GOCOVERDIR", "GORACE", "GOGC", "WORK"}
	for _, name := range []string{
		"CONTROL_URL", "FIRSTBEAT_URL", "FIRSTBEAT_CONSUMER_ID", "FIRSTBEAT_SHARED_SECRET", "FIRSTBEAT_API_KEY",
		"POLAR_AUTH_URL", "POLAR_CLIENT_ID", "POLAR_CLIENT_SECRET", "POLAR_REDIRECT_URI",
		"POLAR_TEAMPRO_URL", "POLAR_TEAMPRO_ACCESS_TOKEN", "POLAR_ACCESSLINK_URL", "POLAR_ACCESSLINK_ACCESS_TOKEN",
		"SWEATSTACK_URL", "SWEATSTACK_ACCESS_TOKEN", "SWEATSTACK_CLIENT_ID", "SWEATSTACK_CLIENT_SECRET", "SWEATSTACK_REDIRECT_URI",
	} {
		names = append(names, "ERGODROME_"+name)
	}
	for _, name := range names {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// firstCell sets a variable to a cell of the first row of CSV that a command prints;
// columns count from 1, and from the end if negative: firstcell NAME COLUMN COMMAND…
func firstCell(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: firstcell NAME COLUMN COMMAND...")
	}
	exits(ts, false, append([]string{"0"}, args[2:]...))
	file, err := os.Open(ts.MkAbs("stdout"))
	ts.Check(err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	ts.Check(err)
	column, err := strconv.Atoi(args[1])
	ts.Check(err)
	if len(rows) < 2 {
		ts.Fatalf("no rows: %q", rows)
	}
	if column < 0 {
		column += len(rows[1]) + 1
	}
	ts.Setenv(args[0], rows[1][column-1])
}
