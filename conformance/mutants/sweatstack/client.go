// Package sweatstack is a small, correct SweatStack client of the suite's own, with
// a named switch for each defect that a case must notice.
//
// It shares nothing with client/sweatstack, and reads Parquet by itself.
package sweatstack

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Client calls the SweatStack API. It is safe for use by many goroutines.
type Client struct {
	Base   string // what stands before /api/v1
	Caller *caller.Caller
	M      *defect.Switches
}

// New makes a client; how it sends is changed so that it hears why a request is refused.
func New(base string, c *caller.Caller, m *defect.Switches) *Client {
	out := &Client{Base: base, Caller: c, M: m}
	c.Transport = listening{out, c.Transport}
	return out
}

// Item is one object of the API, without its nulls.
type Item = map[string]any

// Query narrows a list.
type Query struct {
	Start, End   string
	Sports, Tags []string
	Limit        int
}

const (
	activities = "/api/v1/activities/"
	pageSize   = 100
	// hotBound ends the loops of defects that would otherwise never end.
	hotBound = 30
)

// several adds a parameter for each value.
func (c *Client) several(q url.Values, name string, values []string) {
	if len(values) > 1 && c.M.Has("lists-by-comma") {
		joined := values[0]
		for _, v := range values[1:] {
			joined += "," + v
		}
		values = []string{joined}
	}
	for _, v := range values {
		q.Add(name, v)
	}
}

func set(q url.Values, name, value string) {
	if value != "" {
		q.Set(name, value)
	}
}

// List walks all pages of the activities.
func (c *Client) List(ctx context.Context, f Query) ([]Item, error) {
	q := url.Values{}
	set(q, "start", f.Start)
	set(q, "end", f.End)
	c.several(q, "sport", f.Sports)
	c.several(q, "tags", f.Tags)
	size := f.Limit
	if size == 0 {
		size = pageSize
	}
	q.Set("limit", strconv.Itoa(size))
	all, longest := []Item{}, 0
	for asked := 1; ; asked++ {
		q.Set("offset", strconv.Itoa(len(all)))
		if c.M.Has("offset-by-limit") {
			q.Set("offset", strconv.Itoa((asked-1)*size))
		}
		var page []Item
		if err := c.get(ctx, activities, q, &page); err != nil {
			return nil, err
		}
		for _, a := range page {
			a, err := c.activity(a)
			if err != nil {
				return nil, err
			}
			all = append(all, a)
		}
		over := len(page) == 0 || len(page) < longest
		longest = max(longest, len(page))
		switch {
		case c.M.Has("first-page-only"):
			over = true
		case len(page) == 0 && c.M.Has("empty-page-asked-again"):
			over = asked >= hotBound
		case len(page) < size && c.M.Has("own-size-ends"):
			over = true
		}
		if over {
			return all, nil
		}
	}
}

// Get asks for one activity: by its ID, or the latest.
func (c *Client) Get(ctx context.Context, id, sport string) (Item, error) {
	q := url.Values{}
	set(q, "sport", sport)
	var raw json.RawMessage
	if err := c.get(ctx, activities+url.PathEscape(id), q, &raw); err != nil {
		return nil, err
	}
	if string(bytes.TrimSpace(raw)) == "null" {
		if c.M.Has("latest-null-crash") {
			panic("an activity that is nil")
		}
		return nil, &caller.Error{Class: "not_found", Message: "there is none"}
	}
	return c.Activity(raw)
}

// Activity reads an activity from JSON.
func (c *Client) Activity(raw []byte) (Item, error) {
	var a Item
	if err := c.unmarshal(raw, &a); err != nil {
		return nil, err
	}
	return c.activity(a)
}

// get asks for a JSON value.
func (c *Client) get(ctx context.Context, path string, q url.Values, into any) error {
	r, err := c.fetch(ctx, path, q)
	if err != nil {
		return err
	}
	return c.unmarshal(r.Body, into)
}

// fetch asks for whatever is at a path.
func (c *Client) fetch(ctx context.Context, path string, q url.Values) (*caller.Reply, error) {
	var heard []byte
	target := c.Base + path
	if len(q) > 0 {
		target += "?" + q.Encode()
	}
	r, err := c.Caller.Get(context.WithValue(ctx, ears{}, &heard), target)
	return r, c.explained(err, heard)
}

// unmarshal reads one JSON value.
func (c *Client) unmarshal(data []byte, into any) error {
	if c.M.Has("nesting-crash") && bytes.Count(data, []byte("[")) > 10_000 {
		panic("stack overflow")
	}
	if c.M.Has("lenient-json") && !json.Valid(data) {
		data = []byte("[]")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return caller.Undecodable("not the expected JSON: %v", err)
	}
	if d.More() {
		return caller.Undecodable("something follows the JSON value")
	}
	return nil
}

// ears is where a call finds what the vendor said about a 422.
type ears struct{}

// listening is a transport that lets calls hear, and that a defect puts a cookie on.
type listening struct {
	c *Client
	http.RoundTripper
}

func (l listening) RoundTrip(r *http.Request) (*http.Response, error) {
	if bearer := r.Header.Get("Authorization"); bearer != "" && r.Method != http.MethodPost && l.c.M.Has("token-in-cookie") {
		r.AddCookie(&http.Cookie{Name: "token", Value: bearer[len("Bearer "):]})
	}
	resp, err := l.RoundTripper.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusUnprocessableEntity {
		if said, ok := r.Context().Value(ears{}).(*[]byte); ok {
			resp.Body = &overheard{resp.Body, said}
		}
	}
	return resp, err
}
