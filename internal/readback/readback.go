// Package readback compares what a client has read with the JSON that it read, member by member, by name and by value.
//
// Writing a value again and comparing the texts would not do: a tag that stands at the wrong field is wrong in both
// directions. Here a member must be in the field that has its name, and the reading of a value is not the client's own.
package readback

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Reading reports whether got is what a JSON value says. It must not use the client's own parser.
type Reading func(got any, raw []byte) bool

// Walk is how a client's types stand to what a vendor sends.
type Walk struct {
	// Names are fields, as Type.Field, whose names differ from their members' by more than case and underscores.
	Names map[string]string
	// Aside are the places, as entries[].note.value, of values that their field cannot hold, each with the reason: they
	// must be in Extra as they came.
	Aside map[string]string
	// Readings are for types that are no plain structs, lists, words and numbers.
	Readings map[reflect.Type]Reading

	used     map[string]bool
	problems []string
}

// Compare says where got, which was read from raw, differs from it; at is what places begin with. Nothing of raw may be
// lost, changed or elsewhere, and nothing may be in got that is not in raw.
func (w *Walk) Compare(at string, raw []byte, got any) []string {
	if w.used == nil {
		w.used = make(map[string]bool)
	}
	w.problems = nil
	w.value(at, raw, reflect.ValueOf(got))
	return w.problems
}

// Unused are those of Names and Aside that no value needed: a list of exceptions may not outlive its reasons.
func (w *Walk) Unused() []string {
	var out []string
	for _, list := range []map[string]string{w.Names, w.Aside} {
		for _, key := range slices.Sorted(maps.Keys(list)) {
			if !w.used[key] {
				out = append(out, key)
			}
		}
	}
	return out
}

func (w *Walk) wrong(path, format string, args ...any) {
	w.problems = append(w.problems, path+": "+fmt.Sprintf(format, args...))
}

func (w *Walk) value(path string, raw []byte, v reflect.Value) {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if string(raw) == "null" {
		if !empty(v) && !isNaN(v) {
			w.wrong(path, "%v was read from null", v)
		}
		return
	}
	if v.Kind() == reflect.Pointer {
		w.wrong(path, "%.60s was not read", raw)
		return
	}
	if reading := w.Readings[v.Type()]; reading != nil {
		if !reading(v.Interface(), raw) {
			w.wrong(path, "%v is not %.200s", v, raw)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		w.object(path, raw, v)
	case reflect.Slice:
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil || len(list) != v.Len() {
			w.wrong(path, "%d elements are not those of %.60s", v.Len(), raw)
			return
		}
		for i, element := range list {
			e := v.Index(i)
			if string(element) == "null" && e.Kind() == reflect.Float64 && !isNaN(e) {
				w.wrong(path+"[]", "%v was read from null", e) // what is not there is not zero
				continue
			}
			w.value(path+"[]", element, e)
		}
	case reflect.Map:
		members, ok := split(raw)
		if !ok || len(members) != v.Len() {
			w.wrong(path, "%d members are not those of %.60s", v.Len(), raw)
			return
		}
		for name, member := range members {
			if e := v.MapIndex(reflect.ValueOf(name)); e.IsValid() {
				w.value(path+"{}", member, e)
			} else {
				w.wrong(path, "%q is lost", name)
			}
		}
	default:
		if !plain(v, raw) {
			w.wrong(path, "%v is not %.60s", v, raw)
		}
	}
}

// object compares a struct: each member with the field that is named like it, or with what Extra keeps.
func (w *Walk) object(path string, raw []byte, v reflect.Value) {
	members, ok := split(raw)
	if !ok {
		w.wrong(path, "%s was read from %.60s", v.Type(), raw)
		return
	}
	extra := map[string]json.RawMessage{}
	var visit func(v reflect.Value)
	visit = func(v reflect.Value) {
		for i := range v.NumField() {
			f, value := v.Type().Field(i), v.Field(i)
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous && tag == "":
				visit(value)
				continue
			case tag == "extra" && f.Name == "Extra":
				extra, _ = value.Interface().(map[string]json.RawMessage)
				continue
			}
			member, there := members[tag]
			if alias := f.Tag.Get("alias"); !there && alias != "" {
				tag = alias
				member, there = members[tag]
			}
			delete(members, tag)
			at := strings.TrimPrefix(path+"."+tag, ".")
			switch {
			case !there && !empty(value):
				w.wrong(at, "%v comes from nowhere", value)
			case there && w.Aside[at] != "":
				w.used[at] = true
				if !empty(value) {
					w.wrong(at, "%v, and %s aside", value, member)
				}
				members[tag] = member // Extra has to have it
			case there:
				w.named(at, v.Type().Name()+"."+f.Name, tag)
				w.value(at, member, value)
			}
		}
	}
	visit(v)
	for name, member := range members {
		at := strings.TrimPrefix(path+"."+name, ".")
		switch {
		case extra[name] == nil:
			w.wrong(at, "%.60s is lost", member)
		case !bytes.Equal(extra[name], member):
			w.wrong(at, "%.60s is not %.60s", extra[name], member)
		case w.Aside[at] == "":
			w.wrong(at, "no field has it, and it is not listed")
		}
		w.used[at] = true
	}
	for name := range extra {
		if members[name] == nil {
			w.wrong(strings.TrimPrefix(path+"."+name, "."), "%.60s aside comes from nowhere", extra[name])
		}
	}
}

// named holds a field to the name of its member.
func (w *Walk) named(path, field, member string) {
	_, name, _ := strings.Cut(field, ".")
	if listed, ok := w.Names[field]; ok {
		if w.used[field] = true; listed != member {
			w.wrong(path, "%s is listed as %s", field, listed)
		}
		return
	}
	if !strings.EqualFold(name, strings.ReplaceAll(member, "_", "")) {
		w.wrong(path, "is read into %s", field)
	}
}

func split(raw []byte) (map[string]json.RawMessage, bool) {
	var members map[string]json.RawMessage
	return members, json.Unmarshal(raw, &members) == nil
}
