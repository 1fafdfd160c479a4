package runner

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Names of the checks that every case has.
const (
	secretsCheck = "no_secret_leaks"
	healthCheck  = "subject_health"
	floodCheck   = "no_flood"
)

// levelFor is what a case demands of a subject.
func levelFor(c *conformance.Case, h subject.Hello) conformance.Level {
	level := c.Level
	for feature, l := range c.Stricter {
		if h.Declares(feature) && l.Stronger(level) {
			level = l
		}
	}
	return level
}

// judge turns the evidence of one run into its result.
func judge(e *conformance.Evidence, r conformance.Registry, level conformance.Level, flooded bool) conformance.RunResult {
	out := conformance.RunResult{
		Variant: e.Case.Variant, WorldTime: e.End, Requests: len(e.Exchanges), Verdict: conformance.Pass,
	}
	add := func(c conformance.CheckResult) {
		out.Checks = append(out.Checks, c)
		if c.Counts(level) {
			out.Verdict = out.Verdict.Worse(c.Verdict)
		}
	}
	for _, c := range suiteFaults(e) {
		add(c)
	}
	reached := true
	for _, s := range e.Case.Stimulus {
		c := judgeStimulus(e, r, s)
		if c.Verdict != conformance.Pass {
			reached = false
			out.Reason = c.Want + ": " + c.Saw
		}
		add(c)
	}
	for _, c := range health(e) {
		add(c)
	}
	for _, c := range expectations(e, level) {
		add(c)
	}
	for _, ch := range e.Case.Checks {
		add(judgeCheck(e, r, ch, level, reached))
	}
	if e.Process == nil { // a program's words and its traffic as a whole are of many cases at once
		add(leaks(e))
	}
	if flooded && e.Process == nil {
		add(conformance.CheckResult{
			ID: floodCheck, Verdict: conformance.Fail, Level: conformance.Must,
			Want: "traffic to be bounded", Saw: fmt.Sprintf("more than %d requests", len(e.Exchanges)),
		})
	}
	if out.Verdict == conformance.Errored && out.Reason == "" {
		for _, c := range out.Checks {
			if c.Verdict == conformance.Errored {
				out.Reason = c.Saw
			}
		}
	}
	return out
}

// suiteFaults are ERRORs: bugs of the simulator, strays, replies that violate
// the vendor's own description.
func suiteFaults(e *conformance.Evidence) []conformance.CheckResult {
	var out []conformance.CheckResult
	fault := func(id, saw string, n int) {
		out = append(out, conformance.CheckResult{ID: id, Verdict: conformance.Errored, Level: conformance.Must, Want: "a sound stage", Saw: saw, Evidence: []int{n}})
	}
	for _, x := range e.Exchanges {
		switch {
		case x.Bug != "":
			fault("simulator_bug", fmt.Sprintf("the simulator failed at #%d: %s", x.N, x.Bug), x.N)
		case x.Stray && e.Process == nil:
			fault("stray_request", fmt.Sprintf("#%d %s %s%s reached no world: does the client ignore its base URL?", x.N, x.Method, x.Origin, x.Path), x.N)
		case x.SchemaFault != "":
			fault("wire_schema", fmt.Sprintf("the answer to #%d: %s", x.N, x.SchemaFault), x.N)
		}
	}
	return out
}

func judgeStimulus(e *conformance.Evidence, r conformance.Registry, s conformance.Check) conformance.CheckResult {
	o := r.Judge(e, s.Name, s.Args)
	c := conformance.CheckResult{ID: s.ID, Level: conformance.InfoLevel, Met: o.Met, Want: o.Want, Saw: o.Saw, Verdict: conformance.Pass}
	switch {
	case o.Fault != "":
		c.Verdict, c.Saw = conformance.Errored, "stimulus not delivered: "+o.Fault
	case !o.Met:
		c.Verdict = conformance.NotExercised
	}
	return c
}

