package firstbeat

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

// start is when test worlds begin; their clocks stand still.
var start = time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

// sim is one world with this service in it, called without a network.
type sim struct {
	tb     testing.TB
	world  *world.World
	tenant *tenant
}

type option func(c *world.Config)

func with(name, value string) option {
	return func(c *world.Config) {
		if c.Switches == nil {
			c.Switches = map[string]map[string]string{service: {}}
		}
		c.Switches[service][name] = value
	}
}

func withProfile(p string) option {
	return func(c *world.Config) { c.Profile = map[string]string{service: p} }
}

func withPeople(p dataset.Config) option { return func(c *world.Config) { c.Population = p } }

func withPins(pins string) option {
	return func(c *world.Config) { c.Pins = map[string]json.RawMessage{service: json.RawMessage(pins)} }
}

func withoutLimits(c *world.Config) { c.Limits = world.LimitsOff }

func newSim(tb testing.TB, options ...option) *sim {
	tb.Helper()
	c := world.Config{Name: "test", Seed: new(uint64(7)), Time: start, Frozen: true}
	for _, o := range options {
		o(&c)
	}
	w, err := world.New(c, []world.Service{Service()})
	require.NoError(tb, err)
	return simOf(tb, w)
}

func simOf(tb testing.TB, w *world.World) *sim {
	tb.Helper()
	t, err := w.Tenant(service)
	require.NoError(tb, err)
	return &sim{tb: tb, world: w, tenant: t.(*tenant)}
}

func (s *sim) credentials() credentials { return s.tenant.Credentials().(credentials) }

// answer is what came back, and why.
type answer struct {
	httpx.Response
	exchange *journal.Exchange
}

func (a answer) status() int {
	if a.Status == 0 {
		return http.StatusOK
	}
	return a.Status
}

func (a answer) reasons() string {
	var all []string
	for _, d := range a.exchange.Decisions {
		all = append(all, d.Step+": "+d.Reason)
	}
	return strings.Join(all, "; ")
}

func (a answer) json(tb testing.TB, into any) {
	tb.Helper()
	require.Equal(tb, http.StatusOK, a.status(), "%s %s", a.Body, a.reasons())
	require.NoError(tb, json.Unmarshal(a.Body, into), "%s", a.Body)
}

// send makes a request with exactly these headers.
func (s *sim) send(method, path, body string, headers ...string) answer {
	s.tb.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	call := httpx.Call{Now: s.world.Clock.Now(), Exchange: &journal.Exchange{}}
	a := answer{s.tenant.Answer(s.tenant.Match(r), r, call), call.Exchange}
	require.NoError(s.tb, a.Bug, "%s %s", method, path)
	s.described(r, body, a)
	return a
}

// described compares an answer with the description in specs, which was written
// from the vendor's documents and not from this package.
func (s *sim) described(r *http.Request, body string, a answer) {
	if len(a.Body) > 1<<16 || a.Header.Get("Content-Encoding") != "" || s.tenant.set.listsDiffer() {
		return // too slow for every test, or a world that was told to differ
	}
	header := a.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if a.ContentType != "" {
		header.Set("Content-Type", a.ContentType)
	}
	err := description(s.tb, s.tenant.set.profile.Plain()).Validate(r, []byte(body), a.status(), header, a.Body)
	require.NoError(s.tb, openapi.Only(err, openapi.Response))
}

// listsDiffer says whether a switch makes answers that the description excludes.
func (s *settings) listsDiffer() bool {
	return !s.moreAlways.Plain() || !s.exemptAccount.Plain() || s.localTimes.Plain() != (s.profile.Plain() == profile110)
}

var compiled sync.Map // descriptions by profile; compiling one takes long

func description(tb testing.TB, profile string) *openapi.Validator {
	tb.Helper()
	if v, ok := compiled.Load(profile); ok {
		return v.(*openapi.Validator)
	}
	doc, err := specs.Read(service)
	require.NoError(tb, err)
	doc, err = openapi.ForProfile(doc, profile)
	require.NoError(tb, err)
	v, err := openapi.New(doc)
	require.NoError(tb, err)
	compiled.Store(profile, v)
	return v
}

// as makes a request with the credentials of c.
func (s *sim) as(c credentials, method, path string, headers ...string) answer {
	s.tb.Helper()
	return s.send(method, path, "", append([]string{"Authorization", "Bearer " + s.token(c), "x-api-key", c.APIKey}, headers...)...)
}

