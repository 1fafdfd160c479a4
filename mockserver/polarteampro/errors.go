package polarteampro

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// Error is a refusal that the vendor could have uttered.
type Error struct {
	Status     int
	Allow      []string      // what a wrong method could have been
	Challenge  string        // WWW-Authenticate
	RetryAfter time.Duration // of a 429
}

func (e *Error) Error() string {
	return "polarteampro: " + strconv.Itoa(e.Status) + " " + http.StatusText(e.Status)
}

func notFound() *Error   { return &Error{Status: http.StatusNotFound} }
func badRequest() *Error { return &Error{Status: http.StatusBadRequest} }
func forbidden() *Error  { return &Error{Status: http.StatusForbidden} }

// unauthorized tells a caller who sent a token that it is no good, and one who
// sent none just that one is needed. [inferred: RFC 6750, section 3.1]
func unauthorized(sent bool) *Error {
	e := &Error{Status: http.StatusUnauthorized, Challenge: "Bearer"}
	if sent {
		e.Challenge = `Bearer error="invalid_token"`
	}
	return e
}

// render spells a refusal: an object without data, whose error.status programs
// read. [confirmed: public clients; inferred: message]
func render(t *tenant, _ *httpx.Request, err error) (httpx.Response, bool) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return httpx.Response{}, false
	}
	resp := httpx.Response{Status: e.Status, Header: http.Header{}}
	if !t.set.emptyErrors.In(t.x) {
		resp.ContentType, resp.Body = mediaJSON, appendError(nil, e.Status)
	}
	if e.Challenge != "" {
		resp.Header.Set("WWW-Authenticate", e.Challenge)
	}
	if len(e.Allow) > 0 {
		resp.Header.Set("Allow", strings.Join(e.Allow, ", "))
	}
	if e.RetryAfter > 0 && t.set.retryAfter.In(t.x) {
		resp.Header.Set("Retry-After", strconv.Itoa(int((e.RetryAfter+time.Second-1)/time.Second)))
	}
	return resp, true
}

// Spell words a status that a fault asks for, as a genuine refusal: a bucket that
// is full has room after a second. [inferred: that all refusals have one shape]
func (t *tenant) Spell(_ *http.Request, status int, by *journal.Exchange) (httpx.Response, bool) {
	e := &Error{Status: status}
	switch {
	case status < http.StatusBadRequest || http.StatusText(status) == "":
		return httpx.Response{}, false
	case status == http.StatusUnauthorized:
		e = unauthorized(true)
	case status == http.StatusTooManyRequests:
		e.RetryAfter = time.Second
	}
	return render(t.met(by), nil, e)
}

func appendError(b []byte, status int) []byte {
	b = append(b, `{"error":{"status":`...)
	b = wirejson.AppendInt(b, status)
	b = append(b, `,"message":`...)
	b = wirejson.AppendString(b, http.StatusText(status))
	return append(b, "}}"...)
}
