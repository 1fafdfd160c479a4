//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

// stackApp registers a client of SweatStack's whose people come back to address.
func (s *server) stackApp(t *testing.T, address string, public bool, scopes ...string) oauth2.Config {
	t.Helper()
	var app struct{ ClientID, ClientSecret string }
	s.order(t, "sweatstack/clients", map[string]any{"name": "Pulse & Pace", "redirectUris": []string{address}, "public": public}, &app)
	return oauth2.Config{
		ClientID: app.ClientID, ClientSecret: app.ClientSecret, RedirectURL: address, Scopes: scopes,
		Endpoint: oauth2.Endpoint{
			AuthURL: s.URLs["sweatstack"] + "/oauth/authorize", TokenURL: s.URLs["sweatstack"] + "/api/v1/oauth/token",
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

// redirected is where a GET leads to.
func redirected(t *testing.T, address string) url.Values {
	t.Helper()
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.Get(address)
	require.NoError(t, err)
	defer resp.Body.Close()
	back, err := resp.Location()
	require.NoError(t, err, resp.Status)
	return back.Query()
}

// TestOAuth2WithPKCE signs in with golang.org/x/oauth2, as an app with a secret and
// as one without.
func TestOAuth2WithPKCE(t *testing.T) {
	t.Parallel()
	s := serve(t)
	address, _ := callback(t)
	for name, public := range map[string]bool{"with a secret": false, "without a secret": true} {
		t.Run(name, func(t *testing.T) {
			app := s.stackApp(t, address, public, "data:read", "offline_access")
			require.Equal(t, public, app.ClientSecret == "")
			s.order(t, "sweatstack/consents", map[string]any{"clientId": app.ClientID, "times": 2}, new(any))
			signIn := func(verifier string) string {
				back := redirected(t, app.AuthCodeURL("who-asked", oauth2.S256ChallengeOption(verifier)))
				require.Equal(t, "who-asked", back.Get("state"))
				return back.Get("code")
			}
			verifier := oauth2.GenerateVerifier()
			code := signIn(verifier)
			refused := func(verifier string) {
				t.Helper()
				_, err := app.Exchange(t.Context(), code, oauth2.VerifierOption(verifier))
				var failed *oauth2.RetrieveError
				require.ErrorAs(t, err, &failed)
				require.Equal(t, http.StatusUnauthorized, failed.Response.StatusCode)
				require.JSONEq(t, `{"detail":"Invalid authorization code"}`, string(failed.Body), "as the vendor's client reads it, not as RFC 6749 has it")
			}
			refused(oauth2.GenerateVerifier())
			code = signIn(verifier)
			token, err := app.Exchange(t.Context(), code, oauth2.VerifierOption(verifier))
			require.NoError(t, err)
			require.Equal(t, "Bearer", token.Type())
			require.ElementsMatch(t, app.Scopes, strings.Fields(token.Extra("scope").(string)))
			require.InDelta(t, (15 * time.Minute).Seconds(), time.Until(token.Expiry).Seconds(), 30)
			status := func(ctx context.Context, token *oauth2.Token) int {
				t.Helper()
				resp, err := app.Client(ctx, token).Get(s.URLs["sweatstack"] + "/api/v1/activities/?limit=1")
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				return resp.StatusCode
			}
			require.Equal(t, http.StatusOK, status(t.Context(), token))

			late := *token
			late.Expiry = time.Now().Add(-time.Minute)
			fresh, err := app.TokenSource(t.Context(), &late).Token()
			require.NoError(t, err)
			require.NotEqual(t, token.AccessToken, fresh.AccessToken)
			require.Equal(t, http.StatusOK, status(t.Context(), fresh))
			refused(verifier) // a code is good for once
		})
	}
}

// TestStackConsentByKeyboard signs in to SweatStack and allows a part of what was
// asked for, without a mouse.
func TestStackConsentByKeyboard(t *testing.T) {
	t.Parallel()
	s := serve(t)
	address, came := callback(t)
	app := s.stackApp(t, address, true, "data:read", "data:write", "profile")
	verifier := oauth2.GenerateVerifier()
	ask := app.AuthCodeURL("who-asked", oauth2.S256ChallengeOption(verifier))
	p := openBrowser(t)
	p.open(ask)
	check := func(name string) {
		t.Helper()
		p.accessible()
		p.legible()
		p.reflows()
		p.keep(name)
	}
	check("sweatstack-consent")

	// Nobody was chosen: the page says so, and leads to where that is done.
	p.tabTo("button|submit|Allow")
	p.enter()
	p.tabTo("a||")
	check("sweatstack-problem")
	p.press(kb.Enter)
	require.Contains(t, p.focused(), "input|radio")

	p.press(" ")
	p.tabTo("data:write")
	p.press(" ")
	p.tabTo("button|submit|Allow")
	p.enter()
	back := <-came
	require.Equal(t, "who-asked", back.Get("state"))
	token, err := app.Exchange(t.Context(), back.Get("code"), oauth2.VerifierOption(verifier))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"data:read", "profile"}, strings.Fields(token.Extra("scope").(string)), "the box that was cleared is not granted")

	p.open(ask)
	p.tabTo("button|submit|Decline")
	p.enter()
	back = <-came
	require.Equal(t, "access_denied", back.Get("error"))
	require.Empty(t, back.Get("code"))
	require.Len(t, p.console(), 1, "Chromium tells of the 400 alone")

	strange := app
	strange.RedirectURL = "http://127.0.0.1:1/elsewhere"
	p.open(strange.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier)))
	require.Contains(t, p.url(), s.URLs["sweatstack"], "nobody is sent to an address that is not registered")
	p.keep("sweatstack-refused")
	p.legible()
}
