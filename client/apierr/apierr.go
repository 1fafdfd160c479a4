// Package apierr says what went wrong with a call, in the same words for every vendor.
//
// Programs decide on a [Kind], with errors.Is, and read details from an
// [Error], with errors.AsType:
//
//	if errors.Is(err, apierr.ErrRateLimited) { … }
//	if e, ok := errors.AsType[*apierr.Error](err); ok { wait(e.RetryAfter) }
//
// Neither ever holds a token, a key or a URL's query.
package apierr

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Error is what a client returns when a call has no value to return.
type Error struct {
	Service   string // the vendor, "firstbeat"
	Operation string // the call, "ListAthletes"
	Kind      Kind   // what to decide on; never empty

	StatusCode int    // of the answer, 0 if there was none
	Code       string // the vendor's own word for the condition, "ThrottledException"
	Message    string // the vendor's sentence or ours, redacted, on one line
	MediaType  string // of the answer's body if it was not what the API speaks
	Resource   string // the path that was asked for, without its query

	// RetryAfter is how long the server, or the quota, asks to wait; 0 if nobody said.
	RetryAfter time.Duration
	// Reset is when an exhausted quota is full again; zero if unknown.
	Reset time.Time
	// Remedy is what the caller can do about it, in half a sentence.
	Remedy string

	Err error // the cause, if there is one
}

// Error reads `firstbeat: ListAthletes: 404 Not Found`, with a cause and a
// remedy where there are any.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Service)
	if e.Operation != "" {
		b.WriteString(": " + e.Operation)
	}
	b.WriteString(": " + e.what())
	if e.MediaType != "" {
		b.WriteString(" (" + e.MediaType + ")")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if e.RetryAfter > 0 {
		b.WriteString("; retry after " + e.RetryAfter.Round(time.Millisecond).String())
	}
	if e.Remedy != "" {
		b.WriteString("; " + e.Remedy)
	}
	return b.String()
}

func (e *Error) what() string {
	words := e.Message
	if e.StatusCode == 0 {
		if words == "" && e.Err == nil {
			words = e.Kind.Error()
		}
		if words == "" {
			words = string(e.Kind)
		}
		return words
	}
	if words == "" {
		words = http.StatusText(e.StatusCode)
	}
	return strings.TrimSpace(strconv.Itoa(e.StatusCode) + " " + words)
}

// Unwrap returns the cause, so that errors.Is finds context.Canceled and its like.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether the error is of a kind. An error has one Kind, and some
// are also of a wider one: a gateway's refusal is [ErrServer] and
// [ErrUnavailable], a network that stays silent [ErrNetwork] and [ErrTimeout].
func (e *Error) Is(target error) bool {
	kind, ok := target.(Kind)
	switch {
	case !ok:
		return false
	case kind == e.Kind:
		return true
	case kind == ErrUnavailable:
		return e.StatusCode == http.StatusBadGateway || e.StatusCode == http.StatusServiceUnavailable ||
			e.StatusCode == http.StatusGatewayTimeout
	case kind == ErrTimeout && e.Kind == ErrNetwork:
		var t interface{ Timeout() bool }
		return errors.As(e.Err, &t) && t.Timeout()
	}
	return false
}

// KindOf returns the kind of the first [Error] in err's tree, the kind that
// fits a bare context error, "" for nil, and [ErrOther] for anything else.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	switch {
	case errors.Is(err, context.Canceled):
		return ErrCanceled
	case errors.Is(err, context.DeadlineExceeded):
		return ErrTimeout
	}
	return ErrOther
}
