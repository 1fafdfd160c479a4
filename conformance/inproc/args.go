package inproc

import (
	"cmp"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// arguments read what a case asks for. The first thing that is missing or ill
// typed is kept; the zero value stands for it.
type arguments struct {
	all map[string]any
	err error
}

func (a *arguments) fail(name, want string) {
	a.err = cmp.Or(a.err, error(&subject.Error{
		Class: subject.InvalidArgument, Message: fmt.Sprintf("argument %q is not %s", name, want),
	}))
}

// text is a string, or a number as one writes it; "" when absent.
func (a *arguments) text(name string) string {
	switch v := a.all[name].(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case *big.Int:
		return v.String()
	}
	a.fail(name, "text")
	return ""
}

// id is a required path segment.
func (a *arguments) id(name string) string {
	s := a.text(name)
	if s == "" {
		a.fail(name, "given")
	}
	return s
}

// number is a required integer.
func (a *arguments) number(name string) int64 {
	n, err := strconv.ParseInt(a.id(name), 10, 64)
	if err != nil {
		a.fail(name, "an integer")
	}
	return n
}

func (a *arguments) texts(name string) []string {
	if a.all[name] == nil {
		return nil
	}
	list, ok := a.all[name].([]any)
	if !ok {
		a.fail(name, "a list")
		return nil
	}
	out := make([]string, 0, len(list))
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			a.fail(name, "a list of strings")
			return nil
		}
		out = append(out, s)
	}
	return out
}

func (a *arguments) yes(name string) bool {
	switch v := a.all[name].(type) {
	case nil:
		return false
	case bool:
		return v
	}
	a.fail(name, "true or false")
	return false
}

// instant is a time, with any offset; zero when absent.
func (a *arguments) instant(name string) time.Time {
	switch v := a.all[name].(type) {
	case nil:
		return time.Time{}
	case subject.Instant:
		return v.Time
	case string:
		t, err := time.Parse(time.RFC3339Nano, v)
		if err == nil {
			return t
		}
	}
	a.fail(name, "an RFC 3339 time")
	return time.Time{}
}

// wall is a wall-clock time without a zone, as text; "" when absent.
func (a *arguments) wall(name string) string {
	switch v := a.all[name].(type) {
	case subject.Local:
		return v.Wall
	case subject.Instant:
		a.fail(name, "a time without a zone")
		return ""
	}
	return a.text(name)
}
