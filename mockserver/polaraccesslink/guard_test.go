package polaraccesslink_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestHelloNeedsNoToken(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	a := s.send("GET", "/hello")
	require.Equal(t, 200, a.status)
	require.Equal(t, "text/plain", a.header.Get("Content-Type"))
	require.Equal(t, "Hello from Polar AccessLink", a.text())
	require.Equal(t, 200, s.send("GET", "/hello", "Authorization", "Bearer nobody").status)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	bearer := "Bearer " + s.token
	for _, c := range []struct {
		name, method, path, authorization string
		status                            int
		body, header, value               string
	}{
		{"no token", "GET", "/sports/list", "", 401, `{"errorMessage":"Full authentication is required to access this resource"}`, "Www-Authenticate", "Bearer"},
		{"another scheme", "GET", "/sports/list", "Basic YTpi", 401, `{"errorMessage":"Full authentication is required to access this resource"}`, "Www-Authenticate", "Bearer"},
		{"an unknown token", "GET", "/sports/list", "Bearer nobody", 401, `{"errorMessage":"Invalid access token"}`, "Www-Authenticate", `Bearer error="invalid_token"`},
		{"another scope", "GET", "/sports/list", "Bearer " + s.grant(s.athlete, "sleep:read"), 403, `{"errorMessage":"Missing required scope: sports:read"}`, "Content-Type", "application/json"},
		{"a scope before parameters", "GET", "/sleeps?from=x", "Bearer " + s.grant(s.athlete, "sports:read"), 403, `{"errorMessage":"Missing required scope: sleep:read"}`, "", ""},
		{"an unknown path", "GET", "/training-sessions", bearer, 404, `{"errorMessage":"Not Found"}`, "", ""},
		{"a slash at the end", "GET", "/sports/list/", bearer, 404, `{"errorMessage":"Not Found"}`, "", ""},
		{"another method", "DELETE", "/training-target/favorites", bearer, 405, `{"errorMessage":"Method Not Allowed"}`, "Allow", "GET"},
		{"no size", "GET", "/user/profile-picture", bearer, 400, `{"errorMessage":"Query parameter 'size' is required"}`, "", ""},
		{"no such size", "GET", "/user/profile-picture?size=huge", bearer, 400, `{"errorMessage":"Unknown value 'huge' for key 'size'"}`, "", ""},
		{"no route", "GET", "/routes/1", bearer, 404, `{"errorMessage":"Route not found"}`, "", ""},
		{"no number of a route", "GET", "/routes/abc", bearer, 400, `{"errorMessage":"Value for key 'routeId' could not be parsed as uint64"}`, "", ""},
		{"somebody else's route", "GET", "/routes/" + polaraccesslink.RouteID(s.tenant, s.athlete+1, 0), bearer, 404, `{"errorMessage":"Route not found"}`, "", ""},
		{"a route of another service", "GET", "/routes/" + polaraccesslink.RouteID(s.tenant, s.athlete, 3), bearer, 404, `{"errorMessage":"Route not found"}`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var headers []string
			if c.authorization != "" {
				headers = []string{"Authorization", c.authorization}
			}
			a := s.send(c.method, c.path, headers...)
			require.Equal(t, c.status, a.status)
			require.Equal(t, c.body, a.text())
			if c.header != "" {
				require.Contains(t, a.header.Get(c.header), c.value)
			}
		})
	}
	s.Advance(13 * time.Hour)
	require.Equal(t, http.StatusUnauthorized, s.get("/sports/list").status, "tokens live for twelve hours")
}

func TestVersion3TakesNoToken(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	answer := func(method, path string) httpx.Response {
		r := httptest.NewRequest(method, path, http.NoBody)
		r.Header.Set("Authorization", "Bearer "+s.token)
		return s.tenant.Answer(s.tenant.Match(r), r, httpx.Call{Now: s.Now(), Exchange: &journal.Exchange{}})
	}
	for _, c := range [][2]string{{"GET", "/v3/users/1"}, {"POST", "/v3/users"}, {"GET", "/v3/"}, {"DELETE", "/v3/nothing"}} {
		resp := answer(c[0], c[1])
		require.Equal(t, http.StatusUnauthorized, resp.Status, c)
		require.Equal(t, "text/html;charset=utf-8", resp.ContentType)
		require.Contains(t, string(resp.Body), "<h1>HTTP Status 401")
		require.Equal(t, `Bearer error="invalid_token"`, resp.Header.Get("WWW-Authenticate"))
	}
	for _, path := range []string{"/v3", "/v5/users", "/v4/v3/users"} {
		require.Equal(t, http.StatusNotFound, answer("GET", path).Status, path)
	}
}

