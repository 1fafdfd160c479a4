package firstbeat

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// reply is an answer whose body is decoded and whole.
type reply struct {
	status  int
	header  http.Header
	body    []byte
	retried bool // it was not the first answer
}

const (
	maxTries = 5 // of one request, for 429 and 5xx together
	maxWait  = time.Minute
	// maxExchange is how long one answer may take, its body included.
	maxExchange = 30 * time.Second
	pollEvery   = 5 * time.Second
	// hotBound ends the loops of defects that would otherwise never end.
	hotBound  = 150
	pollBound = 800
)

// do sends k until there is an answer to give to the caller.
func (c *Client) do(ctx context.Context, k call) (*reply, error) {
	if c.m.Has("token-per-operation") {
		var err error
		if k.token, err = c.bearer(k); err != nil {
			return nil, err
		}
	}
	st := &state{pollUntil: time.Now().Add(c.pollLimit)}
	for {
		if err := c.pace(ctx, st.polls > 0); err != nil {
			return nil, err
		}
		r, err := c.send(ctx, k)
		if err == nil {
			r.retried = st.tries > 0
		}
		wait, done := c.next(k, st, r, err)
		if done != nil {
			return done.reply, done.err
		}
		if c.m.Has("poll-ignores-cancel") && st.polls > 0 {
			time.Sleep(wait)
			ctx = context.WithoutCancel(ctx)
			continue
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// send makes one exchange.
func (c *Client) send(ctx context.Context, k call) (*reply, error) {
	req, err := http.NewRequestWithContext(ctx, k.method, c.url(k), bytes.NewReader(k.body))
	if err != nil {
		return nil, &Error{Class: "invalid_argument", Message: "the base URL is not usable"}
	}
	if err := c.authorize(ctx, k, req); err != nil {
		return nil, err
	}
	asked := ctx
	if !c.m.Has("no-timeouts") {
		var end context.CancelFunc
		ctx, end = context.WithTimeout(ctx, maxExchange)
		defer end()
		req = req.WithContext(ctx)
	}
	req.Header.Set("Accept", "application/json")
	if k.body != nil && !c.m.Has("body-untyped") {
		req.Header.Set("Content-Type", "application/json")
	}
	if offer := c.offer(); offer != "" {
		req.Header.Set("Accept-Encoding", offer)
	}
	// A transport follows no redirect, so no credential reaches another origin.
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		if asked.Err() != nil {
			return nil, asked.Err()
		}
		return nil, caller.Unanswered(err)
	}
	if to, err := resp.Location(); err == nil && c.m.Has("key-follows-redirects") {
		again := req.Clone(ctx)
		again.URL, again.Host = to, to.Host
		_ = resp.Body.Close() // a redirect has nothing to say
		if resp, err = c.transport.RoundTrip(again); err != nil {
			return nil, &Error{Class: "network", Message: "no answer"}
		}
	}
	defer resp.Body.Close()
	body, err := c.read(resp)
	if err != nil {
		return nil, err
	}
	return &reply{status: resp.StatusCode, header: resp.Header, body: body}, nil
}
