package polaraccesslink

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
const service = "polar-accesslink"

// Service makes tenants of the simulated Polar AccessLink. It needs the vendor's
// authorization server in the same world.
func Service() world.Service {
	common := &common{router: newRouter(), settings: world.Remembered(service, newSettings), encoder: newEncoder(), answers: memo.New(answerBytes)}
	return world.Service{
		Name:       service,
		Hosts:      []string{"www.polaraccesslink.com"},
		Operations: Operations(),
		Changes:    Changes(),
		Questions:  func() []world.Question { return world.Questions(Switches()) },
		Plan:       common.check,
		New: func(w *world.World) (world.Tenant, error) {
			config := w.Config()
			return newTenant(w, &config, common)
		},
	}
}

// answerBytes bounds the answers that are remembered, of all worlds.
const answerBytes = 4 << 20

// common is what all worlds share: no world's state, but for answers under its stamp.
type common struct {
	router   *httpx.Router[*tenant]
	settings func(*world.Config) (*settings, error)
	encoder  *encoder
	answers  *memo.Answers
	stamps   atomic.Uint64
}

// tenant is the service as it stands in one world.
type tenant struct {
	*common
	world  *world.World
	data   *dataset.Set
	set    *settings
	x      *journal.Exchange // that notes what it reads of set; nil outside of exchanges, and where nobody chose
	chose  bool              // whether somebody did
	ids    *ids
	pins   *pinned
	people *people
	briefs *briefs
	limits *ratelimit.Limiter
}

func newTenant(w *world.World, c *world.Config, s *common) (*tenant, error) {
	set, err := s.settings(c)
	if err != nil {
		return nil, err
	}
	wanted, err := parsePins(c.Pins[service])
	if err != nil {
		return nil, err
	}
	t := &tenant{
		common: s, world: w, data: w.Data, set: set, chose: c.Chose(service), ids: newIDs(w.Seed, w.Data), pins: &pinned{},
		people: newPeople(&s.stamps), briefs: &briefs{}, limits: newLimiter(set),
	}
	if err := t.pin(wanted, w.Clock.Now()); err != nil {
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

// Credentials are none: the authorization server hands out an athlete's.
func (t *tenant) Credentials() any { return nil }

// Secrets are none of this service's own.
func (t *tenant) Secrets() []string { return nil }

// Fork copies the tenant's state into w.
func (t *tenant) Fork(w *world.World) (world.Tenant, error) {
	fork := *t
	fork.world, fork.data, fork.limits, fork.people = w, w.Data, t.limits.Clone(), t.people.fork()
	return &fork, nil
}
