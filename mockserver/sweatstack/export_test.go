package sweatstack

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// ActivityID names a workout in a tenant.
func ActivityID(t world.Tenant, e dataset.Event) string {
	a := t.(*tenant).generated(&e)
	return a.id
}

// Athlete is whom of the population an account belongs to.
func Athlete(t world.Tenant, id string) int {
	u, _ := t.(*tenant).people.find(id)
	return u.athlete
}
