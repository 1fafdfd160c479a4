package sweatstack

import (
	"net/http"
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

// principalOnly is for what a token does not do that acts for somebody else.
// [confirmed: the vendor's client, of lists of users and the portal; inferred: the
// words, and 403 of the two that its client takes for the same]
func principalOnly(h handler) handler {
	return func(t *tenant, c *caller) (any, error) {
		if c.access.User.Role != "" {
			c.Call.Exchange.Decide("token", "refuse", "it acts for somebody else, which this operation does not take")
			return nil, forbidden("Delegated tokens are not accepted")
		}
		return h(t, c)
	}
}

// listUsers are those whose data the caller may read, the caller among them: users
// who are managed, and nobody besides, since people here share by teams alone. What
// chooses among them came in October 2026. [confirmed: the vendor's client, 0.91.0]
func listUsers(t *tenant, c *caller) (any, error) {
	managed := true
	if t.set.current.In(t.x) {
		managed = c.query.Bool("include_managed", true)
		c.query.Bool("include_shared", true)
	}
	named := t.named(c)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	all := []user{c.user}
	if managed {
		all = append(all, t.people.managedBy(c.user.id)...)
	}
	var shown []value
	for _, u := range all {
		if named(&u) {
			shown = append(shown, &userSummary{u, c.access.Scopes})
		}
	}
	return list(t, c, shown), nil
}

// named says whose name has what a request asks for, in any case. Before October
// 2026 nothing asks. [confirmed: the vendor's client, 0.91.0]
func (t *tenant) named(c *caller) func(*user) bool {
	asked := ""
	if t.set.current.In(t.x) {
		asked, _ = c.query.Text("name")
	}
	return func(u *user) bool { return strings.Contains(strings.ToLower(u.name()), strings.ToLower(asked)) }
}

// createUser makes an account that the caller manages. The last name may be null,
// but not left out. [confirmed: models of the vendor's client]
func createUser(t *tenant, c *caller) (any, error) {
	f, err := c.body.Model()
	if err != nil {
		return nil, err
	}
	first, _ := f.Text("first_name", true)
	last := f.TextOrNull("last_name")
	if err := f.Err(); err != nil {
		return nil, err
	}
	u, err := t.people.add(user{first: first, last: last, manager: c.user.id, registered: c.Call.Now, zone: c.user.zone})
	if err != nil {
		return nil, full(c)
	}
	return answer(t, c, &userDetails{u}), nil
}

// theUser finds the one that the path names, if the caller manages them: nobody
// else is found, not even the caller. [confirmed: the vendor's client, 0.91.0]
func (t *tenant) theUser(c *caller) (user, error) {
	u, ok := t.people.find(c.Vars["user_id"])
	if !ok || u.manager != c.user.id {
		c.Call.Exchange.Decide("user", "refuse", "the caller manages nobody with this identifier")
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

// updateUser takes a form. [confirmed: the vendor's client]
func updateUser(t *tenant, c *caller) (any, error) {
	u, err := t.theUser(c)
	if err != nil {
		return nil, err
	}
	u, there := t.people.rename(u.id, c.form["first_name"], c.form["last_name"])
	if !there {
		return nil, notFound("User")
	}
	return answer(t, c, &userDetails{u}), nil
}

func deleteUser(t *tenant, c *caller) (any, error) {
	u, err := t.theUser(c)
	if err != nil {
		return nil, err
	}
	if !t.people.remove(u.id) {
		return nil, notFound("User")
	}
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
	scopes := f.Words("scopes", allScopes(), false)
	f.Text("team_id", false)
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
	t.set.tokenLife.In(t.x) // which the server was made with
	tokens, e := t.server().Grant(c.access.ClientID, u, scopes, c.Call.Now)
	if e != nil {
		c.Call.Exchange.Decide("grant", "refuse", e.Code+": "+e.Description)
		return nil, forbidden("Insufficient scope")
	}
	return t.issued(tokens, c.Call.Now), nil
}
