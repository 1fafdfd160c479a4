package sweatstack

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

const (
	authorizePath = "/oauth/authorize"
	tokenPath     = "/api/v1/oauth/token"
	userinfoPath  = "/api/v1/oauth/userinfo"
	keysPath      = "/.well-known/jwks.json"
)

// allScopes are those that exist, in the order of the declaration. [confirmed:
// models of the vendor's client]
func allScopes() []string {
	return []string{scopeRead, scopeWrite, scopeAdmin, scopeOpenID, scopeProfile, scopeOffline}
}

// userScopes are those that people can grant: nobody here is an administrator.
func userScopes() []string {
	return []string{scopeRead, scopeWrite, scopeProfile, scopeOpenID, scopeOffline}
}

func scopeExists(s string) bool { return slices.Contains(allScopes(), s) }

func whatScope(s string) string {
	return map[string]string{
		scopeRead: "See your activities, tests and traces", scopeWrite: "Add and change activities, tests and traces",
		scopeProfile: "See your name and e-mail address", scopeOpenID: "Know who you are", scopeOffline: "Do this also while you are away",
	}[s]
}

// matchRedirect takes what begins with a registered URI, and this machine under
// any port. [confirmed: the vendor's skills, that matching is by prefix and that
// localhost needs no registration]
func matchRedirect(c oauth.Client, asked string) bool {
	for _, uri := range c.RedirectURIs {
		if strings.HasPrefix(asked, uri) {
			return true
		}
	}
	u, err := url.Parse(asked)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() == "localhost"
}

// asking is an authorization request that was read. When sent is set, it is
// answered already.
type asking struct {
	*oauth.Authorization
	query  url.Values
	prompt []string
	sent   any
}

// The values of parameters of an authorization request, the last two since the autumn
// of 2026. [confirmed: models of the vendor's client]
func prompts() []string        { return []string{"none", "login", "consent", "select_account"} }
func userFlows() []string      { return []string{"session", "signup", "login"} }
func emailAuthModes() []string { return []string{"enabled", "existing_only"} }

// read looks at the parameters of an authorization request, which are a query or
// the form of the page.
func (t *tenant) read(r *httpx.Request, q url.Values) (asking, error) {
	a := asking{query: q, prompt: strings.Fields(q.Get("prompt"))}
	check := fastapi.ParseQuery(q.Encode())
	check.Require("client_id")
	if len(q["scope"])+len(q["asked"]) == 0 {
		check.Require("scope")
	}
	word := func(name string, words []string) {
		if q.Get(name) != "" {
			check.Word(name, fastapi.Enum, words)
		}
	}
	word("prompt", prompts())
	word("user_flow", userFlows())
	if t.set.current.In(t.x) {
		word("email_auth_mode", emailAuthModes())
		word("integration", integrations())
	}
	if err := check.Err(); err != nil {
		return a, err
	}
	// A list with spaces is what the vendor's client sends, one with commas what
	// older documents show. [confirmed]
	scopes, ok := oauth.ParseScopes(strings.Join(append(slices.Clone(q["scope"]), q["asked"]...), " "), " ,")
	if !ok {
		scopes = nil
	}
	var e *oauth.Error
	a.Authorization, e = t.server().Authorize(oauth.Request{
		ClientID: q.Get("client_id"), ResponseType: q.Get("response_type"), RedirectURI: q.Get("redirect_uri"), State: q.Get("state"),
		Scopes: scopes, Challenge: q.Get("code_challenge"), ChallengeMethod: q.Get("code_challenge_method"),
	})
	switch {
	case e == nil:
		return a, nil
	case e.Redirectable():
		a.sent = refused(r, e, http.StatusFound)
		return a, nil
	}
	r.Call.Exchange.Decide("request", "refuse", e.Code+": "+e.Description)
	return a, mistaken("The application has made a mistake: " + e.Description + ".")
}

