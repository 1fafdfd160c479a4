package firstbeat

import (
	"maps"
	"net/http"
	"strings"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/ratelimit"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// service is the name of this service: the base path and the key in every map.
const service = "firstbeat"

// Service makes tenants of the simulated Firstbeat Sports Cloud.
func Service() world.Service {
	shared := &shared{
		router: newRouter(), settings: world.Remembered(service, newSettings),
		measured: newCatalog(allVariables()), documented: newCatalog(asDocumented(allVariables())),
	}
	return world.Service{
		Name:       service,
		Operations: Operations(),
		Changes:    Changes(),
		Questions:  func() []world.Question { return world.Questions(Switches()) },
		Hosts:      []string{"api.firstbeat.com"},
		Plan:       shared.plan,
		New: func(w *world.World) (world.Tenant, error) {
			config := w.Config()
			return newTenant(w, &config, shared)
		},
	}
}

// shared is what all worlds have in common: no world's state.
type shared struct {
	router   *httpx.Router[*tenant]
	settings func(*world.Config) (*settings, error)
	packers  packers
	bodies   bodies

	measured, documented *catalog // the variables in either form
}

// tenant is the service as it stands in one world.
type tenant struct {
	*shared
	world     *world.World
	data      *dataset.Set
	set       *settings
	catalog   *catalog
	x         *journal.Exchange // that notes what it reads of set; nil outside of exchanges, and where nobody chose
	chose     bool              // whether somebody did
	ids       *ids
	demo      string // the consumer whose credentials are handed out
	consumers *registry
	limits    *ratelimit.Limiter
	tokens    *tokenCache
	vectors   *vectorCache
	analyses  *analyses

	mu       *sync.RWMutex
	closed   map[int]bool    // organizations
	licences map[int]licence // set by hand, by organization
}

func newTenant(w *world.World, c *world.Config, s *shared) (*tenant, error) {
	set, err := s.settings(c)
	if err != nil {
		return nil, err
	}
	pins, err := parsePins(c.Pins[service])
	if err != nil {
		return nil, err
	}
	t := &tenant{
		shared: s, world: w, data: w.Data, set: set, chose: c.Chose(service), catalog: s.measured,
		consumers: newRegistry(draw.Stream(w.Seed, service, w.Name).Uint64()), limits: newLimiter(set), analyses: newAnalyses(w.Seed, set),
		tokens: &tokenCache{}, vectors: &vectorCache{}, mu: &sync.RWMutex{}, closed: map[int]bool{}, licences: map[int]licence{},
	}
	if set.asDocumented.Plain() {
		t.catalog = s.documented
	}
	if t.ids, err = newIDs(w.Seed, w.Data, w.Clock.Now(), pins); err != nil {
		return nil, err
	}
	t.demo = t.consumers.register("ergodrome demo").id
	t.consumers.change(t.demo, func(c *consumer) bool {
		c.approved = true
		for o := range t.data.Organizations() {
			c.access[o] = access{linked: true, granted: true, coach: t.grantor(o)}
		}
		return true
	})
	t.consumers.makeKey(t.demo)
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

// credentials are a consumer's, in the form the control plane prints.
type credentials struct {
	ConsumerID   string `json:"consumerId"`
	SharedSecret string `json:"sharedSecret"`
	APIKey       string `json:"apiKey"`
}

// Credentials are those of an approved consumer with access to all accounts.
func (t *tenant) Credentials() any {
	c, _ := t.consumers.get(t.demo)
	return credentials{c.id, c.secret, c.key}
}

// Knows says whether the request carries the key or the token of a consumer of
// this world. Neither is verified.
func (t *tenant) Knows(r *http.Request) bool {
	if key := r.Header.Get(keyHeader); key != "" {
		if _, ok := t.consumers.withKey(key); ok {
			return true
		}
	}
	token, reason := bearer(r.Header.Get("Authorization"))
	if reason != "" || strings.Count(token, ".") != 2 {
		return false
	}
	_, ok := t.consumers.get(issuer(token))
	return ok
}

// Secrets are the values that must never be printed.
func (t *tenant) Secrets() []string { return t.consumers.secrets() }

// hide keeps a secret that has just been issued out of the journal, wherever a
// confused client may put it.
func (t *tenant) hide(secret string) { t.world.Journal.Redactor().AddSecrets(secret) }

// Fork copies the tenant's state into w.
func (t *tenant) Fork(w *world.World) (world.Tenant, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return &tenant{
		shared: t.shared, world: w, data: w.Data, set: t.set, catalog: t.catalog, ids: t.ids, demo: t.demo,
		consumers: t.consumers.fork(w.Name), limits: t.limits.Clone(), analyses: t.analyses.fork(),
		tokens: &tokenCache{}, vectors: &vectorCache{}, mu: &sync.RWMutex{}, closed: maps.Clone(t.closed), licences: maps.Clone(t.licences),
	}, nil
}
