package decoding

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

// derivable are the cases whose whole stimulus is a body: what a client must make of
// it, decoding alone can show too.
func derivable(id string) bool {
	return slices.Contains([]string{
		"TP-DATA-003", "TP-DATA-004", "TP-DATA-005", "TP-DATA-006", "TP-DATA-007",
		"AL-DATA-001", "AL-DATA-002", "AL-DATA-003", "AL-DATA-004", "AL-DATA-007", "AL-DATA-008", "AL-DATA-009",
		"AL-DATA-010", "AL-DATA-011", "AL-DATA-012", "AL-DATA-013", "AL-DATA-014", "AL-DATA-017",
		"X-JSON-002", "X-TIME-001",
	}, id)
}

// decodeOp is the operation that only decodes what an operation would be answered.
func decodeOp(op string) string { return "decode." + strings.ReplaceAll(op, ".", "_") }

// All reads every fixture, and derives those that are bodies of cases.
func All(cases []*conformance.Case) ([]Fixture, error) {
	list, err := Load()
	if err != nil {
		return nil, err
	}
	more, err := derive(cases)
	return append(list, more...), err
}

// derive makes fixtures of the bodies that cases script: one a call, in the order of
// the calls, each in an area named after the operation that is answered with it.
func derive(all []*conformance.Case) ([]Fixture, error) {
	var out []Fixture
	for _, c := range all {
		if !derivable(c.ID) {
			continue
		}
		for _, run := range c.Runs() {
			if len(run.Ops) != len(run.World.Script) {
				return nil, fmt.Errorf("%s has %d calls and %d scripted bodies: it is more than decoding", run.Name(), len(run.Ops), len(run.World.Script))
			}
			for i := range run.Ops {
				call, replies := run.Ops[i].Call, run.World.Script[i].Replies
				if call == nil || len(replies) != 1 || replies[0].Status != 0 || replies[0].Body == nil {
					return nil, fmt.Errorf("%s, step %d: it is more than one call and one body", run.Name(), i+1)
				}
				body, err := bodyOf(replies[0].Body)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", run.Name(), err)
				}
				out = append(out, Fixture{
					Area: &Area{Name: call.Op, API: run.ServiceName(), Op: decodeOp(call.Op), Argument: "json", Ending: ".json"},
					Name: strings.TrimSuffix(strings.Join([]string{"y", c.ID, run.Variant, call.As}, "_"), "_"), Requirement: c.ID, Input: body, run: run, call: call,
				})
			}
		}
	}
	return out, nil
}

// bodyOf is a scripted body as it goes over the wire.
func bodyOf(v any) ([]byte, error) {
	if text, ok := v.(string); ok {
		return []byte(text), nil
	}
	return json.Marshal(v)
}

// label is what a call's checks know it by.
func label(call *conformance.Call) string {
	if call.As == "" {
		return "call"
	}
	return call.As
}

// derivedRun judges a run by the case's own checks: all that came of its bodies.
func (e *execution) derivedRun(list []Fixture, level conformance.Level) conformance.RunResult {
	model := list[0].run
	run := conformance.RunResult{Variant: model.Variant, World: model.Name(), Verdict: conformance.Pass}
	evidence := &conformance.Evidence{Case: model}
	for _, f := range list {
		r, done := e.records[key(f)]
		switch {
		case !e.hello.Has(f.Area.Op):
			run.Verdict, run.Reason = conformance.NA, "the subject does not announce operation "+f.Area.Op
			return run
		case !done:
			run.Verdict, run.Reason = conformance.NotExercised, "the run was interrupted"
			return run
		}
		if c := e.spoiled(f, r); c != nil {
			run.Checks, run.Verdict = append(run.Checks, *c), run.Verdict.Worse(c.Verdict)
		}
		r.Label, r.Expect = label(f.call), f.call.Expect
		evidence.Calls = append(evidence.Calls, r)
	}
	for _, check := range model.Checks {
		o := e.Checks.Judge(evidence, check.Name, check.Args)
		if check.Level != "" {
			level = check.Level
		}
		c := conformance.CheckResult{ID: check.ID, Level: level, Met: o.Met, Want: o.Want, Saw: o.Saw, Verdict: conformance.Pass}
		switch {
		case o.Fault != "":
			c.Met, c.Saw, c.Verdict = false, o.Fault, conformance.Errored
		case !o.Met:
			c.Verdict = level.Unmet()
		case !e.proven[list[0].group()]:
			c.Met, c.Verdict = false, conformance.NotExercised
			c.Saw = "so; but " + e.unproven(list[0])
			run.Reason = c.Saw
		}
		run.Checks, run.Verdict = append(run.Checks, c), run.Verdict.Worse(c.Verdict)
	}
	return run
}
