package polarteampro

import (
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/ratelimit"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

const ruleBucket = "burst"

// newLimiter counts by client: a bucket that each request fills by one and that
// drains by one a second. [confirmed: document 1.0.2; inferred: that a refused
// request does not fill it]
func newLimiter(s *settings) *ratelimit.Limiter {
	return ratelimit.New(ratelimit.LeakyBucket{Name: ruleBucket, Capacity: s.bucket.Plain(), DrainPerSecond: 1, CountRefused: s.countRefused.Plain()})
}

// take counts one request of a client, or refuses it.
func (t *tenant) take(r *httpx.Request, client string) error {
	if t.world.Limits == world.LimitsOff {
		return nil
	}
	t.set.bucket.In(t.x) // which the limiter was made with
	t.set.countRefused.In(t.x)
	d := t.limits.Take(client, r.Call.Now)
	if d.Allowed {
		return nil
	}
	r.Call.Exchange.Decide("limit", "refuse", d.Reason)
	return &Error{Status: 429, RetryAfter: d.RetryAt.Sub(r.Call.Now)}
}
