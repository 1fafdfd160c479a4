package polarteampro

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The readings of the vendor's documents. [confirmed: documents 1.0.2 and 1.1.0]
const (
	profile102 = "1.0.2" // the default
	profile110 = "1.1.0" // sport profiles, phase summaries, more members
)

// Switch is a question that the vendor's documents leave open, with the answers
// that a world may choose from.
type Switch struct {
	Name     string
	Values   []string // the choices, or one description of a range
	Default  string
	What     string // what it turns
	Evidence string // why the default is what it is

	set func(s *settings, value string) error
}

// settings are a world's profile and answers to the open questions.
type settings struct {
	profile string

	bucket                         int
	countRefused, retryAfter       bool
	emptyErrors                    bool
	ignoreBad, clampPages, convert bool
	newestFirst, onePage           bool
	syncLatency                    time.Duration
	hideStaff, wholeSummary        bool

	nulls, comma, utcMarkers, wholeSpeeds, countKey bool
	padRows, longRows, notANumber                   bool
}

// Switches are all open questions, in the order of the documentation.
func Switches() []Switch {
	s := slices.Concat(accessSwitches(), listSwitches(), wireSwitches(), sampleSwitches())
	for i := range s {
		s[i].set = s[i].checked()
	}
	return s
}

// checked refuses values that are not among the choices, when they are listed.
func (s Switch) checked() func(*settings, string) error {
	if len(s.Values) < 2 {
		return s.set
	}
	set, values := s.set, s.Values
	return func(to *settings, v string) error {
		if !slices.Contains(values, v) {
			return fmt.Errorf("%q is not one of %s", v, strings.Join(values, ", "))
		}
		return set(to, v)
	}
}

// newSettings reads a world's profile and switches. Its errors are *world.Invalid.
func newSettings(c *world.Config) (*settings, error) {
	s := &settings{profile: profile102}
	if p, ok := c.Profile[service]; ok {
		if p != profile102 && p != profile110 {
			return nil, &world.Invalid{Field: "profile." + service, Reason: fmt.Sprintf("%q is not a profile; use %q or %q", p, profile102, profile110)}
		}
		s.profile = p
	}
	chosen, known := c.Switches[service], map[string]bool{}
	for _, sw := range Switches() {
		known[sw.Name] = true
		value, field := sw.Default, "switches."+service+"."+sw.Name
		if v, ok := chosen[sw.Name]; ok {
			value = v
		}
		if err := sw.set(s, value); err != nil {
			return nil, &world.Invalid{Field: field, Reason: err.Error()}
		}
	}
	for name := range chosen {
		if !known[name] {
			return nil, &world.Invalid{Field: "switches." + service + "." + name, Reason: "no such switch; the documentation lists them"}
		}
	}
	return s, nil
}

// The kinds of switches.

// onOff is true for one of two values, which is named last.
func onOff(_, on string, field func(*settings) *bool) func(*settings, string) error {
	return func(s *settings, v string) error { *field(s) = v == on; return nil }
}

// maxBucket bounds the limit that a client may be granted.
const maxBucket = 1_000_000

func limit(field func(*settings) *int) func(*settings, string) error {
	return func(s *settings, v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > maxBucket {
			return fmt.Errorf("%q is not a whole number from 1 to %d", v, maxBucket)
		}
		*field(s) = n
		return nil
	}
}

func duration(least, most time.Duration, field func(*settings) *time.Duration) func(*settings, string) error {
	return func(s *settings, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d < least || d > most {
			return fmt.Errorf("%q is not a duration from %s to %s, such as 5m", v, least, most)
		}
		*field(s) = d
		return nil
	}
}