// get makes a request of the demo consumer.
func (s *sim) get(path string, headers ...string) answer {
	s.tb.Helper()
	return s.as(s.credentials(), http.MethodGet, path, headers...)
}

// step makes a control-plane call by its path below worlds/W/.
func (s *sim) step(path, body string) (any, error) {
	s.tb.Helper()
	for _, step := range s.tenant.Steps() {
		if vars, ok := match(step.Path, path); ok {
			return step.Handle(vars, []byte(body))
		}
	}
	s.tb.Fatalf("no step is called %s", path)
	return nil, nil
}

func (s *sim) mustStep(path, body string) {
	s.tb.Helper()
	_, err := s.step(path, body)
	require.NoError(s.tb, err)
}

func match(pattern, path string) (map[string]string, bool) {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	vars := map[string]string{}
	for i, w := range want {
		if strings.HasPrefix(w, "{") {
			vars[strings.Trim(w, "{}")] = have[i]
		} else if w != have[i] {
			return nil, false
		}
	}
	return vars, true
}

// token is a good token of c that lives 300 s from now.
func (s *sim) token(c credentials) string {
	at := s.world.Clock.Now()
	now := float64(at.Unix()) + float64(at.Nanosecond())/1e9
	return mint(c.SharedSecret, `{"alg":"HS256","typ":"JWT"}`, fmt.Sprintf(`{"iss":%q,"iat":%.3f,"exp":%.3f}`, c.ConsumerID, now, now+300))
}

// mint signs a token by RFC 7515, without the library that checks it.
func mint(secret, header, payload string) string {
	enc := base64.RawURLEncoding.EncodeToString
	text := enc([]byte(header)) + "." + enc([]byte(payload))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + enc(mac.Sum(nil))
}

// ids of the first customer's first athlete and team.
func (s *sim) account() string { return s.tenant.ids.accounts.id(1) }

func (s *sim) athlete(n int) int64 {
	return s.tenant.ids.athlete(s.world.Data.Organization(1).FirstAthlete + n)
}

func (s *sim) team(n int) int64 { return s.tenant.ids.team(s.world.Data.Organization(1).FirstTeam + n) }

func (s *sim) athletePath(n int) string {
	return fmt.Sprintf("/v1/sports/accounts/%s/athletes/%d", s.account(), s.athlete(n))
}

func (s *sim) teamPath(n int) string {
	return fmt.Sprintf("/v1/sports/accounts/%s/teams/%d", s.account(), s.team(n))
}

func (s *sim) knows(header, value string) bool {
	r := httptest.NewRequest(http.MethodGet, "/v1/sports/accounts", nil)
	r.Header.Set(header, value)
	return s.tenant.Knows(r)
}

// request is a bare request, for checks that only note decisions.
func (s *sim) request() *httpx.Request {
	return &httpx.Request{Request: httptest.NewRequest(http.MethodGet, "/", nil), Call: httpx.Call{Now: s.world.Clock.Now(), Exchange: &journal.Exchange{}}}
}

// firstEvent is some measurement of the first athlete.
func (s *sim) firstEvent() dataset.Ref {
	for e := range s.world.Data.Events(s.world.Data.Organization(1).FirstAthlete, s.world.Data.Config().FirstDay, start) {
		if e.Kind == dataset.Workout {
			return e.Ref
		}
	}
	s.tb.Fatal("no events")
	return dataset.Ref{}
}

func (s *sim) matched(method, path string) string {
	return s.tenant.Match(httptest.NewRequest(method, path, nil)).Operation
}

// raw sends a query that need not be well-formed.
func (s *sim) raw(path, query string) int {
	c := s.credentials()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.URL.RawQuery = query
	r.Header = http.Header{"Authorization": {"Bearer " + s.token(c)}, "X-Api-Key": {c.APIKey}}
	return s.status(r)
}

func (s *sim) withHeader(name, value string) int {
	r := httptest.NewRequest(http.MethodGet, "/v1/sports/event-types", nil)
	r.Header = http.Header{name: {value}, "X-Api-Key": {"none"}}
	return s.status(r)
}

func (s *sim) status(r *http.Request) int {
	resp := s.tenant.Answer(s.tenant.Match(r), r, httpx.Call{Now: s.world.Clock.Now(), Exchange: &journal.Exchange{}})
	require.NoError(s.tb, resp.Bug)
	if resp.Status == 0 {
		return http.StatusOK
	}
	return resp.Status
}
