package polarauth_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// stranger is a program that uses a client library which none of us wrote.
type stranger struct {
	t      *testing.T
	sim    *mocktest.Sim
	config oauth2.Config
}

func newStranger(t *testing.T, switches map[string]string) *stranger {
	t.Helper()
	sim := mocktest.Start(t, mocktest.Config{
		World:    world.Config{Switches: map[string]map[string]string{polarauth.Name: switches}},
		Services: []world.Service{polarauth.Service()},
	})
	raw, err := json.Marshal(sim.Credentials("polar"))
	require.NoError(t, err)
	var c struct{ ClientID, ClientSecret, RedirectURI string }
	require.NoError(t, json.Unmarshal(raw, &c))
	return &stranger{
		t: t, sim: sim,
		config: oauth2.Config{
			ClientID: c.ClientID, ClientSecret: c.ClientSecret, RedirectURL: c.RedirectURI, Scopes: []string{"sleep:read", "tests:read"},
			Endpoint: oauth2.Endpoint{
				AuthURL: sim.URL(polarauth.Name) + "/oauth/authorize", TokenURL: sim.URL(polarauth.Name) + "/oauth/token",
				AuthStyle: oauth2.AuthStyleInHeader, // detection would send a code twice
			},
		},
	}
}

// ctx carries the transport, as the library wants it.
func (s *stranger) ctx() context.Context {
	return context.WithValue(s.t.Context(), oauth2.HTTPClient, s.sim.Client())
}

// callback follows an authorization URL to the redirect URI, and returns its query.
func (s *stranger) callback(options ...oauth2.AuthCodeOption) url.Values {
	s.t.Helper()
	client := *s.sim.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	req, err := http.NewRequestWithContext(s.ctx(), http.MethodGet, s.config.AuthCodeURL("opaque", options...), nil)
	require.NoError(s.t, err)
	resp, err := client.Do(req)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	require.Equal(s.t, http.StatusFound, resp.StatusCode)
	to, err := resp.Location()
	require.NoError(s.t, err)
	require.Equal(s.t, "opaque", to.Query().Get("state"))
	return to.Query()
}

func (s *stranger) refused(err error, status int, code string) {
	s.t.Helper()
	retrieve, ok := errors.AsType[*oauth2.RetrieveError](err)
	require.True(s.t, ok, "%v", err)
	require.Equal(s.t, status, retrieve.Response.StatusCode)
	require.Equal(s.t, code, retrieve.ErrorCode)
	require.NotEmpty(s.t, retrieve.ErrorDescription)
}

func TestAStrangersWholeFlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStranger(t, map[string]string{"auto-approve": "on", "refresh-token": "rotate"})
		code := s.callback().Get("code")
		token, err := s.config.Exchange(s.ctx(), code)
		require.NoError(t, err)
		require.Equal(t, "Bearer", token.Type(), "the lower-case type is understood")
		require.WithinDuration(t, time.Now().Add(43199*time.Second), token.Expiry, time.Second)
		require.ElementsMatch(t, []string{"sleep:read", "tests:read"}, strings.Fields(token.Extra("scope").(string)))
		require.NotEmpty(t, token.Extra("jti"))

		source := s.config.TokenSource(s.ctx(), token)
		same, err := source.Token()
		require.NoError(t, err)
		require.Equal(t, token.AccessToken, same.AccessToken)

		issuer, err := world.Ask[oauth.Introspector](s.sim.World, polarauth.Name)
		require.NoError(t, err)
		time.Sleep(12 * time.Hour) // both clocks are the bubble's
		_, e := issuer.Introspect(token.AccessToken, s.sim.Now())
		require.Equal(t, oauth.InvalidToken, e.Code)
		fresh, err := source.Token()
		require.NoError(t, err)
		require.NotEqual(t, token.AccessToken, fresh.AccessToken)
		require.NotEqual(t, token.RefreshToken, fresh.RefreshToken)
		access, e := issuer.Introspect(fresh.AccessToken, s.sim.Now())
		require.Nil(t, e)
		require.True(t, access.Has("sleep:read"))

		_, err = s.config.TokenSource(s.ctx(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
		s.refused(err, 400, "invalid_grant")
	})
}

