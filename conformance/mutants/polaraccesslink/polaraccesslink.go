// Package polaraccesslink is a small, correct AccessLink client of the suite's own,
// with a named switch for each defect that a case must notice.
//
// It shares nothing with client/polaraccesslink.
package polaraccesslink

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Client calls the AccessLink API for one user. It is safe for use by many
// goroutines.
type Client struct {
	Base   string // what stands before /v4
	Caller *caller.Caller
	M      *defect.Switches
}

// Item is one object of the API, its members as tidy leaves them.
type Item = map[string]any

// hotBound ends the loops of defects that would otherwise never end.
const hotBound = 30

// get asks for a path, and says in the vendor's words why it is refused.
func (c *Client) get(ctx context.Context, by *caller.Caller, path string) (*caller.Reply, error) {
	for n := 0; ; n++ {
		said := new(string)
		r, err := by.Get(context.WithValue(ctx, refusal{}, said), c.Base+"/v4/data"+path)
		e, refused := err.(*caller.Error) //nolint:errorlint // the caller wraps none
		switch {
		case !refused:
			return r, err
		case e.Status == http.StatusForbidden && n == 0 && c.M.Has("403-renewed"):
			if bearer, err := by.Bearer(ctx); err == nil {
				_ = by.Renew(ctx, bearer) // what follows shows whether it helped
			}
		case e.Status == http.StatusForbidden && c.M.Has("403-is-empty"):
			return &caller.Reply{Body: []byte("{}")}, nil
		case e.Status == http.StatusTooManyRequests && n < hotBound && c.M.Has("429-hammered"):
		case e.Status == http.StatusTooManyRequests && n < hotBound && c.M.Has("429-each-second"):
			if err := caller.Sleep(ctx, time.Second); err != nil {
				return nil, err
			}
		default:
			if *said != "" && !c.M.Has("403-unworded") {
				e.Message += ": " + *said
			}
			return nil, e
		}
	}
}

// refusal is where a call finds what the vendor said about a 403.
type refusal struct{}

// Worded wraps a transport so that calls learn the vendor's words.
func Worded(rt http.RoundTripper) http.RoundTripper { return worded{rt} }

type worded struct{ http.RoundTripper }

func (w worded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := w.RoundTripper.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusForbidden {
		if said, ok := r.Context().Value(refusal{}).(*string); ok {
			resp.Body = &overheard{resp.Body, said, nil}
		}
	}
	return resp, err
}

// overheard is a body that is short and read for its message as it passes.
type overheard struct {
	readCloser
	said *string
	seen []byte
}

type readCloser interface {
	Read(p []byte) (int, error)
	Close() error
}

func (o *overheard) Read(p []byte) (int, error) {
	n, err := o.readCloser.Read(p)
	if len(o.seen) < 4096 {
		o.seen = append(o.seen, p[:n]...)
	}
	var body struct {
		Message string `json:"errorMessage"`
	}
	if json.Unmarshal(o.seen, &body) == nil {
		*o.said = body.Message
	}
	return n, err
}

// All asks for an operation without a range: a list, or an object without one.
func (c *Client) All(ctx context.Context, o Operation) ([]Item, error) {
	return c.list(ctx, o, o.Path)
}

// Object asks for one object.
func (c *Client) Object(ctx context.Context, o Operation) (Item, error) {
	r, err := c.get(ctx, c.Caller, o.Path)
	if err != nil {
		return nil, err
	}
	body, err := c.unwrapped(r.Body, o)
	if err != nil {
		return nil, err
	}
	return c.object(body)
}

// list asks for a path whose answer has a list.
func (c *Client) list(ctx context.Context, o Operation, path string) ([]Item, error) {
	r, err := c.get(ctx, c.Caller, path)
	if err != nil {
		return nil, err
	}
	body, err := c.unwrapped(r.Body, o)
	if err != nil {
		return nil, err
	}
	found, there := body[o.Member]
	switch {
	case !there && c.M.Has("empty-object-crash"):
		panic("an answer without a list")
	case there && found == nil && c.M.Has("null-list-crash"):
		panic("a list that is nil")
	}
	all, ok := found.([]any)
	if !ok && found != nil {
		return nil, caller.Undecodable("%s is no list", o.Member)
	}
	items := []Item{}
	for _, v := range all {
		o, ok := v.(map[string]any)
		if !ok {
			return nil, caller.Undecodable("an item is no object")
		}
		if o, err = c.object(o); err != nil {
			return nil, err
		}
		items = append(items, o)
	}
	return items, nil
}

// unwrapped reads an answer, with or without the message that the page has
// around some. [confirmed: AccessLink v4 page] [measured: live answers]
func (c *Client) unwrapped(raw []byte, o Operation) (Item, error) {
	var body Item
	if err := c.unmarshal(raw, &body, o.Envelope, o.Member); err != nil {
		return nil, err
	}
	if o.Envelope == "" {
		return body, nil
	}
	inner, wrapped := body[o.Envelope].(map[string]any)
	switch {
	case wrapped && !c.M.Has("envelope-unknown"):
		return inner, nil
	case !wrapped && c.M.Has("envelope-required"):
		return Item{}, nil
	}
	return body, nil
}

// unmarshal reads one JSON value. known are the members of the outermost object.
func (c *Client) unmarshal(data []byte, into any, known ...string) error {
	if c.M.Has("nesting-crash") && bytes.Count(data, []byte("[")) > 10_000 {
		panic("stack overflow")
	}
	if c.M.Has("lenient-json") {
		data = mended(data)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return caller.Undecodable("not the expected JSON: %v", err)
	}
	if d.More() {
		return caller.Undecodable("something follows the JSON value")
	}
	if c.M.Has("strict-decode") {
		return unknown(data, known)
	}
	return nil
}
