package sweatstack_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhereTokensComeFrom(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	good, bad := s.bearer, "bad"
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"nothing":                     {nil, 401},
		"bearer":                      {[]string{"Authorization", "Bearer " + good}, 200},
		"small letters":               {[]string{"Authorization", "bearer " + good}, 200},
		"another scheme":              {[]string{"Authorization", "Basic " + good}, 401},
		"cookie":                      {[]string{"Cookie", "token=" + good}, 200},
		"renewed":                     {[]string{"refreshed-token", good}, 200},
		"renewed before bearer":       {[]string{"refreshed-token", good, "Authorization", "Bearer " + bad}, 200},
		"bad renewed before bearer":   {[]string{"refreshed-token", bad, "Authorization", "Bearer " + good}, 401},
		"bearer before a bad cookie":  {[]string{"Cookie", "token=" + bad, "Authorization", "Bearer " + good}, 200},
		"bad bearer before a cookie":  {[]string{"Cookie", "token=" + good, "Authorization", "Bearer " + bad}, 401},
		"a token with another ending": {[]string{"Authorization", "Bearer " + good[:len(good)-2]}, 401},
	} {
		a := s.ask("GET", api+"/latest", nil, c.headers...)
		require.Equal(t, c.status, a.status, name)
		if c.status == 401 {
			require.Equal(t, `{"detail":"Not authenticated"}`, a.text())
			require.Equal(t, "Bearer", a.header.Get("WWW-Authenticate"))
		}
	}
	turned := newSim(t, with("token-order", "cookie-bearer-refreshed"), with("unauthorized-status", "403"))
	require.Equal(t, 200, turned.ask("GET", api+"/latest", nil, "Cookie", "token="+turned.bearer, "Authorization", "Bearer bad").status)
	require.Equal(t, 403, turned.ask("GET", api+"/latest", nil).status)
}

func TestScopes(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	one := s.path(s.workouts()[0])
	grant := func(scope string) {
		made, err := s.step("POST", "tokens", `{"userId":"`+s.user+`","scopes":["`+scope+`"]}`)
		require.NoError(t, err)
		s.bearer = made.text("accessToken")
	}
	grant("data:write")
	require.Equal(t, 403, s.get(one).status, "writing is not reading")
	require.Equal(t, 200, s.send("PUT", one+"/app-metadata", `{}`).status)
	grant("data:read")
	require.Equal(t, 403, s.send("PUT", one+"/app-metadata", `{}`).status)
	require.Equal(t, 403, s.upload("running", file{"a.csv", table(3)}).status)
	require.Equal(t, 403, s.get("/api/v1/oauth/userinfo").status)
	grant("profile")
	require.Equal(t, 200, s.get("/api/v1/oauth/userinfo").status)
	turned := newSim(t, with("scope-status", "401"))
	made, err := turned.step("POST", "tokens", `{"userId":"`+turned.user+`","scopes":["data:write"]}`)
	require.NoError(t, err)
	turned.bearer = made.text("accessToken")
	require.Equal(t, 401, turned.get(api+"/").status)
}

func TestPathsAndMethodsThatAreWrong(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	one := s.path(s.workouts()[0])
	for _, c := range []struct{ method, path, location string }{
		{"GET", "/api/v1/activities?limit=2&sport=running", "/api/v1/activities/?limit=2&sport=running"},
		{"GET", api + "/latest/", api + "/latest"},
		{"GET", one + "/data/?metrics=power", one + "/data?metrics=power"},
		{"POST", "/api/v1/activities", "/api/v1/activities/"},
		{"PUT", one + "/app-metadata/", one + "/app-metadata"},
	} {
		a := s.ask(c.method, c.path, nil)
		require.Equal(t, http.StatusTemporaryRedirect, a.status, c.path)
		require.True(t, strings.HasSuffix(a.header.Get("Location"), c.location), a.header.Get("Location"))
		require.Empty(t, a.body)
	}
	for _, c := range []struct{ method, path, allow string }{
		{"POST", api + "/latest", "GET"}, {"HEAD", api + "/", "GET"}, {"GET", one + "/app-metadata", "PUT"}, {"PATCH", "/api/v1/tests/x", "GET"}, {"GET", "/api/v1/oauth/token", "POST"},
	} {
		a := s.ask(c.method, c.path, nil)
		require.Equal(t, http.StatusMethodNotAllowed, a.status, c.path)
		require.Equal(t, c.allow, a.header.Get("Allow"), c.path)
		if c.method != "HEAD" {
			require.Equal(t, `{"detail":"Method Not Allowed"}`, a.text())
		}
	}
	for _, path := range []string{"/", "/api/v2/activities/", "/api/v1/nothing", one + "/data/more"} {
		require.Equal(t, `{"detail":"Not Found"}`, s.get(path).text(), path)
	}
}

func TestBrowsersOfOtherOrigins(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	ask := func(s *sim, method, path string, more ...string) answer {
		return s.ask(method, path, nil, append([]string{"Origin", "https://app.example", "Authorization", "Bearer " + s.bearer}, more...)...)
	}
	a := ask(s, "OPTIONS", api+"/latest", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "authorization,x-a")
	require.Equal(t, 200, a.status)
	require.Equal(t, "OK", a.text())
	require.Equal(t, "https://app.example", a.header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, "authorization,x-a", a.header.Get("Access-Control-Allow-Headers"))
	require.Equal(t, "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", a.header.Get("Access-Control-Allow-Methods"))
	for _, method := range []string{"BREW", "ET", "T, OPTIONS"} {
		require.Equal(t, 400, ask(s, "OPTIONS", api+"/latest", "Access-Control-Request-Method", method).status, method)
	}
	require.Equal(t, 405, ask(s, "OPTIONS", api+"/latest").status, "without a question it is a method like others")
	a = ask(s, "GET", api+"/latest")
	require.Equal(t, "https://app.example", a.header.Get("Access-Control-Allow-Origin"))
	require.Len(t, a.header.Get("X-Request-ID"), 32)
	require.NotEqual(t, a.header.Get("X-Request-ID"), ask(s, "GET", api+"/latest").header.Get("X-Request-ID"))
	require.Equal(t, "*", ask(newSim(t, with("cors", "any")), "GET", "/none").header.Get("Access-Control-Allow-Origin"))
	none := newSim(t, with("cors", "off"), with("request-id", "off"))
	a = ask(none, "GET", api+"/latest")
	require.Empty(t, a.header.Get("Access-Control-Allow-Origin")+a.header.Get("X-Request-ID"))
	require.Equal(t, 405, ask(none, "OPTIONS", api+"/latest", "Access-Control-Request-Method", "GET").status)
}
