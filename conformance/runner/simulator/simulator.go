// Package simulator makes the worlds of conformance cases out of the module's own simulator.
package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// keptBytes bounds the populations that worlds of one builder share.
const keptBytes = 256 << 20

// New returns a builder of worlds in which every service of the simulator lives.
func New() stage.New { return build(nil, nil) }

// Check holds one answer against its service's description; internal/judge makes it.
type Check = func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error

// Validated is New for worlds whose every answer is checked. What a check objects to
// makes the case an ERROR. It costs time: use it where the suite itself is on trial.
func Validated(check Check) stage.New { return build(check, nil) }

// Changed is Validated for worlds whose vendors have altered something: see
// mockserver/change. What a check objects to is the answer before. A nil check
// objects to nothing.
func Changed(check Check, changes ...string) stage.New { return build(check, changes) }

func build(check Check, changes []string) stage.New {
	sets := dataset.NewSets(keptBytes)
	return func(c *conformance.Case, seed uint64) (stage.Simulator, error) {
		config, err := configOf(c, seed)
		if err != nil {
			return nil, err
		}
		config.Sets = sets
		config.Changes = changes
		s := &sim{check: check, told: map[string]*journal.Exchange{}}
		// Services are made anew for each world: what they share may hold channels
		// (an encoder's), and a channel belongs to the bubble in which it was made.
		mc := mockserver.Config{Services: services(c, &config), World: config}
		if check != nil && c.World.OffSchema == "" {
			mc.Validate = s.validate
		}
		if s.server, err = mockserver.New(mc); err != nil {
			return nil, err
		}
		s.world = s.server.Worlds().Default()
		s.world.Journal.Tap(s.see)
		return s, nil
	}
}

// services are those that somebody could ask in a case's world: what it is about, who issues
// its tokens, and what the case settles something of.
func services(c *conformance.Case, config *world.Config) []world.Service {
	own := c.ServiceName()
	names := []string{own}
	for _, name := range mockserver.Names() {
		_, pinned := config.Pins[name]
		_, switched := config.Switches[name]
		_, profiled := config.Profile[name]
		if name != own && (name == accessTo(own).issuer || pinned || switched || profiled) {
			names = append(names, name)
		}
	}
	return mockserver.Some(names...)
}

// configOf reads the part of a case that POST worlds would take.
func configOf(c *conformance.Case, seed uint64) (world.Config, error) {
	w := c.World
	raw, err := json.Marshal(map[string]any{
		"population": orEmpty(w.Population), "pins": orEmpty(w.Pins), "profile": w.Profile, "switches": w.Switches,
	})
	if err != nil {
		return world.Config{}, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var config world.Config
	if err := dec.Decode(&config); err != nil {
		return config, err
	}
	config.Seed, config.Time = &seed, time.Now()
	config.Limits = world.LimitsOff
	if w.Limits != "" {
		config.Limits = world.Limits(w.Limits)
	}
	return config, nil
}

func orEmpty(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// sim is one world, the default one of a server of its own.
type sim struct {
	server *mockserver.Server
	world  *world.World
	check  Check // nil: none

	mu         sync.Mutex
	violations []string
	told       map[string]*journal.Exchange // what the journal knows, by the stage's mark
}

// see keeps what the journal knows of an exchange that the stage has marked.
func (s *sim) see(w journal.Witness) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told[w.RequestHeader.Get(stage.MarkHeader)] = w.Exchange
}

func (s *sim) Handler() http.Handler      { return s.server }
func (s *sim) BasePath(api string) string { return "/" + api }
func (s *sim) Clock() stage.Clock         { return s.world.Clock }

// Hosts are the names by which the vendor's own service is reached.
func (s *sim) Hosts(api string) []string {
	service, _ := s.world.Service(api)
	return service.Hosts
}

func (s *sim) Operation(api string, r *http.Request) string {
	tenant, err := s.world.Tenant(api)
	if err != nil {
		return ""
	}
	in, u := new(http.Request), new(url.URL)
	*in, *u = *r, *r.URL
	u.Path = strings.TrimPrefix(u.Path, s.BasePath(api))
	u.RawPath = strings.TrimPrefix(u.RawPath, s.BasePath(api))
	in.URL = u
	return tenant.Match(in).Operation
}

func (s *sim) Control(method, path string, body any) (any, error) {
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	u := "http://localhost" + mockserver.DefaultControlPrefix + "/worlds/" + s.world.Name + "/" + path
	req, err := http.NewRequest(method, u, bytes.NewReader(raw)) //nolint:noctx // answered in this process
	if err != nil {
		return nil, err
	}
	if raw != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.RequestURI = req.URL.RequestURI()
	w := &answer{header: http.Header{}, status: http.StatusOK}
	s.server.Control().ServeHTTP(w, req)
	if w.status >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s %s: %d %s", method, path, w.status, strings.TrimSpace(w.body.String()))
	}
	if w.body.Len() == 0 {
		return nil, nil
	}
	var v any
	if err := json.Unmarshal(w.body.Bytes(), &v); err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return v, nil
}

func (s *sim) Faults(rules []map[string]any) error {
	if len(rules) == 0 {
		s.world.Faults.Clear()
		return nil
	}
	_, err := s.Control(http.MethodPut, "faults", map[string]any{"rules": rules})
	return err
}

func (s *sim) Fired() map[string]int {
	out := map[string]int{}
	for _, r := range s.world.Faults.Rules() {
		out[r.Name] += r.Applied
	}
	return out
}

func (s *sim) Troubles() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.violations)
	kept, _ := s.server.Strays().List()
	for _, stray := range kept {
		out = append(out, fmt.Sprintf("stray request: %s %s%s: %s", stray.Method, stray.Host, stray.Path, stray.Reason))
	}
	return out
}

// Tell adds the journal's faults, decisions and bugs to what was witnessed.
func (s *sim) Tell(xs []conformance.Exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range xs {
		known := s.told[strconv.Itoa(xs[i].N)]
		if known == nil {
			continue
		}
		xs[i].Faults = append(xs[i].Faults, known.Faults...)
		xs[i].Bug = known.Bug
		for _, d := range known.Decisions {
			xs[i].Decisions = append(xs[i].Decisions, d.Step+" "+d.Outcome+": "+d.Reason)
		}
	}
}

// validate notes how an answer differs from its service's description.
func (s *sim) validate(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error {
	if err := s.check(service, r, requestBody, status, header, body); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.violations = append(s.violations, "wire schema: "+err.Error())
	}
	return nil
}

// answer collects what the control plane says.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }
