// Package fidelity renders how faithful each simulated operation is, what each part of the descriptions rests on, and what is declined and why.
//
// The page is made of two things that know nothing of each other: the specification, which says what there is, and the
// simulator, which says what it serves. Where they disagree there is no page but an error.
package fidelity

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/openapi"
)

// Service is one vendor's API and what stands in for it.
type Service struct {
	Name      string // as in specs, such as "firstbeat"
	Title     string // for people
	Spec      []byte // the specification
	Simulator Simulator
}

// Simulator says what it serves.
type Simulator interface {
	// Operations are the operationIds that are served.
	Operations() []string
	// Declined maps the operationIds that are knowingly not served to the reason.
	Declined() map[string]string
	// Switches are the questions that the documents leave open; nil when there are none.
	Switches() []Switch
}

// Switch is an open question and the answer that holds unless a world chooses another.
type Switch struct {
	Name, What, Default string
	Values              []string // the choices, or one description of a range
	Evidence            string   // why the default is what it is
}

// Static is a Simulator made of values, for vendors whose packages export functions.
type Static struct {
	Served   []string
	Refused  map[string]string
	Question []Switch
}

// Operations returns Served.
func (s Static) Operations() []string { return s.Served }

// Declined returns Refused.
func (s Static) Declined() map[string]string { return s.Refused }

// Switches returns Question.
func (s Static) Switches() []Switch { return s.Question }

// Render writes the page, in Markdown. It fails when an operation is neither served nor declined, is both, is declined
// without a reason, or is none of the specification's; the error names every one.
func Render(services []Service) ([]byte, error) {
	var page strings.Builder
	var chapters strings.Builder
	parts := map[string]*evidence.Service{}
	var problems []error
	for _, s := range services {
		v, err := openapi.New(s.Spec)
		if err != nil {
			problems = append(problems, fmt.Errorf("fidelity: %s: %w", s.Name, err))
			continue
		}
		ops := v.Operations()
		if err := reconcile(s, ops); err != nil {
			problems = append(problems, err)
			continue
		}
		if parts[s.Name], err = Index(s.Spec); err != nil {
			problems = append(problems, fmt.Errorf("fidelity: %s: %w", s.Name, err))
			continue
		}
		section(&chapters, s, ops, parts[s.Name])
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	page.WriteString(intro)
	overview(&page, services, parts)
	page.WriteString(chapters.String())
	return []byte(page.String()), nil
}

// reconcile compares what there is with what is said to be served.
func reconcile(s Service, ops []openapi.Operation) error {
	served, declined := s.Simulator.Operations(), s.Simulator.Declined()
	var problems []error
	problem := func(id, what string) {
		problems = append(problems, fmt.Errorf("fidelity: %s: %s %s", s.Name, id, what))
	}
	known := map[string]bool{}
	for _, op := range ops {
		known[op.ID] = true
		_, refused := declined[op.ID]
		switch serves := slices.Contains(served, op.ID); {
		case serves && refused:
			problem(op.ID, "is both served and declined")
		case !serves && !refused:
			problem(op.ID, "is neither served nor declined with a reason")
		}
	}
	for _, id := range served {
		if !known[id] {
			problem(id, "is served and not in the specification")
		}
	}
	for id, why := range declined {
		if !known[id] {
			problem(id, "is declined and not in the specification")
		}
		if strings.TrimSpace(why) == "" {
			problem(id, "is declined without a reason")
		}
	}
	slices.SortFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(problems...)
}
