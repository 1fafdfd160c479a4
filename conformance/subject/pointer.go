package subject

import (
	"fmt"
	"strconv"
	"strings"
)

// At finds what a JSON pointer (RFC 6901) names inside a normalized value.
// found is false when the last step does not exist; a malformed pointer, or a
// path that runs through something that is neither list nor map, is an error.
func At(v any, pointer string) (item any, found bool, err error) {
	if pointer == "" {
		return v, true, nil
	}
	if !strings.HasPrefix(pointer, "/") {
		return nil, false, fmt.Errorf("JSON pointer %q does not start with a slash", pointer)
	}
	for _, step := range strings.Split(pointer[1:], "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch t := v.(type) {
		case map[string]any:
			next, ok := t[step]
			if !ok {
				return nil, false, nil
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 {
				return nil, false, fmt.Errorf("JSON pointer %q: %q is not an index", pointer, step)
			}
			if i >= len(t) {
				return nil, false, nil
			}
			v = t[i]
		default:
			return nil, false, nil
		}
	}
	return v, true, nil
}

// Pointer is At for callers to whom a missing value is an error.
func Pointer(v any, pointer string) (any, error) {
	item, found, err := At(v, pointer)
	if err == nil && !found {
		err = fmt.Errorf("nothing at %q", pointer)
	}
	return item, err
}
