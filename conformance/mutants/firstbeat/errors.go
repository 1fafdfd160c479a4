package firstbeat

import (
	"errors"
	"net/http"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Error is why a call has no value.
type Error = caller.Error

// errTrailing says that something follows the JSON value.
var errTrailing = errors.New("something follows the JSON value")

// refusal classes a status that no retry will change.
func (c *Client) refusal(r *reply) error {
	e := &Error{Status: r.status, Message: http.StatusText(r.status) + " as " + r.header.Get("Content-Type")}
	switch {
	case r.status == http.StatusUnauthorized && c.m.Has("401-as-server"),
		r.status == http.StatusForbidden && c.m.Has("403-as-server"),
		r.status == http.StatusTooManyRequests && c.m.Has("429-as-server"):
		e.Class = "server"
	case r.status == http.StatusUnauthorized:
		e.Class, e.Message = "auth", "the token was refused; check ID and secret"+c.skewNote()
	case r.status == http.StatusForbidden:
		e.Class, e.Message = "forbidden", "the API key was refused or the account is closed"
	case r.status == http.StatusNotFound:
		e.Class = "not_found"
	case r.status == http.StatusTooManyRequests:
		e.Class = "rate_limited"
		e.RetryAfter, _ = c.retryAfter(r)
	case r.status == http.StatusRequestEntityTooLarge, r.status == 419:
		// 419 is what the older description lists. [confirmed: OpenAPI 1.0.0]
		e.Class = "too_large"
		e.Message = "ask for fewer variables, in binary format, or with a content coding"
		if c.m.Has("413-generic") {
			e.Class, e.Message = "other", "request failed"
		}
	case r.status >= 500:
		e.Class = "server"
	default:
		e.Class = "invalid_argument"
	}
	return e
}
