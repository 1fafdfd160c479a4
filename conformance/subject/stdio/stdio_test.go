package stdio_test

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/conformance/subject/stdio"
)

// TestMain makes this binary the program under judgement when it is started so.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "subject" {
		os.Exit(program(os.Args[2]))
	}
	os.Exit(m.Run())
}

func started(t *testing.T, how string, o stdio.Options) *stdio.Subject {
	t.Helper()
	o.Argv = []string{os.Args[0], "subject", how}
	o.Suite = "2026.12.0"
	t.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector would have every program stay for a second
	o.Env = append(o.Env, "GORACE")
	s, err := stdio.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() }) // what a bad program says on the way out is the test's own matter
	return s
}

func opened(t *testing.T, s *stdio.Subject, log *bytes.Buffer) subject.Client {
	t.Helper()
	cfg := subject.Config{Case: "X-Y-001", API: "firstbeat", BaseURL: "http://127.0.0.1:1/firstbeat", Deadline: time.Minute, Credentials: subject.Credentials{ConsumerID: "id"}}
	if log != nil {
		cfg.Log = log
	}
	c, err := s.Open(t.Context(), cfg)
	require.NoError(t, err)
	return c
}

func TestAProgramIsASubject(t *testing.T) {
	var log bytes.Buffer
	s := started(t, "good", stdio.Options{})
	h, err := s.Hello(t.Context())
	require.NoError(t, err)
	require.Equal(t, "good", h.Name)
	require.True(t, h.Has("echo"))
	c := opened(t, s, &log)

	wall := 120
	args := map[string]any{
		"n": int64(7), "big": int64(9007199254740993), "f": 1.5, "s": "x", "null": nil, "list": []any{int64(1), "a"},
		"at": subject.Instant{Time: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}, "local": subject.Local{Wall: "2017-04-14T09:20:06", OffsetMin: &wall},
		"dur": subject.Dur(time.Second), "period": subject.Period("P1M"), "bytes": subject.DigestOf([]byte("x")),
	}
	v, err := c.Call(t.Context(), "echo", args)
	require.NoError(t, err)
	got, err := subject.Normalize(v)
	require.NoError(t, err)
	want, err := subject.Normalize(args)
	require.NoError(t, err)
	require.Empty(t, subject.Equal(want, got, subject.Rules{}))
	require.Equal(t, big.NewInt(9007199254740993), got.(map[string]any)["big"])

	v, err = c.Call(t.Context(), "config", nil)
	require.NoError(t, err)
	seen := v.(map[string]any)
	require.Equal(t, "http://127.0.0.1:1/firstbeat", seen["baseUrl"])
	require.Equal(t, "id", seen["consumerId"])
	require.Equal(t, "1m0s", seen["deadline"])
	require.Equal(t, true, seen["stateDir"], "there is a folder for state")

	_, err = c.Call(t.Context(), "fail", nil)
	require.Equal(t, &subject.Error{Class: subject.RateLimited, Status: 429, RetryAfter: 37 * time.Second, Message: "slow down"}, err)
	_, err = c.Call(t.Context(), "nothing", nil)
	missing, ok := errors.AsType[*subject.Unsupported](err)
	require.True(t, ok)
	require.Equal(t, "no such operation: nothing", missing.Reason)

	_, err = c.Call(t.Context(), "say", map[string]any{"text": "hello, log"})
	require.NoError(t, err)
	require.NoError(t, c.RestartState(t.Context()))
	v, err = c.Call(t.Context(), "restarts", nil)
	require.NoError(t, err)
	require.Empty(t, subject.Equal(big.NewInt(1), normal(t, v), subject.Rules{}))
	require.NoError(t, c.Close())
	require.NoError(t, s.Close(), "it went as agreed")
	require.Contains(t, log.String(), "hello, log")
}

func normal(t *testing.T, v any) any {
	out, err := subject.Normalize(v)
	require.NoError(t, err)
	return out
}

func TestNothingButAFewVariablesReachesAProgram(t *testing.T) {
	t.Setenv("ERGODROME_TEST_TOKEN", "a real token")
	t.Setenv("ERGODROME_TEST_WANTED", "wanted")
	s := started(t, "good", stdio.Options{Env: []string{"ERGODROME_TEST_WANTED"}})
	c := opened(t, s, nil)
	v, err := c.Call(t.Context(), "environment", nil)
	require.NoError(t, err)
	env := v.(map[string]any)
	require.NotContains(t, env, "ERGODROME_TEST_TOKEN")
	require.Equal(t, "wanted", env["ERGODROME_TEST_WANTED"])
	require.NotEqual(t, os.Getenv("HOME"), env["HOME"])
	require.Equal(t, os.Getenv("PATH"), env["PATH"])
	require.NoError(t, c.Close())
}

func TestAProcessServesOneClientAfterTheOther(t *testing.T) {
	s := started(t, "good", stdio.Options{})
	pid := func(c subject.Client) any {
		v, err := c.Call(t.Context(), "pid", nil)
		require.NoError(t, err)
		return v
	}
	first := opened(t, s, nil)
	second := opened(t, s, nil)
	a, b := pid(first), pid(second)
	require.NotEqual(t, a, b, "two clients at once are two processes")
	require.NoError(t, first.Close())
	third := opened(t, s, nil)
	require.Equal(t, a, pid(third))
	require.NoError(t, errors.Join(second.Close(), third.Close()))
}