// health reports crashes, hangs and values that nobody can judge.
func health(e *conformance.Evidence) []conformance.CheckResult {
	var out []conformance.CheckResult
	for i := range e.Calls {
		c := &e.Calls[i]
		var saw string
		switch {
		case c.Panic != "":
			line, _, _ := strings.Cut(c.Panic, "\n")
			saw = fmt.Sprintf("%s panicked: %s", c.Op, line)
		case c.Hung:
			saw = fmt.Sprintf("%s did not return within %s", c.Op, (c.End - c.Start).Round(time.Millisecond))
		case c.BadValue != "":
			saw = fmt.Sprintf("%s: %s", c.Op, c.BadValue)
		default:
			continue
		}
		out = append(out, conformance.CheckResult{
			ID: healthCheck, Verdict: conformance.SubjectError, Level: conformance.Must, Want: "an answer that can be judged", Saw: saw,
		})
	}
	if e.Farewell != "" && len(out) == 0 { // else it is the same trouble again
		out = append(out, conformance.CheckResult{
			ID: healthCheck, Verdict: conformance.SubjectError, Level: conformance.Must, Want: "a client that can be closed", Saw: "close: " + e.Farewell,
		})
	}
	return out
}

// expectations judges what each call came to, one result a label.
func expectations(e *conformance.Evidence, level conformance.Level) []conformance.CheckResult {
	var out []conformance.CheckResult
	byLabel := map[string]int{}
	for i := range e.Calls {
		c := &e.Calls[i]
		if c.Panic != "" || c.Hung || c.BadValue != "" {
			continue // health has it
		}
		at, seen := byLabel[c.Label]
		if !seen {
			at = len(out)
			byLabel[c.Label] = at
			out = append(out, conformance.CheckResult{
				ID: "expect:" + c.Label, Level: level, Met: true, Verdict: conformance.Pass, Want: expected(c), Saw: "so",
			})
		}
		if why := unexpected(c); why != "" && out[at].Met {
			out[at].Met, out[at].Saw = false, why
			out[at].Verdict = level.Unmet()
			if c.Missing != nil {
				// What a core case, or a declared feature, needs is no option.
				out[at].Verdict = conformance.Fail
			}
		}
	}
	return out
}

func expected(c *conformance.CallRecord) string {
	switch {
	case c.Expect.Any:
		return c.Op + " to answer"
	case c.Expect.OK():
		return c.Op + " to succeed"
	}
	var words []string
	for _, class := range c.Expect.Classes {
		words = append(words, string(class))
	}
	return c.Op + " to fail with class " + strings.Join(words, " or ")
}

func unexpected(c *conformance.CallRecord) string {
	switch {
	case c.Missing != nil:
		return c.Missing.Error()
	case c.Expect.Any:
		return ""
	case c.Expect.OK():
		if c.Err != nil {
			return "error " + c.Err.Error()
		}
		return ""
	case c.Err == nil:
		return "success"
	case !slices.Contains(c.Expect.Classes, c.Err.Class):
		if c.Err.Class == subject.Other {
			return "error " + c.Err.Error() + " (map this error to a class)"
		}
		return "error " + c.Err.Error()
	}
	return ""
}

func judgeCheck(e *conformance.Evidence, r conformance.Registry, ch conformance.Check, level conformance.Level, reached bool) conformance.CheckResult {
	if ch.Level != "" {
		level = ch.Level
	}
	o := r.Judge(e, ch.Name, ch.Args)
	c := conformance.CheckResult{ID: ch.ID, Level: level, Met: o.Met, Want: o.Want, Saw: o.Saw, Marks: o.Marks}
	for n := range o.Marks {
		c.Evidence = append(c.Evidence, n)
	}
	slices.Sort(c.Evidence)
	switch {
	case o.Fault != "":
		c.Verdict, c.Met, c.Saw = conformance.Errored, false, o.Fault
	case !reached, !o.Reached:
		c.Verdict, c.Met = conformance.NotExercised, false
	case o.Broken:
		c.Verdict = conformance.SubjectError
	case o.Met:
		c.Verdict = conformance.Pass
		if level == conformance.InfoLevel {
			c.Verdict = conformance.Info
		}
	default:
		c.Verdict = level.Unmet()
	}
	return c
}

func leaks(e *conformance.Evidence) conformance.CheckResult {
	found := checks.Leaks(e, nil, subject.Reveals)
	c := conformance.CheckResult{
		ID: secretsCheck, Level: conformance.Must, Met: true, Verdict: conformance.Pass,
		Want: "no secret in any value, error, log or URL", Saw: "none",
	}
	if len(found) > 0 {
		c.Met, c.Verdict, c.Saw = false, conformance.Fail, strings.Join(found, "; ")
	}
	return c
}
