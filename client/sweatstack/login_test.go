package sweatstack_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/client/token"
)

const tokenPath = "/sweatstack/api/v1/oauth/token"

// vendorWithLogins takes the last access token only. With rotate, it also
// replaces the refresh token each time, which the service does not do today.
func vendorWithLogins(t *testing.T, rotate bool) (v *vendor, refreshes *int) {
	t.Helper()
	refreshes = new(int)
	var mu sync.Mutex
	v = start(t, func(_ int, r *http.Request) reply {
		mu.Lock()
		defer mu.Unlock()
		if r.URL.Path != tokenPath {
			if r.Header.Get("Authorization") != fmt.Sprint("Bearer access-", *refreshes) {
				return reply{status: 401, body: `{"detail":"Token has expired"}`}
			}
			return ok(ride)
		}
		want, next := "refresh-0", ""
		if rotate {
			want, next = fmt.Sprint("refresh-", *refreshes), fmt.Sprintf(`,"refresh_token":"refresh-%d"`, *refreshes+1)
		}
		if r.FormValue("grant_type") != "refresh_token" || r.FormValue("refresh_token") != want || r.Header.Get("Authorization") != "" {
			return reply{status: 401, body: `{"detail":"Invalid refresh token"}`}
		}
		*refreshes++
		return ok(fmt.Sprintf(`{"access_token":"access-%d","token_type":"Bearer","expires_in":900,"scope":"data:read"%s}`, *refreshes, next))
	})
	return v, refreshes
}

func app(t *testing.T, v *vendor, secret string) *token.Client {
	t.Helper()
	a, err := token.New(sweatstack.AuthServerAt("http://127.0.0.1/sweatstack/api/v1/"), "0123456789abcdef", secret,
		token.WithHTTPClient(v.http), token.WithRedirectURL("http://localhost:8788/callback"))
	require.NoError(t, err)
	return a
}

func TestLogin(t *testing.T) {
	for _, secret := range []string{"", "very-secret"} {
		t.Run(fmt.Sprintf("with a secret of %d letters", len(secret)), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(ok(`{"access_token":"a","token_type":"Bearer","expires_in":900,"refresh_token":"r","scope":"data:read","id_token":null}`)))
				login, err := app(t, v, secret).Begin(sweatstack.ScopeDataRead, sweatstack.ScopeOfflineAccess)
				require.NoError(t, err)
				u, err := url.Parse(login.URL())
				require.NoError(t, err)
				q := u.Query()
				require.Equal(t, "http://127.0.0.1/sweatstack/oauth/authorize", u.Scheme+"://"+u.Host+u.Path)
				require.Equal(t, "data:read offline_access", q.Get("scope"))
				require.Equal(t, "S256", q.Get("code_challenge_method"))
				got, err := login.Finish(t.Context(), url.Values{"state": {q.Get("state")}, "code": {"the-code"}})
				require.NoError(t, err)
				require.Equal(t, token.Secret("r"), got.Refresh)
				require.Equal(t, 15*time.Minute, time.Until(got.Expiry))

				r := v.requests()
				require.Len(t, r, 1)
				require.Equal(t, tokenPath, r[0].target)
				require.Empty(t, r[0].bearer, "the service takes no Basic")
				sent, err := url.ParseQuery(r[0].body)
				require.NoError(t, err)
				sum := sha256.Sum256([]byte(sent.Get("code_verifier")))
				require.Equal(t, base64.RawURLEncoding.EncodeToString(sum[:]), q.Get("code_challenge"))
				require.Equal(t, secret != "", sent.Has("client_secret"))
				require.Equal(t, []string{"authorization_code", "0123456789abcdef", "the-code", secret},
					[]string{sent.Get("grant_type"), sent.Get("client_id"), sent.Get("code"), sent.Get("client_secret")})
			})
		})
	}
	require.Equal(t, "https://app.sweatstack.no/api/v1/oauth/token", sweatstack.AuthServer().Endpoint.TokenURL)
}

func TestManyCallsMeetAnExpiredToken(t *testing.T) {
	for name, expiry := range map[string]time.Duration{"that says when it ends": -time.Minute, "that ends at once": time.Second, "that does not say": 0} {
		t.Run("a token "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v, refreshes := vendorWithLogins(t, false)
				k := app(t, v, "").Keeper(new(token.Memory))
				tok := &token.Token{Access: "stale", Refresh: "refresh-0"}
				if expiry != 0 {
					tok.Expiry = time.Now().Add(expiry)
				}
				require.NoError(t, k.Set(t.Context(), tok))
				c := v.client(sweatstack.WithTokens(k))
				var wg sync.WaitGroup
				for range 20 {
					wg.Go(func() {
						if _, err := c.Activities.Get(t.Context(), "a"); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				require.Equal(t, 1, *refreshes)
			})
		})
	}
}

// TestAnHour is four quarters: the refresh token stays, or is replaced.
func TestAnHour(t *testing.T) {
	for _, rotate := range []bool{false, true} {
		bubble(t, func(t *testing.T) {
			v, refreshes := vendorWithLogins(t, rotate)
			store := new(token.Memory)
			k := app(t, v, "very-secret").Keeper(store)
			require.NoError(t, k.Set(t.Context(), &token.Token{Access: "access-0", Refresh: "refresh-0", Expiry: time.Now().Add(15 * time.Minute)}))
			c := v.client(sweatstack.WithTokens(k))
			for range 5 {
				_, err := c.Activities.Get(t.Context(), "a")
				require.NoError(t, err)
				time.Sleep(15 * time.Minute)
			}
			require.Equal(t, 4, *refreshes)
			again := v.client(sweatstack.WithTokens(app(t, v, "very-secret").Keeper(store))) // another process
			_, err := again.Activities.Get(t.Context(), "a")
			require.NoError(t, err)
			for _, g := range v.requests() {
				if g.target != tokenPath {
					require.Equal(t, "Bearer access-", g.bearer[:14])
				}
				require.Empty(t, g.header["Refreshed-Token"])
				require.Empty(t, g.header["Cookie"])
			}
		})
	}
}

func TestALoginThatIsOver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v, _ := vendorWithLogins(t, false)
		k := app(t, v, "").Keeper(new(token.Memory))
		require.NoError(t, k.Set(t.Context(), &token.Token{Access: "stale", Refresh: "revoked"}))
		_, err := v.client(sweatstack.WithTokens(k)).Activities.Get(t.Context(), "a")
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.ErrorContains(t, err, "Invalid refresh token")
		require.NotContains(t, err.Error(), "revoked")
		require.Len(t, v.requests(), 2)
	})
}

// TestAHeaderInAnAnswerIsNoToken: whoever answers must not choose the next token.
func TestAHeaderInAnAnswerIsNoToken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{raw: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("refreshed-token", "chosen-by-the-answer")
			http.SetCookie(w, &http.Cookie{Name: "token", Value: "chosen-by-the-answer"})
			_, _ = w.Write([]byte(ride))
		}}))
		c := v.client()
		for range 2 {
			_, err := c.Activities.Get(t.Context(), "a")
			require.NoError(t, err)
		}
		last := v.requests()[1]
		require.Equal(t, "Bearer "+access, last.bearer)
		require.Empty(t, last.header["Cookie"])
		require.Empty(t, last.header["Refreshed-Token"])
	})
}
