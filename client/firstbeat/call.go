package firstbeat

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// call is one operation with its arguments filled in.
type call struct {
	operation string
	method    string // "" is GET
	path      string // after the base URL, escaped
	query     string
	body      []byte
	level     level
	secret    Secret // to sign with instead of the current one
	results   bool   // a 202 means "soon", a 504 "too much"
}

// level is how much a caller must prove. [confirmed: troubleshooting page]
type level int

const (
	tokenAndKey level = iota // everything but the two below
	tokenOnly                // GET /account/api-key
	anonymous                // POST /account/register
)

// do makes a call and returns its 200. Every other outcome is an *apierr.Error.
// A 202 to a call for results is polled.
func (c *Client) do(ctx context.Context, k call) (*transport.Response, error) {
	if k.results {
		return c.poll(ctx, k)
	}
	r, err := c.once(ctx, k)
	if err != nil {
		return nil, err
	}
	if r.StatusCode == http.StatusAccepted {
		r.Release()
		return nil, c.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: r.StatusCode, Message: "Accepted, for a call that has nothing to compute"})
	}
	return r, nil
}

// once makes a call and returns its 200 or 202.
func (c *Client) once(ctx context.Context, k call) (*transport.Response, error) {
	if k.method == "" {
		k.method = http.MethodGet
	}
	var key string
	if k.level != anonymous {
		if err := c.auth.load(ctx); err != nil {
			return nil, c.name(k, err)
		}
	}
	if k.level == tokenAndKey {
		var err error
		if key, err = c.auth.key.Get(ctx, c.fetchKey); err != nil {
			return nil, c.name(k, err)
		}
	}
	var token string
	recovered := false
	r := &transport.Request{
		Operation: k.operation,
		Method:    k.method,
		URL:       c.base + k.path + k.query,
		Body:      k.body,
		Authorize: func(_ context.Context, h http.Header) (err error) {
			if k.level == anonymous {
				return nil
			}
			if k.level == tokenAndKey {
				h.Set(keyHeader, key)
			}
			if token, err = c.token(k.secret); err == nil {
				sign(h, token)
			}
			return err
		},
		Judge: func(ctx context.Context, r *transport.Response) *transport.Verdict {
			switch {
			case k.level == anonymous:
			case r.StatusCode < http.StatusMultipleChoices: // nothing less proves a token
				if err := c.auth.settle(ctx, token, true); err != nil {
					return &transport.Verdict{Err: asError(err)}
				}
			case r.StatusCode == http.StatusUnauthorized && !recovered && c.auth.recover(token, r):
				recovered = true
				return &transport.Verdict{Err: c.refuse(k, apierr.ErrAuth, c.words(r)), Refused: true, Now: true}
			case r.StatusCode == http.StatusUnauthorized:
				_ = c.auth.settle(ctx, token, false) // saves nothing
			}
			return c.judge(k, r)
		},
	}
	if k.body != nil {
		r.ContentType = "application/json"
	}
	answer, err := c.send.Do(ctx, r)
	if err != nil {
		return nil, c.name(k, err)
	}
	return answer, nil
}

// token returns what to sign a try with.
func (c *Client) token(secret Secret) (string, error) {
	if secret == "" {
		return c.auth.bearer()
	}
	c.auth.mu.Lock()
	defer c.auth.mu.Unlock()
	token, _, err := c.auth.mint(secret, c.auth.now())
	return token, err
}

// name gives an error from within a call the call's name.
func (c *Client) name(k call, err error) error {
	return transport.Named(err, serviceName, k.operation, k.path)
}

// refuse completes an error of this call.
func (c *Client) refuse(k call, kind apierr.Kind, e *apierr.Error) *apierr.Error {
	e.Service, e.Operation, e.Resource, e.Kind = serviceName, k.operation, k.path, kind
	return e
}

func asError(err error) *apierr.Error {
	if e, ok := errors.AsType[*apierr.Error](err); ok {
		return e
	}
	return &apierr.Error{Service: serviceName, Kind: apierr.KindOf(err), Err: err}
}

// untilMidnight is how long the vendor's day still lasts, by the clock of an
// answer if it shows one. [confirmed: usage limits page: 00:00:00 UTC]
func (c *Client) untilMidnight(r *transport.Response) time.Duration {
	now := c.now()
	if date, ok := r.Date(); ok {
		now = date
	}
	return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(now)
}
