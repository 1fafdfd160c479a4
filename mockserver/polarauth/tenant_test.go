package polarauth

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestEverySwitchIsChecked(t *testing.T) {
	for _, sw := range Switches() {
		require.NotEmpty(t, sw.What, sw.Name)
		require.NotEmpty(t, sw.Evidence, sw.Name)
		try := func(v string) error {
			_, err := newSettings(&world.Config{Switches: map[string]map[string]string{Name: {sw.Name: v}}})
			return err
		}
		require.NoError(t, try(sw.Default), sw.Name)
		require.Error(t, try("no such value"), sw.Name)
		if len(sw.Values) > 1 {
			for _, v := range sw.Values {
				require.NoError(t, try(v), sw.Name)
			}
		}
	}
}

func TestPlanRefuses(t *testing.T) {
	tests := []struct {
		name   string
		option option
		field  string
		says   string
	}{
		{"an unknown profile", func(c *world.Config) { c.Profile = map[string]string{Name: "x"} }, "profile.polar-auth", "documented"},
		{"an unknown switch", with("no-such-switch", "x"), "switches.polar-auth.no-such-switch", "no such switch"},
		{"a life of nothing", with("token-life", "0s"), "switches.polar-auth.token-life", "not a duration"},
		{"pins that are no object", withPins(`[]`), "pins.polar-auth", "must be an object"},
		{"pins of unknown members", withPins(`{"clients":[]}`), "pins.polar-auth", "no such member"},
		{"a redirect URI that is none", withPins(`{"client":{"redirectUris":["/x"]}}`), "pins.polar-auth.client", "not absolute"},
		{"a client ID with a colon", withPins(`{"client":{"clientId":"a:b"}}`), "pins.polar-auth.client", "colon"},
		{"a user who is nobody", withPins(`{"users":[{"userId":"1"}]}`), "pins.polar-auth.users[0]", "either"},
		{"a user out of the population", withPins(`{"users":[{"userId":"1","athlete":60}]}`), "pins.polar-auth.users[0]", "has 60"},
		{"a user ID that is no number", withPins(`{"users":[{"userId":"x","athlete":0}]}`), "pins.polar-auth.users[0]", "whole number"},
		{"a user ID that is taken", withPins(`{"users":[{"userId":"1","athlete":0},{"userId":"1","athlete":1}]}`), "pins.polar-auth.users[1]", "already"},
		{"a population that cannot be", func(c *world.Config) { c.Population.Athletes = -1 }, "population", "athletes"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			c := world.Config{}
			tt.option(&c)
			_, err := world.New(c, []world.Service{Service()})
			invalid, ok := errors.AsType[*world.Invalid](err)
			require.True(t, ok, "%v", err)
			require.Contains(t, invalid.Field, tt.field)
			require.Contains(t, invalid.Error(), tt.says)
		})
	}
}

func TestCredentials(t *testing.T) {
	c := world.Config{Time: start, Frozen: true, Population: dataset.Config{Organizations: 3}}
	w, err := world.New(c, []world.Service{Service()})
	require.NoError(t, err)
	s := simOf(t, w)
	got := s.tenant.Credentials().(credentials)
	raw, err := json.Marshal(got)
	require.NoError(t, err)
	require.Regexp(t, `^\{"clientId":"[0-9a-f-]{36}","clientSecret":"[A-Za-z0-9]{43}","redirectUri":"http://127\.0\.0\.1:8788/callback","users":\[\{"userId":"[0-9]{8}","name":"[^"]+","scopes":\["activity:read",`, string(raw))
	require.Len(t, got.Users, demoAthletes+demoCoaches)
	for _, u := range got.Users {
		access, e := s.tenant.Introspect(u.AccessToken, start)
		require.Nil(t, e)
		require.Equal(t, u.UserID, access.User.ID)
		require.Equal(t, got.ClientID, access.ClientID)
		require.Equal(t, len(u.Scopes) == 1, access.Has(teamRead))
		organization := w.Data.Athlete(0).Organization
		switch access.User.Role {
		case roleAthlete:
			organization = w.Data.Athlete(access.User.Index).Organization
		case roleCoach:
			organization = w.Data.Coach(access.User.Index).Organization
		}
		require.Equal(t, 1, organization, "a customer, not the sandbox")
	}
	require.Subset(t, s.tenant.Secrets(), []string{got.ClientSecret, got.Users[0].AccessToken, got.Users[3].RefreshToken})

	w.Clock.Advance(13 * time.Hour)
	require.Equal(t, got, s.tenant.Credentials(), "an expired access token is the caller's to refresh")
	w.Clock.Advance(30 * 24 * time.Hour)
	renewed := s.tenant.Credentials().(credentials)
	require.NotEqual(t, got.Users[0], renewed.Users[0], "nothing is handed out that can no longer be used")
	_, e := s.tenant.Introspect(renewed.Users[0].AccessToken, w.Clock.Now())
	require.Nil(t, e)

	small, err := world.New(world.Config{Population: dataset.Config{Organizations: 1, Athletes: 1, Teams: 1}}, []world.Service{Service()})
	require.NoError(t, err)
	require.Len(t, simOf(t, small).tenant.Credentials().(credentials).Users, 2)
}

