package polarauth_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
)

// However a client misplaces what it was given, nobody reads it in the journal.
func TestNoSecretIsKept(t *testing.T) {
	t.Parallel()
	s := newStranger(t, nil)
	s.sim.Step(http.MethodPost, "polar/consents", map[string]int{"times": 2})
	first, second := s.callback().Get("code"), s.callback().Get("code")
	tokens, err := s.config.Exchange(s.ctx(), first)
	require.NoError(t, err)
	b := newBrowser(s)
	b.open(s.config.AuthCodeURL("x"))
	csrf := ""
	for _, c := range b.client.Jar.Cookies(b.base()) {
		if c.Name == "XSRF-TOKEN" {
			csrf = c.Value
		}
	}
	require.NotEmpty(t, csrf)

	send := func(path, media, body string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.sim.URL(polarauth.Name)+path, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Content-Type", media)
		resp, err := s.sim.Client().Do(r)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.GreaterOrEqual(t, resp.StatusCode, 400)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for name, value := range map[string]string{"client_secret": "mistyped-s3cret", "refresh_token": tokens.RefreshToken, "code": second, "password": "hunter2hunter2"} {
		require.NoError(t, w.WriteField(name, value))
	}
	require.NoError(t, w.Close())
	send("/oauth/token", w.FormDataContentType(), form.String())
	send("/oauth/token", "application/json", `{"code":"`+second+`"}`)
	send("/oauth/token/"+url.PathEscape(tokens.AccessToken), "text/plain", "")
	send("/login", "application/x-www-form-urlencoded", url.Values{"_csrf": {csrf}}.Encode())
	send("/login", "text/plain", csrf)

	kept, err := json.Marshal(s.sim.World.Journal.Exchanges(journal.Filter{}))
	require.NoError(t, err)
	var har bytes.Buffer
	require.NoError(t, s.sim.World.Journal.WriteHAR(&har, journal.Filter{}))
	for what, secret := range map[string]string{
		"client secret": s.config.ClientSecret, "mistyped client secret": "mistyped-s3cret", "password": "hunter2hunter2",
		"access token": tokens.AccessToken, "refresh token": tokens.RefreshToken, "code that is used": first, "code that is good": second, "CSRF value": csrf,
	} {
		require.NotContains(t, string(kept), secret, "journal: %s", what)
		require.NotContains(t, har.String(), secret, "HAR: %s", what)
	}
	require.Contains(t, string(kept), "/oauth/token/")
}
