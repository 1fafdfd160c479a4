package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/ergodrome/ergodrome/fixtures"
)

// The members that a case with fixtures gets in place of its fixtures line.
const expanded = `
world: $(world)
ops: $(ops)
stimulus: $(stimulus)
checks: $(checks)
variants: `

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
	variants, err := compact([]any{
		map[string]any{"name": "decode", "set": byDecoding(all)},
		map[string]any{"name": "http", "set": overHTTP(all)},
	})
	if err != nil {
		return nil, err
	}
	return []byte(before + expanded + variants + "\n" + after), nil
}

// fixture is one decoding fixture and what it must come to.
type fixture struct {
	name   string
	text   string // the variable, or the whole body
	body   string // of an answer
	many   bool   // the body is that of a session
	Needed string `json:"requirement"`
	// Exactly one of the two is set; see fixtures/README.md.
	Variable     map[string]any `json:"variable"`
	Measurements []struct {
		Fields    map[string]any   `json:"fields"`
		Absent    []string         `json:"absent"`
		Variables []map[string]any `json:"variables"`
	} `json:"measurements"`
}

// fixturesOf lists the fixtures of a requirement.
func fixturesOf(requirement string) ([]fixture, error) {
	names, err := fs.Glob(fixtures.FS, "decode/*/*.expect.json")
	if err != nil {
		return nil, err
	}
	var all []fixture
	for _, name := range names {
		raw, err := fs.ReadFile(fixtures.FS, name)
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(raw, []byte(`"`+requirement+`"`)) {
			continue
		}
		f := fixture{name: strings.TrimSuffix(path.Base(name), ".expect.json")}
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		if err := d.Decode(&f); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		text, err := fs.ReadFile(fixtures.FS, strings.TrimSuffix(name, ".expect.json")+".json")
		if err != nil {
			return nil, err
		}
		f.text, f.body = string(text), string(text)
		if f.Variable != nil {
			f.body = `{"athleteId":356255,"measurementId":15218998,"variables":[` + f.text + `]}`
		}
		f.many = bytes.Contains(text, []byte(`"measurements"`))
		if f.Needed == requirement {
			all = append(all, f)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no fixture is of requirement %q", requirement)
	}
	return all, nil
}

// byDecoding calls the pure decoding operations.
func byDecoding(all []fixture) map[string]any {
	var ops, checks []any
	for _, f := range all {
		op, at := "decode.fb_results", "/measurements/"
		if f.Variable != nil {
			op, at = "decode.fb_vector", ""
		}
		ops = append(ops, call(f.name, op, map[string]any{"json": f.text}))
		checks = append(checks, f.checks(at, f.Variable == nil, true)...)
	}
	return map[string]any{
		"world": map[string]any{"limits": "off"}, "ops": ops, "checks": checks,
		"stimulus": []any{map[string]any{"call_made": map[string]any{"call": all[0].name}}},
	}
}

// overHTTP sends the fixtures as bodies of answers, each under an ID of its own.
func overHTTP(all []fixture) map[string]any {
	var ops, checks, script []any
	for i, f := range all {
		id, op, at := 15218998+i, "fb.measurement_results", ""
		args := map[string]any{"account": "3-4925", "athlete": 356255, "measurement": id}
		where := fmt.Sprintf("/v1/sports/accounts/*/athletes/*/measurements/%d/results", id)
		if f.many {
			op, at = "fb.session_results", "/measurements/"
			args = map[string]any{"account": "3-4925", "team": 20168, "session": id}
			where = fmt.Sprintf("/v1/sports/accounts/*/teams/*/sessions/%d/results", id)
		}
		ops = append(ops, call(f.name, op, args))
		script = append(script, map[string]any{
			"match": map[string]any{"path": where}, "replies": []any{map[string]any{"body": f.body, "forever": true}},
		})
		checks = append(checks, f.checks(at, f.many, false)...)
	}
	return map[string]any{
		"world": map[string]any{"script": script}, "ops": ops, "checks": checks,
		"stimulus": []any{map[string]any{"reply_sent": map[string]any{"path": "/v1/sports/accounts/*/*/*/*/*/results", "status": 200}}},
	}
}

func call(label, op string, args map[string]any) any {
	return map[string]any{"call": map[string]any{"as": label, "op": op, "args": args, "expect": "any"}}
}

// checks are the demands of one fixture. at stands before the number of a
// measurement when there are many; alone says that a variable is reported by
// itself and not among others.
func (f fixture) checks(at string, many, alone bool) []any {
	n := 0
	check := func(name string, args map[string]any) any {
		n++
		args["call"] = f.name
		id := f.name
		if n > 1 {
			id = fmt.Sprintf("%s-%d", f.name, n)
		}
		return map[string]any{"id": id, name: args}
	}
	if f.Variable != nil {
		args := variable(f.Variable)
		if alone {
			delete(args, "name")
		}
		return []any{check("variable_is", args)}
	}
	if f.Measurements == nil {
		return []any{check("error_class", map[string]any{"any_of": []string{"decode"}})}
	}
	var out []any
	for i, m := range f.Measurements {
		place := ""
		if many {
			place = fmt.Sprint(at, i)
		}
		for name, v := range m.Fields {
			if s, ok := v.(string); ok && (strings.HasSuffix(name, "Time") || strings.HasSuffix(name, "TimeLocal")) {
				m.Fields[name] = map[string]any{"$": "instant", "v": s}
			}
		}
		if len(m.Fields) > 0 {
			out = append(out, check("value_equals", map[string]any{"path": place, "value": m.Fields, "subset": true}))
		}
		for _, name := range m.Absent {
			out = append(out, check("value_absent", map[string]any{"path": place + "/" + name}))
		}
		for _, v := range m.Variables {
			args := variable(v)
			args["at"] = place
			out = append(out, check("variable_is", args))
		}
	}
	return out
}

// variable turns an expectation into arguments of variable_is.
func variable(v map[string]any) map[string]any {
	args := map[string]any{"name": v["name"], "accept": unambiguous(v["accept"])}
	if unit, ok := v["unit"]; ok {
		args["unit"] = unit
	}
	if rate, ok := v["samplingRate"]; ok {
		args["rate"] = rate
	}
	return args
}

// unambiguous spells numbers that YAML could take for text, and nulls in a
// series, in the tagged form.
func unambiguous(v any) any {
	tagged := func(s string) any { return map[string]any{"$": "f64", "v": s} }
	switch v := v.(type) {
	case nil:
		return tagged("NaN")
	case json.Number:
		if strings.ContainsAny(v.String(), "eE") {
			return tagged(v.String())
		}
	case []any:
		for i := range v {
			v[i] = unambiguous(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = unambiguous(v[k])
		}
	}
	return v
}

// compact is v in JSON, which is YAML too.
func compact(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}
