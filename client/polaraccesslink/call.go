package polaraccesslink

import (
	"context"
	"errors"
	"net/http"

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
	scope     string // without one, no token is sent
	media     string // to accept; "" is JSON
}

func (k call) accept() string {
	if k.media == "" {
		return "application/json"
	}
	return k.media
}

// do makes a call and returns its 200. Every other outcome is an *apierr.Error.
func (c *Client) do(ctx context.Context, k call) (*transport.Response, error) {
	s := &session{bearer.Session{Tokens: c.tokens}, k}
	answer, err := c.send.Do(ctx, &transport.Request{
		Operation: k.operation,
		Method:    http.MethodGet,
		URL:       c.base + k.path + k.query,
		Authorize: s.authorize,
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

// get makes a call whose answer is an object. The document wraps some in a
// message of one member, which live answers leave out: either is read.
// [confirmed: AccessLink v4 document] [measured: live answers]
func get[T any](ctx context.Context, c *Client, k call, envelope string) (*T, error) {
	v := new(T)
	if err := c.into(ctx, k, envelope, v); err != nil {
		return nil, err
	}
	return v, nil
}

// into is get without a type of its own: a program has it once.
func (c *Client) into(ctx context.Context, k call, envelope string, v any) error {
	r, raw, err := c.object(ctx, k, envelope)
	if err != nil {
		return err
	}
	defer r.Release()
	if err := c.codec.Value(raw, v); err != nil {
		return c.undecodable(k, r, err)
	}
	return nil
}

// list makes a call whose answer is an object with a list: member, within
// envelope if there is one. A list that is not there is empty.
func list[T any](ctx context.Context, c *Client, k call, envelope, member string) ([]T, error) {
	items := []T{}
	if err := c.fill(ctx, k, envelope, member, &items); err != nil {
		return nil, err
	}
	return items, nil
}

// fill is list, as into is get.
func (c *Client) fill(ctx context.Context, k call, envelope, member string, items any) error {
	r, raw, err := c.object(ctx, k, envelope)
	if err != nil {
		return err
	}
	defer r.Release()
	if value, ok := wirejson.Member(raw, member); ok && wirejson.Kind(value) != 'n' {
		if err := c.codec.Value(value, items); err != nil {
			return c.undecodable(k, r, err)
		}
	}
	return nil
}

// object makes a call and unwraps its object.
func (c *Client) object(ctx context.Context, k call, envelope string) (*transport.Response, []byte, error) {
	r, err := c.do(ctx, k)
	if err != nil {
		return nil, nil, err
	}
	fail := func(err error) (*transport.Response, []byte, error) {
		defer r.Release()
		return nil, nil, c.undecodable(k, r, err)
	}
	if err := wirejson.Check(r.Body); err != nil {
		return fail(err)
	}
	if wirejson.Kind(r.Body) != '{' {
		return fail(errors.New("the body is no object"))
	}
	inner, ok := wirejson.Member(r.Body, envelope)
	if envelope != "" && ok && wirejson.Kind(inner) == '{' {
		return r, inner, nil
	}
	for _, name := range []string{"errorMessage", "error"} { // as documented, and in some live answers
		if _, refused := wirejson.Member(r.Body, name); refused {
			return fail(errors.New("the body is an error message"))
		}
	}
	return r, r.Body, nil
}