func TestPinnedUsersComeFirst(t *testing.T) {
	s := newSim(t, withPins(`{"users":[{"userId":"1","athlete":9},{"userId":"2","athlete":8},{"userId":"3","athlete":7},{"userId":"4","athlete":6},{"userId":"5","coach":3}]}`))
	var ids []string
	for _, u := range s.tenant.Credentials().(credentials).Users {
		ids = append(ids, u.UserID)
		access, e := s.tenant.Introspect(u.AccessToken, start)
		require.Nil(t, e)
		require.Equal(t, map[string]int{"1": 9, "2": 8, "3": 7, "4": 6, "5": 3}[u.UserID], access.User.Index)
	}
	require.Equal(t, []string{"1", "2", "3", "4", "5"}, ids)
	p := s.browse("GET", "/login", nil)
	require.Less(t, strings.Index(string(p.Body), `id="user-4"`), strings.Index(string(p.Body), "52 more have an account"))
	require.Empty(t, s.tenant.Consents(), "nobody was asked")
}

func TestWorldsDifferAndResetsDoNot(t *testing.T) {
	seed := uint64(7)
	newWorld := func(name string) *sim {
		w, err := world.New(world.Config{Name: name, Seed: &seed, Time: start, Frozen: true}, []world.Service{Service()})
		require.NoError(t, err)
		return simOf(t, w)
	}
	a, b := newWorld("a").tenant.Credentials().(credentials), newWorld("b").tenant.Credentials().(credentials)
	require.NotEqual(t, a.ClientID, b.ClientID, "a credential leads to its world")
	require.NotEqual(t, a.Users[0].AccessToken, b.Users[0].AccessToken)
	require.Equal(t, a.Users[0].UserID, b.Users[0].UserID)
	again := newWorld("a")
	require.Equal(t, a, again.tenant.Credentials())
	require.NoError(t, again.world.Reset())
	require.Equal(t, a, simOf(t, again.world).tenant.Credentials())
}

func TestFork(t *testing.T) {
	s := newSim(t)
	b := s.tokens("grant_type=authorization_code&code=" + s.code(authorizeQuery()))
	s.signIn(authorizeQuery(), "7001")
	_, err := s.step("POST", "polar/users", `{"userId":"4711","athlete":5}`)
	require.NoError(t, err)
	f, err := s.world.Fork("fork")
	require.NoError(t, err)
	copied := simOf(t, f)
	copied.jar = s.jar
	require.Equal(t, s.tenant.Credentials(), copied.tenant.Credentials())
	hand := func(s *sim) any {
		got, err := s.step("POST", "polar/tokens", `{"userId":"7001"}`)
		require.NoError(t, err)
		return got
	}
	require.NotEqual(t, hand(s), hand(copied), "what is issued later leads to its world")
	require.Equal(t, 302, copied.answerConsent(authorizeQuery(), "true", "sleep:read").status())
	_, ok := copied.tenant.people.find("4711")
	require.True(t, ok)
	_, err = copied.step("POST", "polar/users/{userId}/revoke", "", "userId", b.user(t, copied))
	require.NoError(t, err)
	_, e := copied.tenant.Introspect(b.AccessToken, start)
	require.NotNil(t, e)
	_, e = s.tenant.Introspect(b.AccessToken, start)
	require.Nil(t, e, "the original knows nothing of it")
}

