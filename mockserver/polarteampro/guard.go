package polarteampro

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/introspect"
)

const (
	// authServer is the service whose tokens are taken.
	authServer = "polar-auth"
	// teamRead is the scope that every operation wants. [confirmed: document 1.0.2]
	teamRead = "team_read"
	// roleCoach is the role of users who have teams; others have none.
	roleCoach = "coach"
)

// caller is a request whose sender is known.
type caller struct {
	*httpx.Request
	org   dataset.Organization
	teams bool // whether the user has any
}

// handler answers a request whose sender has passed the guard.
type handler func(t *tenant, c *caller) (any, error)

// guard is the order of checks in front of every operation: token (401), limit
// of the client (429), scope (403). What follows is the handler's: parameters
// (400), then what the path names (404). [inferred: the documents give none]
func guard(h handler) httpx.Handler[*tenant] {
	return func(t *tenant, r *httpx.Request) (any, error) {
		access, err := introspect.Bearer(t.world, authServer, r, func(sent bool) error { return unauthorized(sent) })
		if err != nil {
			return nil, err
		}
		if err := t.take(r, access.ClientID); err != nil {
			return nil, err
		}
		if !access.Has(teamRead) {
			r.Call.Exchange.Decide("scope", "refuse", "the token does not have the scope "+teamRead)
			return nil, forbidden()
		}
		c := &caller{Request: r}
		if access.User.Role == roleCoach {
			c.org, c.teams = t.data.Organization(t.data.Coach(access.User.Index).Organization), true
		}
		return h(t, c)
	}
}

// Knows says whether the request carries a token that this world's authorization
// server has issued. It is not verified.
func (t *tenant) Knows(r *http.Request) bool { return introspect.Issued(t.world, authServer, r) }
