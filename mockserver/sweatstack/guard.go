package sweatstack

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// The names under which a request carries a token. [confirmed: document]
const (
	tokenCookie     = "token"
	refreshedHeader = "refreshed-token"
)

const notAuthenticated = "Not authenticated"

// caller is a request whose sender is known.
type caller struct {
	*httpx.Request
	access oauth.Access
	user   user
	body   fastapi.Body
	form   map[string]string
	query  *fastapi.Query
}

// app is the application whose token it is; empty for people themselves.
func (c *caller) app() string {
	if ownClients(c.access.ClientID) {
		return ""
	}
	return c.access.ClientID
}

// handler answers a request whose sender has passed the guard.
type handler func(t *tenant, c *caller) (any, error)

// guard is the order of checks in front of every operation: a broken body (422),
// the token (401), its scopes (403). What follows is the handler's: parameters
// (422), then what the path names (404). [confirmed: observed on FastAPI]
func guard(scopes scopes, h handler) httpx.Handler[*tenant] {
	return func(t *tenant, r *httpx.Request) (any, error) {
		c := &caller{Request: r, query: fastapi.ParseQuery(r.URL.RawQuery)}
		return c.pass(t, scopes, h)
	}
}

// guardBody is guard for operations with a JSON body.
func guardBody(scopes scopes, h handler) httpx.Handler[*tenant] {
	return func(t *tenant, r *httpx.Request) (any, error) {
		c := &caller{Request: r, query: fastapi.ParseQuery(r.URL.RawQuery)}
		var err error
		if c.body, err = fastapi.ReadBody(r.Header.Get("Content-Type"), r.Body); err != nil {
			return nil, err
		}
		return c.pass(t, scopes, h)
	}
}

// guardForm is guard for operations with a form.
func guardForm(scopes scopes, h handler) httpx.Handler[*tenant] {
	return func(t *tenant, r *httpx.Request) (any, error) {
		c := &caller{Request: r, query: fastapi.ParseQuery(r.URL.RawQuery)}
		var err error
		if c.form, err = fields(r); err != nil {
			return nil, err
		}
		return c.pass(t, scopes, h)
	}
}

func (c *caller) pass(t *tenant, s scopes, h handler) (any, error) {
	if err := t.authenticate(c); err != nil {
		return nil, err
	}
	if err := s.check(t, c); err != nil {
		return nil, err
	}
	return h(t, c)
}

// authenticate finds out whose valid token c carries.
func (t *tenant) authenticate(c *caller) error {
	refuse := func(reason string) error {
		c.Call.Exchange.Decide("token", "refuse", reason)
		return &Error{Status: t.set.unauthorizedStatus.In(t.x), Detail: notAuthenticated}
	}
	token, where := t.tokenOf(c.Request.Request)
	if token == "" {
		return refuse("the request carries no token: no " + refreshedHeader + " header, no Bearer, no cookie " + tokenCookie)
	}
	access, e := t.server().Introspect(token, c.Call.Now)
	if e != nil {
		return refuse(e.Description + " (" + where + ")")
	}
	u, ok := t.people.find(access.User.ID)
	if !ok {
		return refuse("the user of this token has been removed")
	}
	c.access, c.user = access, u
	return nil
}

// tokenOf is the token that counts: the first that is there, in the order of the
// world. [confirmed: document, that there are three; inferred: the order]
func (t *tenant) tokenOf(r *http.Request) (token, where string) {
	for _, where := range t.set.tokenOrder.In(t.x) {
		switch where {
		case fromRefreshed:
			token = r.Header.Get(refreshedHeader)
		case fromBearer:
			token, _ = oauth.ParseBearer(r.Header.Get("Authorization"))
		case fromCookie:
			if c, err := r.Cookie(tokenCookie); err == nil {
				token = c.Value
			}
		}
		if token != "" {
			return token, where
		}
	}
	return "", ""
}

// scopes are what an operation wants: any of them. [confirmed: skills of the
// vendor, that reading and writing are apart]
type scopes []string

const (
	scopeRead    = "data:read"
	scopeWrite   = "data:write"
	scopeProfile = "profile"
	scopeOpenID  = "openid"
	scopeOffline = "offline_access"
	scopeAdmin   = "admin"
)

func (s scopes) check(t *tenant, c *caller) error {
	if len(s) == 0 {
		return nil
	}
	for _, one := range s {
		if c.access.Has(one) {
			return nil
		}
	}
	c.Call.Exchange.Decide("scope", "refuse", "the token does not have the scope "+s[0])
	return &Error{Status: t.set.scopeStatus.In(t.x), Detail: "Insufficient scope: " + s[0] + " required"}
}

// Knows says whether the request carries a token or a client of this world. None
// is verified.
func (t *tenant) Knows(r *http.Request) bool {
	if token, _ := t.tokenOf(r); token != "" {
		return t.server().Issued(token)
	}
	if id := r.URL.Query().Get("client_id"); id != "" {
		_, known := t.server().Client(id)
		return known
	}
	return false
}
