package polaraccesslink_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

const (
	service = "polar-accesslink"
	naive   = "2006-01-02T15:04:05"
	day     = "2006-01-02"
)

// start is when test worlds begin; their clocks stand still.
var start = time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

// sim is one simulator with this service and its authorization server.
type sim struct {
	*mocktest.Sim
	t       *testing.T
	tenant  world.Tenant
	profile string
	strange bool // a switch makes answers that the description excludes
	token   string
	athlete int // whose token it is
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

func withLimits(c *world.Config) { c.Limits = world.LimitsVendor }

func withPins(pins string) option {
	return func(c *world.Config) { c.Pins = map[string]json.RawMessage{service: json.RawMessage(pins)} }
}

func newSim(t *testing.T, options ...option) *sim {
	t.Helper()
	c := world.Config{Seed: new(uint64(7)), Time: start, Frozen: true, Limits: world.LimitsOff}
	c.Population.FirstDay = start.AddDate(0, -5, 0)
	for _, o := range options {
		o(&c)
	}
	s := &sim{Sim: mocktest.Start(t, mocktest.Config{World: c, Services: []world.Service{polarauth.Service(), polaraccesslink.Service()}}), t: t, profile: "documented"}
	if p := c.Profile[service]; p != "" {
		s.profile = p
	}
	var err error
	s.tenant, err = s.World.Tenant(service)
	require.NoError(t, err)
	s.athlete = s.World.Data.Organization(1).FirstAthlete
	s.token = s.grant(s.athlete)
	return s
}

// grant hands out a token of an athlete, with all scopes unless some are named.
func (s *sim) grant(athlete int, scopes ...string) string {
	s.t.Helper()
	return grant(s.t, s.World, athlete, scopes...)
}

// stepOf is a control-plane call by its method and path.
func stepOf(tb testing.TB, w *world.World, service, method, path string) world.Step {
	tb.Helper()
	tenant, err := w.Tenant(service)
	require.NoError(tb, err)
	for _, s := range tenant.Steps() {
		if s.Method == method && s.Path == path {
			return s
		}
	}
	tb.Fatalf("no step %s %s", method, path)
	return world.Step{}
}

func grant(tb testing.TB, w *world.World, athlete int, scopes ...string) string {
	tb.Helper()
	id := strconv.Itoa(900_000 + athlete)
	body, err := json.Marshal(map[string]any{"userId": id, "athlete": athlete})
	require.NoError(tb, err)
	_, err = stepOf(tb, w, polarauth.Name, http.MethodPost, "polar/users").Handle(nil, body)
	require.NoError(tb, err)
	return grantTo(tb, w, id, scopes...)
}

// grantTo hands out a token of a user.
func grantTo(tb testing.TB, w *world.World, user string, scopes ...string) string {
	tb.Helper()
	body, err := json.Marshal(map[string]any{"userId": user, "scopes": scopes})
	require.NoError(tb, err)
	out, err := stepOf(tb, w, polarauth.Name, http.MethodPost, "polar/tokens").Handle(nil, body)
	require.NoError(tb, err)
	raw, err := json.Marshal(out)
	require.NoError(tb, err)
	var given struct {
		AccessToken string `json:"accessToken"`
	}
	require.NoError(tb, json.Unmarshal(raw, &given))
	require.NotEmpty(tb, given.AccessToken)
	return given.AccessToken
}

// client is the one whose tokens are granted.
func (s *sim) client() string {
	s.t.Helper()
	server, err := s.World.Tenant(polarauth.Name)
	require.NoError(s.t, err)
	raw, err := json.Marshal(server.Credentials())
	require.NoError(s.t, err)
	var c struct {
		ClientID string `json:"clientId"`
	}
	require.NoError(s.t, json.Unmarshal(raw, &c))
	return c.ClientID
}

// step makes a control-plane call about the athlete.
func (s *sim) step(method, path, body string, more map[string]string) {
	s.t.Helper()
	_, err := s.try(method, path, body, more)
	require.NoError(s.t, err)
}

func (s *sim) try(method, path, body string, more map[string]string) (any, error) {
	s.t.Helper()
	vars := map[string]string{"athlete": strconv.Itoa(s.athlete)}
	maps.Copy(vars, more)
	return stepOf(s.t, s.World, service, method, service+"/"+path).Handle(vars, []byte(body))
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) text() string { return string(a.body) }

// send makes a request below the service's own path, and holds the answer to the
// description in specs, which was written from the vendor's page and not from this
// package.
func (s *sim) send(method, path string, headers ...string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL(service)+"/v4/data"+path, http.NoBody)
	require.NoError(s.t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := s.Client().Do(r)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	a := answer{resp.StatusCode, resp.Header, body}
	s.described(method, path, headers, a)
	return a
}

// longest is how much is compared with the description of the first answers of each
// operation, usual of others: more takes too long.
const (
	longest = 8 << 20
	usual   = 100 << 10
)

var long sync.Map // how many long answers of an operation have been compared

// tooLong says whether an answer need not be compared any more.
func tooLong(path string, body []byte) bool {
	if len(body) <= usual {
		return false
	}
	operation, _, _ := strings.Cut(path, "?")
	n, _ := long.LoadOrStore(operation, &atomic.Int32{})
	return len(body) > longest || n.(*atomic.Int32).Add(1) > 3
}

func (s *sim) described(method, path string, headers []string, a answer) {
	s.t.Helper()
	if s.strange || method == http.MethodHead || tooLong(path, a.body) {
		return
	}
	r := httptest.NewRequest(method, "/v4/data"+path, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	err := description(s.t, s.profile).Validate(r, nil, a.status, a.header, a.body)
	require.NoError(s.t, openapi.Only(err, openapi.Response), "%s", path)
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

// get makes an athlete's request.
func (s *sim) get(path string) answer {
	s.t.Helper()
	return s.send(http.MethodGet, path, "Authorization", "Bearer "+s.token)
}

// direct is an answer without a network, where the simulator may fail.
func (s *sim) direct(path string) httpx.Response {
	s.t.Helper()
	return s.directAt(path, s.Now())
}

func (s *sim) directAt(path string, now time.Time) httpx.Response {
	r := httptest.NewRequest(http.MethodGet, "/v4/data"+path, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+s.token)
	return s.tenant.Answer(s.tenant.Match(r), r, httpx.Call{Now: now, Exchange: &journal.Exchange{}})
}

// read is get of what is there.
func (s *sim) read(path string, into any) {
	s.t.Helper()
	a := s.get(path)
	require.Equal(s.t, http.StatusOK, a.status, "%s: %s", path, a.body)
	require.NoError(s.t, json.Unmarshal(a.body, into), "%s", path)
}

type object map[string]any

func (o object) text(name string) string { s, _ := o[name].(string); return s }

func (o object) number(name string) float64 { n, _ := o[name].(float64); return n }

// in is an object inside.
func (o object) in(name string) object {
	m, _ := o[name].(map[string]any)
	return m
}

// list are the objects of a list inside.
func (o object) list(name string) []object {
	all, _ := o[name].([]any)
	out := make([]object, len(all))
	for i := range all {
		out[i], _ = all[i].(map[string]any)
	}
	return out
}

// object is a whole answer.
func (s *sim) object(path string) object {
	s.t.Helper()
	var o object
	s.read(path, &o)
	return o
}

// between is a query for a range, with features.
func between(from, to string, features ...string) string {
	return "?" + url.Values{"from": {from}, "to": {to}, "features": features}.Encode()
}

// workouts are an athlete's, the last first.
func (s *sim) workouts(athlete int) []dataset.Event {
	var all []dataset.Event
	for e := range s.World.Data.Events(athlete, s.World.Data.Config().FirstDay, s.Now().Add(-24*time.Hour)) {
		if e.Kind == dataset.Workout {
			all = append(all, e)
		}
	}
	slices.Reverse(all)
	return all
}
