package firstbeat

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Item is one object of the API: numbers are json.Number, times are time.Time.
type Item map[string]any

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

// parse reads a JSON body whole.
func parse(r *reply, into any) error {
	if err := unmarshal(r.body, into); err != nil {
		return caller.Undecodable("status %d: the %s body is not the expected JSON: %v",
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