// Answers come in any order: the first call ends because of the second.
func TestCallsRunSideBySide(t *testing.T) {
	s := started(t, "good", stdio.Options{})
	c := opened(t, s, nil)
	done := make(chan error, 1)
	go func() {
		_, err := c.Call(t.Context(), "block", nil)
		done <- err
	}()
	for {
		v, err := c.Call(t.Context(), "unblock", nil)
		require.NoError(t, err)
		if v == true {
			break
		}
	}
	require.NoError(t, <-done)
	require.NoError(t, c.Close())
}

func TestACallIsCancelled(t *testing.T) {
	s := started(t, "good", stdio.Options{})
	c := opened(t, s, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Call(ctx, "block", nil)
	e, ok := errors.AsType[*subject.Error](err)
	require.True(t, ok, err)
	require.Equal(t, subject.Canceled, e.Class)
	v, err := c.Call(t.Context(), "pid", nil)
	require.NoError(t, err, "the program lives on")
	require.NotNil(t, v)
	require.NoError(t, c.Close())
}

// TestEveryMisbehaviourHasItsWords starts programs that break the protocol.
func TestEveryMisbehaviourHasItsWords(t *testing.T) {
	for _, tt := range []struct{ how, want string }{
		{"crash-at-start", "the program ended: exit status 3 before it answered hello; on stderr: …no configuration"},
		{"silent", "did not answer hello within 300ms"},
		{"deaf", "did not answer hello within 300ms"},
		{"banner", "stdout: not JSON (invalid character 'W' looking for beginning of value): Welcome!"},
		{"protocol-2", "stdout: the answer to hello: /ok/protocol: is 2, not 1"},
		{"one-at-a-time", "declares feature concurrent, and says that it bears one call at a time"},
		{"wrong-id", "stdout: an answer to request 41, which nobody waits for"},
		{"twice", "stdout: an answer to request 3, which nobody waits for"},
		{"class", `stdout: the answer to call op: /err/class: is "oops", not one of auth, forbidden`},
		{"garbage", "stdout: not JSON"},
		{"latin-1", "stdout: not UTF-8"},
		{"too-long", "stdout: a line is longer than 16777216 bytes: xxxxx"},
		{"flood", "stdout: an answer to request 3, which nobody waits for"},
		{"half", "stdout: the last line has no end: {\"id\":3"},
		{"crash", "the program ended: exit status 4 before it answered call op"},
		{"quiet-end", "the program ended: exited with status 0 before it answered call op"},
		{"closes-stdout", "the program ended: closed its stdout, lived on for 300ms and was killed before it answered call op"},
		{"closes-stdin", "closed its stdin before it was told bye"},
	} {
		t.Run(tt.how, func(t *testing.T) {
			o := stdio.Options{Start: 10 * time.Second, End: 300 * time.Millisecond}
			if strings.Contains(tt.want, "300ms") {
				o.Start = 300 * time.Millisecond
			}
			s := started(t, tt.how, o)
			_, err := s.Hello(t.Context())
			if err == nil {
				c := opened(t, s, nil)
				_, err = c.Call(t.Context(), "op", nil)
				if err == nil { // it did, and more than that
					err = c.Close()
				} else {
					require.Error(t, c.Close())
				}
			}
			broken, ok := errors.AsType[*subject.Broken](err)
			require.True(t, ok, "%v", err)
			require.Contains(t, broken.Error(), tt.want)
		})
	}
}

// What is written to stderr is never held back, however much it is.
func TestAChattyProgramIsHeard(t *testing.T) {
	s := started(t, "chatty", stdio.Options{})
	c := opened(t, s, nil)
	v, err := c.Call(t.Context(), "op", nil)
	require.NoError(t, err)
	require.Equal(t, true, v)
	require.NoError(t, c.Close())
}

func TestAHungProgramIsEndedAndNotStartedForEver(t *testing.T) {
	s := started(t, "hang", stdio.Options{End: time.Second})
	for range 3 {
		c := opened(t, s, nil)
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // the judge's patience is at its end
		_, err := c.Call(ctx, "op", nil)
		require.ErrorContains(t, err, "op had no answer when it was given up after ")
		require.Error(t, c.Close())
	}
	_, err := s.Open(t.Context(), subject.Config{API: "firstbeat", BaseURL: "http://127.0.0.1:1"})
	require.ErrorContains(t, err, "hung 3 times in a row and is not started again; the last time: op had no answer")
}

func TestByeIsKept(t *testing.T) {
	for _, tt := range []struct{ how, want string }{
		{"stays", "did not exit within 200ms of bye and the end of its stdin"},
		{"leaves-angry", "the program ended: exit status 5"},
	} {
		s := started(t, tt.how, stdio.Options{End: 200 * time.Millisecond})
		_, err := s.Hello(t.Context())
		require.NoError(t, err)
		require.ErrorContains(t, s.Close(), tt.want)
	}
	s := started(t, "good", stdio.Options{})
	require.NoError(t, s.Close(), "nothing was started")
	_, err := s.Hello(t.Context())
	require.ErrorContains(t, err, "the subject is closed")
}

func TestAProgramThatIsNotThere(t *testing.T) {
	s, err := stdio.New(stdio.Options{Argv: []string{"./no-such-program"}, Suite: "2026.12.0"})
	require.NoError(t, err)
	_, err = s.Hello(t.Context())
	require.ErrorContains(t, err, "no-such-program")
	require.NoError(t, s.Close())
	_, err = stdio.New(stdio.Options{})
	require.ErrorContains(t, err, "there is no program to start")
}
