package rehearsal_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/drift/rehearsal"
	"github.com/ergodrome/ergodrome/internal/golden"
	"github.com/ergodrome/ergodrome/mockserver/change"
)

// options rehearse three changes with a client whose verdicts are told.
func options(verdicts map[string]map[string]conformance.Verdict) rehearsal.Options {
	return rehearsal.Options{
		Changes: map[string][]change.Change{
			"firstbeat": {
				{Name: "firstbeat-a", Class: change.Breaking, What: "a is b", Operations: []string{"listAthletes"}},
				{Name: "firstbeat-b", Class: change.Benign, What: "b is c"},
				{Name: "firstbeat-c", Class: change.Risky, What: "nobody asks", Operations: []string{"login"}},
			},
			"polar-auth": {{Name: "polar-auth-a", Class: change.Risky, What: "another service"}},
		},
		Services: []string{"firstbeat"},
		Cases:    []*conformance.Case{{ID: "FB-PAGE-001"}, {ID: "FB-PAGE-003"}, {ID: "FB-POLL-001"}, {ID: "FB-RATE-001"}},
		Run: func(_ context.Context, changes, cases []string) (*conformance.Results, error) {
			name := ""
			if len(changes) > 0 {
				name = changes[0]
			}
			r := &conformance.Results{}
			r.Subject.Name = "acme"
			for _, id := range cases {
				v := verdicts[name][id]
				if v == "" {
					v = conformance.Pass
				}
				r.Cases = append(r.Cases, conformance.CaseResult{ID: id, Verdict: v})
			}
			return r, nil
		},
	}
}

func TestOnlyWhatHeldBeforeCanBreak(t *testing.T) {
	var done []string
	o := options(map[string]map[string]conformance.Verdict{
		"":            {"FB-RATE-001": conformance.Fail},
		"firstbeat-a": {"FB-PAGE-001": conformance.Fail, "FB-PAGE-003": conformance.NotExercised},
		"firstbeat-b": {},
	})
	o.Progress = func(_, _ int, name string) { done = append(done, name) }
	r, err := rehearsal.Run(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, r.Rows, 3)
	require.Equal(t, []string{"FB-PAGE-001"}, r.Rows[0].Broken)
	require.Equal(t, []string{"FB-PAGE-003"}, r.Rows[0].Silent)
	require.NotContains(t, r.Rows[0].Held, "FB-RATE-001", "it failed before")
	require.Equal(t, []string{"FB-PAGE-001", "FB-PAGE-003", "FB-POLL-001"}, r.Rows[1].Held)
	require.NotEmpty(t, r.Rows[2].Reason)
	require.Equal(t, 1, r.Broken())
	require.Equal(t, []string{"firstbeat-a", "firstbeat-b", "firstbeat-c"}, done)

	golden.Equal(t, "rehearsal.txt", []byte(r.Text()))
	golden.Equal(t, "rehearsal.md", []byte(r.Markdown()))
	raw, err := r.JSON()
	require.NoError(t, err)
	var back rehearsal.Rehearsal
	require.NoError(t, json.Unmarshal(raw, &back))
	require.Equal(t, *r, back)
}

func TestARunThatFailsSaysByWhichChange(t *testing.T) {
	o := options(nil)
	run := o.Run
	o.Run = func(ctx context.Context, changes, cases []string) (*conformance.Results, error) {
		if slices.Contains(changes, "firstbeat-b") {
			return nil, errors.New("no room")
		}
		return run(ctx, changes, cases)
	}
	_, err := rehearsal.Run(t.Context(), o)
	require.EqualError(t, err, "firstbeat-b: no room")
}
