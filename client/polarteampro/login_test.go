package polarteampro_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/client/token"
)

// vendorWithLogins takes each refresh token once, and the last access token
// only, until it is told to take none.
func vendorWithLogins(t *testing.T) (v *vendor, deaf *bool, refreshes *int) {
	t.Helper()
	deaf, refreshes = new(bool), new(int)
	var mu sync.Mutex
	v = start(t, func(_ int, r *http.Request) reply {
		mu.Lock()
		defer mu.Unlock()
		if r.URL.Path == "/polar-auth/oauth/token" {
			if r.FormValue("refresh_token") != fmt.Sprint("refresh-", *refreshes) {
				return reply{status: 400, body: `{"error":"invalid_grant"}`}
			}
			*refreshes++
			return ok(fmt.Sprintf(`{"access_token":"access-%d","token_type":"bearer","refresh_token":"refresh-%d","expires_in":43199,"scope":"team_read"}`, *refreshes, *refreshes))
		}
		if *deaf || r.Header.Get("Authorization") != fmt.Sprint("Bearer access-", *refreshes) {
			return reply{status: 401}
		}
		return ok(example("team"))
	})
	return v, deaf, refreshes
}

func keeper(t *testing.T, v *vendor, store token.Store) *token.Keeper {
	t.Helper()
	app, err := token.New(polarteampro.AuthServer().At("http://127.0.0.1/polar-auth"), "12345", "verySecret", token.WithHTTPClient(v.http))
	require.NoError(t, err)
	return app.Keeper(store)
}

func TestManyCallsMeetAnExpiredToken(t *testing.T) {
	for name, expiry := range map[string]time.Duration{"that says when it ends": -time.Minute, "that does not say": 0} {
		t.Run("a token "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v, _, refreshes := vendorWithLogins(t)
				k := keeper(t, v, new(token.Memory))
				tok := &token.Token{Access: "stale", Refresh: "refresh-0"}
				if expiry != 0 {
					tok.Expiry = time.Now().Add(expiry)
				}
				require.NoError(t, k.Set(t.Context(), tok))
				c := v.client(polarteampro.WithTokens(k))
				var wg sync.WaitGroup
				for range 20 {
					wg.Go(func() {
						if _, err := c.Teams.Get(t.Context(), "a"); err != nil {
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

func TestTwelveHoursLater(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v, _, refreshes := vendorWithLogins(t)
		store := new(token.Memory)
		k := keeper(t, v, store)
		require.NoError(t, k.Set(t.Context(), &token.Token{Access: "access-0", Refresh: "refresh-0", Expiry: time.Now().Add(12 * time.Hour)}))
		c := v.client(polarteampro.WithTokens(k))
		for range 3 {
			_, err := c.Teams.Get(t.Context(), "a")
			require.NoError(t, err)
			time.Sleep(12 * time.Hour)
		}
		require.Equal(t, 2, *refreshes)
		again := v.client(polarteampro.WithTokens(keeper(t, v, store))) // another process
		_, err := again.Teams.Get(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, 3, *refreshes)
		for _, g := range v.requests() {
			if g.target == "/polar-auth/oauth/token" {
				require.Equal(t, "Basic MTIzNDU6dmVyeVNlY3JldA==", g.bearer)
			} else {
				require.Contains(t, g.bearer, "Bearer access-")
			}
		}
	})
}

func TestARefusalOfEveryTokenIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v, deaf, refreshes := vendorWithLogins(t)
		*deaf = true
		k := keeper(t, v, new(token.Memory))
		require.NoError(t, k.Set(t.Context(), &token.Token{Access: "access-0", Refresh: "refresh-0"}))
		_, err := v.client(polarteampro.WithTokens(k)).Teams.Get(t.Context(), "a")
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.Equal(t, 1, *refreshes)
		require.Len(t, v.requests(), 3)
	})
}

func TestALostLoginIsSaidOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v, _, _ := vendorWithLogins(t)
		k := keeper(t, v, new(token.Memory))
		require.NoError(t, k.Set(t.Context(), &token.Token{Access: "stale", Refresh: "revoked"}))
		c := v.client(polarteampro.WithTokens(k))
		for range 2 {
			for _, err := range c.PlayerSessions.Rows(t.Context(), "a") {
				require.ErrorIs(t, err, apierr.ErrAuth)
				require.Contains(t, err.Error(), "log in again")
			}
		}
		require.Len(t, v.requests(), 3, "two calls, one renewal")
	})
}