// authorize is where an app sends a browser.
func authorize(t *tenant, r *httpx.Request) (any, error) {
	a, err := t.read(r, r.Query())
	if err != nil || a.sent != nil {
		return a.sent, err
	}
	if order, ok := t.orders.Take(a.Client.ID, func(consent.Order) bool { return true }); ok {
		return t.obey(r, a, order)
	}
	if t.set.autoApprove.In(t.x) {
		return t.obey(r, a, consent.Order{Why: "the world approves of everything at once"})
	}
	u, known := t.signedIn(r)
	if slices.Contains(a.prompt, "none") {
		return t.silently(r, a, u, known)
	}
	return t.spellPage(t.consentPage(r, a, u.id)), nil
}

// signedIn is who this browser's session is.
func (t *tenant) signedIn(r *httpx.Request) (user, bool) {
	c, err := r.Cookie(tokenCookie)
	if err != nil {
		return user{}, false
	}
	access, e := t.server().Introspect(c.Value, r.Call.Now)
	if e != nil {
		return user{}, false
	}
	return t.people.find(access.User.ID)
}

// silently answers without a page. [confirmed: the vendor's skills, that consent
// given before is enough; inferred: the errors, from OpenID Connect Core 3.1.2.6]
func (t *tenant) silently(r *httpx.Request, a asking, u user, known bool) (any, error) {
	if !known {
		return refused(r, a.Refuse("login_required", "nobody has signed in"), http.StatusFound), nil
	}
	granted := intersection(a.Scopes, userScopes())
	if before := t.server().Consented(a.Client.ID, u.id); t.set.forgetConsent.In(t.x) || len(intersection(granted, before)) < len(granted) {
		return refused(r, a.Refuse("consent_required", "the user has not allowed all of this before"), http.StatusFound), nil
	}
	return t.approve(r, a, u, granted, "the user has allowed this before", http.StatusFound)
}

// obey carries out what a person was told to do beforehand.
func (t *tenant) obey(r *httpx.Request, a asking, o consent.Order) (any, error) {
	u, ok := t.people.find(o.User)
	if !ok {
		u = t.people.shown(1)[0]
	}
	granted := intersection(a.Scopes, userScopes())
	if o.Scopes != nil {
		granted = intersection(granted, o.Scopes)
	}
	if o.Decline || len(granted) == 0 {
		return refused(r, a.Decline(), http.StatusFound), nil
	}
	return t.approve(r, a, u, granted, o.Why, http.StatusFound)
}

// refused sends a refusal to the app.
func refused(r *httpx.Request, e *oauth.Error, status int) httpx.Response {
	r.Call.Exchange.Decide("request", "refuse", e.Code+": "+e.Description)
	return redirect(status, oauth.AppendQuery(e.RedirectURI, oauth.Param{Name: "error", Value: e.Code},
		oauth.Param{Name: "error_description", Value: e.Description}, oauth.Param{Name: "state", Value: e.State}))
}

// approve sends a code to the app. [confirmed: code and state, by the vendor's
// clients]
func (t *tenant) approve(r *httpx.Request, a asking, u user, scopes []string, why string, status int) (any, error) {
	t.set.codeLife.In(t.x) // which the server was made with
	code, e := t.server().Approve(a.Authorization, u.oauth(), scopes, r.Call.Now)
	if e != nil {
		if e.Redirectable() {
			return refused(r, e, status), nil
		}
		return nil, mistaken("The request can no longer be granted: " + e.Description + ".")
	}
	r.Call.Exchange.Decide("consent", "allow", "user "+u.id+": "+why)
	return redirect(status, oauth.AppendQuery(a.RedirectURI, oauth.Param{Name: "code", Value: code}, oauth.Param{Name: "state", Value: a.State})), nil
}

func redirect(status int, to string) httpx.Response {
	return httpx.Response{Status: status, Header: http.Header{"Location": {to}, "Cache-Control": {"no-store"}, "Referrer-Policy": {"no-referrer"}}}
}

// intersection are those of a that are in b.
func intersection(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}
