package polarteampro

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/bearer"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// judge reads an answer: nil for a 200 that can be read on.
func (c *Client) judge(k call, s *bearer.Session, r *transport.Response) *transport.Verdict {
	if r.StatusCode == http.StatusOK {
		if m := r.MediaType(); m == "text/html" || m == "application/xhtml+xml" {
			return &transport.Verdict{Err: c.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: m, Message: "OK, but a page for people instead of JSON"})}
		}
		return nil
	}
	e := c.refuse(k, words(r.StatusCode, r.Body, s.Redact))
	if e.Message == "" && len(r.Body) > 0 {
		e.MediaType = transport.Redact(r.MediaType())
	}
	e.Kind = apierr.FromStatus(r.StatusCode)
	v := &transport.Verdict{Err: e}
	switch status := r.StatusCode; {
	case status == http.StatusUnauthorized:
		e.Remedy = "the user may have to log in again"
	case status == http.StatusForbidden:
		e.Remedy = "the user has to grant " + Scope
	case status == http.StatusTooManyRequests:
		v.Again, v.Refused = true, true
	case status < 400:
		e.Kind = apierr.ErrDecode // a success or a detour the API does not have
	default:
		v.Again = status >= 500 && status != http.StatusNotImplemented
	}
	return v
}

// words reads what an answer says about itself. The document has no body for
// errors; live clients read the member error. [inferred: client code]
func words(status int, body []byte, redact func(string) string) *apierr.Error {
	e := &apierr.Error{StatusCode: status}
	var b struct {
		Error       json.RawMessage `json:"error"`
		Description string          `json:"error_description"`
		Message     string          `json:"message"`
	}
	if json.Unmarshal(body, &b) != nil {
		return e
	}
	var nested struct {
		Status  int    `json:"status"`
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	var word string
	switch {
	case json.Unmarshal(b.Error, &word) == nil && word != "": // [RFC 6750 3.1]
		e.Code, e.Message = word, word
		if b.Description != "" {
			e.Message += ": " + b.Description
		}
	case json.Unmarshal(b.Error, &nested) == nil:
		e.Code, e.Message = nested.Code, nested.Message
		if status == http.StatusOK && nested.Status != 0 {
			e.StatusCode = nested.Status
		}
	}
	if e.Message == "" {
		e.Message = b.Message
	}
	e.Code, e.Message = redact(e.Code), redact(e.Message)
	return e
}

// dataless is an answer of 200 without data: an error in disguise, perhaps.
func (c *Client) dataless(k call, r *transport.Response) error {
	e := words(r.StatusCode, r.Body, func(s string) string { return transport.Redact(s) })
	if e.Kind = apierr.ErrDecode; e.StatusCode != http.StatusOK {
		e.Kind = apierr.FromStatus(e.StatusCode)
	}
	if e.Message == "" {
		e.Message = "OK, but without data"
	}
	return c.refuse(k, e)
}

// undecodable is an answer of 200 that does not say what it should.
func (c *Client) undecodable(k call, r *transport.Response, err error) error {
	return c.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: transport.Redact(r.MediaType()), Err: err})
}

// invalid is an argument that no request was made with.
func invalid(operation, format string, args ...any) error {
	return &apierr.Error{Service: serviceName, Operation: operation, Kind: apierr.ErrInvalidArgument, Message: fmt.Sprintf(format, args...)}
}
