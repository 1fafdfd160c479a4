package polarauth

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Name is the name of this service: the base path and the key in maps of
// services. Its credentials are found under "polar".
const Name = "polar-auth"

// Service makes tenants of the simulated auth.polar.com.
func Service() world.Service {
	shared := &shared{router: newRouter(), settings: world.Remembered(Name, newSettings), scopes: newCatalog(), csp: consent.Policy()}
	return world.Service{
		Name:       Name,
		Hosts:      []string{"auth.polar.com"},
		Login:      "polar",
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

// shared is what all worlds have in common: no world's state.
type shared struct {
	router   *httpx.Router[*tenant]
	settings func(*world.Config) (*settings, error)
	scopes   catalog
	csp      string
}

// tenant is the service as it stands in one world. It is the oauth.Introspector
// of its vendor's other services.
type tenant struct {
	*shared
	*oauth.Server
	world    *world.World
	seed     uint64
	set      *settings
	x        *journal.Exchange // that notes what it reads of set; nil outside of exchanges, and where nobody chose
	chose    bool              // whether somebody did
	people   *people
	sessions *sessions
	orders   *consent.Orders
	demo     *demo
}

// demo is what is handed out ready to use.
type demo struct {
	client string
	mu     sync.Mutex
	users  []demoUser
}

type demoUser struct {
	oauth.User
	access, refresh string
	until           time.Time // when the refresh token expires
}

// How many users are handed out with tokens, where no more are pinned.
const (
	demoAthletes = 3
	demoCoaches  = 1
)

func newTenant(w *world.World, c *world.Config, s *shared) (*tenant, error) {
	set, err := s.settings(c)
	if err != nil {
		return nil, err
	}
	pinned, err := parsePins(c.Pins[Name])
	if err != nil {
		return nil, err
	}
	// Accounts are those of the population, so worlds of one seed agree on them;
	// what is issued differs, so that a credential leads to its world.
	t := &tenant{
		shared: s, world: w, set: set, chose: c.Chose(Name), seed: seedOf(w),
		people: newPeople(w.Seed, w.Data), sessions: newSessions(), orders: &consent.Orders{},
	}
	if err := t.people.pin(pinned); err != nil {
		return nil, err
	}
	t.Server = oauth.New(t.engine())
	client := pinned.client(draw.UUID(draw.Stream(t.seed, "client", "demo")), secret(draw.Stream(t.seed, "secret", "demo")))
	if err := t.Register(client); err != nil {
		return nil, &world.Invalid{Field: pinField + ".client", Reason: err.Error()}
	}
	t.demo = &demo{client: client.ID}
	users := append(t.people.shown(roleAthlete, max(demoAthletes, pinned.count(roleAthlete))), t.people.shown(roleCoach, max(demoCoaches, pinned.count(roleCoach)))...)
	t.demo.users = make([]demoUser, len(users))
	for i, u := range users {
		t.demo.users[i].User = u
	}
	t.refill(w.Clock.Now()) // the world keeps these secret, as all that a tenant begins with
	return t, nil
}

// engine is how the vendor's server differs from others.
func (t *tenant) engine() oauth.Config {
	set := t.set
	return oauth.Config{
		Policy: oauth.Policy{
			CodeLife: set.codeLife.Plain(), AccessLife: set.tokenLife.Plain(), RefreshLife: set.refreshLife.Plain(),
			Refresh: set.refresh.Plain(), RevokeOnReuse: set.revokeOnReuse.Plain(), RevokeOnReplay: set.revokeOnReplay.Plain(),
			SecretInBody:       set.secretInBody.Plain(),
			PKCE:               oauth.PKCEIgnored, // neither document has it
			ErrorsToDefault:    !set.errorsToRequested.Plain(),
			StrangersToDefault: set.strangersToDefault.Plain(),
			ScopeExists:        t.scopes.exists,
		},
		Chance:     t.chance,
		NewCode:    oauth.Hex, // [confirmed: both documents' examples have 32 hexadecimal digits]
		NewAccess:  func(r *rand.Rand, _ oauth.Access) string { return secret(r) },
		NewRefresh: secret,
		NewID:      draw.UUID, // jti [confirmed: both documents' examples]
	}
}

// refill gives the demo's users tokens, unless they have some that can still be
// refreshed: a world may run for longer than any token lives. It tells what is new.
func (t *tenant) refill(now time.Time) (fresh []string) {
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	for i := range t.demo.users {
		u := &t.demo.users[i]
		if now.Before(u.until) {
			continue
		}
		if tokens, e := t.Grant(t.demo.client, u.User, t.scopes.all(u.Role), now); e == nil {
			u.access, u.refresh, u.until = tokens.AccessToken, tokens.RefreshToken, now.Add(t.set.refreshLife.In(t.x))
			fresh = append(fresh, u.access, u.refresh)
		}
	}
	return fresh
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

// credentials are a client's and its users', in the form the control plane prints.
type credentials struct {
	ClientID     string            `json:"clientId"`
	ClientSecret string            `json:"clientSecret"`
	RedirectURI  string            `json:"redirectUri"`
	Users        []userCredentials `json:"users"`
}

type userCredentials struct {
	UserID       string   `json:"userId"`
	Name         string   `json:"name"`
	Scopes       []string `json:"scopes"`
	AccessToken  string   `json:"accessToken"`
	RefreshToken string   `json:"refreshToken"`
}

// Credentials are those of a registered client with tokens of athletes, for
// AccessLink, and of a coach, for Team Pro.
func (t *tenant) Credentials() any {
	t.world.Journal.Redactor().AddSecrets(t.refill(t.world.Clock.Now())...)
	c, _ := t.Client(t.demo.client)
	out := credentials{c.ID, c.Secret, c.Default, []userCredentials{}}
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	for _, u := range t.demo.users {
		out.Users = append(out.Users, userCredentials{u.ID, u.Name, t.scopes.all(u.Role), u.access, u.refresh})
	}
	return out
}

// Knows says whether the request carries a client, a session or a token of this
// world. None is verified.
func (t *tenant) Knows(r *http.Request) bool {
	if c, ok := oauth.ParseBasic(r.Header.Get("Authorization")); ok {
		_, known := t.Client(c.ClientID)
		return known
	}
	if token, ok := oauth.ParseBearer(r.Header.Get("Authorization")); ok {
		return t.Issued(token)
	}
	if id := r.URL.Query().Get("client_id"); id != "" {
		_, known := t.Client(id)
		return known
	}
	return t.sessions.has(r)
}

// Secrets are the values that must never be printed. Tokens and codes
// that are issued later are told to the journal as they are.
func (t *tenant) Secrets() []string {
	var all []string
	for _, c := range t.Clients() {
		if !c.Public() {
			all = append(all, c.Secret)
		}
	}
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	for _, u := range t.demo.users {
		all = append(all, u.access, u.refresh)
	}
	return all
}

// Fork copies the tenant's state into w.
func (t *tenant) Fork(w *world.World) (world.Tenant, error) {
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	fork := &tenant{
		shared: t.shared, Server: t.Clone(), world: w, seed: seedOf(w), set: t.set, people: t.people.fork(),
		sessions: t.sessions.fork(), orders: t.orders.Fork(), demo: &demo{client: t.demo.client, users: append([]demoUser(nil), t.demo.users...)},
	}
	fork.Reseed(fork.chance)
	return fork, nil
}

// seedOf is where the chance of one world's server begins. Worlds of one seed
// differ, so that what is issued leads to its world.
func seedOf(w *world.World) uint64 { return draw.Stream(w.Seed, Name, w.Name).Uint64() }

func (t *tenant) chance(name string, n uint64) *rand.Rand {
	return draw.Stream(t.seed, name, strconv.FormatUint(n, 10))
}

// secret draws 43 characters: 256 bits, nearly.
func secret(r *rand.Rand) string { return draw.Text(r, 43) }
