package inproc

import "github.com/ergodrome/ergodrome/conformance/mutants/caller"

import client "github.com/ergodrome/ergodrome/conformance/mutants/firstbeat"

// resultsValue is the canonical form of results: one object, or a list of them
// under "measurements" for the operations on sessions.
func resultsValue(found []client.Result, many bool) any {
	all := make([]any, 0, len(found))
	for _, r := range found {
		o := itemValue(r.Fields)
		vars := make(map[string]any, len(r.Variables))
		for name, v := range r.Variables {
			vars[name] = variableValue(v)
		}
		o["variables"] = vars
		all = append(all, o)
	}
	if !many && len(all) == 1 {
		return all[0]
	}
	return map[string]any{"measurements": all}
}

// variableValue is the canonical form of a variable: an object with "value"
// for a number, "values" for a series, "error" for what could not be read.
func variableValue(v client.Variable) any {
	o := map[string]any{}
	if v.Unit != "" {
		o["unit"] = v.Unit
	}
	switch {
	case v.Err != nil:
		o["error"] = caller.ClassOf(v.Err)
	case v.Scalar != nil:
		o["value"] = *v.Scalar
	default:
		o["values"] = v.Values
		if v.Rate != "" {
			o["samplingRate"] = v.Rate
		}
	}
	return o
}

func object(item client.Item, err error) (any, error) { return itemValue(item), err }

func objects(items []client.Item, err error) (any, error) {
	all := make([]any, 0, len(items))
	for _, item := range items {
		all = append(all, itemValue(item))
	}
	return all, err
}
