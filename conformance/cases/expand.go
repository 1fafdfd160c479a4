package cases

import (
	"encoding/json"
	"fmt"
	"strings"
)

// The members that a case with fixtures gets in place of its fixtures line.
const expanded = `

world: $(world)
ops: $(ops)
stimulus: $(stimulus)
checks: $(checks)
variants: `

// inFixture marks a text that fill replaces by that of a fixture: it is kept
// out of the YAML, which would be slow to read.
const inFixture = "fixture:"

// expand replaces a line "fixtures: REQUIREMENT" by two variants that hand every
// decoding fixture of that requirement to the subject: as text, and as the body
// of an answer. Other cases are returned as they are.
func expand(raw []byte, known func() (library, error)) ([]byte, error) {
	const key = "\nfixtures: "
	before, rest, found := strings.Cut(string(raw), key)
	if !found {
		return raw, nil
	}
	requirement, after, _ := strings.Cut(rest, "\n")
	fixtures, err := known()
	if err != nil {
		return nil, err
	}
	all, err := fixtures.of(strings.TrimSpace(requirement))
	if err != nil {
		return nil, err
	}
	ways := []any{
		map[string]any{"name": "decode", "set": byDecoding(all)},
		map[string]any{"name": "http", "set": overHTTP(all)},
	}
	if strings.HasPrefix(all[0].name, "sweatstack-") {
		ways = sweatStackWays(all)
	}
	variants, err := json.Marshal(ways) // JSON is YAML too
	if err != nil {
		return nil, err
	}
	return []byte(before + expanded + string(variants) + "\n" + after), nil
}

// byDecoding calls the pure decoding operations.
func byDecoding(all []fixture) map[string]any {
	var ops, checks []any
	for _, f := range all {
		op := "decode.fb_results"
		if f.vector {
			op = "decode.fb_vector"
		}
		ops = append(ops, f.call(op, map[string]any{"json": inFixture + f.name}))
		checks = append(checks, f.check(f.vector))
	}
	return map[string]any{
		"world": map[string]any{"limits": "off"}, "ops": ops, "checks": checks,
		"stimulus": []any{map[string]any{"call_made": map[string]any{"call": all[0].label()}}},
	}
}

// overHTTP sends the fixtures as bodies of answers, each under an ID of its own.
func overHTTP(all []fixture) map[string]any {
	var ops, checks, script []any
	for i, f := range all {
		id, op := 15218998+i, "fb.measurement_results"
		args := map[string]any{"account": "3-4925", "athlete": 356255, "measurement": id}
		where := fmt.Sprintf("/v1/sports/accounts/*/athletes/*/measurements/%d/results", id)
		if f.many {
			op = "fb.session_results"
			args = map[string]any{"account": "3-4925", "team": 20168, "session": id}
			where = fmt.Sprintf("/v1/sports/accounts/*/teams/*/sessions/%d/results", id)
		}
		ops = append(ops, f.call(op, args))
		script = append(script, map[string]any{
			"match": map[string]any{"path": where}, "replies": []any{map[string]any{"body": inFixture + f.name, "forever": true}},
		})
		checks = append(checks, f.check(false))
	}
	return map[string]any{
		"world": map[string]any{"script": script}, "ops": ops, "checks": checks,
		"stimulus": []any{map[string]any{"reply_sent": map[string]any{"path": "/v1/sports/accounts/*/*/*/*/*/results", "status": 200}}},
	}
}
