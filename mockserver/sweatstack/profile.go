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
		s := t.set.sport(a.sport)
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
	if t.set.current {
		o.null("issue")
	}
	o.text("name", u.name())
	return reply(http.StatusOK, o.close()), nil
}

// getStatus tells what is ready. [confirmed: models of the vendor's client]
func getStatus(t *tenant, c *caller) (any, error) {
	history := "ready"
	if b, under := t.store.backfill(c.user.id); under && c.Call.Now.Before(b.began.Add(b.takes)) {
		history = "syncing"
	}
	o := open(nil)
	o.null("issue")
	o.key("capabilities")
	in := open(o.b)
	in.text("activities", "ready")
	in.text("activity_history", history)
	in.text("dailies", "ready")
	in.text("workouts", "unavailable")
	o.b = in.close()
	return reply(http.StatusOK, o.close()), nil
}

// createPortalSession answers with a page of the vendor's where a user manages an
// account. [confirmed: models of the vendor's client]
func createPortalSession(t *tenant, c *caller) (any, error) {
	f, err := c.body.Model()
	if err != nil {
		return nil, err
	}
	destination, _ := f.Text("destination", true)
	f.Text("return_url", false)
	if err := f.Err(); err != nil {
		return nil, err
	}
	o := open(nil)
	o.text("url", t.set.issuer+"/portal/"+hex16(stream(t.seed, "portal", c.user.id, itoa(int64(t.store.number()))))+"?destination="+escape(destination))
	return reply(http.StatusOK, o.close()), nil
}
