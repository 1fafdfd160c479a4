package checks

import (
	"errors"
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// Gap demands a pause between an answer and the next request of a kind.
type Gap struct {
	After          conformance.Match  `yaml:"after"` // the answers
	Then           *conformance.Match `yaml:"then"`  // the requests; default: same method and path
	SameURL        bool               `yaml:"same_url"`
	Min            time.Duration      `yaml:"min"`
	EarlyTolerance time.Duration      `yaml:"early_tolerance"`
}

// Growing demands that pauses do not shrink.
type Growing struct {
	After  conformance.Match `yaml:"after"`
	Min    time.Duration     `yaml:"min"`
	Jitter float64           `yaml:"jitter"` // 0.5: each pause may fall short by half of the one before
}

// Window bounds how many requests any window of time holds.
type Window struct {
	conformance.Match `yaml:",inline"`
	Window            time.Duration `yaml:"window"` // default 60s
	Max               int           `yaml:"max"`
}

// Within bounds how long a call takes. It is an upper bound, so it says what it
// rests on: either Norm, when the demand itself is a bound, or Expected, of which
// Patience must be at least ten times.
type Within struct {
	Call     string        `yaml:"call"`
	Patience time.Duration `yaml:"patience"`
	Expected time.Duration `yaml:"expected"`
	Norm     string        `yaml:"norm"` // where the bound is demanded
	Canceled bool          `yaml:"canceled"`
}

// Span demands that so much time passed during a call.
type Span struct {
	Call    string        `yaml:"call"`
	AtLeast time.Duration `yaml:"at_least"`
}

func (a *Gap) validate() error {
	if a.Min <= 0 {
		return errors.New("min must be a duration above zero")
	}
	return checkMatch(a.After)
}

func (a *Growing) validate() error {
	if a.Jitter < 0 || a.Jitter >= 1 {
		return errors.New("jitter must be in [0, 1)")
	}
	return checkMatch(a.After)
}

func (a *Window) validate() error {
	if a.Window == 0 {
		a.Window = time.Minute
	}
	if a.Max <= 0 || a.Window < 0 {
		return errors.New("max and window must be above zero")
	}
	return checkMatch(a.Match)
}

func (a *Within) validate() error {
	switch {
	case a.Patience <= 0:
		return errors.New("patience must be a duration above zero")
	case a.Norm == "" && a.Expected <= 0:
		return errors.New("an upper bound says norm: (who demands it) or expected: (what is usual)")
	case a.Norm == "" && a.Patience < 10*a.Expected:
		return fmt.Errorf("patience %s is below ten times the expected %s: a slow machine is not a broken client", a.Patience, a.Expected)
	}
	return nil
}

func timing() []Spec {
	return []Spec{
		define("gap_at_least", "The next request of a kind comes so long after an answer: {after: {match}, then: {match}, same_url, min, early_tolerance}.", gapAtLeast),
		define("gaps_grow", "Pauses after answers of a kind do not shrink and none is below min: {after: {match}, min, jitter}.", gapsGrow),
		define("max_in_window", "No window of time holds more requests: {match…, window: 60s, max}.", maxInWindow),
		ofReport(define("completes_within", "A call ends in time: {call, patience, expected | norm, canceled}.", completesWithin)),
		ofReport(define("takes_at_least", "A call does not end before: {call, at_least}.", takesAtLeast)),
	}
}

// pause is the time between an answer and the request that followed it.
type pause struct {
	from, to *conformance.Exchange
	gap      time.Duration
}

// pauses pairs every answer with the next request of the kind.
func pauses(e *conformance.Evidence, after conformance.Match, then *conformance.Match, sameURL bool) []pause {
	var out []pause
	for _, from := range e.Select(after) {
		for i := range e.Exchanges {
			to := &e.Exchanges[i]
			if to.N <= from.N || to.At < from.Done {
				continue
			}
			if then != nil && !then.Matches(to) || then == nil && (to.Method != from.Method || to.Path != from.Path || to.Origin != from.Origin) {
				continue
			}
			if sameURL && to.Query != from.Query {
				continue
			}
			out = append(out, pause{from, to, to.At - from.Done})
			break
		}
	}
	return out
}

func gapAtLeast(e *conformance.Evidence, a *Gap) conformance.Outcome {
	then := "the next request for the same"
	if a.Then != nil {
		then = "the next of " + describe(*a.Then)
	}
	want := fmt.Sprintf("a pause of at least %s between %s and %s", seconds(a.Min), describe(a.After), then)
	if a.EarlyTolerance > 0 {
		want += fmt.Sprintf(" (%s tolerance)", a.EarlyTolerance)
	}
	found := pauses(e, a.After, a.Then, a.SameURL)
	if len(found) == 0 {
		return unreached(want, "no request followed "+describe(a.After))
	}
	out := conformance.Outcome{Want: want, Met: true, Reached: true, Marks: map[int]string{}}
	var saw []string
	for _, p := range found {
		saw = append(saw, fmt.Sprintf("%s (#%d→#%d)", seconds(p.gap), p.from.N, p.to.N))
		out.Marks[p.from.N] += ""
		if p.gap+tolerated(e, a.EarlyTolerance) < a.Min {
			out.Met = false
			out.Marks[p.to.N] = "too early by " + seconds(a.Min-p.gap)
		} else if _, marked := out.Marks[p.to.N]; !marked {
			out.Marks[p.to.N] = ""
		}
	}
	out.Saw = listed(saw)
	return out
}

// usualRate is the rate at which a tolerance is as it is written: a clock that runs
// faster is read as much less exactly.
const usualRate = 50

func tolerated(e *conformance.Evidence, d time.Duration) time.Duration {
	if e.Rate > usualRate {
		return time.Duration(float64(d) * e.Rate / usualRate)
	}
	return d
}

func gapsGrow(e *conformance.Evidence, a *Growing) conformance.Outcome {
	want := fmt.Sprintf("pauses after %s that do not shrink (jitter %.0f %%)", describe(a.After), 100*a.Jitter)
	if a.Min > 0 {
		want += ", none below " + seconds(a.Min)
	}
	found := pauses(e, a.After, nil, false)
	if len(found) == 0 {
		return unreached(want, "no request followed "+describe(a.After))
	}
	out := conformance.Outcome{Want: want, Met: true, Reached: true, Marks: map[int]string{}}
	var saw []string
	for i, p := range found {
		saw = append(saw, seconds(p.gap))
		switch {
		case p.gap < a.Min:
			out.Met = false
			out.Marks[p.to.N] = "too early by " + seconds(a.Min-p.gap)
		case i > 0 && float64(p.gap) < float64(found[i-1].gap)*(1-a.Jitter):
			out.Met = false
			out.Marks[p.to.N] = "sooner than the time before"
		default:
			out.Marks[p.to.N] = ""
		}
	}
	out.Saw = listed(saw)
	return out
}

// maxInWindow slides a window from each request on; that finds the fullest one.
func maxInWindow(e *conformance.Evidence, a *Window) conformance.Outcome {
	want := fmt.Sprintf("at most %d %s in any %s", a.Max, describe(a.Match), a.Window)
	got := e.Select(a.Match)
	if len(got) == 0 {
		return unreached(want, "no "+describe(a.Match))
	}
	most, first, end := 0, got[0], 0
	for i := range got {
		for end < len(got) && got[end].At-got[i].At < a.Window {
			end++
		}
		if end-i > most {
			most, first = end-i, got[i]
		}
	}
	return conformance.Outcome{
		Want: want, Met: most <= a.Max, Reached: true,
		Saw:   fmt.Sprintf("at most %d, in the window that begins with #%d at +%s", most, first.N, seconds(first.At)),
		Marks: map[int]string{first.N: fmt.Sprintf("%d in the %s from here", most, a.Window)},
	}
}

func completesWithin(e *conformance.Evidence, a *Within) conformance.Outcome {
	want := fmt.Sprintf("%s to end within %s", quoted(a.Call), a.Patience)
	call := e.Call(a.Call)
	if call == nil {
		return unreached(want, "it was not made")
	}
	from := call.Start
	if a.Canceled {
		if call.Canceled == 0 {
			return unreached(want+" of being canceled", "it ended before")
		}
		want, from = want+" of being canceled", call.Canceled
	}
	took := call.End - from
	saw := seconds(took)
	if call.Hung {
		saw = "no end after " + seconds(took)
	}
	return conformance.Outcome{Want: want, Saw: saw, Met: !call.Hung && took <= a.Patience, Reached: true}
}

func takesAtLeast(e *conformance.Evidence, a *Span) conformance.Outcome {
	want := fmt.Sprintf("%s not to end before %s", quoted(a.Call), a.AtLeast)
	call := e.Call(a.Call)
	if call == nil {
		return unreached(want, "it was not made")
	}
	took := call.End - call.Start
	return conformance.Outcome{Want: want, Saw: seconds(took), Met: took >= a.AtLeast, Reached: true}
}
