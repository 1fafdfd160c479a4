// Package fastapi words the refusals of parameters and bodies as FastAPI with pydantic 2 does.
//
// Nothing in it belongs to one vendor: what is read and refused, in which order
// and in which words is the framework's. [confirmed: observed on an application
// of FastAPI 0.115 and pydantic 2.11 with the declarations of the vendor's
// document]
package fastapi

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// Issue is one thing that is wrong with a request.
type Issue struct {
	Type  string
	Loc   []any // strings and ints
	Msg   string
	Input string // JSON
	Ctx   []Pair // nil: no ctx
}

// Pair is one member of ctx; its value is a string or an int.
type Pair struct {
	Name  string
	Value any
}

// Error is a 422 with all that is wrong, in the order of the declaration.
type Error struct{ Issues []Issue }

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("fastapi: unprocessable request")
	for _, i := range e.Issues {
		b.WriteString("; ")
		b.WriteString(i.Where() + ": " + i.Msg)
	}
	return b.String()
}

// Join is what is wrong with one part of a request and then with another; an error
// that is no *Error stands alone.
func Join(first, second error) error {
	a, ok := errors.AsType[*Error](first)
	b, also := errors.AsType[*Error](second)
	switch {
	case ok && also:
		return &Error{slices.Concat(a.Issues, b.Issues)}
	case first != nil:
		return first
	}
	return second
}

// Where is the place for people: "query.sport.0".
func (i *Issue) Where() string {
	var parts []string
	for _, l := range i.Loc {
		switch l := l.(type) {
		case string:
			parts = append(parts, l)
		case int:
			parts = append(parts, strconv.Itoa(l))
		}
	}
	return strings.Join(parts, ".")
}

// AppendJSON appends the body of the answer: type, loc, msg, input, ctx.
func (e *Error) AppendJSON(b []byte) []byte {
	b = append(b, `{"detail":[`...)
	for n := range e.Issues {
		if n > 0 {
			b = append(b, ',')
		}
		b = e.Issues[n].appendJSON(b)
	}
	return append(b, "]}"...)
}

func (i *Issue) appendJSON(b []byte) []byte {
	b = append(b, `{"type":`...)
	b = wirejson.AppendString(b, i.Type)
	b = append(b, `,"loc":[`...)
	for n, l := range i.Loc {
		if n > 0 {
			b = append(b, ',')
		}
		b = appendWord(b, l)
	}
	b = append(b, `],"msg":`...)
	b = wirejson.AppendString(b, i.Msg)
	b = append(b, `,"input":`...)
	b = append(b, i.Input...)
	if i.Ctx != nil {
		b = append(b, `,"ctx":{`...)
		for n, p := range i.Ctx {
			if n > 0 {
				b = append(b, ',')
			}
			b = wirejson.AppendString(b, p.Name)
			b = append(b, ':')
			b = appendWord(b, p.Value)
		}
		b = append(b, '}')
	}
	return append(b, '}')
}

func appendWord(b []byte, v any) []byte {
	switch v := v.(type) {
	case int:
		return wirejson.AppendInt(b, v)
	case string:
		return wirejson.AppendString(b, v)
	}
	return append(b, "{}"...)
}

// Quote is a text as the input of an Issue.
func Quote(s string) string { return string(wirejson.AppendString(nil, s)) }

// choices are the values of an enumeration as pydantic lists them: 'a', 'b' or 'c'.
func choices(values []string) string {
	var b strings.Builder
	for i, v := range values {
		switch {
		case i == 0:
		case i == len(values)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString("'" + v + "'")
	}
	return b.String()
}

// BadWord is the refusal of a word that is none of several.
func BadWord(loc []any, kind Kind, words []string, given string) *Error {
	return &Error{[]Issue{wordIssue(loc, kind, words, Quote(given))}}
}
