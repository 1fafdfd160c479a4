package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// checkJSON parses a body and judges it by a schema.
func (v *Validator) checkJSON(out *report, schema *openapi3.Schema, body []byte) {
	dec := json.NewDecoder(bytes.NewReader(body))
	var value any
	if err := dec.Decode(&value); err != nil {
		out.add("body", "", "is not JSON: %v", plainJSONError(err))
		return
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		out.add("body", "", "has something after the JSON value")
	}
	v.visitJSON(out, "body", schema, value)
}

// plainJSONError leaves out what encoding/json quotes of the input.
func plainJSONError(err error) string {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return "syntax error near byte " + itoa(syntax.Offset)
	}
	return "unexpected end"
}

func (v *Validator) visitJSON(out *report, where string, schema *openapi3.Schema, value any) {
	err := schema.VisitJSON(value, v.visit...)
	if err == nil {
		return
	}
	for _, d := range flatten(err, nil, v.visit) {
		out.add(where, d.pointer, "%s", d.message)
	}
}

// difference is one leaf of kin-openapi's tree of errors.
type difference struct{ pointer, message string }

// flatten lists the leaves. Of alternatives that all fail, it keeps those of the nearest one: the one with the fewest differences.
func flatten(err error, base []string, visit []openapi3.SchemaValidationOption) []difference {
	//nolint:errorlint // the tree is walked by hand: errors.As would skip levels
	if many, ok := err.(openapi3.MultiError); ok {
		var out []difference
		for _, e := range many {
			out = append(out, flatten(e, base, visit)...)
		}
		return out
	}
	e, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return []difference{{pointer(base), err.Error()}}
	}
	at := append(base[:len(base):len(base)], e.JSONPointer()...)
	switch e.SchemaField {
	case "oneOf", "anyOf":
		if errors.Is(e.Origin, openapi3.ErrOneOfConflict) {
			break
		}
		return nearest(append(append(openapi3.SchemaRefs{}, e.Schema.OneOf...), e.Schema.AnyOf...), e.Value, at, visit)
	case "allOf":
		var out []difference
		for _, s := range e.Schema.AllOf {
			if err := s.Value.VisitJSON(e.Value, visit...); err != nil {
				out = append(out, flatten(err, at, visit)...)
			}
		}
		return out
	}
	return []difference{{pointer(at), message(e)}}
}

// nearest describes a value by that alternative from which it differs least.
func nearest(alternatives openapi3.SchemaRefs, value any, at []string, visit []openapi3.SchemaValidationOption) []difference {
	var best []difference
	for _, s := range alternatives {
		err := s.Value.VisitJSON(value, visit...)
		if err == nil {
			continue
		}
		if found := flatten(err, at, visit); best == nil || len(found) < len(best) {
			best = found
		}
	}
	return best
}

// message words a leaf without the value.
func message(e *openapi3.SchemaError) string {
	if e.SchemaField == "format" {
		return "is not a " + e.Schema.Format
	}
	if e.SchemaField == "enum" && len(e.Schema.Enum) > 12 {
		return "is none of the documented values"
	}
	return e.Reason
}

// pointer spells a JSON pointer.
func pointer(path []string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(p, "~", "~0"), "/", "~1"))
	}
	return b.String()
}
