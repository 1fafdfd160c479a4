package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Error is a refusal of the control plane, as it is printed.
type Error struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"` // which part of the input

	allow []string
}

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Message
	}
	return e.Message
}

const jsonType = "application/json"

// noContent is the answer of calls that have nothing to say.
func noContent() httpx.Response { return httpx.Response{Status: http.StatusNoContent} }

func encode(_ *plane, _ *httpx.Request, v any) (httpx.Response, error) {
	resp := httpx.Response{ContentType: jsonType}
	if c, ok := v.(created); ok {
		resp.Status, resp.Header = http.StatusCreated, http.Header{"Location": {c.location}}
		v = c.value
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return httpx.Response{}, err
	}
	resp.Body = b.Bytes()
	return resp, nil
}

// created wraps what a 201 prints.
type created struct {
	location string
	value    any
}

// render spells a refusal; anything else is a bug.
func render(p *plane, r *httpx.Request, err error) (httpx.Response, bool) {
	e := refusal(err)
	if e == nil {
		return httpx.Response{}, false
	}
	resp, err := encode(p, r, map[string]*Error{"error": e})
	resp.Status = e.Status
	if e.allow != nil {
		resp.Header = http.Header{"Allow": {strings.Join(e.allow, ", ")}}
	}
	return resp, err == nil
}

// refusal finds the control plane's words for an error; nil means it has none.
func refusal(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*world.Invalid](err); ok {
		return &Error{Status: http.StatusBadRequest, Code: "invalid", Message: e.Reason, Field: e.Field}
	}
	if e, ok := errors.AsType[*fault.Invalid](err); ok {
		return &Error{Status: http.StatusBadRequest, Code: "invalid", Message: e.Reason, Field: e.Field}
	}
	if e, ok := errors.AsType[*clock.Invalid](err); ok {
		return &Error{Status: http.StatusBadRequest, Code: "invalid", Message: e.Reason, Field: e.Field}
	}
	if e, ok := errors.AsType[*journal.Invalid](err); ok {
		return &Error{Status: http.StatusBadRequest, Code: "invalid", Message: e.Reason, Field: e.Field}
	}
	if e, ok := errors.AsType[*world.Missing](err); ok {
		return &Error{Status: http.StatusNotFound, Code: "not-found", Message: e.Error()}
	}
	if e, ok := errors.AsType[*world.Conflict](err); ok {
		return &Error{Status: http.StatusConflict, Code: "conflict", Message: e.Reason}
	}
	if e, ok := errors.AsType[*world.Full](err); ok {
		return &Error{Status: http.StatusConflict, Code: "full", Message: e.Error()}
	}
	return nil
}

func methodNotAllowed(_ *plane, r *httpx.Request, allow []string) (any, error) {
	return nil, &Error{
		Status: http.StatusMethodNotAllowed, Code: "method-not-allowed",
		Message: r.Method + " is not possible here; use " + strings.Join(allow, ", "), allow: allow,
	}
}

// bug is the answer to a call that failed by our own fault.
func bug(err error) httpx.Response {
	resp, _ := encode(nil, nil, map[string]*Error{"error": {Code: "bug", Message: "this is a bug in the control plane: " + err.Error()}})
	resp.Status = http.StatusInternalServerError
	return resp
}
