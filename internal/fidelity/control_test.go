package fidelity_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/evidence/why"
	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

const controlFolder = "../../fixtures/control"

// call is one of a session with a control plane.
type call struct {
	Call    string            `yaml:"call"` // method, and path below the control plane's
	Body    string            `yaml:"body"`
	Media   string            `yaml:"media"`   // of the body; JSON when empty
	Service *string           `yaml:"service"` // the vendor that is called instead; "" for none that there is
	Keep    map[string]string `yaml:"keep"`    // names for parts of the answer, by JSON pointer
}

// unprovoked are described statuses that no call meets.
type unprovoked struct {
	Status     int      `yaml:"status"`
	Why        string   `yaml:"why"`
	Operations []string `yaml:"operations"`
}

// session is fixtures/control/session.yaml.
type session struct {
	Seed       uint64       `yaml:"seed"`
	Time       time.Time    `yaml:"time"`
	Calls      []call       `yaml:"calls"`
	Unprovoked []unprovoked `yaml:"unprovoked"`

	t    *testing.T
	sim  *mocktest.Sim
	kept []string // "{name}", value and so on
}

func newSession(t *testing.T) *session {
	t.Helper()
	text, err := os.ReadFile(controlFolder + "/session.yaml")
	require.NoError(t, err)
	s := &session{t: t}
	require.NoError(t, yaml.UnmarshalWithOptions(text, s, yaml.Strict()))
	s.sim = mocktest.Start(t, mocktest.Config{
		World:  world.Config{Seed: &s.Seed, Time: s.Time, Frozen: true},
		Server: mockserver.Config{ControlSpec: func() []byte { return controlSpec(t) }, Why: reasons},
		Allow:  mocktest.Allow{Strays: true, UnusedFaults: true},
	})
	return s
}

func controlSpec(t *testing.T) []byte {
	t.Helper()
	spec, err := specs.Read("control")
	require.NoError(t, err)
	return spec
}

func (s *session) fill(text string) string { return strings.NewReplacer(s.kept...).Replace(text) }

// make calls, keeps what is to be kept, and returns the exchange unless it was with a vendor.
func (s *session) make(c call) *recording.Entry {
	s.t.Helper()
	method, path, _ := strings.Cut(s.fill(c.Call), " ")
	body := s.fill(c.Body)
	if c.Service != nil {
		s.keep(c, s.vendor(*c.Service, method, path, body))
		return nil
	}
	r := httptest.NewRequestWithContext(s.t.Context(), method, mocktest.Base+mockserver.DefaultControlPrefix+"/"+path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:0"
	e := &recording.Entry{StartedDateTime: recording.FormatTime(s.Time), Service: "control"}
	e.Request = recording.Request{Method: method, URL: r.URL.String(), HTTPVersion: "HTTP/1.1", Cookies: []recording.Cookie{}, QueryString: recording.QueryPairs(r.URL.RawQuery), HeadersSize: -1, BodySize: int64(len(body))}
	if body != "" {
		media := c.Media
		if media == "" {
			media = "application/json"
		}
		r.Header.Set("Content-Type", media)
		e.Request.PostData = &recording.PostData{MimeType: media, Text: body}
	}
	e.Request.Headers = recording.Pairs(r.Header)
	w := httptest.NewRecorder()
	s.sim.Control().ServeHTTP(w, r)
	s.keep(c, w)
	e.Response = recording.Response{Status: w.Code, StatusText: http.StatusText(w.Code), HTTPVersion: "HTTP/1.1", Cookies: []recording.Cookie{}, Headers: recording.Pairs(w.Header()), HeadersSize: -1, BodySize: int64(w.Body.Len())}
	e.Response.Content = recording.Content{Size: int64(w.Body.Len()), MimeType: w.Header().Get("Content-Type"), Text: w.Body.String()}
	return e
}

// vendor calls a simulated vendor of the world with the session's credentials.
func (s *session) vendor(service, method, path, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	target := "http://stranger.example" + path
	if service != "" {
		target = mocktest.Base + "/w/nightly/" + service + path
	}
	r := httptest.NewRequestWithContext(s.t.Context(), method, target, strings.NewReader(body))
	now := s.Time.Add(6 * time.Minute)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": s.fill("{consumer}"), "iat": now.Unix(), "exp": now.Unix() + 300}).SignedString([]byte(s.fill("{secret}")))
	require.NoError(s.t, err)
	switch service {
	case "firstbeat":
		r.Header.Set("X-Api-Key", s.fill("{apiKey}"))
	case "polar-accesslink":
		token = s.fill("{polarToken}")
	}
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	s.sim.ServeHTTP(w, r)
	return w
}

func (s *session) keep(c call, w *httptest.ResponseRecorder) {
	s.t.Helper()
	for name, pointer := range c.Keep {
		var node any
		d := json.NewDecoder(strings.NewReader(w.Body.String()))
		d.UseNumber()
		require.NoError(s.t, d.Decode(&node), "%s: %d %s", c.Call, w.Code, w.Body)
		node = first(node, strings.Split(pointer, "/")[1:])
		require.NotNil(s.t, node, "%s: nothing at %s of %.500s", c.Call, pointer, w.Body)
		s.kept = append(s.kept, "{"+name+"}", fmt.Sprint(node))
	}
}

// first is what stands at a JSON pointer, in which * is the first element that has the rest; nil when nothing does.
func first(node any, steps []string) any {
	if len(steps) == 0 {
		return node
	}
	switch node := node.(type) {
	case map[string]any:
		return first(node[steps[0]], steps[1:])
	case []any:
		for i, element := range node {
			if found := first(element, steps[1:]); found != nil && (steps[0] == "*" || steps[0] == strconv.Itoa(i)) {
				return found
			}
		}
	}
	return nil
}

// reasons are what `ergodrome serve` gives its control plane.
func reasons(w *world.World, e *journal.Exchange) (any, error) {
	return why.Explain(evidence.Load(), w, e)
}
