package firstbeat

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Variable reads one variable. What is in value decides: a number is a scalar,
// a list is a series in the clear, text is a packed series.
func (c *Client) Variable(name, unit, rate, kind string, bits int, value json.RawMessage) Variable {
	v := Variable{Unit: unit, Rate: rate}
	if c.m.Has("units-mojibake") {
		v.Unit = mojibake(unit)
	}
	if kind != "" && c.m.Has("rate-as-float") {
		if _, err := strconv.ParseFloat(strings.TrimSuffix(rate, "Hz"), 64); err != nil {
			v.Err = &Error{Class: "other", Message: "could not convert string to float: " + rate}
			return v
		}
	}
	trimmed := bytes.TrimSpace(value)
	switch {
	case len(trimmed) == 0 || bytes.Equal(trimmed, []byte("null")):
		v.Err = caller.Undecodable("%s has no value", name)
	case trimmed[0] == '"', c.m.Has("scalar-as-base64"),
		trimmed[0] == '[' && kind != "" && c.m.Has("list-by-type-field"):
		var packed string
		if err := json.Unmarshal(trimmed, &packed); err != nil {
			v.Err = caller.Undecodable("%s: the value is not text", name)
			return v
		}
		v.Values, v.Err = c.unpack(name, kind, bits, packed)
	case trimmed[0] == '[':
		v.Values, v.Err = plainList(name, trimmed)
		if v.Err != nil && c.m.Has("odd-members-are-zero") {
			v.Values, v.Err = looseList(trimmed), nil
		}
	default:
		n, err := strconv.ParseFloat(string(trimmed), 64)
		if err != nil {
			v.Err = caller.Undecodable("%s is neither a number nor a series", name)
			return v
		}
		v.Scalar = &n
	}
	return v
}

// plainList is a series of format=list. A null in it is a value that is not a
// number.
func plainList(name string, raw []byte) ([]float64, error) {
	var list []*float64
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, caller.Undecodable("%s is not a list of numbers", name)
	}
	values := make([]float64, len(list))
	for i, n := range list {
		if n == nil {
			values[i] = math.NaN()
			continue
		}
		values[i] = *n
	}
	return values, nil
}

// looseList takes every member that is no number for zero.
func looseList(raw []byte) []float64 {
	var list []any
	_ = json.Unmarshal(raw, &list) // it was JSON before
	values := make([]float64, len(list))
	for i := range list {
		values[i], _ = list[i].(float64)
	}
	return values
}

func mojibake(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteRune(rune(c)) // UTF-8 read as Latin-1
	}
	return b.String()
}
