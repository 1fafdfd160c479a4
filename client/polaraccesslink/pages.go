package polaraccesslink

import (
	"context"
	"iter"
	"net/url"
	"slices"
	"strings"
)

// ranged is an operation that lists what is in a range of dates.
type ranged struct {
	call
	envelope, member string
	days             int      // the longest range [confirmed: AccessLink v4 document]
	daily            bool     // a day at a time, with features
	clock            bool     // the ends have a time of day
	features         []string // those there are
}

// query writes a range and features. Colons need no escape and read better
// without; features repeat their key. [confirmed: AccessLink v4 document]
// [measured: live answers]
func (o ranged) query(names [2]string, from, to Date, features []string) string {
	ends := [2]string{from.String(), to.String()}
	if o.clock {
		// Live, these take a date and a time without a zone only, the others a
		// date. [measured: live answers]
		ends = [2]string{from.String() + "T00:00:00", to.String() + "T00:00:00"}
	}
	q := "?" + names[0] + "=" + ends[0] + "&" + names[1] + "=" + ends[1]
	for _, f := range features {
		q += "&features=" + strings.ReplaceAll(url.QueryEscape(f), "+", "%20")
	}
	return q
}

// longest is how many days one request may ask for.
func (o ranged) longest(features []string) int {
	if o.daily && len(features) > 0 {
		return 1
	}
	return o.days
}

// check refuses what the vendor would.
func (o ranged) check(from, to Date, features []string) error {
	if from.IsZero() || to.IsZero() || !from.Before(to) {
		return invalid(o.operation, "the range from %q to %q is empty; to is not part of it", from, to)
	}
	for i, f := range features {
		if !slices.Contains(o.features, f) {
			return invalid(o.operation, "feature %.40q: want some of %q", f, o.features)
		}
		if slices.Contains(features[:i], f) {
			return invalid(o.operation, "feature %q twice", f)
		}
	}
	return nil
}

// one asks for a range at once.
func one[T any](ctx context.Context, c *Client, o ranged, from, to Date, features []string) ([]T, error) {
	k, err := c.within(o, from, to, features)
	if err != nil {
		return nil, err
	}
	return list[T](ctx, c, k, o.envelope, o.member)
}

// within is the call for a range that one request may ask for.
func (c *Client) within(o ranged, from, to Date, features []string) (call, error) {
	if err := o.check(from, to, features); err != nil {
		return call{}, err
	}
	if n, most := from.Until(to), o.longest(features); n > most {
		return call{}, invalid(o.operation, "%d days in one request: at most %d with these features; All asks in pieces", n, most)
	}
	names := [2]string{"from", "to"}
	if o.operation == operationTargets {
		names = c.opts.targets
	}
	k := o.call
	k.query = o.query(names, from, to, features)
	return k, nil
}

// pieces asks for a range in pieces. An item that came with a piece and comes
// again with the next is left out: live answers are suspected of including
// the end. key tells items apart; "" is never the same.
func pieces[T any](ctx context.Context, c *Client, o ranged, from, to Date, features []string, key func(*T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		if err := o.check(from, to, features); err != nil {
			yield(zero, err)
			return
		}
		var before map[string]bool
		for step := o.longest(features); from.Before(to); from = from.AddDays(step) {
			end := from.AddDays(step)
			if to.Before(end) {
				end = to
			}
			items, err := one[T](ctx, c, o, from, end, features)
			if err != nil {
				yield(zero, err)
				return
			}
			now := make(map[string]bool)
			for i := range items {
				k := key(&items[i])
				if k != "" && before[k] {
					continue
				}
				now[k] = true
				if !yield(items[i], nil) {
					return
				}
			}
			before = now
		}
	}
}
