package protocol

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Violation says how a message breaks the protocol.
type Violation struct {
	At     string // JSON pointer into the message; "" is the message itself
	Schema string // where the broken rule stands: "#/$defs/failure/properties/class/enum"
	Reason string
}

func (v *Violation) Error() string {
	at := v.At
	if at == "" {
		at = "the message"
	}
	return fmt.Sprintf("%s: %s (%s of the protocol's schema)", at, v.Reason, v.Schema)
}

// check holds a decoded message (json.Decoder with UseNumber) against a
// definition of the schema; nil means that it obeys.
func check(definition string, message any) error {
	defs, err := definitions()
	if err != nil {
		return err
	}
	if v := (&checker{defs}).check(defs[definition], message, "", 0); v != nil {
		return v
	}
	return nil
}

// maxDepth bounds the nesting of a message: subject.Normalize takes no more either.
const maxDepth = 96

type checker struct{ defs map[string]*schema }

func (c *checker) check(s *schema, v any, at string, depth int) *Violation {
	if depth > maxDepth {
		return &Violation{At: at, Schema: s.at, Reason: fmt.Sprintf("nests deeper than %d", maxDepth)}
	}
	if s.ref != "" {
		if bad := c.check(c.defs[s.ref], v, at, depth); bad != nil {
			return bad
		}
	}
	if bad := s.scalar(v, at); bad != nil {
		return bad
	}
	if bad := c.members(s, v, at, depth); bad != nil {
		return bad
	}
	if s.iff != nil && c.check(s.iff, v, at, depth) == nil && s.then != nil {
		if bad := c.check(s.then, v, at, depth); bad != nil {
			return bad
		}
	}
	if s.oneOf != nil {
		return c.one(s, v, at, depth)
	}
	return nil
}

// scalar checks what is said of a value without looking into it.
func (s *schema) scalar(v any, at string) *Violation {
	bad := func(keyword, format string, a ...any) *Violation {
		return &Violation{At: at, Schema: s.at + "/" + keyword, Reason: fmt.Sprintf(format, a...)}
	}
	if s.types != nil && !slices.ContainsFunc(s.types, func(t string) bool { return is(v, t) }) {
		return bad("type", "is %s, not %s", kind(v), strings.Join(s.types, " or "))
	}
	if s.constant != nil && !same(s.constant, v) {
		return bad("const", "is %s, not %s", brief(v), brief(s.constant))
	}
	if text, ok := v.(string); s.enum != nil && (!ok || !slices.Contains(s.enum, text)) {
		return bad("enum", "is %s, not one of %s", brief(v), strings.Join(s.enum, ", "))
	}
	if n, ok := v.(json.Number); ok && s.minimum != nil {
		if f, err := n.Float64(); err == nil && f < float64(*s.minimum) {
			return bad("minimum", "is %s, less than %d", n, *s.minimum)
		}
	}
	if text, ok := v.(string); ok && utf8.RuneCountInString(text) < s.minLength {
		return bad("minLength", "is shorter than %d characters", s.minLength)
	}
	return nil
}

// members checks what a list or an object holds.
func (c *checker) members(s *schema, v any, at string, depth int) *Violation {
	switch t := v.(type) {
	case []any:
		if s.items == nil {
			return nil
		}
		for i, item := range t {
			if bad := c.check(s.items, item, at+"/"+strconv.Itoa(i), depth+1); bad != nil {
				return bad
			}
		}
	case map[string]any:
		for _, name := range s.required {
			if _, ok := t[name]; !ok {
				return &Violation{At: at, Schema: s.at + "/required", Reason: fmt.Sprintf("has no member %q", name)}
			}
		}
		if s.properties == nil && s.additional == nil {
			return nil
		}
		for _, name := range slices.Sorted(maps.Keys(t)) {
			member, known := s.properties[name]
			if !known {
				member = s.additional
			}
			if member == nil {
				continue
			}
			if bad := c.check(member, t[name], at+"/"+name, depth+1); bad != nil {
				return bad
			}
		}
	}
	return nil
}

// one looks for the single alternative that a value obeys. When there is none,
// the complaint is that of the alternative which was meant: not ruled out by a
// constant, and obeyed furthest into the value.
func (c *checker) one(s *schema, v any, at string, depth int) *Violation {
	var fits, all []string
	meant := 0
	var closest *Violation
	for _, branch := range s.oneOf {
		if branch.ref != "" {
			branch = c.defs[branch.ref]
		}
		all = append(all, branch.title)
		bad := c.check(branch, v, at, depth)
		switch {
		case bad == nil:
			fits = append(fits, branch.title)
		case branch.ruledOut(v):
			continue
		case closest == nil || strings.Count(bad.At, "/") > strings.Count(closest.At, "/"):
			closest = bad
		}
		meant++
	}
	switch {
	case len(fits) == 1:
		return nil
	case len(fits) > 1:
		return &Violation{At: at, Schema: s.at + "/oneOf", Reason: "is " + strings.Join(fits, " and ") + " at once"}
	case closest != nil && (closest.At != at || meant == 1):
		return closest
	}
	return &Violation{At: at, Schema: s.at + "/oneOf", Reason: "is none of: " + strings.Join(all, ", ")}
}

// ruledOut tells whether a constant of an alternative says that another is meant.
func (s *schema) ruledOut(v any) bool {
	m, _ := v.(map[string]any)
	for name, property := range s.properties {
		if got, there := m[name]; there && property.constant != nil && !same(property.constant, got) {
			return true
		}
	}
	return false
}

func is(v any, kind string) bool {
	switch t := v.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case json.Number:
		return kind == "number" || kind == "integer" && whole(string(t))
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return false
}

// whole tells whether a JSON number has no fraction: 1.0 and 1e2 have none.
func whole(n string) bool {
	if !strings.ContainsAny(n, ".eE") {
		return true
	}
	f, err := strconv.ParseFloat(n, 64)
	if err != nil {
		return true // so large that a float64 has no fractions there
	}
	if mantissa, _, _ := strings.Cut(strings.ToLower(n), "e"); f == 0 {
		return !strings.ContainsAny(mantissa, "123456789") // 1e-400 is not 0
	}
	return f == math.Trunc(f)
}

// same compares with a constant of the schema, which is text or a small number.
func same(want, got any) bool {
	if w, ok := want.(json.Number); ok {
		g, ok := got.(json.Number)
		a, err1 := w.Float64()
		b, err2 := g.Float64()
		return ok && err1 == nil && err2 == nil && a == b
	}
	return want == got
}

func kind(v any) string {
	switch t := v.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case string:
		return "a string"
	case json.Number:
		return "the number " + brief(t)
	case []any:
		return "an array"
	}
	return "an object"
}

// brief shows a value in a few characters.
func brief(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	return Excerpt(raw)
}
