package sweatstack

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// service is the name of this service: the base path and the key in every map.
const service = "sweatstack"

// Service makes tenants of the simulated SweatStack.
func Service() world.Service {
	shared := &shared{document: newRouter(routes()...), current: newRouter(slices.Concat(routes(), newerRoutes())...), settings: world.Remembered(service, newSettings), csp: consent.Policy(), answers: memo.New(answerBytes)}
	return world.Service{
		Name:       service,
		Hosts:      []string{"app.sweatstack.no"},
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

// answerBytes bounds the answers that are remembered, of all worlds.
const answerBytes = 4 << 20

// shared is what all worlds have in common: no world's state, but for answers under
// the stamp of its store.
type shared struct {
	document *httpx.Router[*tenant] // of either profile
	current  *httpx.Router[*tenant]
	settings func(*world.Config) (*settings, error)
	csp      string
	answers  *memo.Answers
	stamps   atomic.Uint64
}

// tenant is the service as it stands in one world.
type tenant struct {
	*shared
	world  *world.World
	data   *dataset.Set
	seed   uint64 // of what is issued
	set    *settings
	x      *journal.Exchange // that notes what it reads of set; nil outside of exchanges, and where nobody chose
	chose  bool              // whether somebody did
	ids    *ids
	people *people
	engine *oauth.Server
	orders *consent.Orders
	demo   *demo
	diary  *diary
	asked  *atomic.Uint64 // requests
	store  *store
}

// demo is what is handed out ready to use. Tokens are made when somebody first
// needs them: their signatures cost the world's key.
type demo struct {
	client string
	count  int // of users
	mu     sync.Mutex
	users  []demoUser
}

type demoUser struct {
	user
	access, refresh string
	until           time.Time // when the access token expires
}

const demoUsers = 2

func newTenant(w *world.World, c *world.Config, s *shared) (*tenant, error) {
	set, err := s.settings(c)
	if err != nil {
		return nil, err
	}
	pinned, err := parsePins(c.Pins[service])
	if err != nil {
		return nil, err
	}
	// Accounts and activities are those of the population, so worlds of one seed
	// agree on them; what is issued differs, so that a credential leads to its world.
	t := &tenant{shared: s, world: w, data: w.Data, set: set, chose: c.Chose(service), seed: draw.Stream(w.Seed, service, w.Name).Uint64(), orders: &consent.Orders{}, diary: &diary{}, asked: &atomic.Uint64{}, store: newStore(&s.stamps)}
	t.ids = &ids{key: draw.Stream(w.Seed, service, "identifiers").Uint64()}
	t.people = &people{data: w.Data, ids: t.ids, seed: w.Seed}
	if err := t.pin(pinned, w.Clock.Now()); err != nil {
		return nil, err
	}
	client := pinned.client(hex16(draw.Stream(t.seed, "client", "demo")), oauth.Hex(draw.Stream(t.seed, "secret", "demo")))
	if err := oauth.CheckClient(client); err != nil {
		return nil, &world.Invalid{Field: pinField + ".client", Reason: err.Error()}
	}
	t.engine = oauth.New(t.config())
	for _, c := range []oauth.Client{client, {ID: webClient, Name: "SweatStack"}, {ID: keyClient, Name: "Personal API keys"}} {
		if err := t.engine.Register(c); err != nil {
			return nil, &world.Invalid{Field: pinField + ".client", Reason: err.Error()}
		}
	}
	t.demo = &demo{client: client.ID, count: max(demoUsers, len(pinned.Users))}
	return t, nil
}

// The clients of the vendor itself, whose tokens name no audience.
const (
	webClient = "sweatstack-web"
	keyClient = "sweatstack-api-keys"
)

func ownClients(id string) bool { return id == webClient || id == keyClient }

// hex16 draws a client's identifier. [confirmed: the vendor's client and apps]
func hex16(r *rand.Rand) string { return oauth.Hex(r)[:16] }

// config is how the vendor's authorization server differs from others.
func (t *tenant) config() oauth.Config {
	set := t.set
	return oauth.Config{
		Policy: oauth.Policy{
			CodeLife: set.codeLife.Plain(), AccessLife: set.tokenLife.Plain(), Refresh: set.refresh.Plain(), RevokeOnReplay: true,
			// [confirmed: the vendor's skills]
			IssueRefresh: func(c oauth.Client, scopes []string) bool {
				return !c.Public() || ownClients(c.ID) || (oauth.Access{Scopes: scopes}).Has(scopeOffline)
			},
			SecretInBody: true, PKCE: oauth.PKCES256,
			AnyResponseType:     true, // [confirmed: the vendor's client sends none]
			MatchRedirect:       matchRedirect,
			IgnoreTokenRedirect: true, // [confirmed: change log of the vendor's client, 0.91.0]
			ScopeExists:         scopeExists,
		},
		Chance:    func(name string, n uint64) *rand.Rand { return draw.Stream(t.seed, name, strconv.FormatUint(n, 10)) },
		NewAccess: t.sign,
		NewID:     oauth.Hex,
	}
}

// server is the authorization server, with the demo's tokens in it.
func (t *tenant) server() *oauth.Server {
	t.refill(t.world.Clock.Now(), false)
	return t.engine
}

// refill gives the demo's users tokens: once, and again when they are asked for
// after they expired.
func (t *tenant) refill(now time.Time, fresh bool) {
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	if t.demo.users == nil {
		users := t.people.shown(t.demo.count)
		t.demo.users = make([]demoUser, len(users))
		for i, u := range users {
			t.demo.users[i].user = u
		}
		fresh = true
	}
	if !fresh {
		return
	}
	scopes := userScopes()
	for i := range t.demo.users {
		u := &t.demo.users[i]
		if now.Before(u.until) {
			continue
		}
		if tokens, e := t.engine.Grant(t.demo.client, u.oauth(), scopes, now); e == nil {
			u.access, u.refresh, u.until = tokens.AccessToken, tokens.RefreshToken, tokens.Expires
			t.world.Journal.Redactor().AddSecrets(tokens.AccessToken, tokens.RefreshToken)
		}
	}
}

func (u *user) oauth() oauth.User { return oauth.User{ID: u.id, Name: u.name()} }

// met is the tenant as one exchange meets it.
func (t *tenant) met(by *journal.Exchange) *tenant {
	return world.Met(t, t.chose, by, func(met *tenant) { met.x = by })
}

func (t *tenant) router() *httpx.Router[*tenant] {
	if t.set.current.In(t.x) {
		return t.current
	}
	return t.document
}

// Match finds the operation of a request whose base path is stripped.
func (t *tenant) Match(r *http.Request) *httpx.Match { return t.router().Match(r) }

// Answer makes the vendor's answer to a matched request.
func (t *tenant) Answer(m *httpx.Match, r *http.Request, call httpx.Call) httpx.Response {
	if resp, ok := t.preflight(r); ok {
		return resp
	}
	if m.Operation == uploadOperation { // whose body is read as it comes
		r = r.WithContext(context.WithValue(r.Context(), bodyKey{}, r.Body))
		r.Body = http.NoBody
	}
	return t.router().Answer(t.met(call.Exchange), m, r, call)
}

// bodyKey finds the body of an upload, which may be far larger than memory.
type bodyKey struct{}

func uploadBody(r *http.Request) io.Reader {
	if body, ok := r.Context().Value(bodyKey{}).(io.Reader); ok && body != nil {
		return body
	}
	return http.NoBody
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

// Credentials are those of a registered client with tokens of some users.
func (t *tenant) Credentials() any {
	t.refill(t.world.Clock.Now(), true)
	c, _ := t.engine.Client(t.demo.client)
	out := credentials{c.ID, c.Secret, c.Default, []userCredentials{}}
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	for i := range t.demo.users {
		u := &t.demo.users[i]
		out.Users = append(out.Users, userCredentials{u.id, u.name(), userScopes(), u.access, u.refresh})
	}
	return out
}

// Secrets are the values that must never be printed, as far as they exist yet.
// Tokens that are issued later are known to the journal when they are.
func (t *tenant) Secrets() []string {
	var all []string
	for _, c := range t.engine.Clients() {
		if !c.Public() {
			all = append(all, c.Secret)
		}
	}
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	for i := range t.demo.users {
		all = append(all, t.demo.users[i].access, t.demo.users[i].refresh)
	}
	return all
}

// Fork copies the tenant's state into w.
func (t *tenant) Fork(w *world.World) (world.Tenant, error) {
	t.demo.mu.Lock()
	defer t.demo.mu.Unlock()
	fork := *t
	fork.world, fork.data, fork.people, fork.orders, fork.store = w, w.Data, t.people.fork(), t.orders.Fork(), t.store.fork()
	fork.engine, fork.asked = t.engine.Clone(), &atomic.Uint64{}
	fork.asked.Store(t.asked.Load())
	fork.demo = &demo{client: t.demo.client, count: t.demo.count, users: append([]demoUser(nil), t.demo.users...)}
	return &fork, nil
}
