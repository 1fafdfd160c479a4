package firstbeat

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

const pageSize = 1000 // [confirmed: API document, pagination]

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
		case caller.ClassOf(err) == "rate_limited" && pages > 0 && c.m.Has("429-skips-page"):
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
	case c.m.Has("first-page-only"):
		return false
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
		if c.m.Has("error-is-empty-list") {
			return nil, false, nil
		}
		return nil, false, err
	}
	var raw map[string]json.RawMessage
	if err := parse(r, &raw); err != nil {
		return nil, false, err
	}
	var items []Item
	if list, ok := raw[key]; !ok {
		return nil, false, caller.Undecodable("the list has no member %s", key)
	} else if err := unmarshal(list, &items); err != nil {
		return nil, false, caller.Undecodable("%s is not a list of objects", key)
	}
	var more bool
	flag, ok := raw["more"]
	if !ok && c.m.Has("more-required") && k.op != "fb.accounts" {
		panic("KeyError: more")
	}
	if ok && unmarshal(flag, &more) != nil {
		return nil, false, caller.Undecodable("more is not true or false")
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
