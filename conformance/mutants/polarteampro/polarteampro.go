// Package polarteampro is a small, correct Team Pro client of the suite's own, with
// a named switch for each defect that a case must notice.
//
// It shares nothing with client/polarteampro.
package polarteampro

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Client calls the Team Pro API. It is safe for use by many goroutines.
type Client struct {
	Base   string // what stands before /v1
	Caller *caller.Caller
	M      *defect.Switches

	mu   sync.Mutex
	full time.Time // when the vendor's bucket will be empty again
}

// The vendor's bucket holds 100 and loses one a second [confirmed: Team Pro
// document 1.0.2]; a few are kept back for answers that crossed on the way.
const (
	bucketSize  = 95
	drainPeriod = time.Second
)

// Pace waits until the vendor's bucket has room.
func (c *Client) Pace(ctx context.Context) error {
	if c.M.Has("no-pacing") {
		return ctx.Err()
	}
	c.mu.Lock()
	now := time.Now()
	if c.full.Before(now) {
		c.full = now
	}
	c.full = c.full.Add(drainPeriod)
	wait := c.full.Sub(now) - bucketSize*drainPeriod
	c.mu.Unlock()
	return caller.Sleep(ctx, wait)
}

// Refused believes the vendor that its bucket is full.
func (c *Client) Refused() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.full = time.Now().Add(bucketSize * drainPeriod)
}

// Item is one object of the API: numbers are json.Number.
type Item map[string]any

// Window is what lies between two wall-clock times: From is in it, To is not.
type Window struct{ From, To string }

// layout is that of times without a zone.
const layout = "2006-01-02T15:04:05"

// Filter narrows a list of sessions.
type Filter struct {
	Window

	Type string
}

func (f Filter) query(m *defect.Switches) (url.Values, error) {
	q := url.Values{}
	if f.From != "" {
		from, err := time.Parse(layout, f.From)
		if err != nil {
			return nil, &caller.Error{Class: "invalid_argument", Message: "from is no wall-clock time"}
		}
		if !m.Has("since-inclusive") {
			from = from.Add(-time.Second) // since is exclusive [confirmed: Team Pro document 1.0.2]
		}
		q.Set("since", from.Format(layout))
	}
	if f.To != "" {
		q.Set("until", f.To)
	}
	if f.Type != "" {
		q.Set("type", f.Type)
	}
	return q, nil
}

// within drops what a wider question than the caller's brought along.
func (f Filter) within(items []Item, member string) []Item {
	if f.From == "" {
		return items
	}
	var kept []Item
	for _, item := range items {
		if at, ok := item[member].(Local); !ok || at.Wall >= f.From {
			kept = append(kept, item)
		}
	}
	return kept
}

const perPage = 100

// hotBound ends the loops of defects that would otherwise never end.
const hotBound = 30

// totals is what a list says of its pages.
type totals struct {
	Pages    *int `json:"total_pages"`
	Elements *int `json:"total_elements"`
}

// List walks all pages of a list.
func (c *Client) List(ctx context.Context, path string, f Filter, member string) ([]Item, error) {
	q, err := f.query(c.M)
	if err != nil {
		return nil, err
	}
	size := perPage
	if c.M.Has("per-page-500") {
		size = 500
	}
	all, frozen := []Item{}, -1
	for number := 0; ; number++ {
		asked, from := number, path
		switch {
		case c.M.Has("page-repeated") && number > 0:
			asked--
		case c.M.Has("one-based"):
			asked++
		case c.M.Has("other-path") && number > 0:
			from = strings.Replace(path, "/v1/players/", "/v1/teams/", 1)
		}
		q.Set("page", strconv.Itoa(asked))
		q.Set("per_page", strconv.Itoa(size))
		if number > 0 && c.M.Has("page-size-dropped") {
			q.Del("per_page")
		}
		var items []Item
		t, err := c.page(ctx, from+"?"+q.Encode(), &items)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		pages := 0
		if t.Pages != nil {
			pages = *t.Pages
		}
		if frozen < 0 {
			frozen = pages
		}
		switch {
		case c.M.Has("totals-frozen"):
			pages = frozen
		case c.M.Has("own-page-size") && t.Elements != nil:
			pages = (*t.Elements + size - 1) / size
		case c.M.Has("first-page-only"):
			pages = 0
		case c.M.Has("until-empty-page") && (len(items) > 0 || number == 0):
			pages = hotBound
		}
		if number+1 >= pages || number >= hotBound {
			return f.within(all, member), nil
		}
	}
}

// page asks for one page.
func (c *Client) page(ctx context.Context, target string, items *[]Item) (totals, error) {
	var body struct {
		Data *[]Item `json:"data"`
		Page totals  `json:"page"`
	}
	r, err := c.Caller.Get(ctx, c.Base+target)
	if err != nil {
		return body.Page, err
	}
	if err := c.unmarshal(r.Body, &body, "data", "page"); err != nil {
		return body.Page, err
	}
	if body.Data != nil {
		*items = *body.Data
	} else if c.M.Has("null-list-crash") {
		panic("a list that is nil")
	}
	for i := range *items {
		(*items)[i] = c.tidy((*items)[i])
	}
	return body.Page, nil
}

// Get asks for one object, which stands in the member data.
func (c *Client) Get(ctx context.Context, path string) (Item, error) {
	r, err := c.Caller.Get(ctx, c.Base+path)
	if err != nil {
		return nil, err
	}
	var body struct {
		Data *Item `json:"data"`
	}
	if c.M.Has("no-envelope") {
		var top Item
		err := c.unmarshal(r.Body, &top)
		return c.tidy(top), err
	}
	if err := c.unmarshal(r.Body, &body, "data"); err != nil {
		return nil, err
	}
	if body.Data == nil {
		return nil, caller.Undecodable("the answer has no data")
	}
	return c.tidy(*body.Data), nil
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
