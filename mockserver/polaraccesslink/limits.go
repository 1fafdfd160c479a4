package polaraccesslink

import (
	"fmt"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/ratelimit"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

const (
	ruleShort = "short"
	ruleLong  = "long"
	tooMany   = "Rate limit exceeded"
)

// newLimiter counts by client: so many requests in a quarter of an hour and in a
// day. What the short window refuses counts in the long one. [confirmed: AccessLink
// v4 page, rate limiting; inferred: that the windows are fixed, and begin with
// their first request]
func newLimiter(s *settings) *ratelimit.Limiter {
	return ratelimit.New(
		ratelimit.FixedWindow{Name: ruleShort, Size: s.shortLimit.Plain(), Every: 15 * time.Minute, Aligned: s.alignedWindows.Plain()},
		ratelimit.FixedWindow{Name: ruleLong, Size: s.longLimit.Plain(), Every: 24 * time.Hour, Aligned: s.alignedWindows.Plain(), CountRefused: true},
	)
}

// countsBy notes the settings of the limiter, which has read them when the world began.
func (t *tenant) countsBy() {
	t.set.shortLimit.In(t.x)
	t.set.longLimit.In(t.x)
	t.set.alignedWindows.In(t.x)
}

// take counts one request of a client, or refuses it.
func (t *tenant) take(r *httpx.Request, client string) error {
	if t.world.Limits == world.LimitsOff {
		return nil
	}
	t.countsBy()
	d := t.limits.Take(client, r.Call.Now)
	if d.Allowed {
		return nil
	}
	r.Call.Exchange.Decide("limit", "refuse", d.Reason)
	return &Error{Status: http.StatusTooManyRequests, Message: tooMany, RetryAfter: d.RetryAt.Sub(r.Call.Now)}
}

// announce tells how the windows stand: usage counts up, reset is in seconds.
// [confirmed: public clients of version 3; inferred: that version 4 does so]
func (t *tenant) announce(h http.Header, client string, now time.Time, refused bool) {
	if t.world.Limits == world.LimitsOff || t.set.rateHeaders.In(t.x) == headersNever || t.set.rateHeaders.In(t.x) == headersRefused && !refused {
		return
	}
	t.countsBy()
	u := t.limits.Usage(client, now)
	reset := func(at time.Time) int { return max(0, int((at.Sub(now)+time.Second-1)/time.Second)) }
	h.Set("RateLimit-Usage", fmt.Sprintf("%d, %d", u[0].Used, u[1].Used))
	h.Set("RateLimit-Limit", fmt.Sprintf("%d, %d", u[0].Limit, u[1].Limit))
	h.Set("RateLimit-Reset", fmt.Sprintf("%d, %d", reset(u[0].ResetAt), reset(u[1].ResetAt)))
}
