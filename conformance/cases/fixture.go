package cases

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/fixtures"
)

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
	paths, err := fs.Glob(fixtures.Decode, "decode/*/*.expect.json")
	if err != nil {
		return nil, err
	}
	var all []fixture
	for _, path := range paths {
		raw, err := fs.ReadFile(fixtures.Decode, path)
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
	raw, err := fs.ReadFile(fixtures.Decode, "decode/"+f.name+".json")
	return string(raw), err
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
