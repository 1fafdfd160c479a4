package checks

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

// owedByScript lists the requests that the case's script had an answer of this
// kind for and that got another one. A script that is changed on the way owes
// nothing here: the evidence does not say when it was changed.
func owedByScript(e *conformance.Evidence, m conformance.Match) []*conformance.Exchange {
	if e.Case == nil || m.Status == 0 || slices.ContainsFunc(e.Case.Ops, func(s conformance.Step) bool { return s.Faults != nil }) {
		return nil
	}
	asked := m
	asked.Status = 0
	used := make([]int, len(e.Case.World.Script))
	var out []*conformance.Exchange
	for i := range e.Exchanges {
		x := &e.Exchanges[i]
		reply := planned(e.Case.World.Script, used, x)
		if reply == nil || reply.Pass || reply.Reset || statusOf(reply) != m.Status || !asked.Matches(x) {
			continue
		}
		if x.Status != 0 && x.Status != m.Status { // 0: the subject went away before the answer
			out = append(out, x)
		}
	}
	return out
}

// planned is the reply that a script has for the next request; used counts what
// each route has answered.
func planned(script []conformance.Route, used []int, x *conformance.Exchange) *conformance.Reply {
	if x.Origin != "" {
		return nil // other hosts have their own answers
	}
	for i := range script {
		if !script[i].Match.Matches(x) {
			continue
		}
		left := used[i]
		for k := range script[i].Replies {
			reply := &script[i].Replies[k]
			if times := max(reply.Times, 1); !reply.Forever && left >= times {
				left -= times
				continue
			}
			used[i]++
			return reply
		}
	}
	return nil
}

func statusOf(r *conformance.Reply) int {
	if r.Status == 0 {
		return http.StatusOK
	}
	return r.Status
}

// waitsFor describes the requests that a case's script answers with the wanted
// status; "" when the vendor itself decides.
func waitsFor(c *conformance.Case, m conformance.Match) string {
	if c == nil {
		return ""
	}
	var out []string
	for _, route := range c.World.Script {
		if slices.ContainsFunc(route.Replies, func(r conformance.Reply) bool { return !r.Pass && statusOf(&r) == m.Status }) {
			out = append(out, describe(route.Match))
		}
	}
	return strings.Join(out, ", ")
}

// instead says what came in place of the answer that a case is about.
func instead(asked []*conformance.Exchange, got int, waiting string) string {
	saw := fmt.Sprint(got)
	var answers []string
	for _, x := range asked {
		if s := fmt.Sprint(x.Status); x.Status != 0 && !slices.Contains(answers, s) {
			answers = append(answers, s)
		}
	}
	switch {
	case len(asked) == 0:
		saw += ": the subject sent no such request"
	case len(answers) > 0:
		saw += fmt.Sprintf(": what the subject sent was answered %s", strings.Join(answers, ", "))
	}
	if waiting != "" {
		saw += "; the answer waits for " + waiting
	}
	return saw
}
