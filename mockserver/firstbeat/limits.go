package firstbeat

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/ratelimit"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The limits of one consumer, over all accounts. [confirmed: usage limits page].
const (
	burst      = 60 // requests at once, then one a second
	perDay     = 5000
	ruleDay    = "day"
	ruleBucket = "rate"
)

// newLimiter counts by consumer. A day that is used up is told before a bucket
// that is empty. [the order is inferred].
func newLimiter(s *settings) *ratelimit.Limiter {
	return ratelimit.New(
		ratelimit.FixedWindow{Name: ruleDay, Size: perDay, Every: 24 * time.Hour, Aligned: true, CountRefused: s.countThrottled},
		ratelimit.TokenBucket{Name: ruleBucket, Capacity: burst, RefillPerSecond: 1},
	)
}

// take counts one request of a consumer, or refuses it.
func (t *tenant) take(r *httpx.Request, consumer string) error {
	if t.world.Limits == world.LimitsOff {
		return nil
	}
	return spellLimit(r, t.limits.Take(consumer, r.Call.Now))
}

// peek refuses a request that take would refuse, and counts nothing.
func (t *tenant) peek(r *httpx.Request, consumer string) error {
	if t.world.Limits == world.LimitsOff {
		return nil
	}
	return spellLimit(r, t.limits.Peek(consumer, r.Call.Now))
}

// spellLimit words a decision. No header tells when to come back: the vendor
// sends neither Retry-After nor what is left. [confirmed: usage limits page].
func spellLimit(r *httpx.Request, d ratelimit.Decision) error {
	if d.Allowed {
		return nil
	}
	r.Call.Exchange.Decide("quota", "refuse", d.Reason)
	if d.Rule == ruleDay {
		return dayUsedUp()
	}
	return throttled()
}
