package world

import (
	"errors"
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/change"
)

// Changes are all vendor changes that there are, by service.
func Changes(services []Service) map[string][]change.Change {
	all := map[string][]change.Change{}
	for _, s := range services {
		all[s.Name] = s.Changes
	}
	return all
}

// planChanges finds the changes that c names and enters the switches that make
// them, unless the world has chosen otherwise.
func planChanges(c *Config, services []Service) (*change.Set, error) {
	all := Changes(services)
	for i, name := range c.Changes {
		if _, _, err := change.Find(all, name); err != nil {
			unknown, _ := errors.AsType[*change.Unknown](err)
			return nil, &Invalid{Field: fmt.Sprintf("changes[%d]", i), Reason: unknown.Error()}
		}
	}
	set, err := change.New(c.Changes, all)
	if err != nil || set == nil {
		return nil, err
	}
	for _, s := range services {
		changes := set.Of(s.Name)
		if changes == nil {
			continue
		}
		for name, value := range changes.Switches() {
			if c.Switches == nil {
				c.Switches = map[string]map[string]string{}
			}
			if c.Switches[s.Name] == nil {
				c.Switches[s.Name] = map[string]string{}
			}
			if _, chosen := c.Switches[s.Name][name]; !chosen {
				c.Switches[s.Name][name] = value
			}
		}
	}
	return set, nil
}
