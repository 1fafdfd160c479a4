package caller

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Error is why a call has no value.
type Error struct {
	Class      string // of the suite's closed list: "auth", "decode", …
	Status     int    // 0 when no answer decided it
	RetryAfter time.Duration
	Message    string
}

func (e *Error) Error() string {
	if e.Status == 0 {
		return e.Class + ": " + e.Message
	}
	return fmt.Sprintf("%s: %d %s", e.Class, e.Status, e.Message)
}

// ClassOf is an error's class; "" for nil.
func ClassOf(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	}
	return "network"
}

// Undecodable is an answer that does not say what it should.
func Undecodable(format string, args ...any) error {
	return &Error{Class: "decode", Message: fmt.Sprintf(format, args...)}
}

// refusal classes a status that no retry will change.
func refusal(r *reply) error {
	e := &Error{Status: r.status, RetryAfter: r.retryAfter, Message: http.StatusText(r.status) + " as " + r.header.Get("Content-Type")}
	switch {
	case r.status == http.StatusUnauthorized:
		e.Class = "auth"
	case r.status == http.StatusForbidden:
		e.Class = "forbidden"
	case r.status == http.StatusNotFound:
		e.Class = "not_found"
	case r.status == http.StatusTooManyRequests:
		e.Class = "rate_limited"
	case r.status >= 500:
		e.Class = "server"
	case r.status >= 300 && r.status < 400:
		e.Class, e.Message = "decode", "redirected, and not followed"
	default:
		e.Class = "invalid_argument"
	}
	return e
}
