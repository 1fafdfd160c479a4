package polarauth_test

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// browser knows what a browser without scripts knows: cookies, redirects, forms.
type browser struct {
	t      *testing.T
	client *http.Client
	at     *url.URL
	status int
	page   string
}

func newBrowser(s *stranger) *browser {
	jar, err := cookiejar.New(nil)
	require.NoError(s.t, err)
	b := &browser{t: s.t, client: &http.Client{Transport: s.sim.Transport(), Jar: jar}}
	b.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), s.config.RedirectURL) {
			b.at = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}
	return b
}

func (b *browser) take(resp *http.Response, err error) {
	b.t.Helper()
	require.NoError(b.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(b.t, err)
	if b.status, b.page = resp.StatusCode, string(body); b.status != http.StatusFound {
		b.at = resp.Request.URL
	}
}

func (b *browser) open(to string) {
	b.t.Helper()
	u, err := b.base().Parse(to)
	require.NoError(b.t, err)
	b.take(b.client.Get(u.String()))
}

func (b *browser) base() *url.URL {
	if b.at == nil {
		return &url.URL{}
	}
	return b.at
}

// submit sends the page's form with its hidden and checked fields, edited.
func (b *browser) submit(edit func(url.Values)) {
	b.t.Helper()
	action := regexp.MustCompile(`<form method="post" action="([^"]+)"`).FindStringSubmatch(b.page)
	require.NotNil(b.t, action, b.page)
	form := url.Values{}
	for _, input := range regexp.MustCompile(`<input [^>]+>`).FindAllString(b.page, -1) {
		attribute := func(name string) string {
			m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(input)
			if m == nil {
				return ""
			}
			return html.UnescapeString(m[1])
		}
		if kind := attribute("type"); kind == "hidden" || kind == "text" || strings.Contains(input, " checked") {
			form.Add(attribute("name"), attribute("value"))
		}
	}
	edit(form)
	to, err := b.at.Parse(html.UnescapeString(action[1]))
	require.NoError(b.t, err)
	b.take(b.client.PostForm(to.String(), form))
}

func (b *browser) firstUser() string {
	b.t.Helper()
	m := regexp.MustCompile(`<input type="radio" name="user" value="([0-9]+)"`).FindStringSubmatch(b.page)
	require.NotNil(b.t, m, b.page)
	return m[1]
}

func TestABrowsersWalk(t *testing.T) {
	s := newStranger(t, nil)
	b := newBrowser(s)
	b.open(s.config.AuthCodeURL("opaque"))
	require.Equal(t, "/polar-auth/login", b.at.Path)
	require.Contains(t, b.page, "<h1>Sign in</h1>")
	b.submit(func(url.Values) {})
	require.Equal(t, 400, b.status)
	require.Contains(t, b.page, "Choose who you are")
	b.submit(func(f url.Values) { f.Set("user", b.firstUser()) })
	require.Equal(t, "/polar-auth/oauth/authorize", b.at.Path)
	require.Contains(t, b.page, "<h1>ergodrome demo wants to see your data</h1>")

	m := regexp.MustCompile(`<a href="([^"]+)">Sign in as somebody else</a>`).FindStringSubmatch(b.page)
	require.NotNil(t, m)
	b.open(m[1])
	b.submit(func(f url.Values) { f.Set("user", b.firstUser()) })
	require.Contains(t, b.page, "wants to see your data", "the request still waits")

	b.submit(func(f url.Values) {
		require.Equal(t, []string{"sleep:read", "tests:read"}, f["scope"])
		f["scope"] = []string{"tests:read"}
		f.Set("user_oauth_approval", "true")
	})
	require.Equal(t, "opaque", b.at.Query().Get("state"))
	token, err := s.config.Exchange(s.ctx(), b.at.Query().Get("code"))
	require.NoError(t, err)
	require.Equal(t, "tests:read", token.Extra("scope"))

	b.open(s.config.AuthCodeURL("again"))
	b.submit(func(f url.Values) { f.Set("user_oauth_approval", "false") })
	require.Equal(t, "access_denied", b.at.Query().Get("error"))
	require.Equal(t, "again", b.at.Query().Get("state"))
}

// A client of one world finds it without naming it.
func TestACredentialLeadsToItsWorld(t *testing.T) {
	s := newStranger(t, map[string]string{"auto-approve": "on"})
	w, err := s.sim.Worlds().Create(world.Config{Name: "other", Switches: map[string]map[string]string{"polar-auth": {"auto-approve": "on"}}})
	require.NoError(t, err)
	all, err := w.Credentials()
	require.NoError(t, err)
	raw, err := json.Marshal(all["polar"])
	require.NoError(t, err)
	other := stranger{t: t, sim: s.sim, config: s.config}
	require.NoError(t, json.Unmarshal(raw, &other.config))
	require.NotEqual(t, s.config.ClientID, other.config.ClientID)
	code := other.callback().Get("code")
	_, err = s.config.Exchange(s.ctx(), code)
	s.refused(err, 400, "invalid_grant")
	token, err := other.config.Exchange(s.ctx(), code)
	require.NoError(t, err)

	byPath := other.config
	byPath.Endpoint = oauth2.Endpoint{TokenURL: mocktest.Base + "/w/other/polar-auth/oauth/token", AuthStyle: oauth2.AuthStyleInHeader}
	_, err = byPath.TokenSource(s.ctx(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	require.NoError(t, err)
	byPath.Endpoint.TokenURL = "http://auth.polar.com/oauth/token"
	_, err = byPath.TokenSource(s.ctx(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	require.NoError(t, err, "the vendor's own host name leads here too")
}
