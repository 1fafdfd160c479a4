package polarauth

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// consentPage asks a person who has signed in.
func (t *tenant) consentPage(r *httpx.Request, a asked, u oauth.User, csrf string) page {
	v := view{
		Title: a.Client.Name + " wants to see your data", Client: a.Client.Name, User: u.ID, Name: u.Name, CSRF: csrf,
		Action: at(r, authorizePath, r.Query().Encode()), // re-encoded, and on this host
		Switch: at(r, loginPath, ""),                     // a constant below the base path
		Host:   consent.Host(a.RedirectURI),
	}
	if a.Client.Name == "" {
		v.Client, v.Title = a.Client.ID, "An application wants to see your data"
	}
	mine := t.scopes.of(u.Role, a.Scopes)
	for _, s := range mine {
		v.Scopes = append(v.Scopes, scopeChoice{t.scopes.byName[s].Scope, true})
	}
	v.Not = strings.Join(slices.DeleteFunc(slices.Clone(a.Scopes), func(s string) bool { return slices.Contains(mine, s) }), ", ")
	return page{show: showConsent, data: v, leaves: []string{a.RedirectURI, a.ErrorsTo()}}
}

// decide takes a person's answer. The authorization request stands in the query,
// so that two windows do not get into each other's way.
func decide(t *tenant, r *httpx.Request) (any, error) {
	a, err := t.read(r)
	if err != nil || a.sent != nil {
		return a.sent, err
	}
	id, s := t.session(r)
	user, known := t.people.find(s.user)
	if !known || len(t.scopes.of(user.Role, a.Scopes)) == 0 {
		return t.askWho(r, id, s), nil
	}
	f, err := t.personForm(r, s)
	if err != nil {
		return nil, err
	}
	switch f.Get("user_oauth_approval") { // [inferred: Spring Security OAuth2]
	case "false":
		return refused(r, a.Decline()), nil
	case "true":
	default:
		return nil, &Error{Status: http.StatusBadRequest, Code: oauth.InvalidRequest, Description: "The answer is neither to allow nor to decline. Go back and use one of the buttons.", Page: true}
	}
	granted := intersection(t.scopes.of(user.Role, a.Scopes), f["scope"])
	if len(granted) > 0 {
		return t.approve(r, a, user, granted, "the user has allowed it")
	}
	p := t.consentPage(r, a, user, s.csrf)
	p.status, p.data.Problem, p.data.Anchor = http.StatusBadRequest, "Choose at least one kind of data, or decline", "scope-0"
	for i := range p.data.Scopes {
		p.data.Scopes[i].Checked = false
	}
	return p, nil
}

// personForm reads what a person has sent from a page that this browser was shown.
func (t *tenant) personForm(r *httpx.Request, s session) (url.Values, error) {
	f, bad := t.form(r)
	if bad != nil {
		bad.Page, bad.Status = true, http.StatusBadRequest
		return nil, bad
	}
	if s.csrf == "" || f.Get(csrfField) != s.csrf {
		r.Call.Exchange.Decide("csrf", "refuse", "the form does not come from a page that this browser was shown")
		return nil, &Error{Status: http.StatusForbidden, Code: "forbidden", Description: "This form has expired, or does not come from this site. Go back to the application and start again.", Page: true}
	}
	return f.Values, nil
}

// intersection are those of a that are in b.
func intersection(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}
