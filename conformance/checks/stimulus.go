package checks

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// Seen asks that exchanges of a kind took place.
type Seen struct {
	conformance.Match `yaml:",inline"`
	AtLeast           int `yaml:"at_least"` // default 1
}

// Fired asks that a fault rule, or a scripted reply, was applied.
type Fired struct {
	Name    string `yaml:"name"` // part of the fault's name in the journal; empty means any
	AtLeast int    `yaml:"at_least"`
}

// Made asks that the subject was asked to do something and answered.
type Made struct {
	Call    string `yaml:"call"`
	AtLeast int    `yaml:"at_least"`
}

// Elapsed asks that so much time passed.
type Elapsed struct {
	AtLeast time.Duration `yaml:"at_least"`
}

func (a *Seen) validate() error { return checkMatch(a.Match) }

func (a *Elapsed) validate() error {
	if a.AtLeast <= 0 {
		return errors.New("at_least must be a duration above zero")
	}
	return nil
}

func stimuli() []Spec {
	return []Spec{
		asStimulus(define("reply_sent", "Answers of a kind were sent: {operation, method, path, query, status, host, at_least}.", replySent)),
		asStimulus(define("request_seen", "Requests of a kind arrived: {operation, method, path, query, host, at_least}.", requestSeen)),
		asStimulus(define("fault_fired", "A fault was applied to an exchange: {name, at_least}.", faultFired)),
		asStimulus(ofReport(define("call_made", "The subject answered a call, whatever it said: {call, at_least}.", callMade))),
		asStimulus(define("elapsed", "So much time passed while the case ran: {at_least}.", elapsed)),
	}
}

// replySent tells a suite that did not deliver from a subject that never asked.
// Only an answer that the script owed to a request, and that the request did
// not get, is the suite's fault: what the vendor itself answers depends on what
// the subject sends.
func replySent(e *conformance.Evidence, a *Seen) conformance.Outcome {
	want := max(a.AtLeast, 1)
	got := e.Select(a.Match)
	out := conformance.Outcome{
		Want: fmt.Sprintf("at least %d %s", want, describe(a.Match)),
		Saw:  fmt.Sprintf("%d", len(got)),
		Met:  len(got) >= want, Reached: true, Marks: marks(got, ""),
	}
	if out.Met {
		return out
	}
	out.Reached = false
	if owed := owedByScript(e, a.Match); len(owed) > 0 {
		out.Fault = fmt.Sprintf("%d requests were owed the answer this case is about, and got another (#%d got %d)", len(owed), owed[0].N, owed[0].Status)
		return out
	}
	asked := a.Match
	asked.Status = 0
	out.Saw = instead(e.Select(asked), len(got), waitsFor(e.Case, a.Match))
	return out
}

func requestSeen(e *conformance.Evidence, a *Seen) conformance.Outcome {
	want := max(a.AtLeast, 1)
	got := e.Select(a.Match)
	met := len(got) >= want
	return conformance.Outcome{
		Want: fmt.Sprintf("at least %d %s", want, describe(a.Match)), Saw: fmt.Sprintf("%d", len(got)),
		Met: met, Reached: met,
	}
}

func faultFired(e *conformance.Evidence, a *Fired) conformance.Outcome {
	want, n := max(a.AtLeast, 1), 0
	for name, times := range e.Fired {
		if strings.Contains(name, a.Name) {
			n += times
		}
	}
	for i := range e.Exchanges {
		if slices.ContainsFunc(e.Exchanges[i].Faults, func(f string) bool { return strings.Contains(f, a.Name) }) {
			n++
		}
	}
	return conformance.Outcome{
		Want: fmt.Sprintf("fault %q applied at least %d times", a.Name, want), Saw: fmt.Sprintf("%d times", n),
		Met: n >= want, Reached: n >= want,
	}
}

func callMade(e *conformance.Evidence, a *Made) conformance.Outcome {
	want, n := max(a.AtLeast, 1), 0
	for _, c := range e.ByLabel(a.Call) {
		if c.Missing == nil && !c.Hung && c.Panic == "" {
			n++
		}
	}
	return conformance.Outcome{
		Want: fmt.Sprintf("at least %d answered calls of %s", want, quoted(a.Call)), Saw: fmt.Sprintf("%d", n),
		Met: n >= want, Reached: n >= want,
	}
}

func elapsed(e *conformance.Evidence, a *Elapsed) conformance.Outcome {
	met := e.End >= a.AtLeast
	return conformance.Outcome{
		Want: fmt.Sprintf("%s to pass", a.AtLeast), Saw: e.End.String(), Met: met, Reached: met,
	}
}
