package firstbeat

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// Error is a refusal that the vendor could have uttered.
type Error struct {
	Status  int
	Message string
	// Type is what the gateway names the refusal in x-amzn-ErrorType; empty for
	// refusals of the application behind it.
	Type  string
	Allow []string // what a wrong method could have been
}

func (e *Error) Error() string { return "firstbeat: " + strconv.Itoa(e.Status) + " " + e.Message }

// The refusals. Words that no document prints are those of the gateway that the
// vendor's limits and keys point to. [inferred: AWS API Gateway defaults].
const (
	errorTypeHeader = "X-Amzn-Errortype" // [confirmed: usage limits page]

	typeUnauthorized = "UnauthorizedException"
	typeForbidden    = "ForbiddenException"
	typeNoToken      = "MissingAuthenticationTokenException"
	typeThrottled    = "ThrottledException"     // [confirmed: usage limits page]
	typeLimit        = "LimitExceededException" // [confirmed: usage limits page]
)

func unauthorized() *Error {
	return &Error{Status: http.StatusUnauthorized, Message: "Unauthorized", Type: typeUnauthorized}
}

func forbidden() *Error {
	return &Error{Status: http.StatusForbidden, Message: "Forbidden", Type: typeForbidden}
}
func notFound() *Error   { return &Error{Status: http.StatusNotFound, Message: "Not Found"} }
func badRequest() *Error { return &Error{Status: http.StatusBadRequest, Message: "Bad Request"} }

func throttled() *Error {
	return &Error{Status: http.StatusTooManyRequests, Message: "Too Many Requests", Type: typeThrottled}
}

func dayUsedUp() *Error {
	return &Error{Status: http.StatusTooManyRequests, Message: "Limit Exceeded", Type: typeLimit}
}

func tooLarge(status int) *Error {
	if status == http.StatusGatewayTimeout {
		return &Error{Status: status, Message: "Endpoint request timed out"}
	}
	return &Error{Status: status, Message: "Response Too Large"}
}

// refusal is the words for a status that a switch chose.
func refusal(status int) *Error {
	switch status {
	case http.StatusBadRequest:
		return badRequest()
	case http.StatusUnauthorized:
		return unauthorized()
	case http.StatusForbidden:
		return forbidden()
	case http.StatusMethodNotAllowed:
		return &Error{Status: status, Message: "Method Not Allowed"}
	}
	return notFound()
}

// unrouted answers a path or a method that no operation has.
func unrouted(status int) *Error {
	if status == http.StatusForbidden {
		return &Error{Status: status, Message: "Missing Authentication Token", Type: typeNoToken}
	}
	return refusal(status)
}

// render spells a refusal; errors that are not the vendor's are not its business.
func render(t *tenant, _ *httpx.Request, err error) (httpx.Response, bool) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return httpx.Response{}, false
	}
	message := e.Message
	if t.set.joinWords.In(t.x) && e.Type == "" {
		message = strings.ReplaceAll(message, " ", "")
	}
	resp := httpx.Response{Status: e.Status, Header: http.Header{}, ContentType: mediaJSON, Body: appendMessage(nil, message)}
	if e.Type != "" {
		resp.Header.Set(errorTypeHeader, e.Type)
	}
	if len(e.Allow) > 0 {
		resp.Header.Set("Allow", strings.Join(e.Allow, ", "))
	}
	return resp, true
}

// Spell words a status that a fault chose as this vendor would.
// [inferred: AWS API Gateway defaults, where no document prints the words].
func (t *tenant) Spell(_ *http.Request, status int, by *journal.Exchange) (httpx.Response, bool) {
	var e *Error
	switch status {
	case http.StatusAccepted:
		return accepted{}.response(), true
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed:
		e = refusal(status)
	case http.StatusTooManyRequests:
		e = throttled()
	case http.StatusRequestEntityTooLarge, 419, http.StatusGatewayTimeout:
		e = tooLarge(status)
	case http.StatusInternalServerError, http.StatusBadGateway:
		e = &Error{Status: status, Message: "Internal server error"}
	case http.StatusServiceUnavailable:
		e = &Error{Status: status, Message: "Service Unavailable"}
	default:
		return httpx.Response{}, false
	}
	return render(t.met(by), nil, e)
}