// user is whose an access token is.
func (b tokenBody) user(t *testing.T, s *sim) string {
	t.Helper()
	access, e := s.tenant.Introspect(b.AccessToken, s.world.Clock.Now())
	require.Nil(t, e)
	return access.User.ID
}

func TestKnows(t *testing.T) {
	s := newSim(t)
	s.browse("GET", "/login", nil)
	c := s.tenant.Credentials().(credentials)
	tests := []struct {
		name          string
		target        string
		header, value string
		want          bool
	}{
		{"nobody", "/login", "", "", false},
		{"its client", tokenPath, "Authorization", basicHeader, true},
		{"another client", tokenPath, "Authorization", "Basic " + b64("a:b"), false},
		{"its client in a query", authorizeQuery(), "", "", true},
		{"another client in a query", authorizeQuery("client_id", "x"), "", "", false},
		{"its token", "/", "Authorization", "Bearer " + c.Users[0].AccessToken, true},
		{"another token", "/", "Authorization", "Bearer x", false},
		{"its browser", "/login", "Cookie", sessionCookie + "=" + s.jar[sessionCookie], true},
		{"another browser", "/login", "Cookie", sessionCookie + "=x", false},
	}
	for _, tt := range tests {
		r := httptest.NewRequest("GET", tt.target, nil)
		if tt.header != "" {
			r.Header.Set(tt.header, tt.value)
		}
		require.Equal(t, tt.want, s.tenant.Knows(r), tt.name)
	}
}

func TestStepsAboutClients(t *testing.T) {
	s := newSim(t)
	out, err := s.step("POST", "polar/clients", `{"name":"mine","redirectUris":["http://localhost:3000/cb","my.app:/cb"],"defaultRedirectUri":"my.app:/cb"}`)
	require.NoError(t, err)
	var c clientState
	require.NoError(t, json.Unmarshal([]byte(out), &c))
	require.NotEmpty(t, c.ClientSecret)
	for _, bad := range []string{`{}`, `{"redirectUris":["x"]}`, `{"clientId":"a:b","redirectUris":["http://a/"]}`, `{"x":1}`, `{"redirectUris":["http://a/"],"defaultRedirectUri":"http://b/"}`, `{} {}`} {
		_, err = s.step("POST", "polar/clients", bad)
		require.ErrorAs(t, err, new(*world.Invalid), bad)
	}
	_, err = s.step("POST", "polar/clients", `{"clientId":"12345","redirectUris":["http://a/"]}`)
	require.ErrorAs(t, err, new(*world.Conflict))
	out, err = s.step("GET", "polar/clients", "")
	require.NoError(t, err)
	require.Contains(t, out, `"name":"mine","redirectUris":["http://localhost:3000/cb","my.app:/cb"],"defaultRedirectUri":"my.app:/cb"`)
	require.NotContains(t, out, c.ClientSecret)

	_, err = s.step("POST", "polar/consents", `{"clientId":"`+c.ClientID+`","times":2}`)
	require.NoError(t, err)
	a := s.send("GET", authorizeQuery("client_id", c.ClientID), "")
	require.True(t, strings.HasPrefix(a.location(), "my.app:/cb?state=yourState&code="), a.location())
	_, err = s.step("POST", "polar/clients/{clientId}/redirect-uris", `{"redirectUris":["http://localhost:4000/cb"]}`, "clientId", c.ClientID)
	require.NoError(t, err)
	a = s.send("GET", authorizeQuery("client_id", c.ClientID), "")
	require.True(t, strings.HasPrefix(a.location(), "http://localhost:4000/cb?state=yourState&code="), a.location())
	_, err = s.step("DELETE", "polar/clients/{clientId}", "", "clientId", c.ClientID)
	require.NoError(t, err)
	require.Equal(t, 400, s.send("GET", authorizeQuery("client_id", c.ClientID), "").status())
	_, err = s.step("DELETE", "polar/clients/{clientId}", "", "clientId", "12345")
	require.ErrorAs(t, err, new(*world.Conflict))
}

