package inproc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Option changes what RunConformance runs.
type Option func(*runner.Options)

// Only limits the run to cases whose IDs match one of the globs.
func Only(globs ...string) Option {
	return func(o *runner.Options) { o.Select = append(o.Select, globs...) }
}

// Without leaves out cases whose IDs match one of the globs.
func Without(globs ...string) Option {
	return func(o *runner.Options) { o.Skip = append(o.Skip, globs...) }
}

// Known lists failures that are known: a case on the list that passes fails the test.
func Known(known ...runner.Known) Option {
	return func(o *runner.Options) { o.Known = append(o.Known, known...) }
}

// Seed sets what worlds are made from; the default is 0.
func Seed(seed uint64) Option { return func(o *runner.Options) { o.Seed = seed } }

// Validated has every answer of the simulator held against its service's
// description: for runs in which the suite itself is on trial.
func Validated() Option {
	return func(o *runner.Options) {
		if build, err := simulator.Validated(); err == nil { // the description is embedded, and read by its own tests
			o.World = build
		}
	}
}

// RunConformance judges a client that lives in this process, in virtual time:
// one subtest a case. A demand (MUST, SHOULD) that is not met fails it, and so
// does a case whose situation never arose.
//
//	func TestConformance(t *testing.T) {
//		inproc.RunConformance(t, func() subject.Subject { return mySubject{} })
//	}
func RunConformance(t *testing.T, newSubject func() subject.Subject, opts ...Option) *conformance.Results {
	t.Helper()
	registry := checks.New()
	all, err := cases.Load(registry)
	if err != nil {
		t.Fatalf("conformance: %v", err)
	}
	o := runner.Options{Cases: all, Checks: registry, Subject: newSubject(), World: simulator.New(), Test: t, Strict: true}
	for _, opt := range opts {
		opt(&o)
	}
	results, err := runner.Run(t.Context(), o)
	if err != nil {
		t.Fatalf("conformance: %v", err)
	}
	for i := range results.Cases {
		c := &results.Cases[i]
		t.Run(c.ID, func(t *testing.T) { report(t, c) })
	}
	for _, stale := range results.Stale {
		t.Error(stale)
	}
	return results
}

// report turns one case's verdict into that of a subtest.
func report(t *testing.T, c *conformance.CaseResult) {
	t.Helper()
	switch c.Verdict {
	case conformance.Pass, conformance.Info, conformance.XFail, conformance.Flaky:
	case conformance.NA:
		t.Skip(c.Reason)
	default:
		t.Errorf("%s %s %s\n%s", c.Verdict, c.ID, c.Title, Explain(c))
	}
}

// Explain says in a few lines what is wrong with a case: the demands that were
// not met, and the exchanges.
func Explain(c *conformance.CaseResult) string {
	var b strings.Builder
	if c.Reason != "" {
		fmt.Fprintf(&b, "  because %s\n", c.Reason)
	}
	for i := range c.Runs {
		r := &c.Runs[i]
		if r.Verdict == conformance.Pass || r.Verdict == conformance.Info {
			continue
		}
		fmt.Fprintf(&b, "  %s[%s] %s %s\n", c.ID, r.Variant, r.Verdict, r.Reason)
		for _, ch := range r.Checks {
			if ch.Verdict != conformance.Pass && ch.Verdict != conformance.Info {
				fmt.Fprintf(&b, "    %s %s\n      want %s\n      saw  %s\n", ch.Verdict, ch.ID, ch.Want, ch.Saw)
			}
		}
		for n, line := range r.Transcript {
			if n == 12 {
				fmt.Fprintf(&b, "    … %d exchanges more\n", len(r.Transcript)-n)
				break
			}
			fmt.Fprintf(&b, "    #%d +%v %s -> %d\n", line.N, line.At, line.Request, line.Status)
		}
	}
	return b.String()
}
