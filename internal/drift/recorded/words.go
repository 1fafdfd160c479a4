package recorded

import (
	"encoding/json"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

var index = lazyregexp.New(`/\d+(/|$)`)

// places is a JSON pointer with * for the numbers of items.
func places(pointer string) string {
	for index.MatchString(pointer) {
		pointer = index.ReplaceAllString(pointer, "/*$1")
	}
	return pointer
}

// at is the value at a pointer, masked.
func at(body []byte, pointer string) string {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return ""
	}
	item, found, err := subject.At(v, pointer)
	if err != nil || !found {
		return ""
	}
	return shape.Mask(item)
}

// classOf is what a departure from the description means to a client.
func classOf(message string) (class drift.Class, rule string) {
	for _, row := range []struct {
		has   string
		class drift.Class
		rule  string
	}{
		{"is unsupported", drift.Benign, "member-undescribed"},
		{"is missing", drift.Breaking, "member-gone"},
		{"not nullable", drift.Risky, "null-appeared"},
		{"documented values", drift.Risky, "value-new"},
		{"allowed values", drift.Risky, "value-new"},
		{"is not documented", drift.Risky, "undescribed"},
		{"is not a ", drift.Breaking, "form-changed"},
		{"value must be", drift.Breaking, "type-changed"},
		{"regular expression", drift.Breaking, "form-changed"},
		{"number must be", drift.Risky, "out-of-bounds"},
		{"length", drift.Risky, "out-of-bounds"},
	} {
		if strings.Contains(message, row.has) {
			return row.class, row.rule
		}
	}
	return drift.Breaking, "not-as-described"
}
