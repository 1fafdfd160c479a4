package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// JSON is the body's value. A body that is no JSON fails the probe.
func (r *Answer) JSON() any {
	d := json.NewDecoder(bytes.NewReader(r.Body))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the value")
		}
	}
	if err != nil {
		r.a.Want(fmt.Sprintf("json-%d", r.n), false, "a body of JSON", "a body that is none", r)
		r.a.end(nil)
	}
	return v
}

// At is what stands at a JSON pointer; nil and false when nothing does.
func (r *Answer) At(pointer string) (any, bool) {
	v, found, err := subject.At(r.JSON(), pointer)
	return v, found && err == nil
}

// List is the list at a JSON pointer. Anything else fails the probe.
func (r *Answer) List(pointer string) []any {
	v, _ := r.At(pointer)
	list, ok := v.([]any)
	if !ok {
		r.a.Want(fmt.Sprintf("list-%d", r.n), false, "a list at "+pointer, "none", r)
		r.a.end(nil)
	}
	return list
}

// Has demands a member of one of some kinds: string, number, integer, boolean, null,
// list, object.
func (r *Answer) Has(pointer string, kinds ...string) *Answer {
	v, found := r.At(pointer)
	got := "nothing"
	met := found
	if found {
		got = kindOf(v)
		for _, k := range kinds {
			met = k == got || k == "number" && got == "integer"
			if met {
				break
			}
		}
	}
	r.a.Want(fmt.Sprintf("member-%d-%s", r.n, pointer), met, fmt.Sprintf("%v at %s", kinds, pointer), got, r)
	return r
}

func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "number"
		}
		return "integer"
	case []any:
		return "list"
	}
	return "object"
}

// text is a scalar as it stands in a URL.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// member is a member of an object, as text; "" when there is none.
func member(v any, name string) string {
	o, _ := v.(map[string]any)
	return text(o[name])
}

// members are one member of every object of a list.
func members(list []any, name string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = member(v, name)
	}
	return out
}
