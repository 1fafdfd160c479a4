package firstbeat

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// afterTooMany obeys Retry-After, which this vendor does not promise but HTTP
// defines, and otherwise backs off.
func (c *Client) afterTooMany(k call, st *state, r *reply) (time.Duration, *outcome) {
	_, readable := c.retryAfter(r)
	switch {
	case daily(r) && c.m.Has("daily-hammer") && st.tries < hotBound:
		st.tries++
		return time.Second, nil
	case !readable && r.header.Get("Retry-After") != "" && c.m.Has("retry-after-garbage-hot") && st.tries < hotBound:
		st.tries++
		return 0, nil
	case c.m.Has("429-without-end") && st.tries < hotBound:
		return st.back(), nil
	case c.m.Has("429-not-retried"):
		return 0, failed(c.refusal(r))
	case daily(r) && c.m.Has("daily-limit-for-ever"):
		c.block()
		return 0, failed(c.refusal(r))
	case daily(r), st.tries >= maxTries-1, k.query.Has("offset") && c.m.Has("429-skips-page"):
		return 0, failed(c.refusal(r))
	case c.m.Has("retry-after-ignored"):
		return st.back(), nil
	case c.m.Has("backoff-50ms") && r.header.Get("Retry-After") == "":
		st.tries++
		return 50 * time.Millisecond, nil
	}
	wait, ok := c.retryAfter(r)
	switch {
	case !ok:
		return st.back(), nil
	case wait > maxWait && !c.m.Has("retry-after-sleeps-day"):
		return 0, failed(c.refusal(r))
	}
	st.tries++
	return wait, nil
}

// block refuses every call from now on.
func (c *Client) block() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.blocked = true
}

// daily says whether the day's quota is used up: waiting a little is no use
// [confirmed: usage limits page].
func daily(r *reply) bool {
	return strings.Contains(r.header.Get("X-Amzn-Errortype"), "LimitExceeded")
}

// retryAfter is the server's wish in either of HTTP's two forms.
func (c *Client) retryAfter(r *reply) (time.Duration, bool) {
	value := r.header.Get("Retry-After")
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(seconds) * time.Second, seconds >= 0
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if c.m.Has("retry-after-int-only") {
		return 0, true
	}
	now := time.Now()
	if date, err := http.ParseTime(r.header.Get("Date")); err == nil {
		now = date // both are on the server's clock
	}
	return max(0, at.Sub(now)), true
}
