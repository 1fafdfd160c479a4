// Package caller is how the suite's own clients of services with bearer tokens
// send requests, with a switch for each defect that such clients share.
//
// It shares nothing with this module's real clients.
package caller

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Caller sends GETs: authorized, paced, tried again where that may help, and
// bounded in all things. Transport is required.
type Caller struct {
	Transport http.RoundTripper
	M         *defect.Switches
	// Bearer is the token to send; nil sends none.
	Bearer func(ctx context.Context) (string, error)
	// Renew makes Bearer return another token than the one that was refused.
	Renew func(ctx context.Context, refused string) error
	// Pace waits until the vendor has room for one more request; nil never waits.
	Pace func(ctx context.Context) error
	// Refused hears of a 429; nil hears nothing.
	Refused func()
	// Extra is put on every request by a defect.
	Extra func(h http.Header)
}

// Reply is an answer of 200 whose body is whole and decoded.
type Reply struct {
	Header http.Header
	Body   []byte
}

const (
	maxTries = 5
	maxWait  = 2 * time.Minute
	silence  = time.Minute // how long a server may say nothing
	wholeTry = 10 * time.Minute
	// hotBound ends the loops of defects that would otherwise never end.
	hotBound = 150
)

// attempt is what is known of a call so far.
type attempt struct {
	tries   int
	renewed int
	backoff time.Duration
	bearer  string // a token chosen once for the call (a defect)
}

// Get asks for a URL until there is an answer to give to the caller.
func (c *Caller) Get(ctx context.Context, target string) (*Reply, error) {
	a := &attempt{}
	for {
		if c.Pace != nil {
			if err := c.Pace(ctx); err != nil {
				return nil, err
			}
		}
		bearer, err := c.bearer(ctx, a)
		if err != nil {
			return nil, err
		}
		r, err := c.exchange(ctx, target, bearer)
		if err == nil && r.status == http.StatusOK {
			return c.whole(r)
		}
		wait, err := c.next(ctx, a, bearer, r, err)
		if err != nil {
			return nil, c.spoken(err, bearer)
		}
		if c.M.Has("sleep-ignores-deadline") {
			time.Sleep(wait)
			ctx = context.WithoutCancel(ctx)
		}
		if err := Sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// bearer is the token for the next try.
func (c *Caller) bearer(ctx context.Context, a *attempt) (string, error) {
	if c.Bearer == nil {
		return "", nil
	}
	if a.bearer != "" && c.M.Has("token-per-call") {
		return a.bearer, nil
	}
	bearer, err := c.Bearer(ctx)
	if a.bearer == "" {
		a.bearer = bearer
	}
	return bearer, err
}

// next decides what follows an answer that is no success: a wait and another
// try, or an error.
func (c *Caller) next(ctx context.Context, a *attempt, bearer string, r *reply, err error) (time.Duration, error) {
	if err != nil {
		return c.afterError(a, err)
	}
	switch {
	case r.status == http.StatusUnauthorized:
		return 0, c.afterUnauthorized(ctx, a, bearer, r)
	case r.status == http.StatusTooManyRequests:
		if c.M.Has("429-is-final") {
			return 0, refusal(r)
		}
		if c.Refused != nil {
			c.Refused()
		}
		return c.again(a, r)
	case r.status >= 500 && r.status != http.StatusNotImplemented:
		switch {
		case c.M.Has("5xx-not-retried"):
			return 0, refusal(r)
		case c.M.Has("5xx-retried-at-once") && a.tries < maxTries:
			a.tries++
			return 0, nil
		}
		return c.again(a, r)
	case c.M.Has("4xx-retried") && a.tries < 3:
		return c.again(a, r)
	}
	return 0, refusal(r)
}

// afterError tells what can be asked again from what cannot.
func (c *Caller) afterError(a *attempt, err error) (time.Duration, error) {
	class := ClassOf(err)
	if c.M.Has("refused-crash") && class == "network" {
		panic("no connection")
	}
	if class != "network" || a.tries >= 2 || c.M.Has("reset-not-retried") {
		return 0, err
	}
	return a.back(), nil
}

// afterUnauthorized gets one other token for one more try.
func (c *Caller) afterUnauthorized(ctx context.Context, a *attempt, bearer string, r *reply) error {
	bound := 1
	if c.M.Has("401-renewed-forever") {
		bound = hotBound
	}
	if c.Renew == nil || a.renewed >= bound || c.M.Has("never-refreshes") {
		return refusal(r)
	}
	a.renewed++
	a.bearer = ""
	return c.Renew(ctx, bearer)
}

// again waits as long as the server asks for, or a while that doubles.
func (c *Caller) again(a *attempt, r *reply) (time.Duration, error) {
	if a.tries+1 >= maxTries || r.retryAfter > maxWait {
		return 0, refusal(r)
	}
	return max(a.back(), r.retryAfter), nil
}

func (a *attempt) back() time.Duration {
	a.tries++
	a.backoff = min(max(time.Second, 2*a.backoff), maxWait)
	return a.backoff
}

// spoken is an error on its way to the caller.
func (c *Caller) spoken(err error, bearer string) error {
	if c.M.Has("token-in-error") {
		return &Error{Class: ClassOf(err), Message: err.Error() + ", with Authorization: Bearer " + bearer}
	}
	return err
}

// withToken is the URL as a defect would call it.
func (c *Caller) withToken(u *url.URL, bearer string) {
	if !c.M.Has("token-in-query") {
		return
	}
	q := u.Query()
	q.Set("access_token", bearer)
	u.RawQuery = q.Encode()
}

// Sleep waits, unless ctx ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
