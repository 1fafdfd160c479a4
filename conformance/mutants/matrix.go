package mutants

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Matrix says which case each mutant fails.
type Matrix struct {
	Cases    []*conformance.Case
	Mutants  []Mutant
	Failed   map[string]map[string]bool // mutant -> cases
	Wire     map[string]map[string]bool // the same, where exchanges alone show it
	Decoding map[string]map[string]bool // the same, where nothing but decoding is asked
	Checks   map[string]bool            // "FB-RATE-003 gaps_grow": whether a mutant fails it
	Reached  map[string]int             // mutant -> how often its defect was reached
	Runs     int                        // performed, control included
	Skipped  int                        // left out because the control never asks for the defect there
	Control  []conformance.CaseResult   // the client without a defect, one a run
	Tape     *Tape                      // what the control answered
	config   Config
	world    stage.New // one for all runs: a case's population is the same whoever is judged
	watching []watched
}

// watched is one run of one case, and what the control asked for in it.
type watched struct {
	run   *conformance.Case
	asked *defect.Switches
}

// Config says what a matrix is made of. All but Choose and Test are required.
type Config struct {
	Cases   []*conformance.Case
	Checks  conformance.Registry
	Mutants []Mutant
	Choose  func(Mutant, *conformance.Case) bool // which of a mutant's runs to make; nil means all
	Test    *testing.T                           // inside go test; nil in programs
	// Progress hears of every mutant that is done; nil is nobody.
	Progress func(done, of int, mutant string)
}

// Build performs the matrix in virtual time. Every run of every case is made
// with the control first; a mutant whose defect the control never asks for in a
// run would do there exactly what the control does, so that run is left out.
func Build(ctx context.Context, c Config) (*Matrix, error) {
	if c.Choose == nil {
		c.Choose = func(Mutant, *conformance.Case) bool { return true }
	}
	m := &Matrix{
		Cases: c.Cases, Mutants: c.Mutants, Failed: map[string]map[string]bool{},
		Wire: map[string]map[string]bool{}, Decoding: map[string]map[string]bool{}, Checks: map[string]bool{},
		Reached: map[string]int{}, Tape: &Tape{}, config: c, world: simulator.New(),
	}
	for _, c := range m.Cases {
		for _, run := range c.Runs() {
			w := watched{run, defect.Watch()}
			result, err := m.perform(ctx, []*conformance.Case{run}, m.Tape.Record(inproc.Mutant(w.asked)))
			if err != nil {
				return nil, err
			}
			m.Control = append(m.Control, result.Cases...)
			m.note(&result.Cases[0], run)
			m.watching = append(m.watching, w)
		}
	}
	for i, mutant := range m.Mutants {
		if err := m.mutate(ctx, mutant); err != nil {
			return nil, err
		}
		if c.Progress != nil {
			c.Progress(i+1, len(m.Mutants), mutant.Name)
		}
	}
	return m, nil
}

func (m *Matrix) perform(ctx context.Context, runs []*conformance.Case, s subject.Subject) (*conformance.Results, error) {
	m.Runs += len(runs)
	r, err := runner.Run(ctx, runner.Options{Cases: runs, Checks: m.config.Checks, Subject: s, World: m.world, Test: m.config.Test})
	if err == nil && !r.Complete {
		err = context.Cause(ctx)
	}
	return r, err
}

