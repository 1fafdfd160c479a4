package sweatstack

import (
	"errors"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// Error is a refusal that the vendor could have uttered: {"detail": "<text>"}.
// [inferred: FastAPI; the vendor's client reads any]
type Error struct {
	Status int
	Detail string
	Allow  string
}

func (e *Error) Error() string { return "sweatstack: " + itoa(e.Status) + " " + e.Detail }

func notFound(what string) *Error {
	return &Error{Status: http.StatusNotFound, Detail: what + " not found"}
}

func forbidden(detail string) *Error { return &Error{Status: http.StatusForbidden, Detail: detail} }

func unprocessable(detail string) *Error {
	return &Error{Status: http.StatusUnprocessableEntity, Detail: detail}
}

// detail is a body of an error.
func detail(text string) []byte {
	return append(wirejson.AppendString([]byte(`{"detail":`), text), '}')
}

// render spells a refusal; errors that are not the vendor's are not its business.
func render(_ *tenant, r *httpx.Request, err error) (httpx.Response, bool) {
	if bad, ok := errors.AsType[*fastapi.Error](err); ok {
		r.Call.Exchange.Decide("validation", "refuse", places(bad))
		return reply(http.StatusUnprocessableEntity, bad.AppendJSON(nil)), true
	}
	if errors.Is(err, fastapi.ErrUnreadable) {
		return reply(http.StatusBadRequest, detail("There was an error parsing the body")), true // [confirmed: FastAPI]
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return httpx.Response{}, false
	}
	resp := reply(e.Status, detail(e.Detail))
	if e.Status == http.StatusUnauthorized || e.Allow != "" {
		resp.Header = http.Header{}
	}
	if e.Status == http.StatusUnauthorized {
		resp.Header.Set("WWW-Authenticate", "Bearer")
	}
	if e.Allow != "" {
		resp.Header.Set("Allow", e.Allow)
	}
	return resp, true
}

// places says where a request is wrong, without what was sent.
func places(bad *fastapi.Error) string {
	var parts []string
	for i := range bad.Issues {
		parts = append(parts, bad.Issues[i].Where()+" ("+bad.Issues[i].Type+")")
	}
	return strings.Join(parts, ", ")
}

// Spell words a status that a fault chose.
func (t *tenant) Spell(status int) (httpx.Response, bool) {
	words := map[int]string{
		http.StatusUnauthorized: notAuthenticated, http.StatusForbidden: "Forbidden", http.StatusNotFound: "Not Found",
		http.StatusMethodNotAllowed: "Method Not Allowed", http.StatusTooManyRequests: "Too Many Requests",
	}[status]
	if words != "" {
		return reply(status, detail(words)), true
	}
	if status >= 500 { // what an application server says of a failure in the application [inferred: Starlette]
		return httpx.Response{Status: status, ContentType: "text/plain; charset=utf-8", Body: []byte(http.StatusText(status))}, true
	}
	return httpx.Response{}, false
}
