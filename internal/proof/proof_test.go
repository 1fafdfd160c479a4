package proof

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/mutants"
)

func TestACaseAndItsDefect(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	done := 0
	c, err := choose([]string{"FB-POLL-001"}, []string{"poll-hot"})
	require.NoError(t, err)
	c.Test, c.Progress = t, func(n, of int, name string) {
		done++
		require.Equal(t, "poll-hot", name)
	}
	problems, err := perform(t.Context(), &b, c, true)
	require.NoError(t, err)
	require.Zero(t, problems)
	require.Equal(t, 1, done)
	require.Equal(t, "FB-POLL-001  MUST    poll-hot\n1 cases, 1 defects, 2 runs, 0 problems\n", b.String())
}

func TestWhatIsWrongWithASuiteIsSaid(t *testing.T) {
	t.Parallel()
	c := &conformance.Case{ID: "T-A-001", Level: conformance.Must}
	m := &mutants.Matrix{
		Cases: []*conformance.Case{c}, Control: []conformance.CaseResult{{ID: "T-A-001", Verdict: conformance.Fail}},
		Mutants: []mutants.Mutant{
			{Name: "unreached", What: "sleeps", Kills: []string{"T-A-001"}},
			{Name: "unlisted", What: "runs", Also: []string{"T-A-*"}},
		},
		Reached: map[string]int{"unlisted": 1}, Failed: map[string]map[string]bool{"unlisted": {"T-B-001": true}},
	}
	var b strings.Builder
	problems, err := show(&b, m, false)
	require.NoError(t, err)
	require.Equal(t, 6, problems)
	for _, want := range []string{
		"PROBLEM without a defect, T-A-001 is FAIL\n",
		"PROBLEM mutant unreached does not mutate: its defect was never reached\n",
		"PROBLEM T-A-001 does not notice a client that sleeps (unreached)\n",
		"PROBLEM mutant unlisted lists T-A-*, which it does not fail\n",
		"PROBLEM T-B-001 fails a client that runs (unlisted), which does not list it\n",
		"PROBLEM T-A-001 is scored, but fails no mutant: it shows nothing\n",
	} {
		require.Contains(t, b.String(), want)
	}
}

func TestWhatDoesNotExistIsRefused(t *testing.T) {
	t.Parallel()
	_, err := Matrix(t.Context(), nil, nil, []string{"poll-cold"}, nil)
	require.ErrorContains(t, err, `no defect is called "poll-cold"`)
	_, err = Matrix(t.Context(), nil, []string{"FB-NOTHING-001"}, nil, nil)
	require.ErrorContains(t, err, "no case is called FB-NOTHING-001")
}

func TestAnInterruptedMatrixIsNone(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, err := choose([]string{"FB-POLL-001"}, nil)
	require.NoError(t, err)
	c.Test = t
	_, err = perform(ctx, nil, c, true)
	require.ErrorIs(t, err, context.Canceled)
}
