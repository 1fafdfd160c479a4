package firstbeat

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// keyHeader carries the API key. [confirmed: API document].
const keyHeader = "X-Api-Key"

// caller is a request whose sender is known.
type caller struct {
	*httpx.Request
	consumer *consumer
}

// handler answers a request whose sender has passed the guard.
type handler func(t *tenant, c *caller) (any, error)

// guard is the order of checks in front of every operation that wants both
// credentials: token (401), standing, key (403), limits (429). What follows is
// the handler's: account (403, 404), entity (404), parameters, analysis, size.
// [inferred: the gateway's order; the documents give none].
func guard(h handler) httpx.Handler[*tenant] { return guardWith(currentSecret, false, h) }

// guardWith is the guard of an operation whose token is signed with secret. One
// that may answer 202, which a world may leave uncounted, is counted when its
// answer is known; every other before it does anything.
func guardWith(secret secretOf, mayWait bool, h handler) httpx.Handler[*tenant] {
	return func(t *tenant, r *httpx.Request) (any, error) {
		if err := t.refuseHead(r); err != nil {
			return nil, err
		}
		c, err := t.authenticate(r, secret)
		if err != nil {
			return nil, t.charge(r, nil, err)
		}
		count, late := t.take, mayWait && !t.set.countAccepted.In(t.x)
		if late {
			count = t.peek
		}
		if err := t.admit(r, c, count); err != nil {
			return nil, err
		}
		v, err := h(t, &caller{r, c})
		if _, waits := v.(accepted); late && !waits {
			if err := t.take(r, c.id); err != nil {
				return nil, err
			}
		}
		return v, err
	}
}

// admit checks what follows the token; count is the last check.
func (t *tenant) admit(r *httpx.Request, c *consumer, count func(*httpx.Request, string) error) error {
	if err := t.standing(r, c); err != nil {
		return t.charge(r, c, err)
	}
	if err := t.checkKey(r, c); err != nil {
		return t.charge(r, c, err)
	}
	return count(r, c.id)
}

// secretOf chooses the secret that a call's token must be signed with.
type secretOf func(c *consumer) string

func currentSecret(c *consumer) string { return c.secret }
func pendingSecret(c *consumer) string { return c.pending }

// authenticate finds the consumer whose valid token r carries.
func (t *tenant) authenticate(r *httpx.Request, secret secretOf) (*consumer, error) {
	refuse := func(reason string) (*consumer, error) {
		r.Call.Exchange.Decide("token", "refuse", reason)
		return nil, unauthorized()
	}
	token, reason := bearer(r.Header.Get("Authorization"))
	if reason != "" {
		return refuse(reason)
	}
	known, cached := t.tokens.get(token)
	if !cached {
		known.claims, reason = verify(token, func(issuer string) string {
			if c, ok := t.consumers.get(issuer); ok {
				known.secret = secret(c)
			}
			return known.secret
		})
		if reason != "" {
			return refuse(reason)
		}
	}
	c, ok := t.consumers.get(known.claims.Issuer)
	if !ok || known.secret != secret(c) {
		t.tokens.drop(token)
		return refuse("the token is not signed with the secret that this call takes")
	}
	if reason := known.claims.refuses(r.Call.Now, t.set, t.x); reason != "" {
		t.tokens.drop(token)
		return refuse(reason)
	}
	if !cached {
		t.tokens.put(token, known)
	}
	return c, nil
}

// standing refuses consumers that staff has not approved, or has disabled.
func (t *tenant) standing(r *httpx.Request, c *consumer) error {
	switch {
	case c.disabled:
		r.Call.Exchange.Decide("consumer", "refuse", "the consumer has been disabled")
		return refusal(t.set.disabled.In(t.x))
	case !c.approved:
		r.Call.Exchange.Decide("consumer", "refuse", "the consumer has not been approved yet; approve it through the control plane")
		return refusal(t.set.unapproved.In(t.x))
	}
	return nil
}

func (t *tenant) checkKey(r *httpx.Request, c *consumer) error {
	key := r.Header.Get(keyHeader)
	var reason string
	switch {
	case key == "":
		reason = "no x-api-key header"
	case c.key == "":
		reason = "the consumer has no key yet; GET /v1/account/api-key makes it"
	case key != c.key:
		reason = "the x-api-key is not that of the token's consumer"
	default:
		return nil
	}
	r.Call.Exchange.Decide("key", "refuse", reason)
	return forbidden()
}

// charge counts a refused request against whoever it claims to be from, where
// the world says so, and returns the refusal.
func (t *tenant) charge(r *httpx.Request, c *consumer, refusal error) error {
	if !t.set.countUnauthorized.In(t.x) {
		return refusal
	}
	if c == nil {
		token, _ := bearer(r.Header.Get("Authorization"))
		var ok bool
		if c, ok = t.consumers.get(issuer(token)); !ok {
			return refusal
		}
	}
	if err := t.take(r, c.id); err != nil {
		return err
	}
	return refusal
}

// refuseHead answers HEAD as a wrong method, unless the world serves it.
func (t *tenant) refuseHead(r *httpx.Request) error {
	if r.Method != http.MethodHead || t.set.serveHead.In(t.x) {
		return nil
	}
	_, err := wrongMethod(t, r, []string{http.MethodGet})
	return err
}
