package sweatstack

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// offered bounds the users that the page offers.
const offered = 8

// kept are the parameters that the page sends back. [confirmed: models of the
// vendor's client have them in the form; asked and csrf are ours]
func kept() []string {
	return []string{"client_id", "redirect_uri", "state", "nonce", "code_challenge", "code_challenge_method"}
}

// consentPage asks who somebody is and what an app may do.
func (t *tenant) consentPage(r *httpx.Request, a asking, chosen string) page {
	v := view{Action: r.Call.Prefix + authorizePath, Client: a.Client.Name, Chosen: chosen, Host: consent.Host(a.RedirectURI)}
	if v.Client == "" {
		v.Client = a.Client.ID
	}
	v.Title = v.Client + " asks for access"
	for _, name := range kept() {
		if value := a.query.Get(name); value != "" {
			v.Hidden = append(v.Hidden, field{name, value})
		}
	}
	v.Hidden = append(v.Hidden, field{"asked", strings.Join(a.Scopes, " ")}, field{"csrf", t.seal(a)})
	for _, u := range t.people.shown(offered) {
		v.Users = append(v.Users, userChoice{u.id, u.name()})
	}
	mine := intersection(a.Scopes, userScopes())
	for _, s := range mine {
		v.Scopes = append(v.Scopes, scopeChoice{s, whatScope(s), true})
	}
	var not []string
	for _, s := range a.Scopes {
		if len(intersection([]string{s}, mine)) == 0 {
			not = append(not, s)
		}
	}
	v.Not = strings.Join(not, ", ")
	return page{show: showConsent, data: v, leaves: a.RedirectURI}
}

// seal is what only this world's page for this request says, so that no other
// site's form can answer in a person's name.
func (t *tenant) seal(a asking) string {
	return oauth.Hex(draw.Stream(t.seed, "csrf", a.Client.ID, a.RedirectURI, a.State, a.query.Get("code_challenge"), strings.Join(a.Scopes, " ")))
}

// decide takes a person's answer, and signs them in. [confirmed: that the page
// posts to where it came from; inferred: 303]
func decide(t *tenant, r *httpx.Request) (any, error) {
	f, err := url.ParseQuery(string(r.Body))
	if err != nil {
		return nil, mistaken("The form is not well formed. Go back and use its buttons.")
	}
	a, err := t.read(r, f)
	if err != nil || a.sent != nil {
		return a.sent, err
	}
	if f.Get("csrf") != t.seal(a) {
		r.Call.Exchange.Decide("csrf", "refuse", "the form does not come from this world's page for this request")
		return nil, mistaken("This form has expired, or does not come from this site. Go back to the application and start again.")
	}
	switch f.Get("decision") {
	case "decline":
		return refused(r, a.Decline(), http.StatusSeeOther), nil
	case "allow":
	default:
		return nil, mistaken("The answer is neither to allow nor to decline. Go back and use one of the buttons.")
	}
	typed := strings.ToUpper(strings.TrimSpace(f.Get("username")))
	id := typed
	if id == "" {
		id = f.Get("user")
	}
	u, known := t.people.find(id)
	granted := intersection(intersection(a.Scopes, userScopes()), f["scopes"])
	if known && len(granted) > 0 {
		v, err := t.approve(r, a, u, granted, "the user has allowed it", http.StatusSeeOther)
		return t.signIn(r, v, u), err
	}
	return t.spellPage(t.mend(r, a, known, id, typed, f["scopes"])), nil
}

// mend shows the page again, with what is wrong.
func (t *tenant) mend(r *httpx.Request, a asking, known bool, id, typed string, scopes []string) page {
	p := t.consentPage(r, a, id)
	p.status, p.data.Typed = http.StatusBadRequest, typed
	for i := range p.data.Scopes {
		p.data.Scopes[i].Checked = len(intersection([]string{p.data.Scopes[i].Name}, scopes)) > 0
	}
	switch {
	case known:
		p.data.Problem, p.data.Anchor = "Choose at least one thing that the application may do, or decline", "scope-0"
	case typed != "":
		p.data.Problem, p.data.Anchor = "Nobody has this user ID", "username"
	default:
		p.data.Problem, p.data.Anchor, p.data.Nobody = "Choose who you are", "user-"+p.data.Users[0].ID, true
	}
	return p
}

// signIn gives a browser a session: a token of the vendor's own in a cookie.
// [confirmed: the cookie's name; inferred: that the page sets it]
func (t *tenant) signIn(r *httpx.Request, v any, u user) any {
	resp, ok := v.(httpx.Response)
	tokens, e := t.server().Grant(webClient, u.oauth(), userScopes(), r.Call.Now)
	if !ok || e != nil {
		return v
	}
	t.world.Journal.Redactor().AddSecrets(tokens.AccessToken, tokens.RefreshToken)
	c := http.Cookie{Name: tokenCookie, Value: tokens.AccessToken, Path: r.Call.Prefix + "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode}
	resp.Header.Set("Set-Cookie", c.String())
	return resp
}
