// Package checks holds the functions that cases name: demands upon exchanges
// and upon what the subject reported.
//
// A function looks at the evidence of one run and says whether a demand is met,
// what was wanted and what was seen. It never decides a verdict: levels and
// known failures are the runner's business.
package checks

import (
	"fmt"
	"sort"

	"github.com/ergodrome/ergodrome/conformance"
)

// Registry is the vocabulary of cases. Make one with New.
type Registry struct{ specs map[string]Spec }

// Spec is one check function.
type Spec struct {
	Name     string
	Doc      string // one sentence
	Stimulus bool   // may stand under stimulus
	reports  bool   // looks at what the subject reports, whatever the arguments
	decode   func(unmarshal func(any) error) (any, error)
	judge    func(e *conformance.Evidence, args any) conformance.Outcome
}

// validator is implemented by arguments that can be wrong beyond their types.
type validator interface{ validate() error }

func define[A any](name, doc string, judge func(*conformance.Evidence, *A) conformance.Outcome) Spec {
	return Spec{
		Name: name, Doc: doc,
		decode: func(unmarshal func(any) error) (any, error) {
			args := new(A)
			if err := unmarshal(args); err != nil {
				return nil, err
			}
			if v, ok := any(args).(validator); ok {
				if err := v.validate(); err != nil {
					return nil, err
				}
			}
			return args, nil
		},
		judge: func(e *conformance.Evidence, args any) conformance.Outcome {
			a, ok := args.(*A)
			if !ok {
				return conformance.Outcome{Fault: fmt.Sprintf("check %s was given %T", name, args)}
			}
			return judge(e, a)
		},
	}
}

func asStimulus(s Spec) Spec { s.Stimulus = true; return s }

func ofReport(s Spec) Spec { s.reports = true; return s }

func ofReports(specs []Spec) []Spec {
	for i := range specs {
		specs[i] = ofReport(specs[i])
	}
	return specs
}

// New returns the whole vocabulary.
func New() *Registry {
	r := &Registry{specs: map[string]Spec{}}
	for _, list := range [][]Spec{stimuli(), wire(), timing(), credentials(), oauth(), queries(), pages(), ofReports(calls()), ofReports(values()), ofReports(items()), secrets(), firstbeat(), sweatstack(), process()} {
		for _, s := range list {
			if _, twice := r.specs[s.Name]; twice {
				panic("checks: " + s.Name + " is defined twice")
			}
			r.specs[s.Name] = s
		}
	}
	return r
}

// Specs lists the functions by name.
func (r *Registry) Specs() []Spec {
	out := make([]Spec, 0, len(r.specs))
	for _, s := range r.specs {
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// Decode reads the arguments of the named function.
func (r *Registry) Decode(name string, unmarshal func(any) error) (any, error) {
	s, ok := r.specs[name]
	if !ok {
		return nil, fmt.Errorf("there is no check function %q", name)
	}
	return s.decode(unmarshal)
}

// Stimulus reports whether the function may stand under stimulus.
func (r *Registry) Stimulus(name string) bool { return r.specs[name].Stimulus }

// reporting is implemented by arguments that may make a function look at what the
// subject reports.
type reporting interface{ reported() bool }

// Wire reports whether the named function looks at exchanges alone, given these
// arguments, and so can judge a program that reports nothing.
func (r *Registry) Wire(name string, args any) bool {
	if a, ok := args.(reporting); ok && a.reported() {
		return false
	}
	return !r.specs[name].reports
}

// Judge runs the named function.
func (r *Registry) Judge(e *conformance.Evidence, name string, args any) (out conformance.Outcome) {
	s, ok := r.specs[name]
	if !ok {
		return conformance.Outcome{Fault: fmt.Sprintf("there is no check function %q", name)}
	}
	defer func() {
		if p := recover(); p != nil {
			out = conformance.Outcome{Fault: fmt.Sprintf("check %s panicked: %v", name, p)}
		}
	}()
	return s.judge(e, args)
}