func TestEveryOperationHasItsOwnScope(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	const most = 16
	scopes, paths := map[string]bool{}, paths("documented")
	for _, o := range polaraccesslink.Table() {
		if o.Scope == "" {
			continue
		}
		scope := o.Scope + ":read"
		scopes[scope] = true
		var others []string
		for _, other := range polaraccesslink.Table() {
			if other.Scope != "" && other.Scope != o.Scope && !slices.Contains(others, other.Scope+":read") {
				others = append(others, other.Scope+":read")
			}
		}
		path := paths[o.ID]
		if path == "" {
			path = "/routes/" + polaraccesslink.RouteID(s.tenant, s.athlete, 0)
		}
		a := s.send("GET", path, "Authorization", "Bearer "+s.grant(s.athlete, others...))
		require.Equal(t, 403, a.status, o.ID)
		require.Equal(t, `{"errorMessage":"Missing required scope: `+scope+`"}`, a.text())
		s.token = s.grant(s.athlete, scope)
		require.NotEqual(t, 403, s.direct(path).Status, "%s takes its own", o.ID)
	}
	require.Len(t, scopes, most)
}

func TestConsents(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.step("POST", "athletes/{athlete}/consents", `{"accepted":false}`, nil)
	a := s.get("/sports/list")
	require.Equal(t, 403, a.status)
	require.Equal(t, `{"errorMessage":"User has not accepted all mandatory consents"}`, a.text())
	fork, err := s.Worlds().Fork(world.DefaultName, "fork")
	require.NoError(t, err)
	s.step("POST", "athletes/{athlete}/consents", ``, nil)
	require.Equal(t, 200, s.get("/sports/list").status)
	forked, err := fork.Tenant(service)
	require.NoError(t, err)
	s.tenant = forked
	require.Equal(t, 403, s.direct("/sports/list").Status, "a fork goes its own way")
}

func TestCoachesHaveNoData(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	out, err := stepOf(t, s.World, polarauth.Name, "POST", "polar/users").Handle(nil, []byte(`{"userId":"77","coach":1}`))
	require.NoError(t, err, out)
	for _, o := range s.coachTokens() {
		require.Equal(t, 403, s.send("GET", "/sports/list", "Authorization", "Bearer "+o).status)
	}
}

func (s *sim) coachTokens() []string {
	s.t.Helper()
	return []string{grantTo(s.t, s.World, "77", "team_read")}
}

func TestSpelledFaults(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	speller := s.tenant.(world.Speller)
	for status, want := range map[int]string{
		500: "Unexpected error occurred", 503: "Unexpected error occurred", 429: `{"errorMessage":"Rate limit exceeded"}`,
		401: `{"errorMessage":"Invalid access token"}`, 404: `{"errorMessage":"Not Found"}`,
	} {
		resp, ok := speller.Spell(nil, status, nil)
		require.True(t, ok)
		require.Equal(t, status, resp.Status)
		require.Equal(t, want, string(resp.Body))
		require.Equal(t, status >= 500, strings.HasPrefix(resp.ContentType, "text/plain"))
	}
	for _, status := range []int{200, 302, 499} {
		_, ok := speller.Spell(nil, status, nil)
		require.False(t, ok, "%d", status)
	}
}

func TestWithoutAuthorizationServer(t *testing.T) {
	t.Parallel()
	w, err := world.New(world.Config{Time: start}, []world.Service{polaraccesslink.Service()})
	require.NoError(t, err)
	tenant, err := w.Tenant(service)
	require.NoError(t, err)
	s := &sim{t: t, tenant: tenant, token: "x"}
	require.ErrorContains(t, s.directAt("/sports/list", start).Bug, "authorization server")
}
