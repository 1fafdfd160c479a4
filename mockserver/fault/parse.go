package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Parse reads rules: a JSON array of them, or an object with the one member
// "rules". Its errors are *Invalid. It does not check what Put checks.
func Parse(data []byte) ([]Rule, error) {
	var list []json.RawMessage
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		var whole struct {
			Rules []json.RawMessage `json:"rules"`
		}
		if err := strict(data, "rules", &whole); err != nil {
			return nil, err
		}
		list = whole.Rules
	} else if err := strict(data, "rules", &list); err != nil {
		return nil, err
	}
	rules := make([]Rule, len(list))
	for i, raw := range list {
		if err := parseRule(fmt.Sprintf("rules[%d]", i), raw, &rules[i]); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

// parseRule reads a rule part by part, so that an error can say in which.
func parseRule(field string, raw json.RawMessage, r *Rule) error {
	var parts struct {
		Name        string          `json:"name"`
		Match       json.RawMessage `json:"match"`
		After       int             `json:"after"`
		Times       int             `json:"times"`
		Probability *float64        `json:"probability"`
		Do          json.RawMessage `json:"do"`
	}
	if err := strict(raw, field, &parts); err != nil {
		return err
	}
	*r = Rule{Name: parts.Name, After: parts.After, Times: parts.Times, Probability: parts.Probability}
	if parts.Match != nil {
		if err := strict(parts.Match, field+".match", &r.Match); err != nil {
			return err
		}
	}
	if parts.Do == nil {
		return &Invalid{field + ".do", "is missing: say what goes wrong"}
	}
	return strict(parts.Do, field+".do", &r.Do)
}

// strict decodes one JSON value into v and refuses unknown members.
func strict(data []byte, field string, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if err == nil {
		if _, err = dec.Token(); errors.Is(err, io.EOF) {
			return nil
		}
		return &Invalid{field, "more follows the JSON value"}
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if wrong.Field != "" {
			field += "." + wrong.Field
		}
		return &Invalid{field, fmt.Sprintf("is a JSON %s; use %s", wrong.Value, plain(wrong.Type.String()))}
	}
	if errors.Is(err, io.EOF) {
		return &Invalid{field, "is empty; use JSON"}
	}
	return &Invalid{field, strings.TrimPrefix(err.Error(), "json: ")}
}

// plain names a Go type in JSON's words.
func plain(goType string) string {
	switch {
	case strings.Contains(goType, "int"):
		return "a whole number"
	case strings.Contains(goType, "float"):
		return "a number"
	case strings.HasSuffix(goType, "Duration"):
		return `a duration such as "1.5s"`
	case strings.HasPrefix(goType, "[]"):
		return "an array"
	case strings.HasPrefix(goType, "map["), strings.Contains(goType, "struct"), strings.Contains(goType, "fault."):
		return "an object"
	}
	return "a " + goType
}
