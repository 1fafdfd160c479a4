package firstbeat

import (
	"context"
	"encoding/json"
	"hash/crc32"
	"iter"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Page is one answer to a call for a list: at most 1,000 items, which the
// caller cannot change. [confirmed: OpenAPI 1.1.0]
type Page[T any] struct {
	Items  []T  // never nil
	Offset int  // how many items come before
	More   bool // whether the vendor says that more follow

	call call
	sum  uint32 // of the body, to notice a page that is sent again
}

// Next is the offset of the page that follows: the number of items so far,
// whatever the size of a page.
func (p *Page[T]) Next() int { return p.Offset + len(p.Items) }

// list fetches a page whose items are the member name of the body.
func list[T any](ctx context.Context, c *Client, k call, name string, offset int) (*Page[T], error) {
	page := &Page[T]{Offset: offset, Items: []T{}, call: k}
	if err := c.fill(ctx, k, name, offset, &page.Items, &page.More, &page.sum); err != nil {
		return nil, err
	}
	return page, nil
}

// fill is list, as into is get.
func (c *Client) fill(ctx context.Context, k call, name string, offset int, list any, hasMore *bool, sum *uint32) error {
	if offset < 0 {
		return invalid(k.operation, "offset %d is negative", offset)
	}
	r, err := c.do(ctx, k)
	if err != nil {
		return err
	}
	defer r.Release()
	var body map[string]json.RawMessage
	if err := decode(r.Body, &body); err != nil {
		return c.undecodable(k, r, err)
	}
	*sum = crc32.ChecksumIEEE(r.Body)
	// The vendor always sends more; its oldest text has it appended only when true.
	more, paged := body["more"]
	if paged {
		if err := json.Unmarshal(more, hasMore); err != nil {
			return c.undecodable(k, r, err)
		}
	}
	items, ok := body[name]
	if !ok && !paged && len(body) > 0 { // what is unset is left out: an empty list may be, but then nothing else is there
		return c.nothing(k, name)
	}
	if ok && string(items) != "null" {
		if err := json.Unmarshal(items, list); err != nil {
			return c.undecodable(k, r, err)
		}
	}
	return nil
}

// all walks pages from offset on. It ends when the vendor says so, and when
// the vendor stops moving: an empty page ends the walk, and a page that is
// sent again is an error, since what comes after it cannot be had.
func all[T any](ctx context.Context, c *Client, offset int, fetch func(ctx context.Context, offset int) (*Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		var last uint32
		for first := true; ; first = false {
			page, err := fetch(ctx, offset)
			if err != nil {
				yield(zero, err)
				return
			}
			if len(page.Items) > 0 && !first && page.sum == last {
				yield(zero, c.refuse(page.call, apierr.ErrDecode, &apierr.Error{StatusCode: http.StatusOK, Message: "OK, but the same page again"}))
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if !page.More || len(page.Items) == 0 {
				return
			}
			offset, last = page.Next(), page.sum
		}
	}
}
