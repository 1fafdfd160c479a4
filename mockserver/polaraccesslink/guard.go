package polaraccesslink

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/introspect"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

const (
	// authServer is the service whose tokens are taken.
	authServer = "polar-auth"
	// roleAthlete is the role of users whose data this service has.
	roleAthlete = "athlete"
)

// caller is a request whose sender is known, and what it asks for.
type caller struct {
	*httpx.Request
	athlete  int      // of the population
	within   span     // of operations with a range
	features features // that were asked for
}

// handler answers a request that has passed the guard.
type handler func(t *tenant, c *caller) (any, error)

// guard is the order of checks in front of every operation: token (401), limits of
// the client (429), scope and consents (403), parameters (400). What the path names
// (404) is the handler's. An operation without a scope is for everybody.
// [inferred: the page gives no order]
func guard(o *operation) httpx.Handler[*tenant] {
	op := *o
	return func(t *tenant, r *httpx.Request) (any, error) {
		if op.scope == "" {
			return op.handle(t, &caller{Request: r})
		}
		access, err := introspect.Bearer(t.world, authServer, r, func(sent bool) error { return unauthorized(sent) })
		if err != nil {
			return nil, err
		}
		v, err := t.answer(&op, r, &access)
		if t.set.rateHeaders.In(t.x) == headersNever {
			return v, err
		}
		var resp httpx.Response
		if err != nil {
			refused, ok := render(t, r, err)
			if !ok {
				return nil, err // no refusal of the vendor's
			}
			resp = refused
		} else if resp, err = encode(t, r, v); err != nil {
			return nil, err
		}
		if resp.Header == nil {
			resp.Header = http.Header{}
		}
		t.announce(resp.Header, access.ClientID, r.Call.Now, resp.Status == http.StatusTooManyRequests)
		return resp, nil
	}
}

// answer is what comes once the sender is known.
func (t *tenant) answer(op *operation, r *httpx.Request, access *oauth.Access) (any, error) {
	if err := t.take(r, access.ClientID); err != nil {
		return nil, err
	}
	if scope := op.scope + ":read"; !access.Has(scope) {
		r.Call.Exchange.Decide("scope", "refuse", "the token does not have the scope "+scope)
		return nil, missingScope(scope)
	}
	if access.User.Role != roleAthlete {
		r.Call.Exchange.Decide("user", "refuse", "the user is no athlete")
		return nil, missingConsent()
	}
	c := &caller{Request: r, athlete: access.User.Index}
	if t.people.refuses(c.athlete) {
		r.Call.Exchange.Decide("consent", "refuse", "the user has not accepted every mandatory consent")
		return nil, missingConsent()
	}
	if op.reads != nil {
		q := query{t: t, c: c}
		if q.read(op.reads); q.err != nil {
			return nil, q.err
		}
	}
	return op.handle(t, c)
}

// Knows says whether the request carries a token that this world's authorization
// server has issued. It is not verified.
func (t *tenant) Knows(r *http.Request) bool { return introspect.Issued(t.world, authServer, r) }

// listed is the answer with a list of n things. Nothing in a range is no mistake.
// [measured: published answers of tests; a switch for clients that expect a 404]
func (c *caller) listed(t *tenant, n int, v any) (any, error) {
	if n == 0 && t.set.emptyNotFound.In(t.x) {
		c.Call.Exchange.Decide("range", "refuse", "there is nothing in the range")
		return nil, notFound("No data found")
	}
	return v, nil
}
