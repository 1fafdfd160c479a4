package live

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/packed"
)

// named are the vendor changes whose findings these are: of a run that is complete
// all of them and no others, of another one some of them.
func named(api string, findings []drift.Finding, complete bool) ([]string, error) {
	found := Print(api, findings)
	if len(found) == 0 {
		return nil, nil
	}
	raw, err := packed.Open(archive).ReadFile("baseline/changes.json")
	if err != nil {
		return nil, err
	}
	prints := map[string][]string{}
	if err := json.Unmarshal(raw, &prints); err != nil {
		return nil, fmt.Errorf("baseline/changes.json: %w", err)
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(prints)) {
		if matches(prints[name], found, complete) {
			out = append(out, name)
		}
	}
	return out, nil
}

// matches says whether what was found is what a change shows. What it shows in a
// refusal for the rate need not have been seen.
func matches(shown, found []string, complete bool) bool {
	for _, line := range found {
		if !slices.Contains(shown, line) {
			return false
		}
	}
	for _, line := range shown {
		if complete && !strings.Contains(line, refusedForRate) && !slices.Contains(found, line) {
			return false
		}
	}
	return true
}

// Print is what findings have in common with those of the same change elsewhere:
// what was seen, not what was demanded, since not every run demands it.
func Print(api string, findings []drift.Finding) []string {
	var out []string
	for i := range findings {
		f := &findings[i]
		if f.Where == requirement || f.Rule == RuleUnanswered {
			continue
		}
		where := f.Operation
		if f.Request != "" {
			where = f.Request
		}
		line := api + " " + where + " " + f.Where + " " + f.Rule
		if f.Where == "429 header Retry-After" || slices.Contains([]string{"value-new", "member-renamed", "media-type-changed", "header-changed", "status-changed", "type-changed", "form-changed"}, f.Rule) {
			line += ": " + f.What
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
