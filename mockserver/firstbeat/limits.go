package firstbeat

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/ratelimit"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The limits of one consumer, over all accounts, unless it was granted others:
// so many at once and as many more in a minute, and so many a day.
// [confirmed: usage limits page].
const (
	usualMinute = "60"
	usualDay    = "5000"
	ruleDay     = "day"
	ruleMinute  = "rate"
)

// newLimiter counts by consumer. A day that is used up is told before a minute
// that is. [the order is inferred].
func newLimiter(s *settings) *ratelimit.Limiter {
	var minute ratelimit.Rule = ratelimit.TokenBucket{Name: ruleMinute, Capacity: s.perMinute, RefillPerSecond: float64(s.perMinute) / 60}
	if s.minuteWindow {
		minute = ratelimit.FixedWindow{Name: ruleMinute, Size: s.perMinute, Every: time.Minute}
	}
	return ratelimit.New(
		ratelimit.FixedWindow{Name: ruleDay, Size: s.perDay, Every: 24 * time.Hour, Aligned: true, CountRefused: s.countThrottled},
		minute,
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
