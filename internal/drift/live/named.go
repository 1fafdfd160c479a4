package live

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// named are the vendor changes whose findings these are, all of them and no others.
func named(api string, findings []drift.Finding) ([]string, error) {
	if len(findings) == 0 {
		return nil, nil
	}
	raw, err := files.ReadFile("baseline/changes.json")
	if err != nil {
		return nil, err
	}
	prints := map[string][]string{}
	if err := json.Unmarshal(raw, &prints); err != nil {
		return nil, fmt.Errorf("baseline/changes.json: %w", err)
	}
	found := Print(api, findings)
	var out []string
	for _, name := range slices.Sorted(maps.Keys(prints)) {
		if slices.Equal(prints[name], found) {
			out = append(out, name)
		}
	}
	return out, nil
}

// Print is what findings have in common with those of the same change elsewhere.
func Print(api string, findings []drift.Finding) []string {
	var out []string
	for i := range findings {
		f := &findings[i]
		where := f.Operation
		if f.Request != "" {
			where = f.Request
		}
		line := api + " " + where + " " + f.Where + " " + f.Rule
		if slices.Contains([]string{"value-new", "member-renamed", "media-type-changed", "header-changed", "status-changed", "type-changed", "form-changed"}, f.Rule) {
			line += ": " + f.What
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
