package polarauth

import (
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// tokenPath is where clients call; people's browsers have the other paths.
const (
	authorizePath = "/oauth/authorize"
	tokenPath     = "/oauth/token"
	loginPath     = "/login"
)

// routes are the two endpoints of the documents, and the pages between them.
// [confirmed: both documents; a public client: /login]
func routes() []httpx.Route[*tenant] {
	return []httpx.Route[*tenant]{
		{Method: http.MethodGet, Path: authorizePath, ID: "authorize", Handle: authorize},
		{Method: http.MethodPost, Path: authorizePath, ID: "decideConsent", Handle: decide},
		{Method: http.MethodGet, Path: loginPath, ID: "showLogin", Handle: showLogin},
		{Method: http.MethodPost, Path: loginPath, ID: "login", Handle: login},
		{Method: http.MethodPost, Path: tokenPath, ID: "requestToken", Handle: requestToken},
	}
}

// Operations are the identifiers of all operations that are served.
func Operations() []string { return httpx.IDs(routes()) }

// Declined are operations that this simulator knowingly does not serve, with
// the reason: none.
func Declined() map[string]string { return map[string]string{} }

// maxBody bounds forms: the longest token request is some hundred bytes.
const maxBody = 64 << 10

func newRouter() *httpx.Router[*tenant] {
	return httpx.NewRouter(httpx.Dialect[*tenant]{
		Encode:           encode,
		Render:           render,
		NotFound:         unknownPath,
		MethodNotAllowed: wrongMethod,
		Slash:            httpx.SlashTolerant, // [inferred: Spring MVC]
		HeadAsGet:        true,
		MaxBody:          maxBody,
		TooLarge: func(_ *tenant, r *httpx.Request) (any, error) {
			return nil, broken(r, http.StatusRequestEntityTooLarge, "the body is longer than 64 KiB")
		},
		BadBody: func(_ *tenant, r *httpx.Request) (any, error) {
			return nil, broken(r, http.StatusBadRequest, "the body did not arrive whole")
		},
	}, routes())
}

// forClients says whether a program is at the other end.
func forClients(r *http.Request) bool {
	return strings.TrimSuffix(r.URL.Path, "/") == tokenPath
}

func unknownPath(_ *tenant, r *httpx.Request) (any, error) {
	r.Call.Exchange.Decide("route", "refuse", "no operation has this path")
	return nil, &Error{Status: http.StatusNotFound, Code: notFoundCode, Description: "There is no page at this address.", Page: true}
}

func wrongMethod(_ *tenant, r *httpx.Request, allow []string) (any, error) {
	r.Call.Exchange.Decide("route", "refuse", "no operation of this path has the method "+r.Method)
	return nil, &Error{
		Status: http.StatusMethodNotAllowed, Code: methodCode, Page: !forClients(r.Request), Allow: allow,
		Description: "this path takes " + strings.Join(allow, ", "),
	}
}
