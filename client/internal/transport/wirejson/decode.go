// Package wirejson decodes JSON whose numbers, words and members are not
// always spelled as the vendor's description promises.
//
// Structure is read strictly, spelling is not: a number may stand in quotes,
// carry a decimal point where a whole one was promised, or be "NaN"; an
// identifier may be a number; a list may be null. What a struct does not know,
// what its type cannot hold exactly, and a word where an optional number or a
// time was promised, is kept in its member Extra, a map[string]json.RawMessage,
// if it has one.
//
// Field names are those of json tags; the tag alias names a second spelling.
package wirejson

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"time"
)

// Decoder decodes. It remembers the shapes of types, and is safe for
// concurrent use. Its zero value is ready.
type Decoder struct {
	Room  int      // bytes of memory that one value may take, about; 0 is DefaultRoom
	plans sync.Map // reflect.Type to *plan
}

// DefaultRoom is twice the largest body that clients read unless they are told to: {}
// are two bytes of a body, and some hundred of memory.
const DefaultRoom = 512 << 20

// take counts memory that a value of a type takes beside its place.
func (d *Decoder) take(s *scan, size uintptr) error {
	s.taken += int(size)
	if room := cmp.Or(d.Room, DefaultRoom); s.taken > room {
		return fmt.Errorf("the body has more in it than %d bytes of memory hold", room)
	}
	return nil
}

// entry is about what an entry of a map takes beside its value.
const entry = 64

// Error says what is wrong with a value, and where.
type Error struct {
	Path string // data.tests[2].created
	Want string
	Got  string // the beginning of what is there
}

func (e *Error) Error() string {
	where := e.Path
	if where == "" {
		where = "the body"
	}
	return fmt.Sprintf("%s is %s, want %s", where, e.Got, e.Want)
}

// Check reports whether a body is one JSON value, and not null.
func Check(body []byte) error {
	switch trimmed := bytes.TrimSpace(body); {
	case len(trimmed) == 0:
		return errors.New("the body is empty")
	case string(trimmed) == "null":
		return errors.New("the body is null")
	case !json.Valid(body):
		return errors.New("the body is not JSON, or not all of it")
	}
	return nil
}

// Decode reads a body that Check accepts into what v points to.
func (d *Decoder) Decode(body []byte, v any) error {
	if err := Check(body); err != nil {
		return err
	}
	return d.Value(body, v)
}

// Value reads a part of a body that Check accepted into what v points to.
func (d *Decoder) Value(raw []byte, v any) error {
	s := &scan{data: raw}
	_, err := d.value(s, reflect.ValueOf(v).Elem())
	return err
}

// Member returns the value of an object's member, and whether raw, valid JSON,
// is an object that has it. The last of several wins.
func Member(raw []byte, name string) (value []byte, ok bool) {
	s := &scan{data: raw}
	if s.peek() != '{' {
		return nil, false
	}
	_ = s.object(func(key []byte) error {
		v := s.skip()
		if string(key) == name {
			value, ok = v, true
		}
		return nil
	})
	return value, ok
}

// Kind is the first byte of a value: { [ " t f n, or of a number.
func Kind(raw []byte) byte { return (&scan{data: raw}).peek() }

// unmarshaler is a type that reads itself.
type unmarshaler interface{ UnmarshalJSON(b []byte) error }

// value reads the next value into v. exact is false if v cannot hold it.
func (d *Decoder) value(s *scan, v reflect.Value) (exact bool, err error) {
	if s.peek() == 'n' {
		s.skip()
		if v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
			v.SetZero()
		}
		return true, nil
	}
	if v.Kind() == reflect.Pointer {
		if err := d.take(s, v.Type().Elem().Size()); err != nil {
			return true, err
		}
		elem := reflect.New(v.Type().Elem())
		exact, err = d.value(s, elem.Elem())
		if exact && err == nil { // a number that is none leaves the pointer nil
			v.Set(elem)
		}
		return exact, err
	}
	switch target := v.Addr().Interface().(type) {
	case *time.Time:
		return true, instant(s, target)
	case *json.RawMessage:
		*target = bytes.Clone(s.skip())
		return true, nil
	case unmarshaler:
		raw := s.skip()
		if err := target.UnmarshalJSON(raw); err != nil {
			return true, &Error{Want: err.Error(), Got: excerpt(raw)}
		}
		return true, nil
	}
	switch v.Kind() {
	case reflect.Struct:
		return true, d.structure(s, v)
	case reflect.Slice:
		return d.list(s, v)
	case reflect.Map:
		return true, d.dictionary(s, v)
	}
	return scalar(s, v)
}

