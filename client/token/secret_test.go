package token_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/token"
)

func TestNothingSecretIsPrinted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		s := start(t, func(n int, form url.Values) (int, string) {
			if n == 0 {
				return 503, ""
			}
			return 400, `{"error":"` + form.Get("refresh_token") + `","error_description":"secret ` + clientSecret + ` and ` + form.Get("code") + `"}`
		})
		c := s.client(t, token.WithLogger(logger))
		_, err := c.Refresh(t.Context(), "refresh-0")
		_, other := c.Exchange(t.Context(), code, "", "the-verifier")
		l, begun := c.Begin("team_read")
		require.NoError(t, begun)
		tok := first(time.Hour)
		k := c.Keeper(new(token.Memory))
		require.NoError(t, k.Set(t.Context(), tok))
		logger.Info("all", "client", c, "token", tok, "secret", tok.Access, "static", token.Static("access-0"))
		text := log.String() + err.Error() + other.Error()
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			text += fmt.Sprintf(verb, c) + fmt.Sprintf(verb, *tok) + fmt.Sprintf(verb, tok.Access) + fmt.Sprintf(verb, l.State) + fmt.Sprintf(verb, token.Static("access-0"))
		}
		for _, secret := range []string{clientSecret, "refresh-0", "access-0", code, "the-verifier", string(l.State)} {
			require.NotContains(t, text, secret)
		}
		require.Contains(t, text, "[redacted]")
	})
}

func TestNewRefuses(t *testing.T) {
	at := func(base string) token.Server { return polar.At(base) }
	tests := []struct {
		name   string
		server token.Server
		id     string
		opts   []token.Option
		text   string
	}{
		{"no name", token.Server{Endpoint: polar.Endpoint}, "1", nil, "name"},
		{"no client ID", polar, "", nil, "client ID"},
		{"plain http to another machine", at("http://auth.example"), "1", nil, "in the clear"},
		{"other schemes", at("ftp://auth.example"), "1", nil, "http"},
		{"a user in the URL", at("https://u:p@auth.example"), "1", nil, "user"},
		{"a relative redirect URL", polar, "1", []token.Option{token.WithRedirectURL("/cb")}, "absolute"},
		{"a redirect URL with a fragment", polar, "1", []token.Option{token.WithRedirectURL("http://a/#b")}, "fragment"},
		{"no http.Client", polar, "1", []token.Option{token.WithHTTPClient(nil)}, "nil"},
		{"no logger", polar, "1", []token.Option{token.WithLogger(nil)}, "nil"},
		{"no clock", polar, "1", []token.Option{token.WithNow(nil)}, "nil"},
		{"endless retries", polar, "1", []token.Option{token.WithRetry(11, 1)}, "0 to 10"},
		{"no patience", polar, "1", []token.Option{token.WithTimeout(0)}, "positive"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			_, err := token.New(tt.server, tt.id, "s", tt.opts...)
			require.ErrorContains(t, err, tt.text)
		})
	}
	_, err := token.New(at("http://auth.example"), "1", "s", token.WithInsecureHTTP(), token.WithNow(time.Now), token.WithTimeout(1), token.WithRetry(0, 1))
	require.NoError(t, err)
}

func TestStaticCannotBeRenewed(t *testing.T) {
	got, err := token.Static("a").Token(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, "a", got.Access)
	_, err = token.Static("a").Renew(t.Context(), "a")
	require.ErrorIs(t, err, apierr.ErrAuth)
	_, err = token.Static("a\n").Token(t.Context())
	require.ErrorIs(t, err, apierr.ErrAuth)
}

func TestOtherLibraries(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, rotating)
		k, _ := keep(t, s, first(0))
		o, err := k.TokenSource(t.Context()).Token()
		require.NoError(t, err)
		require.Equal(t, "access-1", o.AccessToken)
		require.Equal(t, "team_read", o.Extra("scope"))
		require.True(t, o.Valid())
		req, _ := http.NewRequest("GET", "http://x", nil)
		o.SetAuthHeader(req)
		require.Equal(t, "Bearer access-1", req.Header.Get("Authorization"))

		source := token.FromTokenSource(oauth2.StaticTokenSource(o))
		back, err := source.Token(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{"team_read"}, back.Scopes)
		_, err = source.Renew(t.Context(), back.Access)
		require.ErrorIs(t, err, apierr.ErrAuth)
		_, err = token.FromTokenSource(k.TokenSource(t.Context())).Token(t.Context())
		require.NoError(t, err)
	})
}

func FuzzTokenAnswer(f *testing.F) {
	for _, s := range []string{issue(1), `{"access_token":"a","expires_in":1e300}`, `{"access_token":"a","expires_in":"NaN"}`, `{"expires_in":{}}`, `[]`, `null`, `{"access_token":"a","scope":",, a"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		c, err := token.New(polar, "1", "s", token.WithHTTPClient(&http.Client{Transport: answer(body)}))
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Refresh(t.Context(), "r")
		switch {
		case err != nil && !strings.Contains(err.Error(), "polar: RefreshToken"):
			t.Errorf("an error without a name: %v", err)
		case err == nil && (got.Access == "" || got.Refresh == "" || !got.Expiry.IsZero() && got.Expired(time.Now().Add(-time.Hour))):
			t.Error("a token that is none")
		}
	})
}

// TestASentenceIsTold in the words of a server that does not speak as OAuth
// does, without what it quotes.
func TestASentenceIsTold(t *testing.T) {
	for body, want := range map[string]string{
		`{"detail":"Invalid refresh token refresh-0"}`:         "401 Invalid refresh token [redacted]",
		`{"detail":[{"msg":"Field required"}]}`:                "401 Unauthorized",
		`{"error":"invalid_client","detail":"something else"}`: "401 invalid_client",
	} {
		bubble(t, func(t *testing.T) {
			s := start(t, func(int, url.Values) (int, string) { return 401, body })
			_, err := s.client(t).Refresh(t.Context(), "refresh-0")
			require.ErrorIs(t, err, apierr.ErrAuth)
			require.ErrorContains(t, err, want)
			require.NotContains(t, err.Error(), "refresh-0")
		})
	}
}
