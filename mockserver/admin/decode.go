package admin

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// decode reads a call's JSON body into the struct that v points to, an absent
// body as {}. Its errors name the member that cannot be used.
func decode(r *httpx.Request, v any) error {
	if err := checkMedia(r.Request, r.Body); err != nil {
		return err
	}
	return decodeBytes(r.Body, v)
}

func decodeBytes(body []byte, v any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if err := wellFormed(body); err != nil {
		return err
	}
	return fill("", body, reflect.ValueOf(v).Elem())
}

// wellFormed wants exactly one JSON value.
func wellFormed(body []byte) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	var v json.RawMessage
	if err := dec.Decode(&v); err != nil {
		reason := "is not JSON: " + err.Error()
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			reason += fmt.Sprintf(" (byte %d)", syntax.Offset)
		}
		return &world.Invalid{Field: "body", Reason: reason}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return &world.Invalid{Field: "body", Reason: "more follows the JSON value"}
	}
	return nil
}

// fill puts one well-formed JSON value into v. Structs and maps are walked here,
// so that errors can say where; encoding/json does the rest.
func fill(field string, raw []byte, v reflect.Value) error {
	_, isText := v.Addr().Interface().(encoding.TextUnmarshaler)
	_, isJSON := v.Addr().Interface().(json.Unmarshaler)
	switch {
	case isText || isJSON:
	case v.Kind() == reflect.Pointer && string(bytes.TrimSpace(raw)) != "null":
		v.Set(reflect.New(v.Type().Elem()))
		return fill(field, raw, v.Elem())
	case v.Kind() == reflect.Struct:
		return members(field, raw, func(name string, raw []byte) error {
			target, known := member(v, name)
			if !known {
				return &world.Invalid{Field: join(field, name), Reason: "no such member; there are: " + strings.Join(names(v.Type()), ", ")}
			}
			return fill(join(field, name), raw, target)
		})
	case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
		v.Set(reflect.MakeMap(v.Type()))
		return members(field, raw, func(name string, raw []byte) error {
			value := reflect.New(v.Type().Elem()).Elem()
			if err := fill(join(field, name), raw, value); err != nil {
				return err
			}
			v.SetMapIndex(reflect.ValueOf(name), value)
			return nil
		})
	}
	if err := json.Unmarshal(raw, v.Addr().Interface()); err != nil {
		if field == "" {
			field = "body"
		}
		return &world.Invalid{Field: field, Reason: wrong(raw, v.Type(), err)}
	}
	return nil
}

// members calls f for each member of the object raw, and refuses what is no
// object and names that come twice.
func members(field string, raw []byte, f func(name string, raw []byte) error) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		if field == "" {
			field = "body"
		}
		return &world.Invalid{Field: field, Reason: "must be an object"}
	}
	var seen []string
	for dec.More() {
		var value json.RawMessage
		key, err := dec.Token()
		if err == nil {
			err = dec.Decode(&value)
		}
		name, ok := key.(string)
		if err != nil || !ok { // not in well-formed JSON
			return &world.Invalid{Field: field, Reason: "is not JSON"}
		}
		if slices.Contains(seen, name) {
			return &world.Invalid{Field: join(field, name), Reason: "is there twice"}
		}
		seen = append(seen, name)
		if err := f(name, value); err != nil {
			return err
		}
	}
	return nil
}

func member(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if jsonName(v.Type().Field(i)) == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func names(t reflect.Type) []string {
	var all []string
	for i := range t.NumField() {
		if n := jsonName(t.Field(i)); n != "" {
			all = append(all, n)
		}
	}
	return all
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

func join(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

// wrong says in JSON's words what was expected.
func wrong(raw []byte, t reflect.Type, err error) string {
	got := brief(string(bytes.TrimSpace(raw)))
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return got + ` is not an RFC 3339 time such as "2026-11-21T08:30:00Z"`
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return got + ": " + err.Error()
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return got + " is not a whole number in range"
	case reflect.Uint64:
		return got + " is not a whole number from 0 to 18446744073709551615"
	case reflect.Float64:
		return got + " is not a number in range"
	case reflect.Bool:
		return got + " is neither true nor false"
	case reflect.String:
		return got + " is not a string"
	}
	return got + ": " + err.Error()
}