// mutate runs one mutant over every run that it could fail.
func (m *Matrix) mutate(ctx context.Context, mutant Mutant) error {
	var runs []*conformance.Case
	for _, w := range m.watching {
		if m.config.Choose(mutant, w.run) && w.asked.Asked(mutant.Name) {
			runs = append(runs, w.run)
		} else {
			m.Skipped++
		}
	}
	m.Failed[mutant.Name], m.Wire[mutant.Name], m.Decoding[mutant.Name] = map[string]bool{}, map[string]bool{}, map[string]bool{}
	if len(runs) == 0 {
		return nil
	}
	on := defect.On(mutant.Name)
	results, err := m.perform(ctx, runs, inproc.Mutant(on))
	if err != nil {
		return fmt.Errorf("mutant %s: %w", mutant.Name, err)
	}
	m.Reached[mutant.Name] = on.Reached(mutant.Name)
	for i := range results.Cases {
		c := &results.Cases[i]
		m.note(c, runs[i])
		if Fails(c) {
			m.Failed[mutant.Name][c.ID] = true
			if m.onTheWire(c, runs[i]) {
				m.Wire[mutant.Name][c.ID] = true
			}
			if onlyDecodes(runs[i]) {
				m.Decoding[mutant.Name][c.ID] = true
			}
		}
	}
	return nil
}

// onTheWire says whether somebody who saw nothing but the exchanges would have
// noticed, too.
func (m *Matrix) onTheWire(c *conformance.CaseResult, run *conformance.Case) bool {
	return slices.ContainsFunc(c.Unmet(), func(ch *conformance.CheckResult) bool {
		return ch.Verdict != conformance.Errored && slices.ContainsFunc(run.Checks, func(own conformance.Check) bool {
			return own.ID == ch.ID && m.config.Checks.Wire(own.Name, own.Args)
		})
	})
}

// onlyDecodes says whether a run asks for nothing that needs a network.
func onlyDecodes(run *conformance.Case) bool {
	return !slices.ContainsFunc(run.OpNames(), func(op string) bool { return !strings.HasPrefix(op, "decode.") })
}

// note remembers which of a run's own checks failed. What the judge adds to
// every case, and what only tells whether a case was reached, is left out.
func (m *Matrix) note(c *conformance.CaseResult, run *conformance.Case) {
	for _, own := range run.Checks {
		key := c.ID + " " + own.ID
		for _, r := range c.Runs {
			for _, ch := range r.Checks {
				failed := ch.ID == own.ID && !ch.Met && ch.Verdict != conformance.NotExercised
				m.Checks[key] = m.Checks[key] || failed
			}
		}
	}
}

// Idle lists the checks that no mutant fails, in order.
func (m *Matrix) Idle() []string {
	var out []string
	for key, failed := range m.Checks {
		if !failed {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// Fails says whether a case noticed something: a demand at the case's own level
// was reached and not met, or the subject broke down.
func Fails(c *conformance.CaseResult) bool {
	switch c.Verdict {
	case conformance.Fail, conformance.Warn, conformance.SubjectError:
		return true
	}
	return slices.ContainsFunc(c.Unmet(), func(ch *conformance.CheckResult) bool {
		return ch.Level == c.Level && c.Level == conformance.May
	})
}

// APIs lists what the cases count for, in order.
func (m *Matrix) APIs() []string {
	var out []string
	for _, c := range m.Cases {
		out = append(out, c.API)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Golden is the part of the matrix that counts for an API as text: each case with
// the mutants that fail it, and what nothing fails.
func (m *Matrix) Golden(api string) string {
	var b strings.Builder
	own := map[string]bool{}
	for _, c := range m.Cases {
		if c.API != api {
			continue
		}
		own[c.ID] = true
		fmt.Fprintf(&b, "%s %-6s %s\n", c.ID, c.Level, strings.Join(m.Killers(c.ID), " "))
	}
	b.WriteString("\nchecks that no mutant fails:\n")
	for _, check := range m.Idle() {
		if id, _, _ := strings.Cut(check, " "); own[id] {
			b.WriteString(check + "\n")
		}
	}
	return b.String()
}

// Killers lists the mutants that fail a case, in the order of the catalogue.
func (m *Matrix) Killers(id string) []string {
	var out []string
	for _, mutant := range m.Mutants {
		if m.Failed[mutant.Name][id] {
			out = append(out, mutant.Name)
		}
	}
	return out
}
