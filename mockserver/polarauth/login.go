package polarauth

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// perGroup bounds the users that the login page offers of each role.
const perGroup = 8

// showLogin is the page where a person says who they are.
func showLogin(t *tenant, r *httpx.Request) (any, error) {
	id, s := t.session(r)
	s, cookies := t.keep(r, id, s)
	p := t.loginPage(r, s)
	p.cookies = cookies
	return p, nil
}

// loginPage offers the people who can grant what the waiting request asks for,
// or everybody when none waits.
func (t *tenant) loginPage(r *httpx.Request, s session) page {
	v := view{Title: "Sign in", Action: at(r, loginPath, ""), CSRF: s.csrf, User: s.user} // a constant below the base path
	p := page{show: showSignIn}
	roles := []string{roleAthlete, roleCoach}
	if q, err := url.ParseQuery(s.saved); err == nil && s.saved != "" {
		if a, e := t.Authorize(t.request(q)); e == nil {
			v.Client = a.Client.Name
			p.leaves = []string{a.RedirectURI, a.ErrorsTo()} // a remembered consent leads there at once
			roles = nil
			for _, role := range []string{roleAthlete, roleCoach} {
				if len(t.scopes.of(role, a.Scopes)) > 0 {
					roles = append(roles, role)
				}
			}
		}
	}
	for _, role := range roles {
		g := group{ID: role, Legend: "Athletes"}
		if role == roleCoach {
			g.Legend = "Coaches"
		}
		for _, u := range t.people.shown(role, perGroup) {
			g.Users = append(g.Users, userChoice{u.ID, u.Name})
		}
		if n := t.people.count(role); n > perGroup {
			g.More = fmt.Sprintf("%d more have an account: enter the user ID below.", n-perGroup)
		}
		v.Groups = append(v.Groups, g)
	}
	p.data = v
	return p
}

// login takes a person's word for who they are.
func login(t *tenant, r *httpx.Request) (any, error) {
	id, s := t.session(r)
	f, err := t.personForm(r, s)
	if err != nil {
		return nil, err
	}
	typed := strings.TrimSpace(f.Get("username"))
	name := typed
	if name == "" {
		name = f.Get("user")
	}
	u, ok := t.people.find(name)
	if !ok {
		r.Call.Exchange.Decide("session", "refuse", "nobody has this user ID")
		p := t.loginPage(r, s)
		p.status, p.data.Typed = http.StatusBadRequest, typed
		p.data.Problem, p.data.Anchor = "Nobody has this user ID", "username"
		if typed == "" {
			p.data.Problem, p.data.Unchosen = "Choose who you are", true
			if g := p.data.Groups; len(g) > 0 && len(g[0].Users) > 0 {
				p.data.Anchor = "user-" + g[0].Users[0].ID
			}
		}
		return p, nil
	}
	saved := s.saved
	s.user = u.ID
	_, cookies := t.renew(r, id, s)
	if saved != "" {
		return redirect{at(r, authorizePath, saved), cookies}, nil
	}
	return page{show: showMessage, cookies: cookies, data: view{
		Title: "You have signed in", Lines: []string{"You are " + u.Name + ", user " + u.ID + ". Start again from the application that wants to see your data."},
	}}, nil
}
