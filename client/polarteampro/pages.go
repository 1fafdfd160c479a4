package polarteampro

import (
	"context"
	"hash/crc32"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

// maxPerPage is the largest page there is. [confirmed: Team Pro document 1.0.2]
const maxPerPage = 100

// Page is one answer to a call for a list.
type Page[T any] struct {
	Items  []T // never nil
	Number int // that was asked for, from 0

	// What the vendor says of the whole list; its word counts, and may change
	// from page to page. -1 if it says nothing.
	PerPage, TotalElements, TotalPages int

	call call
	asks int    // the size that was asked for
	got  int    // how many came, before any were left out
	sum  uint32 // of the body, to notice a page that is sent again
}

// More reports whether pages follow: by the number of pages, or else by that
// of elements, or else by whether this one is full.
func (p *Page[T]) More() bool {
	switch size := p.PerPage; {
	case p.got == 0:
		return false
	case p.TotalPages >= 0:
		return p.Number+1 < p.TotalPages
	case p.TotalElements >= 0 && size > 0:
		return (p.Number+1)*size < p.TotalElements
	}
	return p.got >= p.asks
}

// hole reports whether the page is empty although the vendor counts elements that
// would stand on it.
func (p *Page[T]) hole() bool {
	return p.got == 0 && p.PerPage > 0 && p.TotalElements > p.Number*p.PerPage
}

// ListOptions is which page to ask for.
type ListOptions struct {
	Page    int // from 0
	PerPage int // 1 to 100; 0 is 100
}

// query is a query string in the making. Its parameters keep their order.
func (o ListOptions) query(operation string) (string, error) {
	if o.Page < 0 {
		return "", invalid(operation, "page %d is negative", o.Page)
	}
	if o.PerPage < 0 || o.PerPage > maxPerPage {
		return "", invalid(operation, "%d per page: want 1 to %d", o.PerPage, maxPerPage)
	}
	return "?page=" + strconv.Itoa(o.Page) + "&per_page=" + strconv.Itoa(o.size()), nil
}

func (o ListOptions) size() int {
	if o.PerPage == 0 {
		return maxPerPage
	}
	return o.PerPage
}

// parameter is one more of a query, unless it is empty. Colons and commas need
// no escape and read better without.
func parameter(name, value string) string {
	if value == "" {
		return ""
	}
	escaped := strings.NewReplacer("+", "%20", "%3A", ":", "%2C", ",").Replace(url.QueryEscape(value))
	return "&" + name + "=" + escaped
}

// list fetches a page.
func list[T any](ctx context.Context, c *Client, k call, o ListOptions) (*Page[T], error) {
	r, err := c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	defer r.Release()
	if err := wirejson.Check(r.Body); err != nil {
		return nil, c.undecodable(k, r, err)
	}
	page := &Page[T]{Items: []T{}, Number: o.Page, call: k, asks: o.size(), sum: crc32.ChecksumIEEE(r.Body)}
	totals := struct {
		PerPage       *int `json:"per_page"`
		TotalElements *int `json:"total_elements"`
		TotalPages    *int `json:"total_pages"`
	}{}
	raw, hasPage := wirejson.Member(r.Body, "page")
	if hasPage {
		if err := c.codec.Value(raw, &totals); err != nil {
			return nil, c.undecodable(k, r, err)
		}
	}
	page.PerPage, page.TotalElements, page.TotalPages = or(totals.PerPage), or(totals.TotalElements), or(totals.TotalPages)
	items, ok := wirejson.Member(r.Body, "data")
	if !ok && !hasPage {
		return nil, c.dataless(k, r)
	}
	if ok && wirejson.Kind(items) != 'n' {
		if err := c.codec.Value(items, &page.Items); err != nil {
			return nil, c.undecodable(k, r, err)
		}
	}
	page.got = len(page.Items)
	return page, nil
}

func or(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// keep drops what a wider question than the caller's brought along.
func (p *Page[T]) keep(wanted func(*T) bool) {
	n := 0
	for i := range p.Items {
		if wanted(&p.Items[i]) {
			p.Items[n] = p.Items[i]
			n++
		}
	}
	p.Items = p.Items[:n]
}

// all walks pages from number first on, for as long as the last answer says
// that more follow. A page that is sent again, or that is empty although more was
// counted, is an error: what comes after it cannot be had.
func all[T any](ctx context.Context, c *Client, first int, fetch func(ctx context.Context, number int) (*Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		var last uint32
		for number := first; ; number++ {
			page, err := fetch(ctx, number)
			if err != nil {
				yield(zero, err)
				return
			}
			wrong := ""
			switch {
			case page.got > 0 && number > first && page.sum == last:
				wrong = "OK, but the same page again"
			case page.hole():
				wrong = "OK, but an empty page before the last"
			}
			if wrong != "" {
				yield(zero, c.refuse(page.call, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: http.StatusOK, Message: wrong}))
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if !page.More() {
				return
			}
			last = page.sum
		}
	}
}
