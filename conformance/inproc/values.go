package inproc

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// itemValue is jsonValue for an object.
func itemValue(item map[string]any) map[string]any {
	o := make(map[string]any, len(item))
	for name, v := range item {
		o[name] = jsonValue(v)
	}
	return o
}

// jsonTree is v by way of its JSON form: objects, lists, text and json.Number.
func jsonTree(v any) (tree any, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	err = d.Decode(&tree)
	return tree, err
}

// jsonValue turns what a JSON decoder gave into what the judge compares.
func jsonValue(v any) any {
	switch v := v.(type) {
	case time.Time:
		return subject.Instant{Time: v}
	case json.Number:
		if n, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return n
		}
		f, _ := v.Float64()
		return f
	case map[string]any:
		return itemValue(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = jsonValue(v[i])
		}
		return out
	}
	return v
}

func strs(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// inJudgesTypes puts what a client of the suite's own reports into the judge's types, in
// place. typed knows the types that the client made itself.
func inJudgesTypes(v any, typed func(v any) any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = inJudgesTypes(v[name], typed)
		}
	case []map[string]any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = inJudgesTypes(v[i], typed)
		}
		return out
	case []any:
		for i := range v {
			v[i] = inJudgesTypes(v[i], typed)
		}
	case time.Time:
		return subject.Instant{Time: v}
	}
	return typed(v)
}
