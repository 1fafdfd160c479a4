package runner

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

const observed = `
id: FB-NODATA-003
title: survives a 204
api: firstbeat
level: MUST
basis: RFC
modes: [observe]
stimulus: [{reply_sent: {status: 204}}]
checks: [{survives: {status: 204}}]
`

// observe lets a function play the program in a world that answers 204.
func observe(t *testing.T, o Options, p conformance.Process, ask bool) (*conformance.Results, error) {
	t.Helper()
	o.Checks, o.World = checks.New(), simulator.New()
	found, err := conformance.Parse("test.yaml", []byte(observed), o.Checks)
	require.NoError(t, err)
	world := &conformance.Case{ID: "T-A-001", API: "firstbeat", World: conformance.World{Script: []conformance.Route{{Replies: []conformance.Reply{{Status: 204, Forever: true}}}}}}
	play := func(ctx context.Context, at *stage.Stage, given subject.Config) (*Watched, error) {
		require.NotEmpty(t, given.Credentials.APIKey)
		if ask {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, given.BaseURL+"/v1/sports/accounts", http.NoBody)
			require.NoError(t, err)
			resp, err := at.Client().Do(req)
			if err != nil {
				return nil, err
			}
			_ = resp.Body.Close()
		}
		return &Watched{Process: p, Out: "secret " + given.Credentials.SharedSecret, Rate: 1}, nil
	}
	return Observe(t.Context(), o, subject.Hello{Name: "program"}, []Observed{{Name: "world", World: world, Cases: found}}, play)
}

func TestWhatAProgramDoesIsJudged(t *testing.T) {
	t.Parallel()
	fell := conformance.Process{Status: 1, Crash: "JSONDecodeError: Expecting value"}
	for name, c := range map[string]struct {
		p               conformance.Process
		ask             bool
		known           []Known
		program, judged conformance.Verdict
		exit            int
	}{
		"it survives":                   {conformance.Process{}, true, nil, conformance.Pass, conformance.Pass, 0},
		"it falls":                      {fell, true, nil, conformance.Info, conformance.SubjectError, 1},
		"it falls, as is known":         {fell, true, []Known{{Case: "FB-NODATA-003", Expect: KnownExpect{Class: conformance.SubjectError, Contains: "JSONDecodeError"}, Reason: "r"}}, conformance.Info, conformance.XFail, 0},
		"it survives, against the file": {conformance.Process{}, true, []Known{{Case: "FB-NODATA-003#survives", Reason: "r"}}, conformance.Pass, conformance.XPass, 1},
		"it asks nothing":               {conformance.Process{}, false, nil, conformance.NotExercised, conformance.NotExercised, conformance.ExitNothing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := observe(t, Options{Known: c.known}, c.p, c.ask)
			require.NoError(t, err)
			require.Equal(t, []conformance.Verdict{c.program, c.judged}, []conformance.Verdict{r.Programs[0].Verdict, r.Cases[0].Verdict})
			require.Equal(t, c.exit, r.ExitCode())
			require.False(t, r.Partial)
		})
	}
}

func TestAFallThatNoCaseIsAboutFailsTheRun(t *testing.T) {
	t.Parallel()
	r := &conformance.Results{Complete: true, Programs: []conformance.ProgramResult{{Verdict: conformance.SubjectError}}, Cases: []conformance.CaseResult{{Verdict: conformance.Pass}}}
	require.Equal(t, conformance.ExitFailures, r.ExitCode())
	r.Programs[0].Verdict = conformance.Errored
	require.Equal(t, conformance.ExitSuite, r.ExitCode())
}

func TestWhatCannotBeObservedIsRefused(t *testing.T) {
	t.Parallel()
	_, err := observe(t, Options{Select: []string{"FB-POLL-001"}}, conformance.Process{}, true)
	require.Equal(t, conformance.ExitUsage, ExitCode(nil, err))
	_, err = observe(t, Options{Known: []Known{{Case: "FB-NONE-001", Reason: "r"}}}, conformance.Process{}, true)
	require.Equal(t, conformance.ExitUsage, ExitCode(nil, err))
}

func TestAProgramThatDoesNotFollowItsClockIsWatchedAgain(t *testing.T) {
	t.Parallel()
	o := Options{Checks: checks.New(), World: simulator.New(), Seed: 1}
	found, err := conformance.Parse("test.yaml", []byte(observed), o.Checks)
	require.NoError(t, err)
	tries := 0
	play := func(context.Context, *stage.Stage, subject.Config) (*Watched, error) {
		tries++
		if tries == 1 {
			return nil, &AgainError{"it is a Go program"}
		}
		return &Watched{Rate: 1}, nil
	}
	world := &conformance.Case{ID: "T-A-001", API: "firstbeat"}
	r, err := Observe(t.Context(), o, subject.Hello{}, []Observed{{Name: "world", World: world, Cases: found}}, play)
	require.NoError(t, err)
	require.Equal(t, 2, tries)
	require.Equal(t, "real", r.Time)
}

func TestAnInterruptedObservationSaysSo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{Checks: checks.New(), World: simulator.New(), Seed: 1}
	found, err := conformance.Parse("test.yaml", []byte(observed), o.Checks)
	require.NoError(t, err)
	play := func(context.Context, *stage.Stage, subject.Config) (*Watched, error) {
		cancel()
		return &Watched{Process: conformance.Process{Stopped: "was interrupted", Ended: time.Second}, Rate: 1}, nil
	}
	world := &conformance.Case{ID: "T-A-001", API: "firstbeat"}
	r, err := Observe(ctx, o, subject.Hello{}, []Observed{{Name: "one", World: world, Cases: found}, {Name: "two", World: world, Cases: found}}, play)
	require.NoError(t, err)
	require.Equal(t, conformance.ExitInterrupted, r.ExitCode())
	require.Equal(t, conformance.NotExercised, r.Cases[0].Verdict)
	require.Contains(t, r.Programs[1].Reason, "was not started")

	play = func(context.Context, *stage.Stage, subject.Config) (*Watched, error) {
		return nil, errors.New("no room for files")
	}
	_, err = Observe(t.Context(), o, subject.Hello{}, []Observed{{Name: "one", World: world, Cases: found}}, play)
	require.Equal(t, conformance.ExitSuite, ExitCode(nil, err))
}
