package sweatstack

import (
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// listProfileSports are the sports of the user's activities; only_root, which the
// vendor's client always sends, leaves the first words. [confirmed: the vendor's
// client]
func listProfileSports(t *tenant, c *caller) (any, error) {
	rootOnly := c.query.Bool("only_root", false)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	var all []string
	for _, a := range t.activities(&c.user, c.Call.Now) {
		s := t.set.sport(a.sport, t.x)
		if rootOnly {
			s = root(s)
		}
		all = append(all, s)
	}
	return distinct(all), nil
}

// listProfileTags are the tags of the user's activities, traces and tests.
func listProfileTags(t *tenant, c *caller) (any, error) {
	var all []string
	for _, a := range t.activities(&c.user, c.Call.Now) {
		all = append(all, a.tags...)
	}
	for _, x := range t.traces(&c.user, c.Call.Now) {
		all = append(all, x.tags...)
	}
	for _, x := range t.trials(&c.user, c.Call.Now) {
		all = append(all, x.tags...)
	}
	return distinct(all), nil
}

// distinct are the words in their order, each once.
func distinct(all []string) httpx.Response {
	slices.Sort(all)
	o := object{first: true}
	o.texts("", slices.Compact(all))
	return reply(0, o.b[len(`"":`):])
}

// getUserInfo tells who the token's user is. registered_at has no zone. [confirmed:
// models and change log of the vendor's client, 0.76.2; issue: since September 2026]
func getUserInfo(t *tenant, c *caller) (any, error) {
	u := &c.user
	o := open(nil)
	o.text("sub", u.id)
	o.textOr("given_name", u.first)
	o.textOr("family_name", u.last)
	email := ""
	if u.athlete != none {
		email = t.data.Athlete(u.athlete).Email
	}
	o.textOr("email", email)
	o.key("registered_at")
	o.b = appendTime(o.b, u.registered.UTC(), false)
	if t.set.current.In(t.x) {
		t.appendIssue(c, &o)
	}
	o.text("name", u.name())
	return reply(http.StatusOK, o.close()), nil
}
