package sweatstack

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// getBackfillStatus sends a line at once, then one every few seconds of the world's
// time, until a minute is over. [confirmed: document]
func getBackfillStatus(t *tenant, c *caller) (any, error) {
	u, begun := c.user, c.Call.Now
	return httpx.Response{
		ContentType: t.set.ndjsonMedia.In(t.x), Header: http.Header{"Cache-Control": {"no-cache"}},
		Stream: func(ctx context.Context, w io.Writer) error {
			for {
				now := t.world.Clock.Now()
				line, over := t.backfillLine(&u, now)
				if _, err := w.Write(line); err != nil || over {
					return err
				}
				left := t.set.backfillLength.In(t.x) - now.Sub(begun)
				if left <= 0 {
					return nil
				}
				if err := t.world.Clock.Sleep(ctx, min(left, t.set.backfillInterval.In(t.x))); err != nil {
					return err
				}
				if t.world.Clock.Now().Sub(begun) >= t.set.backfillLength.In(t.x) {
					return nil
				}
			}
		},
	}, nil
}

// backfillLine is one line: how far back the history is there, without an offset,
// or null when there is none, or what went wrong. [confirmed: document; change log
// of the vendor's client, 0.91.0]
func (t *tenant) backfillLine(u *user, now time.Time) (line []byte, over bool) {
	o := open(nil)
	b, under := t.store.backfill(u.id)
	switch {
	case under && b.error != "":
		o.text("error", b.error)
		over = true
	case under:
		o.key("backfill_loaded_until")
		o.b = appendTime(o.b, b.until(now).UTC(), false)
	default:
		first, there := t.firstActivity(u, now)
		if !there {
			o.null("backfill_loaded_until")
			break
		}
		o.key("backfill_loaded_until")
		o.b = appendTime(o.b, first.UTC(), false)
	}
	return append(o.close(), '\n'), over
}

// firstActivity is when the oldest of a user's activities began, whatever of the
// history is loaded.
func (t *tenant) firstActivity(u *user, now time.Time) (first time.Time, there bool) {
	note := func(a *activity) {
		if !a.synced.After(now) && (!there || a.start.Before(first)) {
			first, there = a.start, true
		}
	}
	if u.athlete != none {
		for _, a := range t.workouts(u.athlete, now) {
			if note(&a); there {
				break // the others began later
			}
		}
	}
	for _, a := range t.store.added(u.id) {
		note(&a)
	}
	return first, there
}
