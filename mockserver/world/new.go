package world

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// DefaultName is the world that callers reach when they name none.
const DefaultName = "default"

const defaultSeed = 1

// New makes the world that c describes, with a tenant of each service as soon
// as somebody asks for it. Its error is an *Invalid when c cannot be met.
func New(c Config, services []Service) (*World, error) {
	c, changes, err := plan(c, services)
	if err != nil {
		return nil, err
	}
	w := &World{Name: c.Name, Seed: *c.Seed, Limits: c.Limits, Changes: changes, config: c, services: services}
	if w.Clock, err = newClock(c); err != nil {
		return nil, err
	}
	if w.Data, err = populate(c); err != nil {
		return nil, err
	}
	w.Journal, w.Faults = journal.New(journal.Options{}), fault.New(w.Seed)
	return w, nil
}

// Foresee is the population of the world that c describes, and its time when it
// begins: what a service holds c against before there is a world. Its errors are
// *Invalid.
func (c *Config) Foresee() (*dataset.Set, time.Time, error) {
	data, err := populate(*c)
	if err != nil {
		return nil, time.Time{}, err
	}
	k, err := newClock(*c)
	if err != nil {
		return nil, time.Time{}, err
	}
	return data, k.Now(), nil
}

func populate(c Config) (*dataset.Set, error) {
	seed := uint64(defaultSeed)
	if c.Seed != nil {
		seed = *c.Seed
	}
	data, err := c.Sets.New(seed, c.Population)
	if wrong, ok := errors.AsType[*dataset.ConfigError](err); ok {
		return nil, &Invalid{Field: "population." + wrong.Field, Reason: wrong.Reason}
	}
	if err != nil {
		return nil, invalid("population", err)
	}
	return data, nil
}

func newClock(c Config) (*clock.Clock, error) {
	k, err := clock.New(c.Time, c.Rate)
	if err != nil {
		if wrong, ok := errors.AsType[*clock.Invalid](err); ok {
			return nil, &Invalid{Field: wrong.Field, Reason: wrong.Reason}
		}
		return nil, err
	}
	if c.Frozen {
		k.Freeze()
		if !c.Time.IsZero() {
			k.Set(c.Time) // it ran until it was frozen
		}
	}
	return k, nil
}

// plan fills in defaults, checks c, and lets each service look at it.
func plan(c Config, services []Service) (Config, *change.Set, error) {
	c = c.clone()
	c.Name = cmp.Or(c.Name, DefaultName)
	if err := checkName("name", c.Name); err != nil {
		return c, nil, err
	}
	if c.Seed == nil {
		c.Seed = new(uint64(defaultSeed))
	}
	switch c.Limits = cmp.Or(c.Limits, LimitsVendor); c.Limits {
	case LimitsVendor, LimitsOff:
	default:
		return c, nil, &Invalid{Field: "limits", Reason: fmt.Sprintf("%q is not a setting; use %q or %q", c.Limits, LimitsVendor, LimitsOff)}
	}
	if err := checkServices(c, services); err != nil {
		return c, nil, err
	}
	changes, err := planChanges(&c, services)
	if err != nil {
		return c, nil, err
	}
	for _, s := range services {
		if s.Plan == nil {
			continue
		}
		if err := s.Plan(&c); err != nil {
			return c, nil, invalid(s.Name, err)
		}
	}
	return c, changes, nil
}

// checkServices refuses configuration of services that do not exist.
func checkServices(c Config, services []Service) error {
	if len(c.Profile)+len(c.Switches)+len(c.Pins) == 0 {
		return nil // as most worlds: they are made by the thousand
	}
	var names []string
	for _, s := range services {
		names = append(names, s.Name)
	}
	for _, m := range []struct {
		field string
		keys  []string
	}{
		{"profile", slices.Sorted(maps.Keys(c.Profile))},
		{"switches", slices.Sorted(maps.Keys(c.Switches))},
		{"pins", slices.Sorted(maps.Keys(c.Pins))},
	} {
		for _, key := range m.keys {
			if !slices.Contains(names, key) {
				return &Invalid{Field: m.field + "." + key, Reason: "no such service; there are: " + strings.Join(names, ", ")}
			}
		}
	}
	return nil
}

// invalid makes err an *Invalid of field, unless it already is one.
func invalid(field string, err error) error {
	if _, ok := errors.AsType[*Invalid](err); ok {
		return err
	}
	return &Invalid{Field: field, Reason: err.Error()}
}

func (c Config) clone() Config {
	if c.Seed != nil {
		c.Seed = new(*c.Seed)
	}
	c.Profile = maps.Clone(c.Profile)
	c.Changes = slices.Clone(c.Changes)
	c.Switches = maps.Clone(c.Switches)
	for k, v := range c.Switches {
		c.Switches[k] = maps.Clone(v)
	}
	c.Pins = maps.Clone(c.Pins)
	for k, v := range c.Pins {
		c.Pins[k] = slices.Clone(v)
	}
	return c
}

// MaxName is the length of the longest name of a world, in bytes: that of a
// label in a host name.
const MaxName = 63

// checkName holds names to what can stand in a host name and in a path.
func checkName(field, name string) error {
	ok := name != "" && len(name) <= MaxName && name[0] != '-'
	for i := 0; ok && i < len(name); i++ {
		c := name[i]
		ok = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-'
	}
	if ok {
		return nil
	}
	return &Invalid{Field: field, Reason: fmt.Sprintf("%.80q is not a name; use 1 to %d of a-z, 0-9 and -, not beginning with -", name, MaxName)}
}
