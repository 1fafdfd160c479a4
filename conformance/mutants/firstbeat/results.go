package firstbeat

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
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
	if caller.ClassOf(err) != "too_large" || c.m.Has("413-gives-up") {
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
	if c.m.Has("413-middle-lost") {
		half = len(vars) - len(vars)/2
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
