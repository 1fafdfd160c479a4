package sweatstack

import (
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// usualTraces is how many a list has unless asked. [confirmed: the vendor's
// documents]
const usualTraces = 100

func listTraces(t *tenant, c *caller) (any, error) {
	f := c.dates(t)
	f.sports, f.tags = c.sports(t, false), c.query.Texts("tags")
	limit, offset := c.page(t, usualTraces, 0)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	var chosen []trace
	for _, x := range t.traces(&c.user, c.Call.Now) {
		if f.has(t, x.at, x.zone, x.sport, x.tags) {
			chosen = append(chosen, x)
		}
	}
	around := t.activities(&c.user, c.Call.Now)
	var shown []value
	for _, x := range cut(chosen, limit, offset) {
		shown = append(shown, t.located(x, around))
	}
	return list(t, c, shown), nil
}

// readTrace reads a body in the order of the vendor's models. Times without a zone
// are the user's own in the document's time. [confirmed: change log of the vendor's
// client, 0.88.0]
func (t *tenant) readTrace(c *caller) (trace, error) {
	f, err := c.body.Model()
	if err != nil {
		return trace{}, err
	}
	x := trace{owner: c.user.id, zone: c.user.zone, tags: []string{}}
	x.at, _ = f.Instant("timestamp", t.naive(c), true)
	x.testID, _ = f.Text("test_id", false)
	none, zero := 0.0, 0
	x.lactate, x.rpe = optional(f.Float("lactate", nil, false)), optional(f.Int("rpe", nil, false))
	x.notes, _ = f.Text("notes", false)
	x.power, x.speed = optional(f.Int("power", &zero, false)), optional(f.Float("speed", &none, false))
	x.heart, x.vo2 = optional(f.Int("heart_rate", &zero, false)), optional(f.Float("vo2", &none, false))
	if tags := f.Texts("tags"); tags != nil {
		x.tags = tags
	}
	x.sport = t.readSport(f, false)
	if err := f.Err(); err != nil {
		return x, err
	}
	x.zone = ownZone(x.at, x.zone)
	return x, nil
}

// linked refuses a trace of a test that the caller does not have. [confirmed: the
// vendor's client]
func (t *tenant) linked(c *caller, x *trace) error {
	if x.testID == "" {
		return nil
	}
	_, err := t.testOf(c, x.testID)
	return err
}

// naive is the zone of times that name none: nothing since August 2026.
func (t *tenant) naive(c *caller) *time.Location {
	if t.set.current.In(t.x) {
		return nil
	}
	return c.user.zone
}

// ownZone is the zone that a time was given in: of Z, and of none, the user's.
func ownZone(at time.Time, users *time.Location) *time.Location {
	if at.Location() == time.UTC {
		return users
	}
	return at.Location()
}

func optional[T any](v T, ok bool) *T {
	if !ok {
		return nil
	}
	return &v
}

// readSport reads a sport into the document's spelling.
func (t *tenant) readSport(f *fastapi.Form, required bool) string {
	if t.set.current.In(t.x) {
		s, _ := f.Text("sport", required)
		return s
	}
	return f.Word("sport", t.set.sports(t.x), required)
}

func createTrace(t *tenant, c *caller) (any, error) {
	x, err := t.readTrace(c)
	if err != nil {
		return nil, err
	}
	if err := t.linked(c, &x); err != nil {
		return nil, err
	}
	x.id = ofTrace.prefix() + t.ids.natural(ofAdded, c.Call.Now, uint64(ofTrace)<<56|t.store.number())
	if !t.store.put(recordKey{c.user.id, aboutTrace, x.id}, x) {
		return nil, full(c)
	}
	return answer(t, c, t.located(x, t.activities(&c.user, c.Call.Now))), nil
}

// theTrace finds the one that the path names.
func (t *tenant) theTrace(c *caller) (trace, error) {
	id := c.Vars["trace_id"]
	for _, x := range t.traces(&c.user, c.Call.Now) {
		if x.id == id {
			return x, nil
		}
	}
	c.Call.Exchange.Decide("trace", "refuse", "the user has no trace with this identifier")
	return trace{}, notFound("Trace")
}

// change replaces a record that was found, or deletes it.
func (t *tenant) change(c *caller, k recordKey, v any, what string) error {
	switch room, there := t.store.replace(k, v); {
	case !there:
		c.Call.Exchange.Decide("record", "refuse", "another request has just deleted it")
		return notFound(what)
	case !room:
		return full(c)
	}
	return nil
}

// replaceTrace replaces everything. [confirmed: the vendor's client]
func replaceTrace(t *tenant, c *caller) (any, error) {
	x, err := t.readTrace(c)
	if err != nil {
		return nil, err
	}
	old, err := t.theTrace(c)
	if err != nil {
		return nil, err
	}
	if err := t.linked(c, &x); err != nil {
		return nil, err
	}
	x.id = old.id
	if err := t.change(c, recordKey{c.user.id, aboutTrace, x.id}, x, "Trace"); err != nil {
		return nil, err
	}
	return said("Trace updated"), nil
}

func deleteTrace(t *tenant, c *caller) (any, error) {
	x, err := t.theTrace(c)
	if err != nil {
		return nil, err
	}
	if err := t.change(c, recordKey{c.user.id, aboutTrace, x.id}, nil, "Trace"); err != nil {
		return nil, err
	}
	return httpx.Response{Status: http.StatusNoContent}, nil
}

func traceTarget(t *tenant, c *caller) (metaKey, error) {
	x, err := t.theTrace(c)
	return metaKey{c.app(), aboutTrace, x.id}, err
}
