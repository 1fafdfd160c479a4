package bubble

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTasksRunInVirtualTimeAndFailOnTheirOwn(t *testing.T) {
	t.Parallel()
	var slept atomic.Int64
	failures, started := In(t).Run(t.Context(), 2, []Task{
		func(context.Context) {
			begin := time.Now()
			time.Sleep(24 * time.Hour)
			slept.Store(int64(time.Since(begin)))
		},
		func(context.Context) { panic("boom") },
		func(context.Context) { go func() { <-make(chan int) }() },
		func(context.Context) {},
	})
	require.Equal(t, []bool{true, true, true, true}, started)
	require.Equal(t, 24*time.Hour, time.Duration(slept.Load()))
	require.Nil(t, failures[0])
	require.Contains(t, failures[1].Panic, "boom")
	require.True(t, failures[2].Blocked)
	require.Nil(t, failures[3])
}

func TestTasksAreLeftOutOnceTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, started := In(t).Run(ctx, 1, []Task{func(context.Context) {}})
	require.Equal(t, []bool{false}, started)
}

// TestProgramsHaveBubblesToo runs this test binary as an ordinary program would
// be: with arguments that package testing does not know.
func TestProgramsHaveBubblesToo(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=TestHelperProgram") //nolint:gosec // this very binary
	cmd.Env = append(os.Environ(), "BUBBLE_PROGRAM=1")
	out, err := cmd.Output()
	require.NoError(t, err)
	line, _, _ := strings.Cut(string(out), "\n")
	require.Equal(t, "slept 24h0m0s", line)
	require.Equal(t, 1, strings.Count(string(out), "PASS"), "only the outer test binary may say so:\n%s", out)
}

func TestHelperProgram(t *testing.T) {
	if os.Getenv("BUBBLE_PROGRAM") == "" {
		return // it is a program, not a test
	}
	var slept time.Duration
	failures, _ := Standalone().Run(context.Background(), 1, []Task{func(context.Context) {
		begin := time.Now()
		time.Sleep(24 * time.Hour)
		slept = time.Since(begin)
	}, func(context.Context) { panic("boom") }})
	_, _ = os.Stdout.WriteString("slept " + slept.String() + "\n")
	if failures[0] != nil || failures[1] == nil {
		t.Fatalf("failures: %v", failures)
	}
}
