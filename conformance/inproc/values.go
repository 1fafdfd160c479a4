package inproc

import (
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
