package sweatstack_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

const (
	service = "sweatstack"
	api     = "/api/v1/activities"
)

// start is when test worlds begin; their clocks stand still.
var start = time.Date(2026, time.May, 20, 12, 0, 0, 0, time.UTC)

// shared makes the tenants of all tests, whose keys it keeps: one takes a while.
var shared = sync.OnceValue(sweatstack.Service)

type credentials struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	RedirectURI  string `json:"redirectUri"`
	Users        []struct {
		UserID       string   `json:"userId"`
		Name         string   `json:"name"`
		Scopes       []string `json:"scopes"`
		AccessToken  string   `json:"accessToken"`
		RefreshToken string   `json:"refreshToken"`
	} `json:"users"`
}

// sim is one simulator with this service in it.
type sim struct {
	*mocktest.Sim
	t       *testing.T
	tenant  world.Tenant
	profile string
	strange bool // a switch makes answers that the description excludes
	creds   credentials
	bearer  string // of the first user
	user    string
	athlete int
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

// since is how many days ago the population begins. Worlds of tests are young, since
// lists sum up every record.
func since(days int) option {
	return func(c *world.Config) { c.Population.FirstDay = start.AddDate(0, 0, -days) }
}

func withPins(pins string) option {
	return func(c *world.Config) { c.Pins = map[string]json.RawMessage{service: json.RawMessage(pins)} }
}

func newSim(t *testing.T, options ...option) *sim {
	t.Helper()
	c := world.Config{Seed: new(uint64(7)), Time: start, Frozen: true, Limits: world.LimitsOff}
	since(30)(&c)
	for _, o := range options {
		o(&c)
	}
	s := &sim{Sim: mocktest.Start(t, mocktest.Config{World: c, Services: []world.Service{shared()}}), t: t, profile: "2026-05"}
	if p := c.Profile[service]; p != "" {
		s.profile = p
	}
	var err error
	s.tenant, err = s.World.Tenant(service)
	require.NoError(t, err)
	raw, err := json.Marshal(s.tenant.Credentials())
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &s.creds))
	s.bearer, s.user = s.creds.Users[0].AccessToken, s.creds.Users[0].UserID
	s.athlete = sweatstack.Athlete(s.tenant, s.user)
	return s
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) text() string { return string(a.body) }

// ask sends a request, and holds the answer to the description in specs, which was
// written from the vendor's documents and not from this package.
func (s *sim) ask(method, path string, body []byte, headers ...string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL(service)+path, bytes.NewReader(body))
	require.NoError(s.t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := *s.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(r)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	require.NotEqual(s.t, http.StatusNotImplemented, resp.StatusCode, "%s", got)
	a := answer{resp.StatusCode, resp.Header, got}
	s.described(method, path, body, headers, a)
	return a
}

// longestBody is how much is compared with the description: more takes too long.
const longestBody = 1 << 20

func (s *sim) described(method, path string, body []byte, headers []string, a answer) {
	s.t.Helper()
	if s.strange || len(a.body) > longestBody || method == http.MethodHead || method == http.MethodOptions {
		return
	}
	if method == http.MethodPost && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		return // a form that is shown again, which is this project's own page
	}
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	err := description(s.t, s.profile).Validate(r, body, a.status, a.header, a.body)
	require.NoError(s.t, openapi.Only(err, openapi.Response), "%s %s: %.2000s", method, path, a.body)
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

// get is the first user's request.
func (s *sim) get(path string) answer {
	s.t.Helper()
	return s.ask(http.MethodGet, path, nil, "Authorization", "Bearer "+s.bearer)
}

// send is the first user's request with JSON.
func (s *sim) send(method, path, body string) answer {
	s.t.Helper()
	return s.ask(method, path, []byte(body), "Authorization", "Bearer "+s.bearer, "Content-Type", "application/json")
}

// read is get of what is there.
func (s *sim) read(path string, into any) {
	s.t.Helper()
	a := s.get(path)
	require.Equal(s.t, http.StatusOK, a.status, "%s: %s", path, a.body)
	require.NoError(s.t, json.Unmarshal(a.body, into), "%s: %s", path, a.body)
}

type object map[string]any

func (o object) text(name string) string { s, _ := o[name].(string); return s }

func (o object) number(names ...string) float64 {
	var v any = map[string]any(o)
	for _, n := range names {
		m, _ := v.(map[string]any)
		v = m[n]
	}
	f, _ := v.(float64)
	return f
}

func (s *sim) list(path string) []object {
	s.t.Helper()
	var l []object
	s.read(path, &l)
	return l
}

func (s *sim) one(path string) object {
	s.t.Helper()
	var o object
	s.read(path, &o)
	return o
}

// workouts are the first user's, the last first.
func (s *sim) workouts() []dataset.Event {
	var all []dataset.Event
	for e := range s.World.Data.Events(s.athlete, s.World.Data.Config().FirstDay, s.Now().Add(-24*time.Hour)) {
		if e.Kind == dataset.Workout {
			all = append([]dataset.Event{e}, all...)
		}
	}
	return all
}

func (s *sim) path(e dataset.Event) string { return api + "/" + sweatstack.ActivityID(s.tenant, e) }

// step runs a control-plane step and returns its answer.
func (s *sim) step(method, path, body string, vars ...string) (object, error) {
	s.t.Helper()
	values := map[string]string{}
	for i := 0; i < len(vars); i += 2 {
		values[vars[i]] = vars[i+1]
	}
	for _, st := range s.tenant.Steps() {
		if st.Method == method && st.Path == service+"/"+path {
			v, err := st.Handle(values, []byte(body))
			if err != nil {
				return nil, err
			}
			raw, err := json.Marshal(v)
			require.NoError(s.t, err)
			var out object
			require.NoError(s.t, json.Unmarshal(raw, &out))
			return out, nil
		}
	}
	s.t.Fatalf("no step %s %s", method, path)
	return nil, nil
}
