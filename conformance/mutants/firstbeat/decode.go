package firstbeat

import (
	"bytes"
	"encoding/json"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Decode reads the body of a results answer.
func (c *Client) Decode(body []byte) ([]Result, error) { return c.decode(body) }

func (c *Client) decode(body []byte) ([]Result, error) {
	var whole map[string]json.RawMessage
	if err := unmarshal(body, &whole); err != nil {
		return nil, caller.Undecodable("the results are not a JSON object: %v", err)
	}
	bodies := []map[string]json.RawMessage{whole}
	if list, ok := whole["measurements"]; ok {
		bodies = nil
		if err := unmarshal(list, &bodies); err != nil {
			return nil, caller.Undecodable("measurements is not a list of objects")
		}
	}
	results := make([]Result, 0, len(bodies))
	for _, b := range bodies {
		result, err := c.result(b)
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}

// wireVariable is a variable as sent.
type wireVariable struct {
	Name  string          `json:"name"`
	Unit  string          `json:"unit"`
	Rate  string          `json:"samplingRate"`
	Type  string          `json:"type"`
	Bits  int             `json:"bits"`
	Value json.RawMessage `json:"value"`
}

func (c *Client) result(body map[string]json.RawMessage) (Result, error) {
	var list []wireVariable
	raw, ok := body["variables"]
	if ok {
		if err := unmarshal(raw, &list); err != nil {
			return Result{}, caller.Undecodable("the variables are not a list of variables: %v", err)
		}
	}
	if !ok && len(body) < 2 && !c.m.Has("202-body-is-data") {
		return Result{}, caller.Undecodable("the answer is not a result")
	}
	fields := make(Item, len(body))
	for name, member := range body {
		if name == "variables" {
			continue
		}
		var v any
		if err := unmarshal(member, &v); err != nil {
			return Result{}, caller.Undecodable("member %s is not JSON", name)
		}
		fields[name] = v
	}
	r := Result{Fields: c.tidy(fields), Variables: make(map[string]Variable, len(list))}
	for _, v := range list {
		if c.m.Has("variable-whitelist") && !documented(v.Name) {
			continue
		}
		if c.m.Has("odd-values-dropped") && !bytes.ContainsAny(v.Value[:min(1, len(v.Value))], "\"[-0123456789") {
			continue
		}
		got := c.Variable(v.Name, v.Unit, v.Rate, v.Type, v.Bits, v.Value)
		if got.Err != nil && (c.m.Has("unknown-type-fails-all") || c.m.Has("rate-as-float") && caller.ClassOf(got.Err) == "other") {
			return Result{}, got.Err
		}
		r.Variables[v.Name] = got
	}
	if c.m.Has("variables-by-index") {
		byIndex(r.Variables, list)
	}
	if c.m.Has("missing-is-zero") {
		zeros(r.Variables)
	}
	if c.m.Has("series-zipped") {
		zip(r.Variables)
	}
	return r, nil
}
