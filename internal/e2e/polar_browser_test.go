//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

// callback is an app that waits for a person to come back.
func callback(t *testing.T) (address string, came <-chan url.Values) {
	t.Helper()
	back := make(chan url.Values, 1)
	app := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/callback" {
			back <- r.URL.Query()
		}
		out.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(out, `<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>Thanks</title><h1>Thanks</h1>`)
	}))
	t.Cleanup(app.Close)
	return app.URL + "/callback", back
}

// order calls the control plane about the default world.
func (s *server) order(t *testing.T, path string, body, into any) {
	t.Helper()
	s.post(t, "/worlds/default/"+path, body, http.StatusOK, into)
}

// post calls the control plane.
func (s *server) post(t *testing.T, path string, body any, want int, into any) {
	t.Helper()
	raw, err := json.Marshal(body)
	require.NoError(t, err)
	resp, err := http.Post(s.Control+path, "application/json", bytes.NewReader(raw))
	require.NoError(t, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, want, resp.StatusCode, "%s", answer)
	require.NoError(t, json.Unmarshal(answer, into))
}

// polarApp registers a client of Polar's whose people come back to address.
func (s *server) polarApp(t *testing.T, address string, scopes ...string) oauth2.Config {
	t.Helper()
	var app struct{ ClientID, ClientSecret string }
	s.order(t, "polar/clients", map[string]any{"name": "Pulse & Pace", "redirectUris": []string{address}}, &app)
	return oauth2.Config{
		ClientID: app.ClientID, ClientSecret: app.ClientSecret, RedirectURL: address, Scopes: scopes,
		Endpoint: oauth2.Endpoint{
			AuthURL: s.URLs["polar-auth"] + "/oauth/authorize", TokenURL: s.URLs["polar-auth"] + "/oauth/token",
			AuthStyle: oauth2.AuthStyleInHeader,
		},
	}
}

// A person signs in and allows a part of what was asked for, by keyboard alone.
func TestConsentByKeyboard(t *testing.T) {
	t.Parallel()
	s := serve(t)
	address, came := callback(t)
	app := s.polarApp(t, address, "sleep:read", "activity:read", "profile:read")
	p := openBrowser(t)
	p.open(app.AuthCodeURL("who-asked"))
	check := func(name string) {
		t.Helper()
		p.accessible()
		p.legible()
		p.reflows()
		p.keep(name)
	}
	check("polar-sign-in")
	p.tabTo("input|radio")
	p.press(" ")
	p.tabTo("Sign in")
	p.enter()
	check("polar-consent")
	require.Contains(t, p.url(), "/oauth/authorize")
	p.tabTo("activity:read")
	p.press(" ")
	p.tabTo("button|submit|Allow")
	p.enter()
	back := <-came
	require.Equal(t, "who-asked", back.Get("state"))
	token, err := app.Exchange(t.Context(), back.Get("code"))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"sleep:read", "profile:read"}, strings.Fields(token.Extra("scope").(string)), "the box that was cleared is not granted")
	require.Empty(t, p.console())
}

// A person who declines is brought back with the vendor's error.
func TestDeclineByKeyboard(t *testing.T) {
	t.Parallel()
	s := serve(t)
	address, came := callback(t)
	app := s.polarApp(t, address, "team_read")
	p := openBrowser(t)
	p.open(app.AuthCodeURL("s"))
	p.tabTo("input|radio")
	p.press(kb.ArrowDown)
	p.tabTo("Sign in")
	p.enter()
	p.tabTo("button|submit|Decline")
	p.enter()
	back := <-came
	require.Equal(t, "access_denied", back.Get("error"))
	require.Equal(t, "s", back.Get("state"))
	require.Empty(t, back.Get("code"))
	require.Empty(t, p.console())
}

// What goes wrong is said on a page that leads to what needs mending.
func TestProblemsByKeyboard(t *testing.T) {
	t.Parallel()
	s := serve(t)
	address, _ := callback(t)
	app := s.polarApp(t, address, "sleep:read")
	p := openBrowser(t)
	p.open(app.AuthCodeURL("s"))
	p.tabTo("Somebody else")
	p.press("1")
	p.enter()
	p.tabTo("a||") // the message leads to the field
	p.keep("polar-problem")
	p.accessible()
	p.legible()
	p.reflows()
	p.press(kb.Enter)
	require.Contains(t, p.focused(), "Somebody else")

	strange := app
	strange.RedirectURL = "http://127.0.0.1:1/elsewhere"
	p.open(strange.AuthCodeURL("s"))
	require.Contains(t, p.url(), s.URLs["polar-auth"], "nobody is sent to an address that is not registered")
	p.keep("polar-refused")
	p.legible()
}
