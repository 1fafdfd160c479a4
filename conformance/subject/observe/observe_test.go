package observe

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/internal/faketime"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

const asked = `
id: X-SEC-001
title: keeps its secret
api: firstbeat
level: MUST
basis: SAFETY
modes: [observe]
stimulus: [{request_seen: {}}]
checks: [{no_secret_in: {in: [log, url]}}, {survives: {}}]
`

// watch observes one of the programs of TestMain.
func watch(t *testing.T, program string, o Options, max int) (*conformance.Results, error) {
	t.Helper()
	r := checks.New()
	found, err := conformance.Parse("test.yaml", []byte(asked), r)
	require.NoError(t, err)
	o.Argv, o.Time = []string{os.Args[0]}, RealTime
	o.Set = append(o.Set, "OBSERVED="+program)
	p, err := New(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	world := &conformance.Case{ID: "T-A-001", API: "firstbeat", World: conformance.World{MaxRequests: max}}
	return runner.Observe(t.Context(), runner.Options{Checks: r, World: simulator.New(), Seed: 1}, subject.Hello{Name: program},
		[]runner.Observed{{Name: "test", World: world, Cases: found}}, p.Watch)
}

func TestEveryProgramIsJudgedInBoundedTime(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]struct {
		o               Options
		verdict, secret conformance.Verdict
		exit            int
		reason          string
	}{
		"asks":       {verdict: conformance.Pass, secret: conformance.Pass, reason: "status 0"},
		"ignores":    {verdict: conformance.NotExercised, secret: conformance.NotExercised, exit: conformance.ExitNothing, reason: "sent no request"},
		"hangs":      {o: Options{Deadline: 700 * time.Millisecond}, verdict: conformance.Info, secret: conformance.SubjectError, exit: 1, reason: "did not end within 700ms"},
		"never-ends": {o: Options{UntilIdle: 150 * time.Millisecond}, verdict: conformance.Pass, secret: conformance.Pass, reason: "nothing more to ask"},
		"strays":     {verdict: conformance.Errored, secret: conformance.Pass, exit: conformance.ExitSuite, reason: "ignore its base URL"},
		"falls":      {verdict: conformance.Info, secret: conformance.SubjectError, exit: 1, reason: "panic: no such key"},
		"leaks":      {verdict: conformance.Pass, secret: conformance.Fail, exit: 1, reason: "status 0"},
		"writes":     {verdict: conformance.Info, secret: conformance.SubjectError, exit: 1, reason: "wrote more than 256 MiB"},
		"floods":     {verdict: conformance.Fail, secret: conformance.SubjectError, exit: 1, reason: "more than 40 requests"},
	} {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			if want.o.Deadline == 0 {
				want.o.Deadline = time.Minute
			}
			r, err := watch(t, program, want.o, 40)
			require.NoError(t, err)
			require.Equal(t, want.verdict, r.Programs[0].Verdict, r.Programs[0].Reason)
			require.Contains(t, r.Programs[0].Reason, want.reason)
			require.Equal(t, want.secret, r.Cases[0].Verdict, r.Cases[0].Reason)
			require.Equal(t, want.exit, r.ExitCode())
		})
	}
}

func TestAProgramThatFallsBeforeItAsksCannotBeStarted(t *testing.T) {
	t.Parallel()
	_, err := watch(t, "falls-at-once", Options{}, 0)
	require.ErrorContains(t, err, "before its first request")
	require.ErrorContains(t, err, "panic: no such module, and the secret is <shared secret>")
	require.Equal(t, conformance.ExitSubject, runner.ExitCode(nil, err))
}

func TestWhatAProgramStartsEndsWithIt(t *testing.T) {
	t.Parallel()
	child := filepath.Join(t.TempDir(), "child")
	began := time.Now()
	r, err := watch(t, "leaves-a-child", Options{Deadline: time.Minute, Set: []string{"CHILD=" + child}}, 0)
	require.NoError(t, err)
	require.Equal(t, conformance.Pass, r.Programs[0].Verdict)
	require.Less(t, time.Since(began), 30*time.Second)
	text, err := os.ReadFile(child)
	require.NoError(t, err)
	pid, err := strconv.Atoi(string(text))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return gone(pid) }, 20*time.Second, 10*time.Millisecond)
}

func TestFilesAreMadeForTheRunAndRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	template, target := filepath.Join(dir, "settings.tpl"), filepath.Join(dir, "settings.ini")
	require.NoError(t, os.WriteFile(template, []byte("url = {BASE_URL}\nother = {NOT_OURS}\n"), 0o600))
	v := valuesOf(subject.Config{BaseURL: "http://127.0.0.1:1/firstbeat"})
	written, err := writeFiles([]File{{template, target}}, v)
	require.NoError(t, err)
	text, err := os.ReadFile(target)
	require.NoError(t, err)
	require.Equal(t, "url = http://127.0.0.1:1/firstbeat\nother = {NOT_OURS}\n", string(text))
	_, err = writeFiles([]File{{template, target}}, v)
	require.ErrorContains(t, err, "is there already")
	remove(written)
	require.NoFileExists(t, target)
	_, err = writeFiles([]File{{filepath.Join(dir, "none"), target}}, v)
	require.ErrorContains(t, err, "none")
}

func TestCrashesAreReadFromStderr(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ stderr, want string }{
		"python": {"Traceback (most recent call last):\n  File \"a.py\", line 1\nKeyError: 'more'\n", "KeyError: 'more'"},
		"python, chained": {
			"Traceback (most recent call last):\n  File \"a.py\", line 1\njson.decoder.JSONDecodeError: Expecting value\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"b.py\"\nrequests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)\n",
			"requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
		},
		"go":    {"log\npanic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n", "panic: runtime error: index out of range [3] with length 3"},
		"node":  {"file:///a.mjs:3\n  throw new Error('x')\n        ^\n\nTypeError: Cannot read properties of undefined (reading 'length')\n    at file:///a.mjs:3:9\n    at node:internal/main\n\nNode.js v20.1.0\n", "TypeError: Cannot read properties of undefined (reading 'length')"},
		"java":  {"Exception in thread \"main\" java.lang.NullPointerException: x\n\tat A.main(A.java:3)\n", "Exception in thread \"main\" java.lang.NullPointerException: x"},
		"rust":  {"thread 'main' panicked at src/main.rs:2:5:\nboom\n", "thread 'main' panicked at src/main.rs:2:5:"},
		"words": {"error: the server said no\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, crash(c.stderr))
		})
	}
}

func TestTimeIsScaledForProgramsThatFollow(t *testing.T) {
	t.Parallel()
	if _, err := faketime.Find(); err != nil {
		t.Skip(err)
	}
	began := time.Now()
	end := run(t, Options{Argv: []string{"sh", "-c", "sleep 60"}, Time: AutoTime, Rate: 100})
	require.Equal(t, "scaled, 100 times as fast", end.Clock)
	require.Equal(t, 0, end.Status)
	require.GreaterOrEqual(t, end.Ended, 50*time.Second)
	require.Less(t, time.Since(began), 40*time.Second)
}

func TestAProgramThatDoesNotFollowIsStartedAgainInRealTime(t *testing.T) {
	t.Parallel()
	if _, err := faketime.Find(); err != nil {
		t.Skip(err)
	}
	end := run(t, Options{Argv: []string{"sh", "-c", os.Args[0] + "; true"}, Set: []string{"OBSERVED=asks"}, Time: AutoTime})
	require.Contains(t, end.Clock, "real: ")
	require.Contains(t, end.Clock, "is a Go program")
	require.Zero(t, end.Status)
}

// run observes a program for which there is no case.
func run(t *testing.T, o Options) conformance.Process {
	t.Helper()
	r := checks.New()
	found, err := conformance.Parse("test.yaml", []byte(asked), r)
	require.NoError(t, err)
	p, err := New(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	got, err := runner.Observe(t.Context(), runner.Options{Checks: r, World: simulator.New(), Seed: 1}, subject.Hello{},
		[]runner.Observed{{Name: "test", World: &conformance.Case{ID: "T-A-001", API: "firstbeat"}, Cases: found}}, p.Watch)
	require.NoError(t, err)
	return got.Programs[0].Process
}

func TestNoSecretIsInTheResults(t *testing.T) {
	t.Parallel()
	told := filepath.Join(t.TempDir(), "told")
	r, err := watch(t, "falls-telling", Options{Deadline: time.Minute, Set: []string{"TOLD=" + told}, Intercept: true}, 0)
	require.NoError(t, err)
	secret, err := os.ReadFile(told)
	require.NoError(t, err)
	require.NotEmpty(t, secret)
	require.Contains(t, r.Programs[0].Crash, "cannot sign with <shared secret>")
	text, err := json.Marshal(r)
	require.NoError(t, err)
	require.NotContains(t, string(text), string(secret))
	require.Equal(t, conformance.SubjectError, r.Cases[0].Verdict)
}
