package sweatstack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/bearer"
	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

// activities is the collection. The slash at its end, and none after what lies
// in it, is what keeps the service from redirecting. [measured: FastAPI]
const activities = "/api/v1/activities/"

// call is one operation with its arguments filled in.
type call struct {
	operation string
	method    string // empty is GET
	path      string // after the base URL, escaped
	query     query
	accept    []int // statuses of success; none means 200
	stream    bool

	body     []byte
	kind     string // media type of body or bodyFrom
	bodyFrom func() (io.ReadCloser, error)
	bodySize int64
}

// do makes a call and returns its success. Every other outcome is an *apierr.Error.
func (c *Client) do(ctx context.Context, k call) (*transport.Response, error) {
	s := &session{Session: bearer.Session{Tokens: c.tokens}}
	if k.method == "" {
		k.method = http.MethodGet
	}
	if k.accept == nil {
		k.accept = []int{http.StatusOK}
	}
	answer, err := c.send.Do(ctx, &transport.Request{
		Operation:   k.operation,
		Method:      k.method,
		URL:         c.base + k.path + string(k.query),
		ContentType: k.kind,
		Body:        k.body,
		BodyFrom:    k.bodyFrom,
		BodySize:    k.bodySize,
		Authorize:   s.Authorize,
		Stream:      k.stream,
		Judge: s.Judge(
			func(r *transport.Response) *transport.Verdict { return c.judge(k, s, r) },
			func(r *transport.Response, lost *apierr.Error) *apierr.Error {
				lost.Message = said(r.StatusCode, r.Body, s.Redact, s.redactLong).Message
				return c.refuse(k, lost)
			}),
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

// value makes a call whose answer is a value. none is true for null.
func value[T any](ctx context.Context, c *Client, k call) (_ *T, none bool, _ error) {
	r, err := c.do(ctx, k)
	if err != nil {
		return nil, false, err
	}
	defer r.Release()
	if string(bytes.TrimSpace(r.Body)) == "null" {
		return nil, true, nil
	}
	v := new(T)
	if err := decode(c.codec, r.Body, v); err != nil {
		return nil, false, c.undecodable(k, r, err)
	}
	return v, false, nil
}

// Decode reads a JSON answer into what v points to, as the client does: with
// unknown members and unfit values in Extra, which encoding/json knows nothing of.
func Decode(body []byte, v any) error { return decode(new(wirejson.Decoder), body, v) }

func decode(d *wirejson.Decoder, body []byte, v any) error {
	if err := d.Decode(body, v); err != nil {
		return err
	}
	switch v := v.(type) {
	case *Activity:
		return v.sound()
	case *[]Activity:
		for i := range *v {
			if err := (*v)[i].sound(); err != nil {
				return fmt.Errorf("[%d].%w", i, err)
			}
		}
	}
	return nil
}

// query is a query string in the making, with its question mark. Its
// parameters keep their order.
type query string

// add appends a parameter for each value that is not empty. Colons and commas
// need no escape and read better without.
func (q *query) add(name string, values ...string) {
	for _, v := range values {
		if v == "" {
			continue
		}
		sign := "&"
		if *q == "" {
			sign = "?"
		}
		*q += query(sign + name + "=" + strings.NewReplacer("+", "%20", "%3A", ":", "%2C", ",").Replace(url.QueryEscape(v)))
	}
}

// words are values of a named string type.
func words[T ~string](operation, name string, list []T) ([]string, error) {
	out := make([]string, len(list))
	for i, v := range list {
		if out[i] = string(v); v == "" {
			return nil, invalid(operation, "%s %d is empty", name, i)
		}
	}
	return out, nil
}

// item makes the path of an activity, and of what it has.
func item(operation, id string, rest ...string) (string, error) {
	// Those names are operations of their own, not activities.
	taken := []string{"", ".", "..", "latest", "backfill-status", "longitudinal-data", "longitudinal-mean-max", "longitudinal-accumulated-work-duration", "upload"}
	if slices.Contains(taken, id) {
		return "", invalid(operation, "identifier %q cannot be that of an activity", id)
	}
	return activities + strings.Join(append([]string{url.PathEscape(id)}, rest...), "/"), nil
}
