package runner

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

// realOptions judge the scripted subject over sockets.
func realOptions(t *testing.T, texts ...string) Options {
	t.Helper()
	o := toyOptions(t, parse(t, texts...))
	o.Test, o.Real, o.Mode, o.scoreAll = nil, true, conformance.Adapter, true
	return o
}

func TestRealTimeHasTheSameVerdicts(t *testing.T) {
	o := realOptions(t,
		caseText("T-REAL-001", "good", "MUST", judged), caseText("T-REAL-002", "bad", "MUST", judged), caseText("T-REAL-003", "canned", "MUST", judged),
		caseText("T-REAL-004", "hangs", "MUST", judged), caseText("T-REAL-005", "leaks", "MUST", judged), caseText("T-REAL-006", "panics", "MUST", judged),
		caseText("T-REAL-007", "floods", "MUST", judged+"world: {max_requests: 20}\n"), caseText("T-REAL-008", "deaf", "MUST", judged),
	)
	o.Patience = 300 * time.Millisecond
	// The flood is ended by its own bound, however long patience is.
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, "real", r.Time)
	got := map[string]conformance.Verdict{}
	for i := range r.Cases {
		got[r.Cases[i].ID] = r.Cases[i].Verdict
	}
	require.Equal(t, map[string]conformance.Verdict{
		"T-REAL-001": conformance.Pass, "T-REAL-002": conformance.Fail, "T-REAL-003": conformance.NotExercised, "T-REAL-004": conformance.SubjectError,
		"T-REAL-005": conformance.Fail, "T-REAL-006": conformance.SubjectError, "T-REAL-007": conformance.SubjectError, "T-REAL-008": conformance.SubjectError,
	}, got)
}

func TestWhatRealTimeCannotShowIsNotApplicable(t *testing.T) {
	o := realOptions(t,
		caseText("T-REAL-001", "good", "MUST", judged), caseText("T-REAL-002", "good", "MUST", judged+"world: {time: 2026-03-02T23:00:00Z}\n"),
		caseText("T-REAL-003", "good", "MUST", judged+"world: {origins: {\"other.example\": {status: 200}}}\n"),
		caseText("T-REAL-004", "good", "MUST", judged+"world: {down: 2s}\n"),
	)
	o.Waits = func(c *conformance.Case) time.Duration {
		if c.ID == "T-REAL-001" {
			return 2 * time.Minute
		}
		return 0
	}
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	reasons := []string{
		"makes a client wait 2m0s of real time, and the budget is 1m0s a case", "needs a subject whose clock stands at 2026-03-02 23:00, in virtual time",
		"needs further hosts, in virtual time", "needs an address at which nobody listens yet, in virtual time",
	}
	for i := range r.Cases {
		require.Equal(t, conformance.NA, r.Cases[i].Verdict)
		require.Equal(t, reasons[i], r.Cases[i].Reason)
	}
	require.Equal(t, conformance.ExitNothing, r.ExitCode())
	o.Budget = time.Hour
	r, err = Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, conformance.Pass, r.Cases[0].Verdict)

	o.Budget = -1
	_, err = Run(t.Context(), o)
	require.Equal(t, conformance.ExitUsage, ExitCode(nil, err))
}

func TestAnInterruptionInRealTimeShowsNothing(t *testing.T) {
	o := realOptions(t, caseText("T-REAL-001", "hangs", "MUST", judged), caseText("T-REAL-002", "good", "MUST", judged))
	o.Jobs = 1
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	r, err := Run(ctx, o)
	require.NoError(t, err)
	require.Equal(t, conformance.ExitInterrupted, r.ExitCode())
	for i := range r.Cases {
		require.Equal(t, conformance.NotExercised, r.Cases[i].Verdict)
	}
}
