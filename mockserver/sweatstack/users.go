package sweatstack

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// principal is who acts: the user, or who acts for the user.
func (t *tenant) principal(c *caller) user {
	if p, ok := t.people.find(c.access.User.Role); ok {
		return p
	}
	return c.user
}

// userSummary is a user as lists show one. [confirmed: models of the vendor's client]
type userSummary struct {
	user
	scopes []string
}

func (v *userSummary) appendJSON(_ *tenant, _ *caller, b []byte) []byte {
	o := open(b)
	o.text("id", v.id)
	o.textOr("first_name", v.first)
	o.textOr("last_name", v.last)
	o.texts("scopes", v.scopes)
	o.text("display_name", v.name())
	o.bool("is_managed", v.manager != "")
	return o.close()
}

// userDetails is a user alone. registered_at has no zone. [confirmed: models and
// change log of the vendor's client, 0.76.2]
type userDetails struct{ user }

func (v *userDetails) appendJSON(_ *tenant, _ *caller, b []byte) []byte {
	o := open(b)
	o.text("id", v.id)
	o.textOr("first_name", v.first)
	o.textOr("last_name", v.last)
	o.bool("admin", false)
	o.key("registered_at")
	o.b = appendTime(o.b, v.registered.UTC(), false)
	o.text("display_name", v.name())
	o.bool("is_managed", v.manager != "")
	return o.close()
}

// listUsers are those whose data the caller may read, the caller among them. The
// vendor's client asks with a principal token; with one that acts for another, it
// is that other alone. [confirmed: the vendor's client; inferred: the latter]
func listUsers(t *tenant, c *caller) (any, error) {
	managed := c.query.Bool("include_managed", true)
	c.query.Bool("include_shared", true) // nobody here shares but by teams
	name, _ := c.query.Text("name")
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	all := []value{&userSummary{c.user, c.access.Scopes}}
	if managed {
		for _, m := range t.people.managedBy(c.user.id) {
			all = append(all, &userSummary{m, c.access.Scopes})
		}
	}
	var shown []value
	for _, v := range all {
		if strings.Contains(strings.ToLower(v.(*userSummary).name()), strings.ToLower(name)) {
			shown = append(shown, v)
		}
	}
	return list(t, c, shown), nil
}

// createUser makes an account that the caller manages.
func createUser(t *tenant, c *caller) (any, error) {
	f, err := c.body.Model()
	if err != nil {
		return nil, err
	}
	first, _ := f.Text("first_name", true)
	last, _ := f.Text("last_name", true)
	if err := f.Err(); err != nil {
		return nil, err
	}
	u, err := t.people.add(user{first: first, last: last, manager: c.user.id, registered: c.Call.Now, zone: c.user.zone})
	if err != nil {
		return nil, full(c)
	}
	return answer(t, c, &userDetails{u}), nil
}

// theUser finds the one that the path names: the caller, or somebody whom the
// caller manages.
func (t *tenant) theUser(c *caller) (user, error) {
	u, ok := t.people.find(c.Vars["user_id"])
	if !ok || u.id != c.user.id && u.manager != c.user.id {
		c.Call.Exchange.Decide("user", "refuse", "the caller is not this user, nor manages one with this identifier")
		return u, notFound("User")
	}
	return u, nil
}

func getUser(t *tenant, c *caller) (any, error) {
	u, err := t.theUser(c)
	if err != nil {
		return nil, err
	}
	return answer(t, c, &userDetails{u}), nil
}

// changing finds a managed user; others change themselves on the website.
func (t *tenant) changing(c *caller) (user, error) {
	u, err := t.theUser(c)
	if err == nil && u.manager == "" {
		return u, forbidden("Only managed users can be changed")
	}
	return u, err
}

// updateUser takes a form. [confirmed: the vendor's client]
func updateUser(t *tenant, c *caller) (any, error) {
	form, _ := url.ParseQuery(string(c.Body)) // what cannot be read is left out, as Starlette does
	u, err := t.changing(c)
	if err != nil {
		return nil, err
	}
	if v := last(form, "first_name"); v != "" {
		u.first = v
	}
	if v := last(form, "last_name"); v != "" {
		u.last = v
	}
	t.people.change(u, false)
	return answer(t, c, &userDetails{u}), nil
}

func deleteUser(t *tenant, c *caller) (any, error) {
	u, err := t.changing(c)
	if err != nil {
		return nil, err
	}
	t.people.change(u, true)
	t.server().Withdraw("", u.id)
	return httpx.Response{Status: http.StatusNoContent}, nil
}

// createDelegatedToken gives a token with which the caller acts for somebody whom
// the caller manages. [confirmed: the vendor's client]
func createDelegatedToken(t *tenant, c *caller) (any, error) {
	f, err := c.body.Model()
	if err != nil {
		return nil, err
	}
	sub, _ := f.Text("sub", true)
	f.Text("team_id", false)
	scopes := f.Texts("scopes")
	if err := f.Err(); err != nil {
		return nil, err
	}
	for _, s := range scopes {
		if !c.access.Has(s) {
			return nil, forbidden("Insufficient scope: " + s + " required")
		}
	}
	if scopes == nil {
		scopes = c.access.Scopes
	}
	who := t.principal(c)
	u, ok := t.people.find(sub)
	if !ok || u.id != who.id && u.manager != who.id && !t.sharesWith(u, who) {
		c.Call.Exchange.Decide("user", "refuse", "the caller may not act for the user that sub names")
		return nil, notFound("User")
	}
	return t.grant(c, oauth.User{ID: u.id, Name: u.name(), Role: who.id}, scopes)
}

// getPrincipalToken gives a token with which the caller acts for nobody else.
func getPrincipalToken(t *tenant, c *caller) (any, error) {
	who := t.principal(c)
	return t.grant(c, who.oauth(), c.access.Scopes)
}

func (t *tenant) grant(c *caller, u oauth.User, scopes []string) (any, error) {
	tokens, e := t.server().Grant(c.access.ClientID, u, scopes, c.Call.Now)
	if e != nil {
		c.Call.Exchange.Decide("grant", "refuse", e.Code+": "+e.Description)
		return nil, forbidden("Insufficient scope")
	}
	return t.issued(tokens, c.Call.Now), nil
}

func escape(s string) string { return url.QueryEscape(s) }
