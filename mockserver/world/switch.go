package world

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
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
	Set func(s *S, value string) error
}

// set refuses values that are not among the choices, when they are listed.
func (w *Switch[S]) set(s *S, value string) error {
	if len(w.Values) > 1 && !slices.Contains(w.Values, value) {
		return fmt.Errorf("%q is not one of %s", value, strings.Join(w.Values, ", "))
	}
	return w.Set(s, value)
}

// Question is a Switch as it is told to people.
type Question struct {
	Name, What, Default, Evidence string
	Values                        []string
	// At are the exchanges in which an answer can be seen: operationIds, statuses
	// ("429"), classes of them ("4xx"), or "none" for requests of no operation; nil
	// means all of the service.
	At []string
}

// Bears says whether the answer can be seen in an exchange.
func (q *Question) Bears(operation string, status int) bool {
	code := strconv.Itoa(status)
	return q.At == nil || slices.Contains(q.At, cmp.Or(operation, "none")) || slices.Contains(q.At, code) || slices.Contains(q.At, code[:1]+"xx")
}

// Questions tells people of switches. A line of at has a switch that is not seen
// in all exchanges of its service, and those in which it is.
func Questions[S any](switches []Switch[S], at string) []Question {
	out := make([]Question, len(switches))
	for i := range switches {
		w := &switches[i]
		out[i] = Question{Name: w.Name, What: w.What, Default: w.Default, Evidence: w.Evidence, Values: w.Values}
	}
	locate(out, at)
	return out
}

// locate enters where answers are seen.
func locate(questions []Question, at string) {
	for line := range strings.Lines(at) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		i := slices.IndexFunc(questions, func(q Question) bool { return q.Name == words[0] })
		if i < 0 {
			panic("world: no switch " + words[0]) // the lines are constants beside the switches
		}
		questions[i].At = words[1:]
	}
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
		if err := w.set(s, value); err != nil {
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

// Remembered makes a service's read of what a world chose for it cheap for the many
// worlds that chose nothing: these share one result, which nobody changes.
func Remembered[S any](service string, read func(*Config) (*S, error)) func(*Config) (*S, error) {
	standard := sync.OnceValues(func() (*S, error) { return read(&Config{}) })
	return func(c *Config) (*S, error) {
		if _, chosen := c.Profile[service]; chosen || len(c.Switches[service])+len(c.Changes) > 0 {
			return read(c)
		}
		return standard()
	}
}

// What a switch may set is mostly one of these; S is what field finds its place in.

// OnOff enters whether it is the second of two values.
func OnOff[S any](_, on string, field func(*S) *bool) func(*S, string) error {
	return func(s *S, v string) error { *field(s) = v == on; return nil }
}

// Word enters a value as it is.
func Word[S any](field func(*S) *string) func(*S, string) error {
	return func(s *S, v string) error { *field(s) = v; return nil }
}

// OneOf enters what a value stands for.
func OneOf[S, T any](values map[string]T, field func(*S) *T) func(*S, string) error {
	return func(s *S, v string) error { *field(s) = values[v]; return nil }
}

// Whole enters a whole number in a range.
func Whole[S any](least, most int, field func(*S) *int) func(*S, string) error {
	return func(s *S, v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < least || n > most {
			return fmt.Errorf("%q is not a whole number from %d to %d", v, least, most)
		}
		*field(s) = n
		return nil
	}
}

// Duration enters a duration in a range, of which example is one.
func Duration[S any](least, most time.Duration, example string, field func(*S) *time.Duration) func(*S, string) error {
	return func(s *S, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d < least || d > most {
			return fmt.Errorf("%q is not a duration from %s to %s, such as %s", v, least, most, example)
		}
		*field(s) = d
		return nil
	}
}
