package polarteampro

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/bearer"
	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

// call is one operation with its arguments filled in.
type call struct {
	operation string
	path      string // after the base URL, escaped
	query     string
	stream    bool
}

// do makes a call and returns its 200. Every other outcome is an *apierr.Error.
func (c *Client) do(ctx context.Context, k call) (*transport.Response, error) {
	s := &bearer.Session{Tokens: c.tokens}
	answer, err := c.send.Do(ctx, &transport.Request{
		Operation: k.operation,
		Method:    http.MethodGet,
		URL:       c.base + k.path + k.query,
		Authorize: s.Authorize,
		Stream:    k.stream,
		Judge: s.Judge(
			func(r *transport.Response) *transport.Verdict { return c.judge(k, s, r) },
			func(_ *transport.Response, lost *apierr.Error) *apierr.Error { return c.refuse(k, lost) }),
	})
	if err != nil {
		return nil, c.name(k, err)
	}
	return answer, nil
}

// name gives an error from within a call the call's name.
func (c *Client) name(k call, err error) error {
	return transport.Named(err, serviceName, k.operation, k.path)
}

// refuse completes an error of this call.
func (c *Client) refuse(k call, e *apierr.Error) *apierr.Error {
	e.Service, e.Operation, e.Resource = serviceName, k.operation, k.path
	return e
}

// data makes a call whose answer has its value in the member data.
func data[T any](ctx context.Context, c *Client, k call) (*T, error) {
	v := new(T)
	if err := c.into(ctx, k, v); err != nil {
		return nil, err
	}
	return v, nil
}

// into is data without a type of its own: a program has it once.
func (c *Client) into(ctx context.Context, k call, v any) error {
	r, err := c.do(ctx, k)
	if err != nil {
		return err
	}
	defer r.Release()
	if err := wirejson.Check(r.Body); err != nil {
		return c.undecodable(k, r, err)
	}
	raw, ok := wirejson.Member(r.Body, "data")
	if !ok || wirejson.Kind(raw) == 'n' {
		return c.dataless(k, r)
	}
	if err := c.codec.Value(raw, v); err != nil {
		return c.undecodable(k, r, err)
	}
	return nil
}

// path makes a path of a collection, one of its members, and what it has.
func path(operation, collection, id string, rest ...string) (string, error) {
	// A team of that name could not be told from the collection of sessions.
	if id == "" || id == "." || id == ".." || collection == "teams" && id == "training_sessions" {
		return "", invalid(operation, "identifier %q cannot be part of a path", id)
	}
	return strings.Join(append([]string{"/v1", collection, url.PathEscape(id)}, rest...), "/"), nil
}
