package inproc

import (
	"flag"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/report"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// RunConformance judges a client that lives in this process, in virtual time:
// one subtest a case, named by its ID, so that go test -run 'TestName/FB-POLL-001'
// performs that case alone. A demand (MUST, SHOULD) that is not met fails the
// subtest, and so does a case whose situation never arose; Lenient relaxes that.
// What the client does not announce is skipped. The last thing logged are the
// counts and the word for each profile.
func RunConformance(t *testing.T, newSubject func() subject.Subject, opts ...Option) *conformance.Results {
	t.Helper()
	s, err := prepare(t, opts)
	if err != nil {
		t.Fatalf("conformance: %v", err)
	}
	s.Subject = newSubject()
	results, err := runner.Run(t.Context(), s.Options)
	if err != nil {
		t.Fatalf("conformance: %v", err)
	}
	for i := range results.Cases {
		c := &results.Cases[i]
		t.Run(c.ID, func(t *testing.T) { s.report(t, c) })
	}
	for _, stale := range results.Stale {
		t.Error(stale)
	}
	if s.reports != "" {
		if err := report.Write(s.reports, results); err != nil {
			t.Errorf("conformance: %v", err)
		}
	}
	var b strings.Builder
	_ = report.Summary(&b, results) // a builder takes everything
	t.Log("conformance:\n" + b.String())
	return results
}

// prepare reads the suite and the options.
func prepare(t *testing.T, opts []Option) (*settings, error) {
	t.Helper()
	book, err := requirements.Load()
	if err != nil {
		return nil, err
	}
	name := t.Name()
	s := &settings{Options: runner.Options{
		Checks: checks.New(), Says: book.Says, Grounds: book.Grounds, World: simulator.New(), Test: t, Seed: runner.DefaultSeed,
		Again: func(id string) string { return "go test -run '" + regexp.QuoteMeta(name+"/"+id) + "'" },
	}}
	for _, opt := range opts {
		opt(s)
	}
	s.Strict = !s.lenient
	if len(s.Select) == 0 {
		s.Select = filtered(name, flag.Lookup("test.run"), cases.IDs())
	}
	if s.err != nil {
		return nil, s.err
	}
	s.Cases, err = cases.Some(s.Needs)
	return s, err
}

// filtered lists the cases that go test -run asks for below a test; none means
// all. Package testing leaves out their subtests, but the cases run before.
func filtered(test string, f *flag.Flag, all []string) []string {
	if f == nil || strings.Contains(f.Value.String(), "|") {
		return nil // alternatives may be about other tests
	}
	patterns := strings.Split(f.Value.String(), "/")
	depth := strings.Count(test, "/") + 1
	if depth >= len(patterns) {
		return nil
	}
	re, err := regexp.Compile(patterns[depth])
	if err != nil {
		return nil // package testing has said so
	}
	var out []string
	for _, id := range all {
		if re.MatchString(id) {
			out = append(out, id)
		}
	}
	if len(out) == len(all) {
		return nil
	}
	return out
}

// report turns one case's verdict into that of a subtest.
func (s *settings) report(t *testing.T, c *conformance.CaseResult) {
	t.Helper()
	switch {
	case c.Verdict == conformance.NA:
		t.Skip(c.Reason)
	case s.fails(c):
		t.Error(Explain(c))
	case c.Verdict != conformance.Pass:
		t.Log(Explain(c))
	}
}

// fails tells whether a case fails its subtest.
func (s *settings) fails(c *conformance.CaseResult) bool {
	switch c.Verdict {
	case conformance.Pass, conformance.Info, conformance.NA, conformance.XFail, conformance.Flaky:
		return false
	case conformance.Errored:
		return true
	case conformance.Warn:
		return !s.lenient && !c.Provisional
	case conformance.NotExercised:
		return !c.Provisional && (!s.lenient || c.Core && c.Level == conformance.Must)
	}
	return !c.Provisional
}

// shownExchanges is how many exchanges Explain shows of a run.
const shownExchanges = 12

// Explain says in a few lines what is wrong with a case: the demands that were
// not met, how a client is mended, the exchanges, and how to run it again.
func Explain(c *conformance.CaseResult) string {
	e := &explanation{told: map[string]bool{"": true}}
	e.line("%s %s %s", c.Verdict, c.ID, c.Title)
	for i := range c.Runs {
		r := &c.Runs[i]
		if r.Verdict == conformance.Pass || r.Verdict == conformance.NA {
			continue
		}
		if r.Variant != "" {
			e.line("  variant %s: %s", r.Variant, r.Verdict)
		}
		e.run(r)
	}
	if !e.told[c.Reason] {
		e.line("  why   %s", c.Reason)
	}
	if c.Hint != "" {
		e.line("  mend  %s", c.Hint)
	}
	if c.Again != "" {
		e.line("  again %s", c.Again)
	}
	return e.b.String()
}

type explanation struct {
	b    strings.Builder
	told map[string]bool // reasons that are on the page already
}

func (e *explanation) line(format string, a ...any) {
	e.b.WriteString(strings.TrimRight(fmt.Sprintf(format, a...), " ") + "\n")
}

// run tells what was not met in one run. Checks that follow from a situation
// which never arose say nothing of their own.
func (e *explanation) run(r *conformance.RunResult) {
	told := false
	for i := range r.Checks {
		ch := &r.Checks[i]
		if ch.Met || ch.Verdict == conformance.Pass || told && ch.Verdict == conformance.NotExercised {
			continue
		}
		told = true
		e.line("  want  %s (%s %s)", ch.Want, ch.ID, ch.Verdict)
		e.line("  saw   %s", ch.Saw)
		e.told[ch.Saw], e.told[ch.Want+": "+ch.Saw] = true, true
	}
	if !told && !e.told[r.Reason] {
		e.line("  why   %s", r.Reason)
		e.told[r.Reason] = true
	}
	for n := range r.Transcript {
		l := &r.Transcript[n]
		if n == shownExchanges {
			e.line("  … %d exchanges more", r.Requests-n)
			break
		}
		status := "no answer"
		if l.Status != 0 {
			status = fmt.Sprint(l.Status)
		}
		e.line("  #%-3d +%.3f %s -> %s", l.N, l.At.Seconds(), l.Request, status)
	}
}
