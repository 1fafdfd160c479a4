package sweatstack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// ValidationError is what the service says of each parameter that it will not
// take. It is the cause of an *apierr.Error of 422:
//
//	if v, ok := errors.AsType[sweatstack.ValidationError](err); ok { … }
//
// [confirmed: HTTPValidationError in the Activities page]
type ValidationError []FieldError

// FieldError is one of them. The value that was refused is not kept: it may
// be one that nobody should print.
type FieldError struct {
	Loc     []any  // where: "query", then names (string) and positions (int); nil for one without
	Message string // in the service's words, all of them
	Type    string // greater_than_equal, missing; not a closed list
}

// Error reads query.limit: Input should be a valid integer (int_parsing).
func (e FieldError) Error() string {
	parts := make([]string, len(e.Loc))
	for i, l := range e.Loc {
		if parts[i] = fmt.Sprint(l); l == nil {
			parts[i] = "null"
		}
	}
	s := transport.Redact(e.Message) // the beginning: a list of all words that would do can be long
	if len(parts) > 0 {
		s = strings.Join(parts, ".") + ": " + s
	}
	if e.Type != "" {
		s += " (" + e.Type + ")"
	}
	return s
}

// Error has all of them, in the service's order.
func (v ValidationError) Error() string {
	all := make([]string, len(v))
	for i, e := range v {
		all[i] = e.Error()
	}
	return strings.Join(all, "; ")
}

// judge reads an answer: nil for a success that can be read on.
func (c *Client) judge(k call, s *session, r *transport.Response) *transport.Verdict {
	if slices.Contains(k.accept, r.StatusCode) {
		if m := r.MediaType(); m == "text/html" || m == "application/xhtml+xml" {
			return &transport.Verdict{Err: c.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: m, Message: "OK, but a page for people"})}
		}
		return nil
	}
	if k.method == http.MethodDelete && r.StatusCode == http.StatusNotFound && s.failed {
		return nil // the earlier try did it, though its answer was lost
	}
	e := c.refuse(k, said(r.StatusCode, r.Body, s.Redact, s.redactLong))
	if e.Message == "" && e.Err == nil && len(r.Body) > 0 {
		e.MediaType = transport.Redact(r.MediaType())
	}
	e.Kind = apierr.FromStatus(r.StatusCode)
	v := &transport.Verdict{Err: e}
	switch status := r.StatusCode; {
	case status == http.StatusUnauthorized:
		e.Remedy = "the user may have to log in again"
	case status == http.StatusForbidden:
		e.Remedy = "the token lacks a scope, or is not one that an application was given"
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests:
		v.Again, v.Refused = true, true
	case status < 400:
		e.Kind = apierr.ErrDecode // a success or a detour the API does not have
	default:
		v.Again = status >= 500 && status != http.StatusNotImplemented
		// To replace or remove twice is to do it once. [RFC 9110 9.2.2]
		v.Refused = k.method == http.MethodPut || k.method == http.MethodDelete
		s.failed = s.failed || v.Again
	}
	return v
}

// said reads what an answer says about itself: a sentence in the member detail,
// or a list of what is wrong with the request. [confirmed: Activities page;
// inferred: FastAPI, for the sentence]
func said(status int, body []byte, redact, long func(string) string) *apierr.Error {
	e := &apierr.Error{StatusCode: status}
	var b struct {
		Detail json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(body, &b) != nil {
		return e
	}
	var sentence string
	var list []json.RawMessage
	switch {
	case json.Unmarshal(b.Detail, &sentence) == nil:
		e.Message = redact(sentence)
	case json.Unmarshal(b.Detail, &list) == nil:
		var v ValidationError
		for _, raw := range list[:min(len(list), maxFieldErrors)] {
			v = append(v, fieldError(raw, redact, long))
		}
		if len(v) > 0 {
			e.Code, e.Err = v[0].Type, v
		}
	}
	return e
}

// maxFieldErrors is how many are told; a request has not as many parameters.
const maxFieldErrors = 100

// fieldError reads an element whatever it is: half of an error is still one.
func fieldError(raw json.RawMessage, redact, long func(string) string) FieldError {
	var e FieldError
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		e.Message = redact(string(raw))
		return e
	}
	e.Message, e.Type = long(text(members["msg"])), redact(text(members["type"]))
	d := json.NewDecoder(bytes.NewReader(members["loc"]))
	d.UseNumber()
	var loc []any
	if d.Decode(&loc) != nil && members["loc"] != nil {
		loc = []any{text(members["loc"])}
	}
	for _, l := range loc[:min(len(loc), 20)] {
		switch v := l.(type) {
		case string:
			e.Loc = append(e.Loc, redact(v))
		case json.Number:
			if n, err := v.Int64(); err == nil {
				e.Loc = append(e.Loc, int(n))
			} else {
				e.Loc = append(e.Loc, redact(v.String()))
			}
		case nil:
			e.Loc = append(e.Loc, nil)
		default:
			e.Loc = append(e.Loc, redact(fmt.Sprint(v)))
		}
	}
	return e
}

// text is a string, or what stands in its place.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil && string(raw) != "null" {
		s = string(raw)
	}
	return s
}

// undecodable is an answer of success that does not say what it should.
func (c *Client) undecodable(k call, r *transport.Response, err error) error {
	return c.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: transport.Redact(r.MediaType()), Err: err})
}

// invalid is an argument that no request was made with.
func invalid(operation, format string, args ...any) error {
	return &apierr.Error{Service: serviceName, Operation: operation, Kind: apierr.ErrInvalidArgument, Message: fmt.Sprintf(format, args...)}
}
