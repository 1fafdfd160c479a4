package decoding

import (
	"fmt"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
)

// result judges a case: one run an area, one check a fixture.
func (e *execution) result(c *conformance.Case, list []Fixture) conformance.CaseResult {
	out := conformance.CaseResult{
		ID: c.ID, Rev: c.Rev, Title: c.Title, Area: c.Area(), API: c.API, Level: c.Level, Basis: c.Basis, Profiles: c.Profiles, Core: true,
		Kills: c.Kills, Hint: c.Hint, Verdict: conformance.Pass,
	}
	if e.Says != nil {
		out.Says = e.Says(c.ID)
	}
	if e.Again != nil {
		out.Again = e.Again(c.ID)
	}
	for _, f := range list {
		n := len(out.Runs) - 1
		if n < 0 || out.Runs[n].Variant != f.Area.Name {
			out.Runs = append(out.Runs, conformance.RunResult{Variant: f.Area.Name, World: f.Area.Name, Verdict: conformance.Pass})
			n++
		}
		e.fixture(&out.Runs[n], f, c.Level)
	}
	applies := false
	for _, r := range out.Runs {
		applies = applies || r.Verdict != conformance.NA
	}
	if !applies {
		out.Verdict, out.Reason, out.Runs = conformance.NA, out.Runs[0].Reason, nil
		return out
	}
	out.Sum()
	return out
}

// fixture adds what came of a fixture to its run.
func (e *execution) fixture(run *conformance.RunResult, f Fixture, level conformance.Level) {
	r, done := e.records[key(f)]
	switch {
	case !e.hello.Has(f.Area.Op):
		run.Verdict, run.Reason = conformance.NA, "the subject does not announce operation "+f.Area.Op
		return
	case !done:
		run.Verdict, run.Reason = conformance.NotExercised, "the run was interrupted"
		return
	}
	c := e.judge(f, level, r)
	if c.Verdict == conformance.Pass && !e.proven[f.Area.Name] {
		c.Met, c.Verdict = false, conformance.NotExercised
		c.Saw = "so; but the decoder does not tell one sound input of " + f.Area.Name + " from another: it shows nothing by it"
		run.Reason = c.Saw
	}
	run.Checks = append(run.Checks, c)
	run.Verdict = run.Verdict.Worse(c.Verdict)
}

// judge holds a record against what the fixture says.
func (e *execution) judge(f Fixture, level conformance.Level, r conformance.CallRecord) conformance.CheckResult {
	c := conformance.CheckResult{ID: f.Name, Level: level, Want: "an answer that can be judged", Verdict: conformance.SubjectError}
	switch {
	case r.Hung:
		c.Saw = fmt.Sprintf("no end within %s", e.Limit)
		return c
	case r.Panic != "":
		c.Saw = "a panic: " + r.Panic
		return c
	case r.BadValue != "":
		c.Saw = r.BadValue
		return c
	case r.Missing != nil:
		c.Want, c.Saw, c.Verdict = f.Area.Op+" to answer", r.Missing.Error(), conformance.Fail
		return c
	}
	args, err := e.Checks.Decode(f.Area.Check, func(into any) error {
		switch a := into.(type) {
		case *checks.Fixture:
			a.Call, a.Fixture, a.Alone = f.Name, key(f), f.Area.Name == "firstbeat-vector"
		case *checks.Reading:
			a.Call, a.Fixture = f.Name, key(f)
		default:
			return fmt.Errorf("check %s takes no fixture", f.Area.Check)
		}
		return nil
	})
	if err != nil {
		c.Verdict, c.Saw = conformance.Errored, err.Error()
		return c
	}
	o := e.Checks.Judge(&conformance.Evidence{Calls: []conformance.CallRecord{r}}, f.Area.Check, args)
	c.Met, c.Want, c.Saw = o.Met, o.Want, o.Saw
	switch {
	case o.Fault != "":
		c.Verdict, c.Met, c.Saw = conformance.Errored, false, o.Fault
	case o.Met:
		c.Verdict = conformance.Pass
	default:
		c.Verdict = level.Unmet()
	}
	return c
}
