package firstbeat

import (
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// state is what happened to one request so far.
type state struct {
	tries     int // failures that were worth another try
	refused   int // 401s
	polls     int
	pollUntil time.Time
	backoff   time.Duration
}

type outcome struct {
	reply *reply
	err   error
}

func failed(err error) *outcome { return &outcome{err: err} }

// next decides what follows an answer: a wait and another try, or an end.
func (c *Client) next(k call, st *state, r *reply, err error) (time.Duration, *outcome) {
	if err != nil {
		return c.afterError(k, st, err)
	}
	switch {
	case r.status == http.StatusAccepted && k.isResults():
		return c.afterAccepted(k, st, r)
	case r.status == http.StatusNoContent && k.isResults():
		return c.afterNoContent(st, r)
	case r.status < 300:
		return 0, &outcome{reply: r}
	case r.status == http.StatusUnauthorized:
		return c.afterUnauthorized(st, r)
	case r.status == http.StatusForbidden && c.m.Has("remint-on-403") && st.refused < 3:
		st.refused++
		c.forget(r)
		return 0, nil
	case r.status == http.StatusTooManyRequests:
		return c.afterTooMany(k, st, r)
	case r.status == http.StatusRequestEntityTooLarge && c.m.Has("413-resent") && st.tries < 2:
		st.tries++
		return time.Second, nil
	case r.status >= 500 && k.method == http.MethodGet:
		return c.afterServerError(st, r)
	}
	return 0, failed(c.refusal(r))
}

func (c *Client) afterError(k call, st *state, err error) (time.Duration, *outcome) {
	if class := caller.ClassOf(err); class != "network" || k.method != http.MethodGet || st.tries >= 2 {
		return 0, failed(err)
	}
	return st.back(), nil
}

func (c *Client) afterAccepted(k call, st *state, r *reply) (time.Duration, *outcome) {
	measurement := k.op == "fb.measurement_results"
	switch {
	case c.m.Has("202-body-is-data"),
		!measurement && c.m.Has("polls-measurements-only"):
		return 0, &outcome{reply: r}
	case st.polls >= pollBound,
		!time.Now().Before(st.pollUntil) && !c.m.Has("poll-forever"):
		if c.m.Has("poll-end-unnamed") {
			return 0, failed(&Error{Class: "timeout", Message: "gave up"})
		}
		return 0, failed(&Error{
			Class: "processing_timeout", Status: r.status,
			Message: k.path + " is still being analysed; ask again later",
		})
	}
	st.polls++
	if c.m.Has("poll-hot") {
		return 100 * time.Millisecond, nil
	}
	return pollEvery, nil
}

func (c *Client) afterNoContent(st *state, r *reply) (time.Duration, *outcome) {
	switch {
	case c.m.Has("204-retried") && st.tries < 3:
		return st.back(), nil
	case c.m.Has("204-parsed"):
		return 0, &outcome{reply: r}
	case c.m.Has("204-empty-map"), st.polls > 0 && c.m.Has("poll-204-empty"):
		r.body = []byte(`{"variables":[]}`)
		return 0, &outcome{reply: r}
	}
	return 0, failed(&Error{Class: "no_data", Status: r.status, Message: "the analysis failed; there is no result"})
}

func (c *Client) afterUnauthorized(st *state, r *reply) (time.Duration, *outcome) {
	c.forget(r)
	st.refused++
	bound := 1
	if c.m.Has("401-loop") || c.m.Has("skew-remint-loop") && c.skewed() {
		bound = hotBound
	}
	if st.refused > bound {
		return 0, failed(c.refusal(r))
	}
	return 0, nil
}

func (c *Client) skewed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.skew != 0
}

func (c *Client) afterServerError(st *state, r *reply) (time.Duration, *outcome) {
	bound := 3
	if r.status == http.StatusGatewayTimeout && c.m.Has("504-ten-times") {
		bound = 10
	}
	if st.tries >= bound || r.status == http.StatusNotImplemented {
		return 0, failed(c.refusal(r))
	}
	return st.back(), nil
}

// back counts a failure and returns a wait that doubles.
func (st *state) back() time.Duration {
	st.tries++
	st.backoff = min(max(time.Second, 2*st.backoff), maxWait)
	return st.backoff
}