// structure reads an object.
func (d *Decoder) structure(s *scan, v reflect.Value) error {
	if s.peek() != '{' {
		return &Error{Want: "an object", Got: excerpt(s.skip())}
	}
	p := d.plan(v.Type())
	return s.object(func(key []byte) error {
		i, known := p.fields[string(key)]
		start := s.i
		exact := false
		if known {
			var err error
			field := v.FieldByIndex(i)
			if exact, err = d.value(s, field); err != nil {
				if e, ours := err.(*Error); !ours || e.Path != "" || p.extra < 0 || !optional(field) || e.Got[0] != '"' { //nolint:errorlint // not wrapped here
					return at(err, string(key))
				}
				field.SetZero()
				exact = false
			}
		} else {
			s.skip()
		}
		if !exact && p.extra >= 0 {
			extra := v.Field(p.extra)
			if extra.IsNil() {
				extra.Set(reflect.MakeMap(extra.Type()))
			}
			if err := d.take(s, entry); err != nil {
				return err
			}
			raw := json.RawMessage(bytes.Clone(bytes.TrimSpace(s.data[start:s.i])))
			extra.SetMapIndex(reflect.ValueOf(text(key)), reflect.ValueOf(raw))
		}
		return nil
	})
}

// optional reports whether a zero field says that there is no value. A word in
// its place is then kept aside, and costs nobody the rest of the answer.
func optional(field reflect.Value) bool {
	_, reads := field.Addr().Interface().(unmarshaler)
	return reads || field.Kind() == reflect.Pointer && field.Type().Elem().Kind() != reflect.Struct
}

// list reads an array.
func (d *Decoder) list(s *scan, v reflect.Value) (exact bool, _ error) {
	if s.peek() != '[' {
		return true, &Error{Want: "a list", Got: excerpt(s.skip())}
	}
	if v.Type().Elem().Kind() == reflect.Float64 {
		numbers, err := floats(s)
		if err == nil {
			v.Set(reflect.ValueOf(numbers).Convert(v.Type()))
		}
		return true, err
	}
	exact = true
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	n := 0
	err := s.array(func() error {
		if err := d.take(s, v.Type().Elem().Size()); err != nil {
			return err
		}
		if n == v.Cap() {
			v.Grow(max(n, 4))
		}
		v.SetLen(n + 1)
		v.Index(n).SetZero()
		ok, err := d.value(s, v.Index(n))
		exact = exact && ok
		if err != nil {
			return at(err, "["+strconv.Itoa(n)+"]")
		}
		n++
		return nil
	})
	return exact, err
}

// dictionary reads an object whose members are not known beforehand.
func (d *Decoder) dictionary(s *scan, v reflect.Value) error {
	if s.peek() != '{' {
		return &Error{Want: "an object", Got: excerpt(s.skip())}
	}
	v.Set(reflect.MakeMap(v.Type()))
	return s.object(func(key []byte) error {
		if err := d.take(s, entry+v.Type().Elem().Size()); err != nil {
			return err
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		if _, err := d.value(s, elem); err != nil {
			return at(err, string(key))
		}
		v.SetMapIndex(reflect.ValueOf(text(key)), elem)
		return nil
	})
}

// at says where an error is, from the inside out.
func at(err error, where string) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	if len(where) > 60 {
		where = where[:60]
	}
	switch {
	case e.Path == "":
		e.Path = where
	case e.Path[0] == '[':
		e.Path = where + e.Path
	default:
		e.Path = where + "." + e.Path
	}
	return e
}

// plan is what a struct's members are called.
type plan struct {
	fields map[string][]int
	extra  int // the field Extra, or -1
}

func (d *Decoder) plan(t reflect.Type) *plan {
	if p, ok := d.plans.Load(t); ok {
		return p.(*plan)
	}
	p := &plan{fields: make(map[string][]int), extra: -1}
	for _, f := range reflect.VisibleFields(t) {
		if !f.IsExported() || f.Anonymous {
			continue
		}
		if f.Name == "Extra" && f.Type == reflect.TypeFor[map[string]json.RawMessage]() && len(f.Index) == 1 {
			p.extra = f.Index[0]
			continue
		}
		if name := tagName(f); name != "" {
			p.fields[name] = f.Index
		}
		if alias := f.Tag.Get("alias"); alias != "" {
			p.fields[alias] = f.Index
		}
	}
	stored, _ := d.plans.LoadOrStore(t, p)
	return stored.(*plan)
}

func tagName(f reflect.StructField) string {
	name, _, _ := bytes.Cut([]byte(f.Tag.Get("json")), []byte(","))
	if string(name) == "-" {
		return ""
	}
	return string(name)
}
