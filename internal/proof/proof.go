// Package proof plants defects in the suite's own clients and says which cases notice them.
//
// The clients, the defects and the simulator's tape weigh more than half a megabyte,
// and people who judge their own client need none of it: cmd/ergodrome is linked
// without this package, and cmd/ergodrome-full with it.
package proof

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/mutants"
	"github.com/ergodrome/ergodrome/conformance/runner"
)

// Matrix performs the cases that globs name with one defect after the other, those
// that only names or else all that the cases name, prints a line a case, and returns
// how many things are wrong with the suite. progress may be nil.
func Matrix(ctx context.Context, w io.Writer, globs, only []string, progress func(done, of int, defect string)) (problems int, err error) {
	c, err := choose(globs, only)
	if err != nil {
		return 0, err
	}
	c.Progress = progress
	return perform(ctx, w, c, len(only) > 0)
}

func perform(ctx context.Context, w io.Writer, c mutants.Config, some bool) (problems int, err error) {
	m, err := mutants.Build(ctx, c)
	if err != nil {
		return 0, err
	}
	return show(w, m, some)
}

// choose takes cases by globs, and defects by name or by what the cases name.
func choose(globs, only []string) (mutants.Config, error) {
	registry := checks.New()
	all, err := cases.Some((&runner.Options{Select: globs}).Needs)
	if err != nil {
		return mutants.Config{}, err
	}
	list, err := runner.List(all, globs...)
	if err != nil {
		return mutants.Config{}, err
	}
	all = slices.DeleteFunc(all, func(c *conformance.Case) bool {
		return !slices.ContainsFunc(list, func(l runner.Listed) bool { return l.ID == c.ID })
	})
	planted := mutants.All()
	for _, name := range only {
		if !slices.ContainsFunc(planted, func(m mutants.Mutant) bool { return m.Name == name }) {
			return mutants.Config{}, &runner.UsageError{Err: fmt.Errorf("no defect is called %q; ergodrome check explain ID names those of a case", name)}
		}
	}
	planted = slices.DeleteFunc(planted, func(m mutants.Mutant) bool {
		if len(only) > 0 {
			return !slices.Contains(only, m.Name)
		}
		return !slices.ContainsFunc(all, func(c *conformance.Case) bool { return slices.Contains(m.Kills, c.ID) })
	})
	return mutants.Config{Cases: all, Checks: registry, Mutants: planted}, nil
}

// show prints a matrix and what is wrong with it. Where only some defects were
// planted, a case that fails none of them shows nothing about itself.
func show(w io.Writer, m *mutants.Matrix, some bool) (int, error) {
	var b strings.Builder
	for _, c := range m.Cases {
		if killers := m.Killers(c.ID); len(killers) > 0 || !some {
			fmt.Fprintf(&b, "%s  %-6s  %s\n", c.ID, c.Level, strings.Join(killers, " "))
		}
	}
	problems := m.Problems(false)
	if some {
		problems = slices.DeleteFunc(problems, func(p string) bool { return strings.Contains(p, "is scored, but") })
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "PROBLEM %s\n", p)
	}
	fmt.Fprintf(&b, "%d cases, %d defects, %d runs, %d problems\n", len(m.Cases), len(m.Mutants), m.Runs, len(problems))
	_, err := io.WriteString(w, b.String())
	return len(problems), err
}
