//go:build !race

// One goroutine compares long answers here, which the race detector makes ten times as slow and sees nothing in.

package fidelity_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// stackPins are the identifiers of the exchanges, as far as a world can be laid out around them.
const stackPins = `{"client":{"clientId":"0123456789abcdef","clientSecret":"secret-of-the-app","redirectUris":["http://localhost:8000/callback","https://example.com/app/"]},
"users":[{"userId":"01JVJ0M4Q8PERSON0000000001","activities":["act_01JVJ0M4Q8RIDE00000001"]}]}`

// verifier is what an app draws by chance, whose challenge the exchanges call one.
const verifier = "0123456789-verifier-of-the-app-0123456789-abc"

// stack is a simulated SweatStack that answers what the exchanges ask.
type stack struct {
	t           *testing.T
	sim         *mocktest.Sim
	token, user string
	cookie      string
	as          map[string]string // what stands in an exchange, and what it is here
}

// makeStack makes the tenants of all tests, whose keys it keeps: one takes a while.
var makeStack = sync.OnceValue(sweatstack.Service)

func newStack(t *testing.T, profile string, scene stackScene) *stack {
	t.Helper()
	pins := stackPins
	if scene.public {
		_, users, _ := strings.Cut(pins, "\n")
		pins = "{" + users
	}
	c := world.Config{
		Seed: new(uint64(7)), Time: time.Date(2026, time.May, 20, 12, 0, 0, 0, time.UTC), Frozen: true, Limits: world.LimitsOff, Sets: people(),
		Pins: map[string]json.RawMessage{"sweatstack": json.RawMessage(pins)}, Profile: map[string]string{"sweatstack": profile},
		Switches: map[string]map[string]string{"sweatstack": scene.switches},
	}
	c.Population.FirstDay = c.Time.AddDate(0, 0, -30)
	s := &stack{t: t, sim: mocktest.Start(t, mocktest.Config{World: c, Services: []world.Service{makeStack()}}), as: map[string]string{
		"{secret}": "secret-of-the-app", "=challenge&": "=" + challengeOf(verifier) + "&", "{verifier}": verifier,
	}}
	var creds struct {
		Users []struct{ UserID, AccessToken, RefreshToken string }
	}
	s.sim.DecodeCredentials("sweatstack", &creds)
	s.user, s.token, s.as["{refreshToken}"] = creds.Users[0].UserID, creds.Users[0].AccessToken, creds.Users[0].RefreshToken
	if scene.public {
		s.as["+profile&"] = "+profile+offline_access&" // without it such an app has nothing to refresh
		s.sim.Step(http.MethodPost, "sweatstack/clients", map[string]any{"clientId": "0123456789abcdef", "public": true, "redirectUris": []string{"http://localhost:8000/callback"}})
	}
	return s
}

// stackScene is what must have happened before an exchange comes out as it is printed.
type stackScene struct {
	switches map[string]string
	public   bool // the app has no secret
	before   func(*stack, *fixtures.Exchange)
	like     func(*stack, *fixtures.Exchange) []string // targets, that of the exchange when nil
}

// The exchanges ask of a world what it has, and of worlds of their own what must first be made.
func TestSweatStackAnswersHaveTheShapesOfTheExchanges(t *testing.T) {
	accepted := compare(t, "sweatstack")
	scenes := stackScenes()
	staged := slices.Collect(maps.Keys(scenes))
	usual := map[string]*stack{"2026-05": newStack(t, "2026-05", stackScene{}), "current": newStack(t, "current", stackScene{})}
	for _, e := range accepted.exchanges {
		name := strings.TrimPrefix(e.Name, "sweatstack/")
		staged = slices.DeleteFunc(staged, func(s string) bool { return s == name })
		t.Run(name, func(t *testing.T) {
			profile := "2026-05"
			if e.Profile != "" {
				profile = e.Profile
			}
			s := usual[profile]
			scene, own := scenes[name]
			if own && (scene.before != nil || scene.switches != nil) || e.Method != http.MethodGet {
				s = newStack(t, profile, scene)
			}
			s.t = t
			if scene.before != nil {
				scene.before(s, &e)
			}
			targets := []string{e.Target}
			if scene.like != nil {
				targets = scene.like(s, &e)
			}
			ours := shape{}
			for _, target := range targets {
				status, header, body := s.ask(&e, target)
				ours.read(t, status, header, body)
			}
			accepted.requireLike(t, &e, ours)
		})
	}
	require.Empty(t, staged, "scenes without an exchange")
}

