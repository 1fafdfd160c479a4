package token_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/internal/pipenet"
)

func TestAuthorizationURL(t *testing.T) {
	const callback = "http://127.0.0.1:8788/callback"
	tests := []struct {
		name   string
		server func(*token.Server)
		scopes []string
		opts   []token.Option
		want   string
	}{
		{
			"joins scopes by spaces", nil,
			[]string{"sleep:read", "tests:read"},
			nil,
			"https://auth.polar.com/oauth/authorize?client_id=12345&response_type=code&scope=sleep%3Aread%20tests%3Aread&state=STATE",
		},
		{
			"joins scopes by commas where the vendor does", func(s *token.Server) { s.Delimiter = "," },
			[]string{"team_read", "more"},
			nil,
			"https://auth.polar.com/oauth/authorize?client_id=12345&response_type=code&scope=team_read%2Cmore&state=STATE",
		},
		{
			"repeats the redirect URL", nil,
			[]string{"team_read"},
			[]token.Option{token.WithRedirectURL(callback)},
			"https://auth.polar.com/oauth/authorize?client_id=12345&redirect_uri=http%3A%2F%2F127.0.0.1%3A8788%2Fcallback&response_type=code&scope=team_read&state=STATE",
		},
		{
			"adds a challenge where the vendor checks one", func(s *token.Server) { s.PKCE = true },
			[]string{"data"},
			nil,
			"https://auth.polar.com/oauth/authorize?client_id=12345&code_challenge=CHALLENGE&code_challenge_method=S256&response_type=code&scope=data&state=STATE",
		},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			server := polar
			if tt.server != nil {
				tt.server(&server)
			}
			c, err := token.New(server, "12345", clientSecret, tt.opts...)
			require.NoError(t, err)
			l, err := c.Begin(tt.scopes...)
			require.NoError(t, err)
			got := strings.Replace(l.URL(), string(l.State), "STATE", 1)
			if u, _ := url.Parse(got); u.Query().Has("code_challenge") {
				require.Len(t, u.Query().Get("code_challenge"), 43)
				got = strings.Replace(got, u.Query().Get("code_challenge"), "CHALLENGE", 1)
			}
			require.Equal(t, tt.want, got)
			require.GreaterOrEqual(t, len(l.State), 26, "128 bits in base32")
		})
	}
}

func TestStatesDiffer(t *testing.T) {
	c, err := token.New(polar, "12345", clientSecret)
	require.NoError(t, err)
	seen := map[token.Secret]bool{}
	for range 100 {
		l, err := c.Begin("a")
		require.NoError(t, err)
		require.False(t, seen[l.State])
		seen[l.State] = true
	}
}

func TestBeginRefusesLists(t *testing.T) {
	c, err := token.New(polar, "12345", clientSecret)
	require.NoError(t, err)
	for _, scopes := range [][]string{{}, {""}, {"a b"}, {"a,b"}} {
		_, err := c.Begin(scopes...)
		require.ErrorIs(t, err, apierr.ErrInvalidArgument, "%q", scopes)
	}
}

func TestFinishExchangesTheCodeOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, func(int, url.Values) (int, string) { return 200, issue(1) })
		c := s.client(t, token.WithRedirectURL("http://127.0.0.1:8788/callback"))
		l, err := c.Begin("team_read", "more")
		require.NoError(t, err)
		back := url.Values{"state": {string(l.State)}, "code": {code}}
		granted, err := l.Finish(t.Context(), back)
		require.NoError(t, err)
		require.EqualValues(t, "access-1", granted.Access)
		require.Equal(t, []string{"more"}, granted.Missing("team_read", "more"))
		_, err = l.Finish(t.Context(), back)
		require.ErrorIs(t, err, apierr.ErrAuth)

		got := s.requests()
		require.Len(t, got, 1)
		require.Equal(t, "POST", got[0].method)
		require.Equal(t, "/polar-auth/oauth/token", got[0].path)
		require.Equal(t, "application/x-www-form-urlencoded", got[0].kind)
		require.Equal(t, "Basic MTIzNDU6dmVyeVNlY3JldC05YzFm", got[0].basic)
		require.Equal(t, "code="+code+"&grant_type=authorization_code&redirect_uri=http%3A%2F%2F127.0.0.1%3A8788%2Fcallback", got[0].body)
	})
}

