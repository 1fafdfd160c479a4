// Package strictjson reads JSON that people write, and says where it is wrong.
package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxMembers bounds the objects whose members nobody has listed.
const maxMembers = 1000

// Error says where a value is wrong and why.
type Error struct {
	Field  string // "accounts[0].teams"; the root for the whole
	Reason string // what is wrong, and what would be right
}

func (e *Error) Error() string { return e.Field + ": " + e.Reason }

// Decode reads one JSON value into what v points to. Unlike encoding/json it
// tells capitals from small letters, and refuses unknown members, members that
// come twice and text that is not UTF-8. Its errors are *Error; their fields begin
// with root, which may be empty.
//
// Structs, maps by string, slices and pointers are walked; structs embed none.
func Decode(root string, body []byte, v any) error {
	if err := wellFormed(root, body); err != nil {
		return err
	}
	return fill(root, body, reflect.ValueOf(v).Elem())
}

// wellFormed wants exactly one JSON value.
func wellFormed(root string, body []byte) error {
	for i := 0; i < len(body); {
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			return refuse(root, fmt.Sprintf("is not UTF-8 (byte %d)", i+1))
		}
		i += size
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	var v json.RawMessage
	if err := dec.Decode(&v); err != nil {
		reason := "is not JSON: " + err.Error()
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			reason += fmt.Sprintf(" (byte %d)", syntax.Offset)
		}
		return refuse(root, reason)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return refuse(root, "more follows the JSON value")
	}
	return nil
}

func refuse(field, reason string) error { return &Error{Field: field, Reason: reason} }

// fill puts one well-formed JSON value into v.
func fill(field string, raw []byte, v reflect.Value) error {
	switch target := v.Addr().Interface().(type) {
	case json.Unmarshaler:
		if err := json.Unmarshal(raw, target); err != nil {
			return refuse(field, wrong(raw, v.Type(), err))
		}
		return nil
	case encoding.TextUnmarshaler:
		return fillText(field, raw, target)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if isNull(raw) {
			v.SetZero()
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return fill(field, raw, v.Elem())
	case reflect.Struct:
		members := structMembers(v.Type())
		return eachMember(field, raw, func(name string, raw []byte) error {
			i, known := members.index[name]
			if !known {
				return refuse(join(field, name), members.unknown())
			}
			return fill(join(field, name), raw, v.Field(i))
		})
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		return eachMember(field, raw, func(name string, raw []byte) error {
			if v.Len() == maxMembers {
				return refuse(field, "has more than "+strconv.Itoa(maxMembers)+" members")
			}
			value := reflect.New(v.Type().Elem()).Elem()
			if err := fill(join(field, name), raw, value); err != nil {
				return err
			}
			v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), value)
			return nil
		})
	case reflect.Slice:
		v.SetZero()
		return eachItem(field, raw, func(at string, raw []byte) error {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			return fill(at, raw, v.Index(v.Len()-1))
		})
	}
	if err := json.Unmarshal(raw, v.Addr().Interface()); err != nil {
		return refuse(field, wrong(raw, v.Type(), err))
	}
	return nil
}

func fillText(field string, raw []byte, v encoding.TextUnmarshaler) error {
	if isNull(raw) {
		return nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		reason := brief(raw) + " is not a string"
		if err := v.UnmarshalText([]byte(brief(raw))); err != nil {
			reason += "; " + err.Error() // which tells what would be right
		}
		return refuse(field, reason)
	}
	if err := v.UnmarshalText([]byte(text)); err != nil {
		return refuse(field, brief(raw)+": "+err.Error())
	}
	return nil
}

// eachMember calls f for each member of the object raw, and refuses what is no
// object and names that come twice.
func eachMember(field string, raw []byte, f func(name string, raw []byte) error) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return refuse(field, "must be an object")
	}
	seen := map[string]bool{}
	for dec.More() {
		var value json.RawMessage
		key, err := dec.Token()
		if err == nil {
			err = dec.Decode(&value)
		}
		name, ok := key.(string)
		if err != nil || !ok {
			return refuse(field, "is not JSON")
		}
		if seen[name] {
			return refuse(join(field, name), "is there twice")
		}
		seen[name] = true
		if err := f(name, value); err != nil {
			return err
		}
	}
	return nil
}

// eachItem calls f for each item of the array raw; null has none.
func eachItem(field string, raw []byte, f func(at string, raw []byte) error) error {
	if isNull(raw) {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('[') {
		return refuse(field, "must be an array")
	}
	for i := 0; dec.More(); i++ {
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return refuse(field, "is not JSON")
		}
		if err := f(field+"["+strconv.Itoa(i)+"]", value); err != nil {
			return err
		}
	}
	return nil
}

// layout is what a struct has members for.
type layout struct {
	index map[string]int
	names []string // in the struct's order
}

func structMembers(t reflect.Type) layout {
	l := layout{index: make(map[string]int, t.NumField())}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		l.index[name] = i
		l.names = append(l.names, name)
	}
	return l
}

func (l *layout) unknown() string {
	if len(l.names) == 0 {
		return "no such member; there are none"
	}
	return "no such member; there are: " + strings.Join(l.names, ", ")
}

// join leads to a member. Names are callers' words, and as long as they like.
func join(field, name string) string {
	if len(name) > maxQuote {
		name = strings.ToValidUTF8(name[:maxQuote], "") + "..."
	}
	if field == "" {
		return name
	}
	return field + "." + name
}

// wrong says in JSON's words what was expected.
func wrong(raw []byte, t reflect.Type, err error) string {
	got := brief(raw)
	switch {
	case t == reflect.TypeFor[time.Time]():
		return got + ` is not an RFC 3339 time such as "2026-11-21T08:30:00Z"`
	case t.Kind() == reflect.Bool:
		return got + " is neither true nor false"
	case t.Kind() == reflect.String:
		return got + " is not a string"
	case t.Kind() == reflect.Uint64:
		return got + " is not a whole number from 0 to 18446744073709551615"
	case reflect.Int <= t.Kind() && t.Kind() <= reflect.Uintptr:
		return got + " is not a whole number in range"
	case t.Kind() == reflect.Float32 || t.Kind() == reflect.Float64:
		return got + " is not a number in range"
	}
	if _, ours := errors.AsType[*json.UnmarshalTypeError](err); ours {
		return got + " cannot stand here"
	}
	return got + ": " + err.Error()
}

func isNull(raw []byte) bool { return string(bytes.TrimSpace(raw)) == "null" }

const maxQuote = 80

// brief shortens what a caller sent for a message.
func brief(raw []byte) string {
	s := string(bytes.TrimSpace(raw))
	if len(s) > maxQuote {
		return strings.ToValidUTF8(s[:maxQuote], "") + "..."
	}
	return s
}
