package protocol

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/ergodrome/ergodrome/internal/packed"
)

//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack protocol.packed ssp-1.schema.json
//go:embed protocol.packed
var archive string

var files = packed.Open(archive)

// Schema is the JSON Schema (draft 2020-12) of every message.
func Schema() []byte {
	document, err := files.ReadFile("ssp-1.schema.json")
	if err != nil {
		panic(err) // it is part of the program
	}
	return document
}

// schema is the part of JSON Schema that the protocol's own document uses. A
// keyword outside of it is an error when the document is read: what is not
// understood must not look like what is allowed.
type schema struct {
	title      string
	types      []string // none: any
	constant   any      // json.Number, string; nil: none
	enum       []string
	required   []string
	properties map[string]*schema
	additional *schema
	items      *schema
	oneOf      []*schema
	iff, then  *schema
	ref        string
	minimum    *int64
	minLength  int
	at         string // where it stands in the document
}

// definitions are the schemas below $defs, read once.
var definitions = sync.OnceValues(func() (map[string]*schema, error) { return read(Schema()) })

func read(text []byte) (map[string]*schema, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var doc struct {
		Defs map[string]map[string]any `json:"$defs"`
	}
	if err := dec.Decode(&doc); err != nil {
		return nil, err
	}
	defs := map[string]*schema{}
	for _, name := range slices.Sorted(maps.Keys(doc.Defs)) {
		s, err := compile(doc.Defs[name], "#/$defs/"+name)
		if err != nil {
			return nil, err
		}
		defs[name] = s
	}
	for _, name := range slices.Sorted(maps.Keys(defs)) {
		if err := defs[name].walk(func(s *schema) error {
			if _, ok := defs[s.ref]; s.ref != "" && !ok {
				return fmt.Errorf("%s: there is no #/$defs/%s", s.at, s.ref)
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return defs, nil
}

// compile reads one schema.
func compile(raw any, at string) (*schema, error) {
	m, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: a schema is an object", at)
	}
	s := &schema{at: at}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if err := s.keyword(key, m[key], at+"/"+key); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *schema) keyword(key string, v any, at string) (err error) {
	fits := true
	switch key {
	case "title":
		s.title, fits = v.(string)
	case "const":
		s.constant = v
		switch v.(type) {
		case string, json.Number:
		default:
			fits = false
		}
	case "$ref":
		text, _ := v.(string)
		s.ref, fits = strings.CutPrefix(text, "#/$defs/")
	case "type":
		if one, single := v.(string); single {
			s.types = []string{one}
		} else {
			s.types, fits = words(v)
		}
	case "enum":
		s.enum, fits = words(v)
	case "required":
		s.required, fits = words(v)
	case "minimum":
		n, _ := v.(json.Number)
		i, failed := n.Int64()
		s.minimum, fits = &i, failed == nil
	case "minLength":
		n, _ := v.(json.Number)
		i, failed := n.Int64()
		s.minLength, fits = int(i), failed == nil
	case "items":
		s.items, err = compile(v, at)
	case "additionalProperties":
		s.additional, err = compile(v, at)
	case "if":
		s.iff, err = compile(v, at)
	case "then":
		s.then, err = compile(v, at)
	case "properties":
		s.properties, err = compileAll(v, at)
	case "oneOf":
		list, _ := v.([]any)
		fits = len(list) > 0
		for i, raw := range list {
			branch, err := compile(raw, fmt.Sprintf("%s/%d", at, i))
			if err != nil {
				return err
			}
			s.oneOf = append(s.oneOf, branch)
		}
	default:
		return fmt.Errorf("%s: this keyword is not understood here", at)
	}
	if err == nil && !fits {
		err = fmt.Errorf("%s: this value is not understood here", at)
	}
	return err
}

func compileAll(v any, at string) (map[string]*schema, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: properties are an object", at)
	}
	out := map[string]*schema{}
	for name, raw := range m {
		s, err := compile(raw, at+"/"+name)
		if err != nil {
			return nil, err
		}
		out[name] = s
	}
	return out, nil
}

func words(v any) ([]string, bool) {
	list, ok := v.([]any)
	var out []string
	for _, item := range list {
		s, isText := item.(string)
		ok = ok && isText
		out = append(out, s)
	}
	return out, ok && len(out) > 0
}

// walk visits a schema and all that it holds.
func (s *schema) walk(visit func(*schema) error) error {
	if s == nil {
		return nil
	}
	if err := visit(s); err != nil {
		return err
	}
	inner := append([]*schema{s.additional, s.items, s.iff, s.then}, s.oneOf...)
	for _, name := range slices.Sorted(maps.Keys(s.properties)) {
		inner = append(inner, s.properties[name])
	}
	for _, part := range inner {
		if err := part.walk(visit); err != nil {
			return err
		}
	}
	return nil
}