func TestFinishSendsTheVerifier(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, func(int, url.Values) (int, string) { return 200, issue(1) })
		server := polar.At("http://127.0.0.1/x")
		server.PKCE = true
		c, err := token.New(server, "public", "", token.WithHTTPClient(s.http))
		require.NoError(t, err)
		l, err := c.Begin("data")
		require.NoError(t, err)
		again := c.Resume(l.State, l.Verifier, "data") // as a web application does
		_, err = again.Finish(t.Context(), url.Values{"state": {string(l.State)}, "code": {code}})
		require.NoError(t, err)
		got := s.requests()[0]
		require.Equal(t, string(l.Verifier), got.form.Get("code_verifier"))
		require.Equal(t, "public", got.form.Get("client_id"))
		require.Empty(t, got.basic)
	})
}

func TestFinishRefuses(t *testing.T) {
	tests := []struct {
		name  string
		query string // STATE is replaced
		kind  apierr.Kind
		code  string
		text  string
	}{
		{"another state", "state=x&code=" + code, apierr.ErrAuth, "", "state"},
		{"no state", "code=" + code, apierr.ErrAuth, "", "state"},
		{"an error with another state", "error=invalid_scope&state=x", apierr.ErrAuth, "", "state"},
		{"an error as what it is", "error=invalid_scope&state=STATE", apierr.ErrAuth, "invalid_scope", "invalid_scope"},
		{"a user who declined", "error=access_denied&state=STATE", apierr.ErrAuth, "access_denied", "declined"},
		{"a server that is overloaded", "error=temporarily_unavailable&state=STATE", apierr.ErrUnavailable, "temporarily_unavailable", ""},
		{"neither code nor error", "state=STATE", apierr.ErrAuth, "", "neither"},
		{"an empty code", "state=STATE&code=", apierr.ErrAuth, "", "neither"},
		{"two codes", "state=STATE&code=a&code=b", apierr.ErrAuth, "", "more than once"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := start(t, func(int, url.Values) (int, string) { return 200, issue(1) })
				l, err := s.client(t).Begin("team_read")
				require.NoError(t, err)
				query, err := url.ParseQuery(strings.ReplaceAll(tt.query, "STATE", string(l.State)))
				require.NoError(t, err)
				_, err = l.Finish(t.Context(), query)
				require.ErrorIs(t, err, tt.kind)
				e, _ := errors.AsType[*apierr.Error](err)
				require.Equal(t, tt.code, e.Code)
				require.Contains(t, err.Error(), tt.text)
				require.Empty(t, s.requests(), "no token request")
			})
		})
	}
}

func TestACodeIsRepeatedOnlyWhileNobodyLookedAtIt(t *testing.T) {
	tests := []struct {
		name   string
		status []int
		want   int
		ok     bool
	}{
		{"is sent again after 503", []int{503, 503, 200}, 3, true},
		{"is not sent for ever", []int{503}, 4, false},
		{"is not sent again after 500", []int{500, 200}, 1, false},
		{"is not sent again after 400", []int{400, 200}, 1, false},
		{"is not sent again after an answer without a token", []int{299, 200}, 1, false},
	}
	for _, tt := range tests {
		t.Run("a code "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := start(t, func(n int, _ url.Values) (int, string) {
					switch status := tt.status[min(n, len(tt.status)-1)]; status {
					case 200:
						return 200, issue(1)
					case 299:
						return 200, `{}`
					default:
						return status, `{"error":"invalid_grant","error_description":"code ` + code + `"}`
					}
				})
				l, err := s.client(t).Begin("team_read")
				require.NoError(t, err)
				back := url.Values{"state": {string(l.State)}, "code": {code}}
				_, err = l.Finish(t.Context(), back)
				require.Len(t, s.requests(), tt.want)
				if tt.ok {
					require.NoError(t, err)
					return
				}
				require.Error(t, err)
				require.NotContains(t, err.Error(), code)
				if tt.status[0] == 299 {
					_, err = l.Finish(t.Context(), back)
					require.Error(t, err)
					require.Len(t, s.requests(), 1, "after a 200 the code is spent")
				}
			})
		})
	}
}

