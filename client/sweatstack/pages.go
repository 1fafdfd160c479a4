package sweatstack

import (
	"context"
	"iter"
	"net/http"
	"strconv"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// pageSize is what the vendor's own client asks for; the service's default is
// 50, and its maximum is not known. [confirmed: the vendor's Python client]
const pageSize = 100

// ListOptions is which activities to ask for.
type ListOptions struct {
	DateRange
	// Sports are those of which any will do, and whatever lies below them.
	Sports []Sport
	// Tags are those that must all be there.
	Tags   []string
	Limit  int // of a page; 0 is 100
	Offset int // how many to pass over
}

// query is the list's query.
func (o *ListOptions) query(operation string) (q query, err error) {
	if o.Limit < 0 || o.Offset < 0 {
		return "", invalid(operation, "limit %d and offset %d must not be negative", o.Limit, o.Offset)
	}
	if err := o.add(&q, operation); err != nil {
		return "", err
	}
	sports, err := words(operation, "sport", o.Sports)
	if err != nil {
		return "", err
	}
	tags, err := words(operation, "tag", o.Tags)
	if err != nil {
		return "", err
	}
	q.add("limit", strconv.Itoa(o.limit()))
	if o.Offset > 0 {
		q.add("offset", strconv.Itoa(o.Offset))
	}
	q.add("sport", sports...)
	q.add("tags", tags...)
	return q, nil
}

func (o *ListOptions) limit() int {
	if o.Limit == 0 {
		return pageSize
	}
	return o.Limit
}

// List returns a page of activities, newest first. opts may be nil. It is not
// nil, and shorter than the limit at the end of the list; a service that has a
// maximum of its own may cut a page shorter.
//
// GET /api/v1/activities/
func (s *ActivitiesService) List(ctx context.Context, opts *ListOptions) ([]Activity, error) {
	const operation = "ListActivities"
	o := or(opts)
	q, err := o.query(operation)
	if err != nil {
		return nil, err
	}
	page, none, err := value[[]Activity](ctx, s.client, call{operation: operation, path: activities, query: q})
	switch {
	case err != nil:
		return nil, err
	case none || *page == nil:
		return []Activity{}, nil
	}
	return *page, nil
}

// All returns activities, newest first, page by page as they are asked for.
// opts may be nil, and is copied; its limit is that of a page.
//
// Pages are counted by what came, not by what was asked for, and the walk ends
// with one that is empty or shorter than the longest: the service does not say
// how many there are, nor what its maximum is. What is added during the walk
// pushes the rest back: what was in the page before is not told twice.
func (s *ActivitiesService) All(ctx context.Context, opts *ListOptions) iter.Seq2[Activity, error] {
	o := or(opts)
	return func(yield func(Activity, error) bool) {
		o := o
		longest := 0
		before := map[string]bool{}
		for {
			page, err := s.List(ctx, &o)
			if err != nil {
				yield(Activity{}, err)
				return
			}
			if len(page) == 0 {
				return
			}
			here := make(map[string]bool, len(page))
			fresh := 0
			for _, a := range page {
				here[a.ID] = true
				if a.ID != "" && before[a.ID] {
					continue
				}
				fresh++
				if !yield(a, nil) {
					return
				}
			}
			if fresh == 0 {
				k := call{operation: "ListActivities", path: activities}
				yield(Activity{}, s.client.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: http.StatusOK, Message: "OK, but the same page again"}))
				return
			}
			if len(page) < longest {
				return
			}
			longest, before = len(page), here
			o.Offset += len(page)
		}
	}
}