// ask asks what an exchange asked of another target, with credentials that hold in this world where it had any.
func (s *stack) ask(e *fixtures.Exchange, target string) (int, http.Header, []byte) {
	s.t.Helper()
	body := string(e.RequestBody)
	if strings.HasPrefix(e.RequestHeader.Get("Content-Type"), "multipart/") {
		body = strings.ReplaceAll(body, "\n", "\r\n")
	}
	for printed, here := range s.as {
		target, body = strings.ReplaceAll(target, printed, here), strings.ReplaceAll(body, printed, here)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), e.Method, s.sim.URL("sweatstack")+target, strings.NewReader(body))
	require.NoError(s.t, err)
	for name, values := range e.RequestHeader {
		if name != "Host" {
			r.Header[name] = values
		}
	}
	if r.Header.Get("Authorization") != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	if s.cookie != "" {
		r.Header.Set("Cookie", s.cookie)
	}
	return answerOf(s.t, s.sim.Client(), r)
}

// do asks on the way to an exchange, and reads the answer.
func (s *stack) do(method, target, contentType, body string, into any) {
	s.t.Helper()
	e := fixtures.Exchange{Method: method, RequestHeader: http.Header{"Authorization": {"{jwt}"}}, RequestBody: []byte(body)}
	if body != "" {
		e.RequestHeader.Set("Content-Type", contentType)
	}
	status, _, answer := s.ask(&e, target)
	require.Less(s.t, status, 300, "%s %s: %s", method, target, answer)
	if into != nil {
		require.NoError(s.t, json.Unmarshal(answer, into), "%s %s: %s", method, target, answer)
	}
}

// again asks what another exchange asked, and calls what it made here by the name that it has there.
func (s *stack) again(name, called string) {
	s.t.Helper()
	e, err := fixtures.Load("sweatstack/" + name)
	require.NoError(s.t, err)
	status, _, body := s.ask(&e, e.Target)
	require.Equal(s.t, e.Status, status, "%s: %s", name, body)
	var made struct{ ID string }
	require.NoError(s.t, json.Unmarshal(body, &made))
	s.as[called] = made.ID
}

// allow has a user allow what an exchange's code stands for.
func (s *stack) allow(e *fixtures.Exchange) {
	form, err := url.ParseQuery(string(e.RequestBody))
	require.NoError(s.t, err)
	ask, err := fixtures.Load("sweatstack/authorize")
	require.NoError(s.t, err)
	target := ask.Target
	if !form.Has("code_verifier") {
		target = strings.Replace(target, "&code_challenge=challenge&code_challenge_method=S256", "", 1)
	}
	s.sim.Step(http.MethodPost, "sweatstack/consents", map[string]any{"clientId": "0123456789abcdef", "userId": s.user})
	_, header, body := s.ask(&ask, target)
	to, err := url.Parse(header.Get("Location"))
	require.NoError(s.t, err)
	s.as["{code}"] = to.Query().Get("code")
	require.NotEmpty(s.t, s.as["{code}"], "%s %s", to, body)
}

// with lets the caller come with other tokens of the same user.
func (s *stack) with(kind string, scopes ...string) {
	s.t.Helper()
	var made map[string]any
	s.sim.Step(http.MethodPost, "sweatstack/"+kind, map[string]any{"userId": s.user, "scopes": scopes}, &made)
	for _, member := range []string{"accessToken", "apiKey", "token"} {
		if token, ok := made[member].(string); ok {
			s.token = token
			return
		}
	}
	s.t.Fatalf("no token in %v", made)
}

// mishap is what faults are for: the vendor's own failures.
func (s *stack) mishap(e *fixtures.Exchange) {
	do := fault.Do{Status: e.Status}
	if wait := e.Header.Get("Retry-After"); wait != "" {
		do.Headers = map[string]string{"Retry-After": wait}
	}
	s.sim.Faults(fault.Rule{Match: fault.Match{Operation: e.Operation}, Do: do})
}
