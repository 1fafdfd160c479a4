package polarauth

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// authorize is where a client sends a browser. Nobody is shown anything here
// before they have signed in: the first answer is always a redirect.
// [confirmed: a public client, which relies on it].
func authorize(t *tenant, r *httpx.Request) (any, error) {
	a, err := t.read(r)
	if err != nil || a.sent != nil {
		return a.sent, err
	}
	if order, ok := t.orders.Take(a.Client.ID, func(o consent.Order) bool { return t.canGrant(o.User, a.Scopes) }); ok {
		return t.obey(r, a, order)
	}
	if t.set.autoApprove.In(t.x) {
		return t.obey(r, a, consent.Order{User: t.firstOf(a.Scopes), Why: "the world approves of everything at once"})
	}
	id, s := t.session(r)
	user, known := t.people.find(s.user)
	if !known || len(t.scopes.of(user.Role, a.Scopes)) == 0 {
		return t.askWho(r, id, s), nil
	}
	granted := t.scopes.of(user.Role, a.Scopes)
	if t.set.rememberConsent.In(t.x) && len(intersection(granted, t.Consented(a.Client.ID, user.ID))) == len(granted) {
		return t.approve(r, a, user, granted, "the user has allowed this before")
	}
	s.saved = r.URL.RawQuery // for who wants to be somebody else
	s, cookies := t.keep(r, id, s)
	p := t.consentPage(r, a, user, s.csrf)
	p.cookies = cookies
	return p, nil
}

// askWho sends a browser to the login page, which leads back here.
// [confirmed: a public client].
func (t *tenant) askWho(r *httpx.Request, id string, s session) redirect {
	r.Call.Exchange.Decide("session", "ask", "nobody who could grant this has signed in")
	s.saved = r.URL.RawQuery
	_, cookies := t.keep(r, id, s)
	return redirect{at(r, loginPath, ""), cookies}
}

// asked is an authorization request that was read. When sent is set, it is
// answered already.
type asked struct {
	*oauth.Authorization
	sent any
}

// read looks at the query of an authorization request.
func (t *tenant) read(r *httpx.Request) (asked, error) {
	q := r.Query()
	refuse := func(description string) (asked, error) {
		r.Call.Exchange.Decide("request", "refuse", description)
		return asked{}, &Error{Status: http.StatusBadRequest, Code: oauth.InvalidRequest, Description: description, Page: true}
	}
	if len(r.URL.RawQuery) > maxSaved {
		return refuse(fmt.Sprintf("The request is longer than %d bytes.", maxSaved))
	}
	if name := repeated(q, "client_id", "redirect_uri", "response_type", "scope", "state"); name != "" {
		return refuse("The request has " + name + " more than once.")
	}
	a, e := t.Authorize(t.request(q))
	switch {
	case e == nil:
		return asked{Authorization: a}, nil
	case e.Redirectable():
		return asked{sent: refused(r, e)}, nil
	}
	r.Call.Exchange.Decide("request", "refuse", e.Code+": "+e.Description)
	return asked{}, &Error{Status: http.StatusBadRequest, Code: e.Code, Description: "The application has made a mistake: " + e.Description + ".", Page: true}
}

// request reads an authorization request out of a query.
func (t *tenant) request(q url.Values) oauth.Request {
	t.set.errorsToRequested.In(t.x) // which the server was made with
	t.set.strangersToDefault.In(t.x)
	scopes, ok := t.scopes.parse(q.Get("scope"), t.set.eitherDelimiter.In(t.x))
	if !ok {
		scopes = nil
	}
	return oauth.Request{
		ClientID: q.Get("client_id"), ResponseType: q.Get("response_type"), RedirectURI: q.Get("redirect_uri"),
		State: q.Get("state"), Scopes: scopes,
	}
}

// refused sends a refusal to the client: the error, then the state.
// [confirmed: both documents' examples, which have no description].
func refused(r *httpx.Request, e *oauth.Error) redirect {
	r.Call.Exchange.Decide("request", "refuse", e.Code+": "+e.Description)
	return redirect{to: oauth.AppendQuery(e.RedirectURI, oauth.Param{Name: "error", Value: e.Code}, oauth.Param{Name: "state", Value: e.State})}
}

// approve sends a code to the client: the state, then the code.
// [confirmed: both documents' examples].
func (t *tenant) approve(r *httpx.Request, a asked, u oauth.User, scopes []string, why string) (any, error) {
	t.set.codeLife.In(t.x) // which the server was made with
	code, e := t.Approve(a.Authorization, u, scopes, r.Call.Now)
	if e != nil {
		if e.Redirectable() {
			return refused(r, e), nil
		}
		return nil, &Error{Status: http.StatusBadRequest, Code: e.Code, Description: "The request can no longer be granted: " + e.Description + ".", Page: true}
	}
	t.world.Journal.Redactor().AddSecrets(code) // good for tokens wherever somebody puts it
	r.Call.Exchange.Decide("consent", "allow", "user "+u.ID+": "+why)
	return redirect{to: oauth.AppendQuery(a.RedirectURI, oauth.Param{Name: "state", Value: a.State}, oauth.Param{Name: "code", Value: code})}, nil
}

// canGrant says whether a user is able to grant any of the scopes.
func (t *tenant) canGrant(user string, scopes []string) bool {
	u, ok := t.people.find(user)
	return user == "" || ok && len(t.scopes.of(u.Role, scopes)) > 0
}

// firstOf is the first user who can grant any of the scopes.
func (t *tenant) firstOf(scopes []string) string {
	role := roleAthlete
	if len(t.scopes.of(roleAthlete, scopes)) == 0 {
		role = roleCoach
	}
	for _, u := range t.people.shown(role, 1) {
		return u.ID
	}
	return ""
}

// obey carries out what a person was told to do beforehand.
func (t *tenant) obey(r *httpx.Request, a asked, o consent.Order) (any, error) {
	if o.User == "" {
		o.User = t.firstOf(a.Scopes)
	}
	u, _ := t.people.find(o.User)
	granted := t.scopes.of(u.Role, a.Scopes)
	if o.Scopes != nil {
		granted = intersection(granted, o.Scopes)
	}
	if o.Decline || len(granted) == 0 {
		return refused(r, a.Decline()), nil
	}
	return t.approve(r, a, u, granted, o.Why)
}