func TestCredentialsFollowNoRedirect(t *testing.T) {
	for _, status := range []int{301, 302, 307, 308} {
		for _, to := range []string{"https://elsewhere.example/", "http://127.0.0.1:8787/other"} {
			t.Run(fmt.Sprint(status, " to ", to), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					s := start(t, nil)
					s.raw = func(_ int, w http.ResponseWriter) bool {
						w.Header().Set("Location", to)
						w.WriteHeader(status)
						return true
					}
					_, err := s.client(t).Refresh(t.Context(), "refresh-0")
					require.ErrorIs(t, err, apierr.ErrServer)
					require.Len(t, s.requests(), 1)
				})
			})
		}
	}
}

func TestServeWaitsForItsOwnCallback(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, func(int, url.Values) (int, string) { return 200, issue(1) })
		l, err := s.client(t, token.WithRedirectURL("http://127.0.0.1:8788/callback")).Begin("team_read")
		require.NoError(t, err)
		browser := pipenet.Listen()
		tr := browser.Transport()
		defer tr.CloseIdleConnections()
		visit := func(target string) (int, string) {
			resp, err := (&http.Client{Transport: tr}).Get("http://127.0.0.1:8788" + target)
			require.NoError(t, err)
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.Equal(t, "no-referrer", resp.Header.Get("Referrer-Policy"))
			return resp.StatusCode, string(body)
		}
		pages := make(chan string, 4)
		go func() {
			for _, target := range []string{"/favicon.ico", "/callback?state=x&code=evil", "/callback?state=" + string(l.State) + "&code=" + code} {
				status, page := visit(target)
				pages <- fmt.Sprint(status, " ", page)
			}
		}()
		granted, err := l.Serve(t.Context(), browser)
		require.NoError(t, err)
		require.EqualValues(t, "access-1", granted.Access)
		require.Contains(t, <-pages, "404")
		require.Contains(t, <-pages, "400")
		last := <-pages
		require.Contains(t, last, "200")
		require.NotContains(t, last, code)
		require.Len(t, s.requests(), 1)
	})
}

func TestServeEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := start(t, nil)
		l, err := s.client(t, token.WithRedirectURL("http://localhost/")).Begin("a")
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = l.Serve(ctx, pipenet.Listen())
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestListenNeedsThisMachine(t *testing.T) {
	for _, redirect := range []string{"", "https://127.0.0.1/cb", "http://app.example/cb"} {
		c, err := token.New(polar, "1", "s", token.WithRedirectURL(redirect))
		require.NoError(t, err)
		l, err := c.Begin("a")
		require.NoError(t, err)
		_, err = l.Listen(t.Context())
		require.ErrorIs(t, err, apierr.ErrInvalidArgument, redirect)
	}
}

func TestListenFinishesALogin(t *testing.T) {
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := probe.Addr().String()
	require.NoError(t, probe.Close())
	c, err := token.New(polar, "1", "s", token.WithRedirectURL("http://"+address+"/cb"))
	require.NoError(t, err)
	l, err := c.Begin("a")
	require.NoError(t, err)
	result := make(chan error, 1)
	go func() { _, err := l.Listen(t.Context()); result <- err }()
	for {
		resp, err := http.Get("http://" + address + "/cb?error=access_denied&state=" + string(l.State))
		if err == nil {
			_ = resp.Body.Close()
			break
		}
		select {
		case err := <-result:
			t.Fatal(err) // the port was taken meanwhile
		default:
		}
	}
	err = <-result
	require.ErrorIs(t, err, apierr.ErrAuth)
	require.Contains(t, err.Error(), "access_denied")
}
