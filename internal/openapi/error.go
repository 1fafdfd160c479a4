package openapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Error says everything in which an exchange differs from the specification.
type Error struct {
	Method    string
	Path      string
	Operation string // operationId; empty when the request matches no operation
	Status    int
	// Violations has at least one member.
	Violations []Violation
}

// Violation is one difference. It tells what was expected and where; it never repeats the value, which may be a secret.
type Violation struct {
	Part    Part
	Where   string // "body", "status", "content type", "header x-amzn-ErrorType", "query offset", "security", …
	Pointer string // for bodies: the JSON pointer of the value, such as /measurements/3/startTime; empty for the root
	Message string
}

// Part is the half of an exchange in which something is wrong.
type Part string

// The two halves.
const (
	Request  Part = "request"
	Response Part = "response"
)

// Error lists the violations, one a line after the first line.
func (e *Error) Error() string {
	var b strings.Builder
	op := e.Operation
	if op == "" {
		op = "no documented operation"
	}
	fmt.Fprintf(&b, "%s %s (%s) answered %d: %d difference(s) from the specification", e.Method, e.Path, op, e.Status, len(e.Violations))
	for _, v := range e.Violations {
		b.WriteString("\n  ")
		b.WriteString(v.String())
	}
	return b.String()
}

// String is "response body /measurements/3/startTime: …".
func (v Violation) String() string {
	where := v.Where
	if v.Pointer != "" {
		where += " " + v.Pointer
	}
	return fmt.Sprintf("%s %s: %s", v.Part, where, v.Message)
}

// Only keeps the violations of one half and returns nil when there are none. A service is at fault for its responses alone:
// that it let a wrong request pass may be what its vendor does.
func Only(err error, part Part) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	half := *e
	half.Violations = slices.DeleteFunc(slices.Clone(e.Violations), func(v Violation) bool { return v.Part != part })
	if len(half.Violations) == 0 {
		return nil
	}
	return &half
}

// report collects violations of one half.
type report struct {
	part Part
	list []Violation
}

func (r *report) add(where, pointer, format string, args ...any) {
	r.list = append(r.list, Violation{Part: r.part, Where: where, Pointer: pointer, Message: fmt.Sprintf(format, args...)})
}
