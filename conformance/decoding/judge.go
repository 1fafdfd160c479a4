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
	if e.Grounds != nil {
		out.Evidence = e.Grounds(c.ID)
	}
	if e.Again != nil {
		out.Again = e.Again(c.ID)
	}
	for from := 0; from < len(list); {
		f, to := list[from], from+1
		for f.run != nil && to < len(list) && list[to].run == f.run {
			to++
		}
		if f.run != nil {
			out.Runs = append(out.Runs, e.derivedRun(list[from:to], c.Level))
			from = to
			continue
		}
		from = to
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
	if c.Verdict == conformance.Pass && !e.proven[f.group()] {
		c.Met, c.Verdict = false, conformance.NotExercised
		c.Saw = "so; but " + e.unproven(f)
		run.Reason = c.Saw
	}
	run.Checks = append(run.Checks, c)
	run.Verdict = run.Verdict.Worse(c.Verdict)
}

// judge holds a record against what the fixture says.
func (e *execution) judge(f Fixture, level conformance.Level, r conformance.CallRecord) conformance.CheckResult {
	if c := e.spoiled(f, r); c != nil {
		c.Level = level
		return *c
	}
	if f.run != nil {
		return e.derived(f, r)
	}
	c := conformance.CheckResult{ID: f.Name, Level: level}
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

// unproven is why what a decoder got right shows nothing.
func (e *execution) unproven(f Fixture) string {
	return "the decoder does not tell one sound input of " + f.group() + " from another: it shows nothing by it"
}

// spoiled is the verdict on a fixture from which nothing came that can be judged; nil
// when something did.
func (e *execution) spoiled(f Fixture, r conformance.CallRecord) *conformance.CheckResult {
	c := &conformance.CheckResult{ID: f.Name, Level: conformance.Must, Want: "an answer that can be judged", Verdict: conformance.SubjectError}
	switch {
	case r.Hung:
		c.Saw = fmt.Sprintf("no end within %s", e.Limit)
	case r.Panic != "":
		c.Saw = "a panic: " + r.Panic
	case r.BadValue != "":
		c.Saw = r.BadValue
	case r.Missing != nil:
		c.Want, c.Saw, c.Verdict = f.Area.Op+" to answer", r.Missing.Error(), conformance.Fail
	default:
		return nil
	}
	return c
}

// derived tells whether a derived fixture was decoded as the checks of its call demand.
func (e *execution) derived(f Fixture, r conformance.CallRecord) conformance.CheckResult {
	r.Label, r.Expect = label(f.call), f.call.Expect
	c := conformance.CheckResult{ID: f.Name, Level: conformance.Must, Met: r.OK(), Verdict: conformance.Pass, Want: "a value", Saw: "so"}
	for _, check := range f.run.Checks {
		o := e.Checks.Judge(&conformance.Evidence{Case: f.run, Calls: []conformance.CallRecord{r}}, check.Name, check.Args)
		if o.Reached && !o.Met {
			c.Met, c.Want, c.Saw = false, o.Want, o.Saw
		}
	}
	if !c.Met {
		c.Verdict = conformance.Fail
	}
	return c
}
