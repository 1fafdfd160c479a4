package client

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Result is one measurement's results.
type Result struct {
	Fields    Item // everything but the variables
	Variables map[string]Variable
}

// Variable is a number, a series, or why there is neither.
type Variable struct {
	Unit   string
	Rate   string // samplingRate as sent
	Scalar *float64
	Values []float64 // not nil for a series, even an empty one
	Err    error
}

// Results asks for results, in parts when they are too large for one answer.
// Session results have one Result for each athlete.
func (c *Client) Results(ctx context.Context, op, path string, vars []string, format string) ([]Result, error) {
	if c.m.Has("vars-forgotten") {
		vars = nil
	}
	query := url.Values{}
	if len(vars) > 0 {
		query.Set("var", strings.Join(vars, ","))
	}
	if format != "" {
		query.Set("format", format)
	}
	r, err := c.do(ctx, get(op, path, query))
	if err == nil {
		return c.decode(r.body)
	}
	if ClassOf(err) != "too_large" || c.m.Has("413-gives-up") {
		return nil, err
	}
	if format == "list" {
		return c.Results(ctx, op, path, vars, "binary")
	}
	if len(vars) < 2 {
		return c.floor(ctx, op, path, vars, format, err)
	}
	half := len(vars) / 2
	first, err := c.Results(ctx, op, path, vars[:half], format)
	if err != nil || c.m.Has("413-first-half") {
		return first, err
	}
	second, err := c.Results(ctx, op, path, vars[half:], format)
	if err != nil {
		return nil, err
	}
	return union(first, second), nil
}

// floor is where splitting ends.
func (c *Client) floor(ctx context.Context, op, path string, vars []string, format string, err error) ([]Result, error) {
	if !c.m.Has("413-recurses") {
		return nil, err
	}
	depth, _ := ctx.Value(recursion{}).(int)
	if depth >= hotBound || len(vars) == 0 {
		return nil, err
	}
	return c.Results(context.WithValue(ctx, recursion{}, depth+1), op, path, vars, format)
}

type recursion struct{}

// union joins the variables of two answers about the same measurements.
func union(first, second []Result) []Result {
	id := func(r Result) [2]any { return [2]any{r.Fields["athleteId"], r.Fields["measurementId"]} }
	for _, more := range second {
		i := slices.IndexFunc(first, func(r Result) bool { return id(r) == id(more) })
		if i < 0 {
			first = append(first, more)
			continue
		}
		maps.Copy(first[i].Variables, more.Variables)
	}
	return first
}

// Decode reads the body of a results answer.
func (c *Client) Decode(body []byte) ([]Result, error) { return c.decode(body) }

func (c *Client) decode(body []byte) ([]Result, error) {
	var whole map[string]json.RawMessage
	if err := unmarshal(body, &whole); err != nil {
		return nil, decodeError("the results are not a JSON object: %v", err)
	}
	bodies := []map[string]json.RawMessage{whole}
	if list, ok := whole["measurements"]; ok {
		bodies = nil
		if err := unmarshal(list, &bodies); err != nil {
			return nil, decodeError("measurements is not a list of objects")
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
			return Result{}, decodeError("the variables are not a list of variables: %v", err)
		}
	}
	if !ok && len(body) < 2 && !c.m.Has("202-body-is-data") {
		return Result{}, decodeError("the answer is not a result")
	}
	fields := make(Item, len(body))
	for name, member := range body {
		if name == "variables" {
			continue
		}
		var v any
		if err := unmarshal(member, &v); err != nil {
			return Result{}, decodeError("member %s is not JSON", name)
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
		if got.Err != nil && (c.m.Has("unknown-type-fails-all") || c.m.Has("rate-as-float") && ClassOf(got.Err) == "other") {
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

// documented says whether the oldest text of the documents lists a series.
func documented(name string) bool {
	switch name {
	case "artifactPercentageSeries", "rriSeries", "movementLoadSeries", "energyConsumptionRelativeFatSeries":
		return false
	}
	return true
}

// byIndex gives the values, in the order sent, to the names in alphabetical
// order, as a reader that trusts the order of a sample would.
func byIndex(vars map[string]Variable, sent []wireVariable) {
	names := slices.Sorted(maps.Keys(vars))
	if len(names) != len(sent) {
		return
	}
	inOrder := make([]Variable, len(sent))
	for i, v := range sent {
		inOrder[i] = vars[v.Name]
	}
	for i, name := range names {
		vars[name] = inOrder[i]
	}
}

// zeros adds what was left out.
func zeros(vars map[string]Variable) {
	for _, name := range []string{"trimp", "vo2max", "movementLoad", "averageMovementIntensity", "distance", "playerStatusScore"} {
		if _, ok := vars[name]; !ok {
			vars[name] = Variable{Scalar: new(float64)}
		}
	}
}

// zip cuts all series of one sampling rate to the shortest.
func zip(vars map[string]Variable) {
	shortest := map[string]int{}
	for _, v := range vars {
		if n, ok := shortest[v.Rate]; v.Values != nil && (!ok || len(v.Values) < n) {
			shortest[v.Rate] = len(v.Values)
		}
	}
	for name, v := range vars {
		if v.Values != nil {
			v.Values = v.Values[:shortest[v.Rate]]
			vars[name] = v
		}
	}
}
