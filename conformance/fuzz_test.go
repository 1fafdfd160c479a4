package conformance_test

import (
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
)

func FuzzParse(f *testing.F) {
	f.Add(pollCase)
	f.Add("id: X-A-001\nchecks:\n  - gap_at_least: {min: 5s}\n    level: MAY\n---\n{}\n")
	f.Add("variants: [{name: a, set: {x: [1, 2.5, null]}}]\nop: {args: $(x)}\n")
	f.Add("world: {script: [{replies: [pass, {status: 1}]}]}\nop: {expect: [no_data]}\n")
	f.Add("- 1\n- *a\n")
	registry := checks.New()
	f.Fuzz(func(t *testing.T, text string) {
		cases, err := conformance.Parse("f.yaml", []byte(text), registry)
		if err != nil {
			if !strings.Contains(err.Error(), "f.yaml") {
				t.Fatalf("an error that does not say where: %v", err)
			}
			return
		}
		_ = conformance.Lint(cases, conformance.LintOptions{Checks: registry}) // must only not panic
	})
}
