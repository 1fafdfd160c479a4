package client

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Item is one object of the API: numbers are json.Number, times are time.Time.
type Item map[string]any

// Filter narrows a list. Zero members are not sent.
type Filter struct {
	From, To    time.Time
	Sports      []string
	Events      []string
	Title       string // exerciseType of measurements, type of sessions
	Kind        string // measurementType
	IncludeLaps bool
}

const pageSize = 1000 // [confirmed: API document, pagination]

// item asks for one object.
func (c *Client) item(ctx context.Context, k call) (Item, error) {
	r, err := c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	var item Item
	if err := parse(r, &item); err != nil {
		return nil, err
	}
	return c.tidy(item), nil
}

// Get asks for one object: an athlete, a coach, a team.
func (c *Client) Get(ctx context.Context, op, path string) (Item, error) {
	return c.item(ctx, get(op, path, nil))
}

// Strings asks for one of the bare lists of names.
func (c *Client) Strings(ctx context.Context, op, path string) ([]string, error) {
	r, err := c.do(ctx, get(op, path, nil))
	if err != nil {
		return nil, err
	}
	var names []string
	return names, parse(r, &names)
}

// Accounts lists the accounts that granted access; this list has one page.
func (c *Client) Accounts(ctx context.Context) ([]Item, error) {
	items, _, err := c.page(ctx, get("fb.accounts", "/sports/accounts", nil), "accounts")
	return items, err
}

// List walks all pages of a list. key is the member that holds the items.
func (c *Client) List(ctx context.Context, op, path, key string, f Filter) ([]Item, error) {
	var all []Item
	query := f.query(c.m, op)
	for pages := 0; ; pages++ {
		if len(all) > 0 {
			query.Set("offset", strconv.Itoa(c.offset(len(all), pages)))
		}
		items, more, err := c.page(ctx, get(op, path, query), key)
		switch {
		case ClassOf(err) == "rate_limited" && pages > 0 && c.m.Has("429-skips-page"):
			return all, nil
		case err != nil && pages > 0 && c.m.Has("page-fail-prefix"):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, items...)
		if pages > hotBound || !c.goesOn(items, more) {
			return c.kept(all), nil
		}
	}
}

func (c *Client) offset(fetched, pages int) int {
	if c.m.Has("offset-page-number") {
		return pages
	}
	return fetched
}

// goesOn says whether another page is to be asked for.
func (c *Client) goesOn(items []Item, more bool) bool {
	switch {
	case c.m.Has("stops-on-short-page") && len(items) < pageSize:
		return false
	case c.m.Has("more-by-size"):
		return len(items) == pageSize || more && len(items) > 0
	case c.m.Has("asks-until-empty"):
		return len(items) > 0
	case c.m.Has("more-empty-loops"):
		return more
	}
	return more && len(items) > 0
}

// page asks for one page of a list.
func (c *Client) page(ctx context.Context, k call, key string) ([]Item, bool, error) {
	r, err := c.do(ctx, k)
	if c.m.Has("429-restarts-walk") && r != nil && r.retried && k.query.Has("offset") {
		k.query.Set("offset", "0")
		r, err = c.do(ctx, k)
	}
	if err != nil {
		return nil, false, err
	}
	var raw map[string]json.RawMessage
	if err := parse(r, &raw); err != nil {
		return nil, false, err
	}
	var items []Item
	if list, ok := raw[key]; !ok {
		return nil, false, decodeError("the list has no member %s", key)
	} else if err := unmarshal(list, &items); err != nil {
		return nil, false, decodeError("%s is not a list of objects", key)
	}
	var more bool
	flag, ok := raw["more"]
	if !ok && c.m.Has("more-required") && k.op != "fb.accounts" {
		panic("KeyError: more")
	}
	if ok && unmarshal(flag, &more) != nil {
		return nil, false, decodeError("more is not true or false")
	}
	for i := range items {
		items[i] = c.tidy(items[i])
	}
	return items, more, nil
}

// kept is the place of a defect that takes sessionId 0 for an error.
func (c *Client) kept(items []Item) []Item {
	if !c.m.Has("sessionless-dropped") {
		return items
	}
	var kept []Item
	for _, item := range items {
		if item["sessionId"] != json.Number("0") {
			kept = append(kept, item)
		}
	}
	return kept
}

// tidy turns the times of an object into instants.
func (c *Client) tidy(item Item) Item {
	for name, v := range item {
		s, ok := v.(string)
		if !ok || !strings.HasSuffix(name, "Time") && !strings.HasSuffix(name, "TimeLocal") {
			continue
		}
		if c.m.Has("z-stripped") {
			item[name] = strings.TrimSuffix(s, "Z")
			continue
		}
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			item[name] = t
		}
	}
	return item
}

func (f Filter) query(m *Switches, op string) url.Values {
	q := url.Values{}
	layout := time.RFC3339Nano
	from, to := f.From.UTC(), f.To.UTC()
	if m.Has("raw-offset") {
		zone := time.FixedZone("", 2*60*60)
		from, to = from.In(zone), to.In(zone)
	}
	if !f.From.IsZero() {
		q.Set("fromTime", from.Format(layout))
	}
	if !f.To.IsZero() {
		if m.Has("to-inclusive") {
			to = to.Add(time.Second)
		}
		q.Set("toTime", to.Format(layout))
	}
	title := "exerciseType"
	if strings.Contains(op, "session") {
		title = "type"
	}
	for name, value := range map[string]string{
		title: f.Title, "measurementType": f.Kind,
		"sportsType": strings.Join(f.Sports, ","), "eventType": strings.Join(f.Events, ","),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.IncludeLaps {
		q.Set("includeLaps", "true")
	}
	return q
}

// parse reads a JSON body whole.
func parse(r *reply, into any) error {
	if err := unmarshal(r.body, into); err != nil {
		return decodeError("status %d: the %s body is not the expected JSON: %v",
			r.status, cmp.Or(r.header.Get("Content-Type"), "untyped"), err)
	}
	return nil
}

func unmarshal(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return errTrailing
	}
	return nil
}
