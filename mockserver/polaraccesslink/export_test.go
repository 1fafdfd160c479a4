package polaraccesslink

import (
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// What tests from outside need to know.

// Asked is what an operation lets one ask for.
type Asked struct {
	ID, Path, Scope string
	Ranged          bool
	Days, Featured  int
	Features        []string
}

// Table is every operation.
func Table() []Asked {
	var all []Asked
	for _, o := range operations() {
		a := Asked{ID: o.id, Path: o.path, Scope: o.scope, Ranged: o.reads != nil}
		if o.reads != nil {
			a.Days, a.Featured, a.Features = o.reads.days, o.reads.featured, o.reads.features
		}
		all = append(all, a)
	}
	return all
}

// SessionID is the identifier of an event as a training session.
func SessionID(t world.Tenant, r dataset.Ref) string {
	x := t.(*tenant).ids
	return decimal(x.number(ofSession, x.event(r)))
}

// RouteID is the identifier of an athlete's nth route.
func RouteID(t world.Tenant, athlete, n int) string {
	return decimal(t.(*tenant).ids.number(ofRoute, routePlace(athlete, n)))
}

// Range reads a query as an operation does, and tells what it refuses.
func Range(t world.Tenant, r *httpx.Request, values url.Values, days, featured int, list []string) (from, to time.Time, err error) {
	r.URL.RawQuery = values.Encode()
	q := query{t: t.(*tenant), c: &caller{Request: r}}
	q.read(&ranged{days: days, featured: featured, features: list})
	return q.c.within.from, q.c.within.to, q.err
}

// Encode spells a message.
func Encode(v any) string { return string(newEncoder().encode(v)) }
