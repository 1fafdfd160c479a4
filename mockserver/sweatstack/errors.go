package sweatstack

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// Error is a refusal that the vendor could have uttered: {"detail": "<text>"}.
// [inferred: FastAPI; the vendor's client reads any]
type Error struct {
	Status int
	Detail string
	Allow  string
	Person bool // is who meets it, at a browser
}

func (e *Error) Error() string { return "sweatstack: " + strconv.Itoa(e.Status) + " " + e.Detail }

func notFound(what string) *Error {
	return &Error{Status: http.StatusNotFound, Detail: what + " not found"}
}

func forbidden(detail string) *Error { return &Error{Status: http.StatusForbidden, Detail: detail} }

// mistaken is a refusal that a person meets whom an app has sent here.
func mistaken(detail string) *Error {
	return &Error{Status: http.StatusBadRequest, Detail: detail, Person: true}
}

func unprocessable(detail string) *Error {
	return &Error{Status: http.StatusUnprocessableEntity, Detail: detail}
}

// detail is a body of an error.
func detail(text string) []byte {
	return append(wirejson.AppendString([]byte(`{"detail":`), text), '}')
}

// render spells a refusal; errors that are not the vendor's are not its business.
func render(t *tenant, r *httpx.Request, err error) (httpx.Response, bool) {
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
	if e.Person && asksForHTML(r) {
		return t.spellPage(page{status: e.Status, show: showMistake, data: view{Title: "This cannot go on", Text: e.Detail}}), true
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

// asksForHTML tells browsers from programs: only those name the type.
func asksForHTML(r *httpx.Request) bool {
	for _, kind := range strings.Split(strings.Join(r.Header.Values("Accept"), ","), ",") {
		media, parameters, err := mime.ParseMediaType(kind)
		weight, weighed := parameters["q"]
		if err == nil && media == "text/html" && (!weighed || strings.Trim(weight, "0.") != "") {
			return true
		}
	}
	return false
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
func (t *tenant) Spell(_ *http.Request, status int, _ *journal.Exchange) (httpx.Response, bool) {
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
