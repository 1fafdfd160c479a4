package checks

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// Stretch asks that requests of a kind went on for so long.
type Stretch struct {
	conformance.Match `yaml:",inline"`
	AtLeast           time.Duration `yaml:"at_least"`
}

// Offer asks that a content coding was offered.
type Offer struct {
	conformance.Match `yaml:",inline"`
	Coding            string `yaml:"coding"`
}

func (a *Stretch) validate() error {
	if a.AtLeast <= 0 {
		return errors.New("at_least must be a duration above zero")
	}
	return checkMatch(a.Match)
}

func (a *Offer) validate() error {
	if a.Coding == "" {
		return errors.New("names no coding")
	}
	return checkMatch(a.Match)
}

func firstbeat() []Spec {
	return []Spec{
		ofReport(define("variable_is", "One Firstbeat result variable came out as one of several right outcomes: {call, at: /pointer, name, accept: [{scalar | series | error}], unit, rate, absent}.", variableIs)),
		ofReport(define("decodes_as", "A decoding fixture came out as it says itself: {call, fixture: folder/name, alone}.", decodesAs)),
		ofReport(define("variables_once", "The variables of a Firstbeat result are exactly those named: {call, at, names}.", variablesOnce)),
		asStimulus(define("requests_span", "So much time lies between the first and the last request of a kind: {match…, at_least}.", requestsSpan)),
		asStimulus(define("coding_offered", "A request of a kind offered a content coding: {match…, coding}.", codingOffered)),
	}
}

func requestsSpan(e *conformance.Evidence, a *Stretch) conformance.Outcome {
	out := conformance.Outcome{Want: fmt.Sprintf("%s to go on for %s", describe(a.Match), a.AtLeast), Saw: "none"}
	if got := e.Select(a.Match); len(got) > 0 {
		span := got[len(got)-1].At - got[0].At
		out.Saw, out.Met = seconds(span), span >= a.AtLeast
	}
	out.Reached = out.Met
	return out
}

func codingOffered(e *conformance.Evidence, a *Offer) conformance.Outcome {
	out := conformance.Outcome{Want: fmt.Sprintf("%s to offer %s", describe(a.Match), a.Coding), Saw: "not offered"}
	for _, x := range e.Select(a.Match) {
		if slices.Contains(conformance.Offered(x.Header), a.Coding) {
			out.Met, out.Reached, out.Saw = true, true, fmt.Sprintf("offered by #%d", x.N)
			break
		}
	}
	return out
}
