package cases

import (
	"encoding/base64"
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
	chunks []int  // the pieces in which a stream comes; none means at once
}

// label is the fixture's name without its folder.
func (f fixture) label() string { return f.name[strings.LastIndexByte(f.name, '/')+1:] }

// library is the decoding fixtures by their requirement.
type library map[string][]fixture

// index reads what every fixture says of itself, once for all cases.
func index() (library, error) {
	paths, err := fs.Glob(fixtures.Decode(), "decode/*/*.expect.json")
	if err != nil {
		return nil, err
	}
	all := library{}
	for _, path := range paths {
		raw, err := fs.ReadFile(fixtures.Decode(), path)
		if err != nil {
			return nil, err
		}
		var expect struct {
			Requirement string          `json:"requirement"`
			Variable    json.RawMessage `json:"variable"`
			Chunks      []int           `json:"chunks"`
		}
		if err := json.Unmarshal(raw, &expect); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		f := fixture{name: strings.TrimSuffix(strings.TrimPrefix(path, "decode/"), ".expect.json"), vector: expect.Variable != nil, chunks: expect.Chunks}
		text, err := f.text()
		if err != nil {
			return nil, err
		}
		f.many = !f.vector && strings.Contains(text, `"measurements"`)
		all[expect.Requirement] = append(all[expect.Requirement], f)
	}
	return all, nil
}

// of lists the fixtures of a requirement.
func (l library) of(requirement string) ([]fixture, error) {
	if len(l[requirement]) == 0 {
		return nil, fmt.Errorf("no fixture is of requirement %q", requirement)
	}
	return l[requirement], nil
}

// text is the variable, or the whole body.
func (f fixture) text() (string, error) {
	ending := ".json"
	switch {
	case strings.HasPrefix(f.name, streams):
		ending = ".ndjson"
	case strings.HasPrefix(f.name, frames):
		ending = ".parquet"
	}
	raw, err := fs.ReadFile(fixtures.Decode(), "decode/"+f.name+ending)
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
		routes := [][]conformance.Route{run.World.Script}
		for i := range run.Ops {
			if faults := run.Ops[i].Faults; faults != nil {
				routes = append(routes, faults.Script)
			}
			if call := run.Ops[i].Call; call != nil {
				if err := fillArguments(call.Args); err != nil {
					return err
				}
			}
		}
		for _, script := range routes {
			for i := range script {
				for k := range script[i].Replies {
					if err := fillReply(&script[i].Replies[k]); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

func fillArguments(args map[string]any) error {
	for _, arg := range []string{"json", "base64"} {
		name, ok := fixtureIn(args[arg])
		if !ok {
			continue
		}
		text, err := fixture{name: name}.text()
		if err != nil {
			return err
		}
		if arg == "base64" {
			text = base64.StdEncoding.EncodeToString([]byte(text))
		}
		args[arg] = text
	}
	return nil
}

func fillReply(reply *conformance.Reply) error {
	name, binary := fixtureIn(reply.Base64)
	if !binary {
		var ok bool
		if name, ok = fixtureIn(reply.Body); !ok {
			return nil
		}
	}
	text, err := fixture{name: name}.text()
	switch {
	case err != nil:
		return err
	case binary:
		reply.Base64 = base64.StdEncoding.EncodeToString([]byte(text))
	case strings.HasPrefix(name, "firstbeat-vector/"):
		reply.Body = `{"athleteId":356255,"measurementId":15218998,"variables":[` + text + `]}`
	default:
		reply.Body = text
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
