package fault

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/internal/strictjson"
)

// Parse reads rules: a JSON array of them, or an object with the one member
// "rules". Its errors are *Invalid. It does not check what Put checks.
func Parse(data []byte) ([]Rule, error) {
	// A rule that says nothing of what it does is told from one that does nothing.
	type form struct {
		Name        string   `json:"name"`
		Match       Match    `json:"match"`
		After       int      `json:"after"`
		Times       int      `json:"times"`
		Probability *float64 `json:"probability"`
		Do          *Do      `json:"do"`
	}
	var whole struct {
		Rules []form `json:"rules"`
	}
	data = bytes.TrimSpace(data)
	var err error
	switch {
	case len(data) == 0:
		return nil, &Invalid{"rules", "is empty; use JSON"}
	case data[0] == '{':
		err = strictjson.Decode("", data, &whole)
	default:
		err = strictjson.Decode("rules", data, &whole.Rules)
	}
	if bad, ok := errors.AsType[*strictjson.Error](err); ok {
		if bad.Field == "" {
			bad.Field = "rules"
		}
		return nil, &Invalid{bad.Field, bad.Reason}
	}
	if err != nil {
		return nil, err
	}
	rules := make([]Rule, len(whole.Rules))
	for i, f := range whole.Rules {
		if f.Do == nil {
			return nil, &Invalid{fmt.Sprintf("rules[%d].do", i), "is missing: say what goes wrong"}
		}
		rules[i] = Rule{Name: f.Name, Match: f.Match, After: f.After, Times: f.Times, Probability: f.Probability, Do: *f.Do}
	}
	return rules, nil
}