func TestAStrangersMistakes(t *testing.T) {
	s := newStranger(t, map[string]string{"auto-approve": "on"})
	code := s.callback().Get("code")
	token, err := s.config.Exchange(s.ctx(), code)
	require.NoError(t, err)
	_, err = s.config.Exchange(s.ctx(), code)
	s.refused(err, 400, "invalid_grant")
	_, err = s.config.TokenSource(s.ctx(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	s.refused(err, 400, "invalid_grant") // a replay has ended the tokens

	code = s.callback().Get("code")
	wrong := s.config
	wrong.RedirectURL = "http://127.0.0.1:1/elsewhere"
	_, err = wrong.Exchange(s.ctx(), code)
	s.refused(err, 400, "invalid_grant")

	code = s.callback().Get("code")
	none := s.config
	none.RedirectURL = ""
	_, err = none.Exchange(s.ctx(), code)
	s.refused(err, 400, "invalid_grant")

	body := s.config
	body.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	_, err = body.Exchange(s.ctx(), s.callback().Get("code"))
	s.refused(err, 401, "invalid_client")

	odd := s.config
	odd.ClientSecret = "wrong: & %"
	_, err = odd.Exchange(s.ctx(), s.callback().Get("code"))
	s.refused(err, 401, "invalid_client")

	s.config.Scopes = []string{"accesslink.read_all"}
	require.Equal(t, "invalid_scope", s.callback().Get("error"))
}

// A code that expires by the world's clock, which nobody else's follows.
func TestExpiryIsTheWorlds(t *testing.T) {
	s := newStranger(t, map[string]string{"auto-approve": "on"})
	code := s.callback().Get("code")
	s.sim.Advance(10 * time.Minute)
	_, err := s.config.Exchange(s.ctx(), code)
	s.refused(err, 400, "invalid_grant")
}

// The control plane answers for a person, and its records hold no secret.
func TestTheControlPlaneDecides(t *testing.T) {
	s := newStranger(t, nil)
	control := func(method, path, body string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), method, mocktest.Base+"/_ergodrome/worlds/default/"+path, strings.NewReader(body))
		require.NoError(t, err)
		req.RemoteAddr = "127.0.0.1:1"
		if body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := s.sim.Client().Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return resp.StatusCode, string(b)
	}
	status, body := control("POST", "polar/consents", `{"decision":"decline"}`)
	require.Equal(t, 200, status, body)
	require.Equal(t, "access_denied", s.callback().Get("error"))
	status, body = control("POST", "polar/consents", `{"scopes":["sleep:read"]}`)
	require.Equal(t, 200, status, body)
	token, err := s.config.Exchange(s.ctx(), s.callback().Get("code"))
	require.NoError(t, err)
	require.Equal(t, "sleep:read", token.Extra("scope"))

	status, body = control("GET", "credentials", "")
	require.Equal(t, 200, status)
	var all map[string]struct {
		ClientID, ClientSecret, RedirectURI string
		Users                               []struct {
			UserID, Name, AccessToken, RefreshToken string
			Scopes                                  []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(body), &all))
	require.Len(t, all["polar"].Users, 4)
	require.Contains(t, body, `"polar"`)

	status, record := control("GET", "journal", "")
	require.Equal(t, 200, status)
	require.Contains(t, record, "requestToken")
	for _, secret := range []string{all["polar"].ClientSecret, token.AccessToken, token.RefreshToken, all["polar"].Users[0].AccessToken} {
		require.NotContains(t, record, secret)
	}
	require.NotRegexp(t, `code=[0-9a-f]`, record)
	status, body = control("POST", "polar/consents", `{"decision":"perhaps"}`)
	require.Equal(t, 400, status)
	require.Contains(t, body, "perhaps")
	status, _ = control("DELETE", "polar/clients/nobody", "")
	require.Equal(t, 404, status)
}

// Headers that are too long end at the server, not in a bug.
func TestOversizedHeaders(t *testing.T) {
	s := newStranger(t, nil)
	for _, size := range []int{60 << 10, 200 << 10} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.config.Endpoint.TokenURL, strings.NewReader("grant_type=refresh_token"))
		require.NoError(t, err)
		req.Header.Set("Authorization", "Basic "+strings.Repeat("QUFB", size/4))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := s.sim.Client().Do(req)
		if err != nil {
			continue // the server has hung up on a request that it does not read
		}
		require.Contains(t, []int{401, 431}, resp.StatusCode)
		require.NoError(t, resp.Body.Close())
	}
}
