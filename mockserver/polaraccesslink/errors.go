package polaraccesslink

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// Error is a refusal that the vendor could have uttered.
type Error struct {
	Status     int
	Message    string
	Container  bool          // whether the words are its container's
	Allow      []string      // what a wrong method could have been
	Challenge  string        // WWW-Authenticate
	RetryAfter time.Duration // of a 429
}

func (e *Error) Error() string {
	return fmt.Sprintf("polaraccesslink: %d %s", e.Status, e.Message)
}

func badRequest(format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Message: fmt.Sprintf(format, args...)}
}

func notFound(message string) *Error { return &Error{Status: http.StatusNotFound, Message: message} }

// missingScope is measured: published answers, GET /sports/list.
func missingScope(scope string) *Error {
	return &Error{Status: http.StatusForbidden, Message: "Missing required scope: " + scope}
}

// missingConsent words a condition that the page states without words of its own.
// [confirmed: AccessLink v4 page, the condition; AccessLink v3 OpenAPI, the words;
// inferred: the status]
func missingConsent() *Error {
	return &Error{Status: http.StatusForbidden, Message: "User has not accepted all mandatory consents"}
}

// unauthorized tells a caller who sent a token that it is no good, and one who
// sent none just that one is needed. [inferred: RFC 6750, section 3.1]
func unauthorized(sent bool) *Error {
	e := &Error{Status: http.StatusUnauthorized, Message: "Full authentication is required to access this resource", Challenge: "Bearer"}
	if sent {
		e.Message, e.Challenge = "Invalid access token", `Bearer error="invalid_token"`
	}
	return e
}

// containerPage is what version 3 answers where it takes no token. [confirmed: a
// public client, that it is a page of the container; inferred: its looks]
const containerPage = `<!doctype html><html lang="en"><head><title>HTTP Status 401 – Unauthorized</title></head>` +
	`<body><h1>HTTP Status 401 – Unauthorized</h1></body></html>`

// render spells a refusal: an object with one string. [confirmed: AccessLink v4
// page, 17 schemas of errors]
func render(t *tenant, _ *httpx.Request, err error) (httpx.Response, bool) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return httpx.Response{}, false
	}
	resp := httpx.Response{Status: e.Status, Header: http.Header{}, ContentType: mediaJSON}
	switch {
	case e.Status >= 500: // [measured: published answers]
		resp.ContentType, resp.Body = mediaText, []byte(e.Message)
	case e.Container || e.Status == http.StatusUnauthorized && t.set.htmlUnauthorized.In(t.x):
		resp.ContentType, resp.Body = "text/html;charset=utf-8", []byte(containerPage)
	default:
		resp.Body = append(quoted(append(quoted([]byte{'{'}, t.set.errorKey.In(t.x)), ':'), e.Message), '}')
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

// Spell words a status that a fault asks for. [measured: published answers, 500]
func (t *tenant) Spell(_ *http.Request, status int, by *journal.Exchange) (httpx.Response, bool) {
	e := &Error{Status: status, Message: http.StatusText(status)}
	switch {
	case status == http.StatusUnauthorized:
		e = unauthorized(true)
	case status == http.StatusTooManyRequests:
		e.Message = tooMany
	case status >= 500:
		e.Message = "Unexpected error occurred"
	case status < 400 || e.Message == "":
		return httpx.Response{}, false
	}
	return render(t.met(by), nil, e)
}
