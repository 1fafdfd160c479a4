package decoding_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/decoding"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

func suite(t *testing.T) ([]*conformance.Case, conformance.Registry) {
	t.Helper()
	all, err := cases.Load()
	require.NoError(t, err)
	return all, checks.New()
}

func judge(t *testing.T, d decoding.Decoder, edit func(*decoding.Options)) *conformance.Results {
	t.Helper()
	all, registry := suite(t)
	o := decoding.Options{Cases: all, Checks: registry, Decoder: d, Jobs: 2}
	if edit != nil {
		edit(&o)
	}
	r, err := decoding.Run(t.Context(), o)
	require.NoError(t, err)
	return r
}

// failures are the fixtures that were not met, by case.
func failures(r *conformance.Results) map[string][]string {
	out := map[string][]string{}
	for i := range r.Cases {
		for _, run := range r.Cases[i].Runs {
			for _, c := range run.Checks {
				if !c.Met {
					out[r.Cases[i].ID] = append(out[r.Cases[i].ID], c.ID+": "+c.Want+": "+c.Saw)
				}
			}
		}
	}
	return out
}

func TestOurClientsDecodeEveryFixture(t *testing.T) {
	t.Parallel()
	ours, err := inproc.Clients()
	require.NoError(t, err)
	r := judge(t, decoding.Adapter(decoding.Canned(ours)), nil)
	require.Empty(t, failures(r))
	require.Equal(t, conformance.ExitOK, r.ExitCode())
	all, _ := suite(t)
	list, err := decoding.All(all)
	require.NoError(t, err)
	n := 0
	for _, c := range r.Cases {
		for _, run := range c.Runs {
			n += len(run.Checks)
		}
	}
	require.GreaterOrEqual(t, n, len(list), "every fixture has a verdict")
	require.Len(t, r.Cases, 61)
	require.Equal(t, map[conformance.Verdict]int{conformance.Pass: len(r.Cases)}, r.Counts)
}

// Every case that decoding shows is failed, in this mode too, by one of the bugs
// that it is proven to catch. Under the race detector a few of them are enough: every
// case decodes in the same goroutines.
func TestEveryCaseNoticesAPlantedBug(t *testing.T) {
	t.Parallel()
	all, registry := suite(t)
	list, err := decoding.All(all)
	require.NoError(t, err)
	catalogue, err := decoding.NewCatalogue(all, list)
	require.NoError(t, err)
	for _, c := range catalogue.Cases {
		if !c.Level.Scored() || len(c.Kills) == 0 || raceDetector && c.Area() != "TP-DATA" {
			continue
		}
		noticed := slices.ContainsFunc(c.Kills, func(bug string) bool {
			r, err := decoding.Run(t.Context(), decoding.Options{
				Cases: all, Checks: registry, Decoder: decoding.Adapter(decoding.Canned(inproc.Mutant(defect.On(bug)))), Select: []string{c.ID}, Jobs: 1,
			})
			require.NoError(t, err)
			return len(failures(r)[c.ID]) > 0
		})
		require.True(t, noticed, "%s notices none of %v", c.ID, c.Kills)
	}
}

// scripted answers every fixture in one way.
type scripted func(decoding.Fixture) (any, error)

func (scripted) Hello(context.Context) (subject.Hello, error) {
	h := subject.Hello{Name: "scripted", Version: "1", Language: "go"}
	for _, a := range decoding.Areas() {
		h.APIs, h.Ops = append(h.APIs, a.API), append(h.Ops, a.Op)
	}
	return h, nil
}

func (s scripted) Decode(_ context.Context, f decoding.Fixture, _ time.Duration) conformance.CallRecord {
	r := conformance.CallRecord{Label: f.Name, Op: f.Area.Op}
	value, err := s(f)
	runner.Settle(&r, value, err, "")
	return r
}

func refused() error { return &subject.Error{Class: subject.Decode, Message: "no"} }

// A decoder that does not look at its input passes no case, however right some of
// its answers are.
func TestWhoeverDoesNotLookPassesNothing(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]scripted{
		"refuses everything":        func(decoding.Fixture) (any, error) { return nil, refused() },
		"takes everything for none": func(decoding.Fixture) (any, error) { return []any{}, nil },
		"says null":                 func(decoding.Fixture) (any, error) { return nil, nil },
		"says an empty object":      func(decoding.Fixture) (any, error) { return map[string]any{}, nil },
		"says its input": func(f decoding.Fixture) (any, error) {
			return string(f.Input), nil
		},
		"knows the names": func(f decoding.Fixture) (any, error) {
			if f.Sound() {
				return []any{}, nil
			}
			return nil, refused()
		},
	} {
		t.Run("it "+name, func(t *testing.T) {
			t.Parallel()
			r := judge(t, d, nil)
			for _, c := range r.Cases {
				require.NotEqual(t, conformance.Pass, c.Verdict, c.ID)
			}
			require.Equal(t, conformance.ExitFailures, r.ExitCode())
		})
	}
}
