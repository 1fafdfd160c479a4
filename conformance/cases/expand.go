package cases

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/fixtures"
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
func expand(raw []byte) ([]byte, error) {
	const key = "\nfixtures: "
	before, rest, found := strings.Cut(string(raw), key)
	if !found {
		return raw, nil
	}
	requirement, after, _ := strings.Cut(rest, "\n")
	all, err := fixturesOf(strings.TrimSpace(requirement))
	if err != nil {
		return nil, err
	}
	variants, err := json.Marshal([]any{ // JSON is YAML too
		map[string]any{"name": "decode", "set": byDecoding(all)},
		map[string]any{"name": "http", "set": overHTTP(all)},
	})
	if err != nil {
		return nil, err
	}
	return []byte(before + expanded + string(variants) + "\n" + after), nil
}

// fixture is one decoding fixture.
type fixture struct {
	name   string // "firstbeat-vector/y_001_ladder"
	vector bool   // one variable, not a body
	many   bool   // the body is that of a session
}

// label is the fixture's name without its folder.
func (f fixture) label() string { return f.name[strings.LastIndexByte(f.name, '/')+1:] }

// fixturesOf lists the fixtures of a requirement.
func fixturesOf(requirement string) ([]fixture, error) {
	paths, err := fs.Glob(fixtures.FS, "decode/*/*.expect.json")
	if err != nil {
		return nil, err
	}
	var all []fixture
	for _, path := range paths {
		raw, err := fs.ReadFile(fixtures.FS, path)
		if err != nil {
			return nil, err
		}
		var expect struct {
			Requirement string          `json:"requirement"`
			Variable    json.RawMessage `json:"variable"`
		}
		if err := json.Unmarshal(raw, &expect); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if expect.Requirement != requirement {
			continue
		}
		f := fixture{name: strings.TrimSuffix(strings.TrimPrefix(path, "decode/"), ".expect.json"), vector: expect.Variable != nil}
		text, err := f.text()
		if err != nil {
			return nil, err
		}
		f.many = !f.vector && strings.Contains(text, `"measurements"`)
		all = append(all, f)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no fixture is of requirement %q", requirement)
	}
	return all, nil
}

// text is the variable, or the whole body.
func (f fixture) text() (string, error) {
	raw, err := fs.ReadFile(fixtures.FS, "decode/"+f.name+".json")
	return string(raw), err
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

func (f fixture) call(op string, args map[string]any) any {
	return map[string]any{"call": map[string]any{"as": f.label(), "op": op, "args": args, "expect": "any"}}
}

func (f fixture) check(alone bool) any {
	return map[string]any{"id": f.label(), "decodes_as": map[string]any{"call": f.label(), "fixture": f.name, "alone": alone}}
}

// fill puts the texts of fixtures where a case names them.
func fill(c *conformance.Case) error {
	for _, run := range c.Runs() {
		for i := range run.Ops {
			call := run.Ops[i].Call
			if call == nil {
				continue
			}
			if name, ok := fixtureIn(call.Args["json"]); ok {
				text, err := fixture{name: name}.text()
				if err != nil {
					return err
				}
				call.Args["json"] = text
			}
		}
		for i := range run.World.Script {
			for k := range run.World.Script[i].Replies {
				reply := &run.World.Script[i].Replies[k]
				name, ok := fixtureIn(reply.Body)
				if !ok {
					continue
				}
				text, err := fixture{name: name}.text()
				if err != nil {
					return err
				}
				if strings.HasPrefix(name, "firstbeat-vector/") {
					text = `{"athleteId":356255,"measurementId":15218998,"variables":[` + text + `]}`
				}
				reply.Body = text
			}
		}
	}
	return nil
}

func fixtureIn(v any) (string, bool) {
	s, ok := v.(string)
	if !ok {
		return "", false
	}
	return strings.CutPrefix(s, inFixture)
}
