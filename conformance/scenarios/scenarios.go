// Package scenarios holds what programs are observed in: worlds that provoke many cases in one run.
package scenarios

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/packed"
)

//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack scenarios.packed */*.yaml
//go:embed scenarios.packed
var archive string

var files = packed.Open(archive)

// Scenario is what a program lives through: one or more acts, in each of which it is
// started anew.
type Scenario struct {
	Name    string `yaml:"name"` // "firstbeat/sync"
	Title   string `yaml:"title"`
	Service string `yaml:"service"`
	Needs   string `yaml:"needs"` // what a program is expected to do of its own accord
	Acts    []Act  `yaml:"acts"`
}

// Act is one world.
type Act struct {
	Name   string                  `yaml:"name"`
	Does   string                  `yaml:"does"` // what happens there, for people
	World  conformance.World       `yaml:"world"`
	Client conformance.ClientSetup `yaml:"client"`
	Cases  []Entry                 `yaml:"cases"`
}

// CaseIDs are the cases that the act may exercise.
func (a *Act) CaseIDs() []string {
	var out []string
	for i := range a.Cases {
		out = append(out, a.Cases[i].Case)
	}
	return out
}

// Entry is a case that an act may exercise. Stimulus and checks are the case's own,
// as far as the wire shows them, unless they are said here.
type Entry struct {
	Case     string              `yaml:"case"`
	Stimulus []conformance.Check `yaml:"stimulus"`
	Checks   []conformance.Check `yaml:"checks"`
}

// Load reads the scenarios, by name. now is where their days are counted from.
func Load(r conformance.Registry, now time.Time) ([]*Scenario, error) {
	names, err := fs.Glob(files, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	var (
		out  []*Scenario
		errs []error
	)
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		s, err := Parse(name, raw, r, now)
		if err == nil && s.Name+".yaml" != name {
			err = fmt.Errorf("%s: a file holds the one scenario that it is named after", name)
		}
		out, errs = append(out, s), append(errs, err)
	}
	return out, errors.Join(errs...)
}

// Parse reads one scenario. name is for messages.
func Parse(name string, raw []byte, r conformance.Registry, now time.Time) (*Scenario, error) {
	s := &Scenario{}
	if err := yaml.UnmarshalWithOptions([]byte(dated(string(raw), now)), s, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i := range s.Acts {
		a := &s.Acts[i]
		for k := range a.Cases {
			for _, list := range [][]conformance.Check{a.Cases[k].Stimulus, a.Cases[k].Checks} {
				if err := conformance.Bind(name, list, r); err != nil {
					return nil, err
				}
			}
		}
	}
	return s, nil
}

// dated replaces $(day:-4) by the beginning of the day four days ago. Programs ask for
// what is recent, by their own clocks.
func dated(text string, now time.Time) string {
	today := now.UTC().Truncate(24 * time.Hour)
	return regexp.MustCompile(`\$\(day:(-?[0-9]{1,4})\)`).ReplaceAllStringFunc(text, func(ref string) string {
		n, _ := strconv.Atoi(ref[len("$(day:") : len(ref)-1]) // the pattern lets nothing else through
		return today.AddDate(0, 0, n).Format(time.RFC3339)
	})
}

// Find is the scenario of a name.
func Find(all []*Scenario, name string) (*Scenario, error) {
	var names []string
	for _, s := range all {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	if name == "" {
		return nil, fmt.Errorf("which scenario? --scenario one of %s, or --case for the world of a case", strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("there is no scenario %q; there are: %s", name, strings.Join(names, ", "))
}

// Judged is an act's world, and its cases as they are judged there.
func (s *Scenario) Judged(a *Act, catalogue []*conformance.Case, r conformance.Registry) (world *conformance.Case, cases []*conformance.Case, err error) {
	world = &conformance.Case{ID: s.Name + "/" + a.Name, API: s.Service, Service: s.Service, World: a.World, Client: a.Client}
	for _, e := range a.Cases {
		i := slices.IndexFunc(catalogue, func(c *conformance.Case) bool { return c.ID == e.Case })
		if i < 0 {
			return nil, nil, fmt.Errorf("scenario %s: there is no case %s", s.Name, e.Case)
		}
		c := onTheWire(runFor(catalogue[i], s.Service), r)
		if len(e.Stimulus) > 0 {
			c.Stimulus = e.Stimulus
		}
		if len(e.Checks) > 0 {
			c.Checks = e.Checks
		}
		c.Variant, c.AnyVariant = a.Name, true
		switch {
		case !slices.Contains(c.Modes, conformance.Observe):
			err = errors.New("it is not for mode observe")
		case len(c.Stimulus) == 0 || len(c.Checks) == 0:
			err = errors.New("nothing of it can be seen on the wire")
		}
		if err != nil {
			return nil, nil, fmt.Errorf("scenario %s: %s: %w", s.Name, e.Case, err)
		}
		cases = append(cases, c)
	}
	return world, cases, nil
}

// runFor is the first run of a case that is about a service.
func runFor(c *conformance.Case, service string) *conformance.Case {
	for _, run := range c.Runs() {
		if run.ServiceName() == service {
			return run
		}
	}
	return c
}

// onTheWire is a case without what only an adapter could tell.
func onTheWire(c *conformance.Case, r conformance.Registry) *conformance.Case {
	out := *c
	reports := func(ch conformance.Check) bool { return !r.Wire(ch.Name, ch.Args) }
	out.Stimulus = slices.DeleteFunc(slices.Clone(c.Stimulus), reports)
	out.Checks = slices.DeleteFunc(slices.Clone(c.Checks), reports)
	return &out
}
