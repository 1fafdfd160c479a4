package polarauth

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// Error is a refusal that the vendor could have uttered: to a program in JSON, or
// to the person at a browser.
type Error struct {
	Status      int
	Code        string
	Description string
	Page        bool
	Allow       []string // what a wrong method could have been
}

// Codes of requests that no operation takes.
const (
	notFoundCode = "not_found"
	methodCode   = "method_not_allowed"
)

func (e *Error) Error() string { return "polarauth: " + strconv.Itoa(e.Status) + " " + e.Code }

// broken is a request that HTTP itself has trouble with.
func broken(r *httpx.Request, status int, description string) *Error {
	r.Call.Exchange.Decide("body", "refuse", description)
	return &Error{Status: status, Code: oauth.InvalidRequest, Description: description, Page: !forClients(r.Request)}
}

// spring is the error of missing or wrong client credentials where the server
// keeps to the habits of Spring Security OAuth2.
const spring = "unauthorized"

// tokenError words a refusal of the token endpoint. [inferred: RFC 6749, section
// 5.2; confirmed on the older service: 400 with invalid_grant].
func (t *tenant) tokenError(e *oauth.Error) *Error {
	out := &Error{Status: http.StatusBadRequest, Code: e.Code, Description: e.Description}
	if e.Code == oauth.InvalidClient {
		out.Status = http.StatusUnauthorized
		if t.set.springUnauthorized.In(t.x) {
			out.Code = spring
		}
	}
	return out
}

// errorBody is the shape of errors. [inferred: RFC 6749, section 5.2].
type errorBody struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// render spells a refusal; errors that are not the vendor's are not its business.
func render(t *tenant, _ *httpx.Request, err error) (httpx.Response, bool) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return httpx.Response{}, false
	}
	var resp httpx.Response
	var failure error
	if e.Page {
		resp = t.spellPage(problemPage(e))
	} else {
		body := errorBody{e.Code, e.Description}
		if t.set.noDescription.In(t.x) {
			body.Description = ""
		}
		resp, failure = spellJSON(e.Status, body)
		if e.Status == http.StatusUnauthorized {
			resp.Header.Set("WWW-Authenticate", `Basic realm="oauth2/client"`) // [inferred: Spring Security OAuth2]
		}
	}
	if failure != nil {
		return httpx.Response{Bug: failure}, true
	}
	if len(e.Allow) > 0 {
		resp.Header.Set("Allow", strings.Join(e.Allow, ", "))
	}
	if e.Status == http.StatusRequestEntityTooLarge {
		resp.Header.Set("Connection", "close") // what is left of the body is not waited for
	}
	return resp, true
}

// Spell words a status that a fault asks for as programs are told, and people on
// their pages. The words for a server in trouble are the standard's; so are those
// for one that is asked too often, of which the vendor says nothing here.
// [inferred: RFC 6749, sections 4.1.2.1 and 5.2]
func (t *tenant) Spell(r *http.Request, status int, by *journal.Exchange) (httpx.Response, bool) {
	e := &Error{Status: status, Code: oauth.InvalidRequest, Description: http.StatusText(status), Page: !forClients(r)}
	switch {
	case status < http.StatusBadRequest || e.Description == "":
		return httpx.Response{}, false
	case status == http.StatusUnauthorized && !e.Page:
		_, nobody := t.Authenticate(oauth.Credentials{})
		e = t.met(by).tokenError(nobody)
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		e.Code = oauth.AccessDenied
	case status == http.StatusNotFound:
		e.Code = notFoundCode
	case status == http.StatusMethodNotAllowed:
		e.Code = methodCode
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		e.Code = "temporarily_unavailable"
	case status >= http.StatusInternalServerError:
		e.Code = "server_error"
	}
	return render(t.met(by), nil, e)
}

// spellJSON is an answer to a program; none may be kept.
// [RFC 6749, section 5.1].
func spellJSON(status int, v any) (httpx.Response, error) {
	body, err := json.Marshal(v)
	return neverStored(status, body), err
}

func neverStored(status int, body []byte) httpx.Response {
	return httpx.Response{
		Status: status, ContentType: "application/json", Body: body,
		Header: http.Header{"Cache-Control": {"no-store"}, "Pragma": {"no-cache"}},
	}
}
