package cases

import (
	"fmt"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/conformance"
)

// Waits returns how long a case makes a client wait that waits as it must, at
// most.
func Waits() (func(c *conformance.Case) time.Duration, error) {
	text, err := files.ReadFile("waits.yaml")
	if err != nil {
		return nil, err
	}
	var raw map[string]string
	if err := yaml.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("waits.yaml: %w", err)
	}
	all := make(map[string]time.Duration, len(raw))
	for id, text := range raw {
		d, err := time.ParseDuration(text)
		if err != nil {
			return nil, fmt.Errorf("waits.yaml: %s: %w", id, err)
		}
		all[id] = d
	}
	return func(c *conformance.Case) time.Duration { return all[c.ID] }, nil
}
