package world

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Switch is a question that a vendor's documents leave open, with the answers
// that a world may choose from. S is what the vendor's package keeps them in.
type Switch[S any] struct {
	Name     string
	Values   []string // the choices, or one description of a range
	Default  string
	What     string // what it turns
	Evidence string // why the default is what it is
	// Set enters a value. Where choices are listed it sees no other.
	Set func(s *S, c Choice) error
}

// set refuses values that are not among the choices, when they are listed.
func (w *Switch[S]) set(s *S, c Choice) error {
	if len(w.Values) > 1 && !slices.Contains(w.Values, c.Value) {
		return fmt.Errorf("%q is not one of %s", c.Value, strings.Join(w.Values, ", "))
	}
	return w.Set(s, c)
}

// Question is a Switch as it is told to people.
type Question struct {
	Name, What, Default, Evidence string
	Values                        []string
}

// Questions tells people of switches. Their order is that of Choice.
func Questions[S any](switches []Switch[S]) []Question {
	out := make([]Question, len(switches))
	for i := range switches {
		w := &switches[i]
		out[i] = Question{Name: w.Name, What: w.What, Default: w.Default, Evidence: w.Evidence, Values: w.Values}
	}
	return out
}

// ChooseProfile is the profile that a world names for a service, or the first.
// Its error is an *Invalid.
func ChooseProfile(c *Config, service string, profiles ...string) (string, error) {
	p, ok := c.Profile[service]
	if !ok {
		return profiles[0], nil
	}
	if !slices.Contains(profiles, p) {
		quoted := make([]string, len(profiles))
		for i, known := range profiles {
			quoted[i] = fmt.Sprintf("%q", known)
		}
		return "", &Invalid{Field: "profile." + service, Reason: fmt.Sprintf("%q is not a profile; use %s", p, strings.Join(quoted, " or "))}
	}
	return p, nil
}

// Choose enters the values that a world chose for a service's switches, and the
// defaults of the others, into s. Its errors are *Invalid.
func Choose[S any](c *Config, service string, switches []Switch[S], s *S) error {
	chosen, known := c.Switches[service], map[string]bool{}
	for i := range switches {
		w := &switches[i]
		known[w.Name] = true
		value, ok := chosen[w.Name]
		if !ok {
			value = w.Default
		}
		if err := w.set(s, Choice{value, ReadSwitch(i)}); err != nil {
			return &Invalid{Field: "switches." + service + "." + w.Name, Reason: err.Error()}
		}
	}
	for name := range chosen {
		if !known[name] {
			return &Invalid{Field: "switches." + service + "." + name, Reason: "no such switch; the documentation lists them"}
		}
	}
	return nil
}

// Chose tells whether a world chose a profile or a switch of a service.
func (c *Config) Chose(service string) bool {
	_, profile := c.Profile[service]
	return profile || len(c.Switches[service]) > 0
}

// Remembered makes a service's read of what a world chose for it cheap for the many
// worlds that chose nothing: these share one result, which nobody changes.
func Remembered[S any](service string, read func(*Config) (*S, error)) func(*Config) (*S, error) {
	standard := sync.OnceValues(func() (*S, error) { return read(&Config{}) })
	return func(c *Config) (*S, error) {
		if c.Chose(service) || len(c.Changes) > 0 {
			return read(c)
		}
		return standard()
	}
}
