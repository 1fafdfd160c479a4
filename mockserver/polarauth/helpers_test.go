package polarauth

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// start is when test worlds begin; their clocks stand still.
var start = time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

// sim is one world with this service in it, called without a network.
type sim struct {
	tb     testing.TB
	world  *world.World
	tenant *tenant
	jar    map[string]string // a browser's cookies
}

type option func(c *world.Config)

func with(name, value string) option {
	return func(c *world.Config) {
		if c.Switches == nil {
			c.Switches = map[string]map[string]string{Name: {}}
		}
		c.Switches[Name][name] = value
	}
}

func withPins(pins string) option {
	return func(c *world.Config) { c.Pins = map[string]json.RawMessage{Name: json.RawMessage(pins)} }
}

// fixed is a client whose values are easy to read.
const fixed = `{"client":{"clientId":"12345","clientSecret":"verySecret","redirectUris":["http://another.example","http://random.example/products/list?product_id=332211"]},
	"users":[{"userId":"7001","athlete":0},{"userId":"8001","coach":0}]}`

const (
	plainURI = "http://another.example"
	queryURI = "http://random.example/products/list?product_id=332211"
)

func newSim(tb testing.TB, options ...option) *sim {
	tb.Helper()
	c := world.Config{Name: "test", Seed: new(uint64(7)), Time: start, Frozen: true}
	withPins(fixed)(&c)
	for _, o := range options {
		o(&c)
	}
	w, err := world.New(c, []world.Service{Service()})
	require.NoError(tb, err)
	return simOf(tb, w)
}

func simOf(tb testing.TB, w *world.World) *sim {
	tb.Helper()
	t, err := w.Tenant(Name)
	require.NoError(tb, err)
	return &sim{tb: tb, world: w, tenant: t.(*tenant), jar: map[string]string{}}
}

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

func (a answer) location() string { return a.Header.Get("Location") }

func (a answer) reasons() string {
	var all []string
	for _, d := range a.exchange.Decisions {
		all = append(all, d.Step+": "+d.Reason)
	}
	return strings.Join(all, "; ")
}

// send makes a request with exactly these headers, and keeps no cookies.
func (s *sim) send(method, target, body string, headers ...string) answer {
	s.tb.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.ask(r)
}

func (s *sim) ask(r *http.Request) answer {
	s.tb.Helper()
	call := httpx.Call{Now: s.world.Clock.Now(), Prefix: "/w/test/polar-auth", Exchange: &journal.Exchange{}}
	a := answer{s.tenant.Answer(s.tenant.Match(r), r, call), call.Exchange}
	require.NoError(s.tb, a.Bug, "%s %s", r.Method, r.URL)
	require.NotEqual(s.tb, http.StatusInternalServerError, a.status())
	return a
}

// browse is a browser's request: with its cookies, a form if there is one.
func (s *sim) browse(method, target string, form url.Values) answer {
	s.tb.Helper()
	target = strings.TrimPrefix(target, "/w/test/polar-auth")
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", mediaForm)
	}
	for name, value := range s.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	a := s.ask(r)
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		require.Equal(s.tb, "/w/test/polar-auth/", c.Path)
		s.jar[c.Name] = c.Value
	}
	return a
}

// authorizeQuery is an authorization request of the fixed client.
func authorizeQuery(edit ...string) string {
	q := url.Values{"client_id": {"12345"}, "response_type": {"code"}, "scope": {"sleep:read tests:read"}, "state": {"yourState"}}
	for i := 0; i < len(edit); i += 2 {
		if q.Del(edit[i]); edit[i+1] != "" {
			q.Set(edit[i], edit[i+1])
		}
	}
	return authorizePath + "?" + q.Encode()
}

// signIn leads a browser through the login page to the consent page.
func (s *sim) signIn(target, user string) answer {
	s.tb.Helper()
	a := s.browse("GET", target, nil)
	require.Equal(s.tb, http.StatusFound, a.status())
	require.Equal(s.tb, "/w/test/polar-auth/login", a.location())
	require.Equal(s.tb, http.StatusOK, s.browse("GET", a.location(), nil).status())
	a = s.browse("POST", "/login", url.Values{csrfField: {s.jar[csrfCookie]}, "user": {user}})
	require.Equal(s.tb, http.StatusFound, a.status(), "%s", a.Body)
	require.Equal(s.tb, "/w/test/polar-auth"+target, a.location())
	a = s.browse("GET", a.location(), nil)
	require.Equal(s.tb, http.StatusOK, a.status())
	return a
}

func (s *sim) answerConsent(target, approval string, scopes ...string) answer {
	s.tb.Helper()
	return s.browse("POST", target, url.Values{csrfField: {s.jar[csrfCookie]}, "user_oauth_approval": {approval}, "scope": scopes})
}

// code has a user approve of a request.
func (s *sim) code(target string) string {
	s.tb.Helper()
	s.step("POST", "polar/consents", `{}`)
	a := s.send("GET", target, "")
	require.Equal(s.tb, http.StatusFound, a.status(), a.reasons())
	u, err := url.Parse(a.location())
	require.NoError(s.tb, err)
	require.Regexp(s.tb, `^[0-9a-f]{32}$`, u.Query().Get("code"), a.location())
	return u.Query().Get("code")
}

const basicHeader = "Basic MTIzNDU6dmVyeVNlY3JldA==" // the documents' example

func (s *sim) token(form string) answer {
	s.tb.Helper()
	return s.send("POST", tokenPath, form, "Authorization", basicHeader, "Content-Type", mediaForm)
}

func (s *sim) tokens(form string) tokenBody {
	s.tb.Helper()
	a := s.token(form)
	require.Equal(s.tb, http.StatusOK, a.status(), a.reasons())
	var b tokenBody
	require.NoError(s.tb, json.Unmarshal(a.Body, &b))
	return b
}

// step runs a control-plane step and returns its answer as JSON.
func (s *sim) step(method, path, body string, vars ...string) (string, error) {
	s.tb.Helper()
	values := map[string]string{}
	for i := 0; i < len(vars); i += 2 {
		values[vars[i]] = vars[i+1]
	}
	for _, st := range s.tenant.Steps() {
		if st.Method == method && st.Path == path {
			v, err := st.Handle(values, []byte(body))
			if err != nil {
				return "", err
			}
			out, err := json.Marshal(v)
			require.NoError(s.tb, err)
			return string(out), nil
		}
	}
	s.tb.Fatalf("no step %s %s", method, path)
	return "", nil
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
