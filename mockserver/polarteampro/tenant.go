package polarteampro

import (
	"net/http"
	"sync/atomic"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/ratelimit"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// service is the name of this service: the base path and the key in every map.
const service = "polar-teampro"

// Service makes tenants of the simulated Polar Team Pro. It needs the vendor's
// authorization server in the same world.
func Service() world.Service {
	shared := &shared{
		routers:  map[string]*httpx.Router[*tenant]{profile102: newRouter(profile102), profile110: newRouter(profile110)},
		settings: world.Remembered(service, newSettings), answers: memo.New(answerBytes),
	}
	return world.Service{
		Name:       service,
		Hosts:      []string{"teampro.api.polar.com"},
		Operations: Operations(),
		Changes:    Changes(),
		Questions:  func() []world.Question { return world.Questions(Switches()) },
		Plan:       shared.plan,
		New: func(w *world.World) (world.Tenant, error) {
			config := w.Config()
			return newTenant(w, &config, shared)
		},
	}
}

// shared is what all worlds have in common: no world's state, but for answers under
// its number.
type shared struct {
	routers  map[string]*httpx.Router[*tenant] // by profile
	settings func(*world.Config) (*settings, error)
	answers  *memo.Answers
	numbers  atomic.Uint64 // of tenants
}

// answerBytes bounds the answers that are remembered, of all worlds.
const answerBytes = 1 << 20

// tenant is the service as it stands in one world.
type tenant struct {
	*shared
	router    *httpx.Router[*tenant]
	world     *world.World
	number    uint64 // that forks have, too: nothing of what is listed can be changed
	data      *dataset.Set
	set       *settings
	x         *journal.Exchange // that notes what it reads of set; nil outside of exchanges, and where nobody chose
	chose     bool              // whether somebody did
	ids       *ids
	names     *names
	rosters   *rosters
	spots     *spots
	calendars *calendars
	limits    *ratelimit.Limiter
}

func newTenant(w *world.World, c *world.Config, s *shared) (*tenant, error) {
	set, err := s.settings(c)
	if err != nil {
		return nil, err
	}
	pinned, err := parsePins(c.Pins[service])
	if err != nil {
		return nil, err
	}
	t := &tenant{
		shared: s, router: s.routers[set.profile.Plain()], world: w, number: s.numbers.Add(1), data: w.Data, set: set, chose: c.Chose(service), ids: newIDs(w.Seed, w.Data),
		names: &names{}, rosters: newRosters(w.Data), spots: &spots{}, calendars: &calendars{}, limits: newLimiter(set),
	}
	if err := t.pin(pinned, w.Clock.Now()); err != nil {
		return nil, err
	}
	return t, nil
}

// met is the tenant as one exchange meets it.
func (t *tenant) met(by *journal.Exchange) *tenant {
	return world.Met(t, t.chose, by, func(met *tenant) { met.x = by })
}

// Match finds the operation of a request whose base path is stripped.
func (t *tenant) Match(r *http.Request) *httpx.Match { return t.router.Match(r) }

// Answer makes the vendor's answer to a matched request.
func (t *tenant) Answer(m *httpx.Match, r *http.Request, call httpx.Call) httpx.Response {
	return t.router.Answer(t.met(call.Exchange), m, r, call)
}

// Credentials are none: the authorization server hands out a coach's.
func (t *tenant) Credentials() any { return nil }

// Secrets are none of this service's own.
func (t *tenant) Secrets() []string { return nil }

// Fork copies the tenant's state into w.
func (t *tenant) Fork(w *world.World) (world.Tenant, error) {
	fork := *t
	fork.world, fork.data, fork.limits = w, w.Data, t.limits.Clone()
	return &fork, nil
}
