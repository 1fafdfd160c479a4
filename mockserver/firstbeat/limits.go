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
	var minute ratelimit.Rule = ratelimit.TokenBucket{Name: ruleMinute, Capacity: s.perMinute.Plain(), RefillPerSecond: float64(s.perMinute.Plain()) / 60}
	if s.minuteWindow.Plain() {
		minute = ratelimit.FixedWindow{Name: ruleMinute, Size: s.perMinute.Plain(), Every: time.Minute}
	}
	return ratelimit.New(
		ratelimit.FixedWindow{Name: ruleDay, Size: s.perDay.Plain(), Every: 24 * time.Hour, Aligned: true, CountRefused: s.countThrottled.Plain()},
		minute,
	)
}

// countsBy notes the settings of the limiter, which has read them when the world began.
func (t *tenant) countsBy() {
	t.set.perDay.In(t.x)
	t.set.perMinute.In(t.x)
	t.set.minuteWindow.In(t.x)
	t.set.countThrottled.In(t.x)
}

// take counts one request of a consumer, or refuses it.
func (t *tenant) take(r *httpx.Request, consumer string) error {
	if t.world.Limits == world.LimitsOff {
		return nil
	}
	t.countsBy()
	return spellLimit(r, t.limits.Take(consumer, r.Call.Now))
}

// peek refuses a request that take would refuse, and counts nothing.
func (t *tenant) peek(r *httpx.Request, consumer string) error {
	if t.world.Limits == world.LimitsOff {
		return nil
	}
	t.countsBy()
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
