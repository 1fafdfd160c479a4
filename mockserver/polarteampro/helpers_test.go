package polarteampro_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

const service = "polar-teampro"

// start is when test worlds begin; their clocks stand still.
var start = time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

// sim is one simulator with this service and its authorization server.
type sim struct {
	*mocktest.Sim
	t       *testing.T
	tenant  world.Tenant
	profile string
	strange bool // a switch makes answers that the description excludes
	coach   string
	athlete string
	club    dataset.Organization // the coach's
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
	s := &sim{Sim: mocktest.Start(t, mocktest.Config{World: c, Services: []world.Service{polarauth.Service(), polarteampro.Service()}}), t: t, profile: "1.0.2"}
	if p := c.Profile[service]; p != "" {
		s.profile = p
	}
	var err error
	s.tenant, err = s.World.Tenant(service)
	require.NoError(t, err)
	s.club = s.World.Data.Organization(1)
	s.coach, s.athlete = s.token("team_read"), s.token("sleep:read")
	return s
}

// token is one of the authorization server's own, with a scope.
func (s *sim) token(scope string) string {
	s.t.Helper()
	return tokenWith(s.t, s.World, scope)
}

func tokenWith(tb testing.TB, w *world.World, scope string) string {
	tb.Helper()
	server, err := w.Tenant(polarauth.Name)
	require.NoError(tb, err)
	raw, err := json.Marshal(server.Credentials())
	require.NoError(tb, err)
	var c struct {
		Users []struct {
			Scopes      []string `json:"scopes"`
			AccessToken string   `json:"accessToken"`
		} `json:"users"`
	}
	require.NoError(tb, json.Unmarshal(raw, &c))
	for _, u := range c.Users {
		if slices.Contains(u.Scopes, scope) {
			return u.AccessToken
		}
	}
	tb.Fatalf("nobody has the scope %s", scope)
	return ""
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) error() string { return string(a.body) }

// send makes a request, and holds the answer to the description in specs, which
// was written from the vendor's documents and not from this package.
func (s *sim) send(method, path string, headers ...string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL(service)+path, http.NoBody)
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

// longest is how much is compared with the description: more takes too long.
const longest = 1 << 20

func (s *sim) described(method, path string, headers []string, a answer) {
	s.t.Helper()
	if s.strange || len(a.body) > longest || method == http.MethodHead {
		return
	}
	r := httptest.NewRequest(method, path, http.NoBody)
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

// get makes a coach's request.
func (s *sim) get(path string) answer {
	s.t.Helper()
	return s.send(http.MethodGet, path, "Authorization", "Bearer "+s.coach)
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

type list struct {
	Data []object `json:"data"`
	Page struct {
		PerPage       int `json:"per_page"`
		TotalElements int `json:"total_elements"`
		PageNumber    int `json:"page_number"`
		TotalPages    int `json:"total_pages"`
	} `json:"page"`
}

func (s *sim) list(path string) list {
	s.t.Helper()
	var l list
	s.read(path, &l)
	return l
}

type one struct {
	Data object `json:"data"`
}

func (s *sim) one(path string) object {
	s.t.Helper()
	var o one
	s.read(path, &o)
	return o.Data
}

func (l list) texts(name string) []string {
	out := []string{}
	for _, o := range l.Data {
		out = append(out, o.text(name))
	}
	return out
}

func (s *sim) teamPath() string {
	return "/v1/teams/" + polarteampro.TeamID(s.tenant, s.club.FirstTeam)
}

func (s *sim) team() dataset.Team { return s.World.Data.Team(s.club.FirstTeam) }

func (s *sim) playerPath(athlete int) string {
	return "/v1/players/" + polarteampro.PlayerID(s.tenant, athlete) + "/training_sessions"
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

func (s *sim) sessionPath(ref dataset.Ref) string {
	return "/v1/training_sessions/" + polarteampro.PlayerSessionID(s.tenant, ref)
}
