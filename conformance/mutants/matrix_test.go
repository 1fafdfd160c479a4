package mutants_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/mutants"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/golden"
)

func load(t *testing.T) ([]*conformance.Case, conformance.Registry) {
	t.Helper()
	registry := checks.New()
	all, err := cases.Load()
	require.NoError(t, err)
	return all, registry
}

// TestMatrix is the proof that the suite notices: every scored case is failed by
// a mutant, every mutant is failed by the cases that it names and by no others,
// and the client without a defect fails nothing.
//
// Under the race detector only limits and polling are looked at, where goroutines
// meet, and each mutant meets only the cases that it names; package inproc runs
// the others there.
func TestMatrix(t *testing.T) {
	all, registry := load(t)
	planted := mutants.All()
	if raceDetector {
		all = slices.DeleteFunc(all, func(c *conformance.Case) bool { return c.Area() != "FB-RATE" && c.Area() != "FB-POLL" })
		planted = slices.DeleteFunc(planted, func(m mutants.Mutant) bool {
			return !slices.ContainsFunc(all, func(c *conformance.Case) bool { return c.ID == m.Kills[0] })
		})
	}
	began := time.Now()
	m, err := mutants.Build(t.Context(), mutants.Config{
		Cases: all, Checks: registry, Mutants: planted, Test: t,
		Choose: func(m mutants.Mutant, c *conformance.Case) bool {
			return !raceDetector || slices.Contains(m.Kills, c.ID)
		},
	})
	require.NoError(t, err)
	t.Logf("%d runs, %d left out, %v", m.Runs, m.Skipped, time.Since(began).Round(time.Millisecond))

	for i := range m.Control {
		if c := &m.Control[i]; mutants.Fails(c) || c.Verdict == conformance.Errored {
			t.Logf("without a defect:\n%s", inproc.Explain(c))
		}
	}
	for _, problem := range m.Problems(raceDetector) {
		t.Error(problem)
	}
	if !raceDetector {
		for _, api := range m.APIs() {
			golden.EqualFile(t, "matrix-"+api+".golden", []byte(m.Golden(api)))
		}
		golden.EqualFile(t, "caught.golden", []byte(m.Caught()))
	}
	miniatures(t, all, registry, m.Tape)
}

// miniatures is the test of vacuity: a subject that does nothing right must not
// pass one case that counts.
func miniatures(t *testing.T, all []*conformance.Case, registry conformance.Registry, tape *mutants.Tape) {
	t.Helper()
	bad := map[string]subject.Subject{"echo-fixture": tape.Echo()}
	for _, m := range []mutants.Miniature{mutants.AlwaysOK, mutants.AlwaysError, mutants.Hang, mutants.Crash} {
		if m == mutants.AlwaysOK || !raceDetector {
			bad[string(m)] = m
		}
	}
	world := simulator.New()
	for name, s := range bad {
		results, err := runner.Run(t.Context(), runner.Options{Cases: all, Checks: registry, Subject: s, World: world, Test: t})
		require.NoError(t, err)
		for i := range results.Cases {
			c := &results.Cases[i]
			if c.Level.Scored() && c.Verdict == conformance.Pass {
				t.Errorf("%s passes %s", name, c.ID)
			}
		}
	}
}

// A flood is slow to simulate, so it meets a few cases only.
func TestFloodIsNoticed(t *testing.T) {
	all, registry := load(t)
	results, err := runner.Run(t.Context(), runner.Options{
		Cases: all, Checks: registry, Subject: mutants.Flood, World: simulator.New(), Test: t,
		Select: []string{"FB-AUTH-009", "FB-PAGE-004"},
	})
	require.NoError(t, err)
	for i := range results.Cases {
		c := &results.Cases[i]
		require.Truef(t, mutants.Fails(c), "%s is %s", c.ID, c.Verdict)
	}
}