func TestStepsAboutUsersAndTokens(t *testing.T) {
	s := newSim(t)
	out, err := s.step("POST", "polar/users", `{"userId":"31","coach":1}`)
	require.NoError(t, err)
	require.Contains(t, out, `"role":"coach","index":1,"coach":1,"scopes":["team_read"]`)
	out, err = s.step("GET", "polar/users", "")
	require.NoError(t, err)
	require.Contains(t, out, `"userId":"31"`)
	require.Contains(t, out, `"role":"athlete","index":0,"athlete":0,`, "nought is a number, too")
	require.Contains(t, out, `"role":"coach","index":1,"coach":1,`)
	require.Contains(t, out, `"athletes":60`)

	out, err = s.step("POST", "polar/tokens", `{"userId":"31"}`)
	require.NoError(t, err)
	var u userCredentials
	require.NoError(t, json.Unmarshal([]byte(out), &u))
	access, e := s.tenant.Introspect(u.AccessToken, start)
	require.Nil(t, e)
	require.Equal(t, oauth.User{ID: "31", Name: u.Name, Role: roleCoach, Index: 1}, access.User)
	require.Equal(t, []string{teamRead}, access.Scopes)
	_, err = s.step("POST", "polar/tokens/revoke", `{"token":"`+u.RefreshToken+`"}`)
	require.NoError(t, err)
	require.False(t, s.tenant.Issued(u.AccessToken))
	_, err = s.step("POST", "polar/tokens/revoke", `{"token":"x"}`)
	require.ErrorAs(t, err, new(*world.Missing))

	for body, kind := range map[string]any{
		`{"userId":"31","scopes":["sleep:read"]}`:            new(*world.Invalid),
		`{"userId":"31","scopes":["nothing"]}`:               new(*world.Invalid),
		`{"userId":"31","scopes":["team_read","team_read"]}`: new(*world.Invalid),
		`{"userId":"32"}`:                 new(*world.Missing),
		`{"userId":"31","clientId":"x"}`:  new(*world.Missing),
		`{"userId":31}`:                   new(*world.Invalid),
		`{"userId":"31","clientId":"x"} `: new(*world.Missing),
	} {
		_, err = s.step("POST", "polar/tokens", body)
		require.ErrorAs(t, err, kind, body)
	}
	_, err = s.step("POST", "polar/users/{userId}/revoke", "", "userId", "nobody")
	require.ErrorAs(t, err, new(*world.Missing))
}

func TestStepsAboutConsents(t *testing.T) {
	s := newSim(t)
	for _, bad := range []string{`{"times":0}`, `{"times":-1}`, `{"decision":""}`, `{"scopes":["x"]}`, `{"userId":"8001","scopes":["sleep:read"]}`} {
		_, err := s.step("POST", "polar/consents", bad)
		require.ErrorAs(t, err, new(*world.Invalid), bad)
	}
	_, err := s.step("POST", "polar/consents", `{"userId":"8001"}`)
	require.NoError(t, err)
	require.Equal(t, "/w/test/polar-auth/login", s.send("GET", authorizeQuery(), "").location(), "an answer that does not fit waits on")
	_, err = s.step("POST", "polar/consents", `{"userId":"7001","scopes":["tests:read"]}`)
	require.NoError(t, err)
	out, err := s.step("GET", "polar/consents", "")
	require.NoError(t, err)
	require.Contains(t, out, `"waiting":[{"clientId":"12345","userId":"8001","decision":"approve","times":1},{"clientId":"12345","userId":"7001","scopes":["tests:read"],"decision":"approve","times":1}]`)
	require.Contains(t, s.send("GET", authorizeQuery(), "").location(), "code=")
	require.Equal(t, []string{"tests:read"}, s.tenant.Consented("12345", "7001"))
	_, err = s.step("DELETE", "polar/consents", "")
	require.NoError(t, err)
	require.Empty(t, s.tenant.orders.All())
	for range consent.MaxOrders {
		_, err = s.step("POST", "polar/consents", "")
		require.NoError(t, err)
	}
	_, err = s.step("POST", "polar/consents", "")
	require.ErrorAs(t, err, new(*world.Conflict))
}
