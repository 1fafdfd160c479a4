package firstbeat

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A verified token is remembered. Each test warms the memory first, then changes
// one thing that must count at once.
func warm(t *testing.T, options ...option) (s *sim, send func() int) {
	t.Helper()
	s = newSim(t, append(options, withoutLimits)...)
	c := s.credentials()
	token := s.token(c)
	send = func() int {
		return s.send(http.MethodGet, "/v1/sports/accounts", "", "Authorization", "Bearer "+token, "x-api-key", c.APIKey).status()
	}
	for range 3 {
		require.Equal(t, http.StatusOK, send())
	}
	require.Equal(t, 1, s.tenant.tokens.len(), "the token is remembered")
	return s, send
}

func TestRememberedTokenExpires(t *testing.T) {
	t.Parallel()
	s, send := warm(t)
	s.world.Clock.Advance(299 * time.Second)
	require.Equal(t, http.StatusOK, send())
	s.world.Clock.Advance(time.Second)
	require.Equal(t, http.StatusUnauthorized, send())
	require.Zero(t, s.tenant.tokens.len(), "an expired token is forgotten")
}

func TestRememberedTokenIsDroppedWhenTheClockIsTurnedBack(t *testing.T) {
	t.Parallel()
	s, send := warm(t)
	s.world.Clock.Advance(-time.Second)
	require.Equal(t, http.StatusUnauthorized, send())
	s.world.Clock.Advance(time.Second)
	require.Equal(t, http.StatusOK, send())
}

func TestRememberedTokenIsDroppedByRotation(t *testing.T) {
	t.Parallel()
	s, send := warm(t)
	c := s.credentials()
	var fresh struct{ SharedSecret string }
	s.get("/v1/account/new-secret").json(t, &fresh)
	require.Equal(t, http.StatusOK, send(), "the old secret is good until the confirmation")
	next := credentials{c.ConsumerID, fresh.SharedSecret, c.APIKey}
	require.Equal(t, http.StatusOK, s.as(next, http.MethodPost, "/v1/account/new-secret/confirm").status())
	require.Equal(t, http.StatusUnauthorized, send(), "the old secret is dead at once")
	require.Equal(t, http.StatusOK, s.as(next, http.MethodGet, "/v1/sports/accounts").status())
}

func TestRememberedTokenIsDroppedByDisabling(t *testing.T) {
	t.Parallel()
	s, send := warm(t)
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/disable", "")
	require.Equal(t, http.StatusForbidden, send())
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/approve", "")
	require.Equal(t, http.StatusOK, send())
}

func TestRememberedTokenDoesNotOutliveRevocation(t *testing.T) {
	t.Parallel()
	s, _ := warm(t)
	c := s.credentials()
	token := s.token(c)
	send := func() int {
		return s.send(http.MethodGet, "/v1/sports/accounts/"+s.account()+"/athletes", "", "Authorization", "Bearer "+token, "x-api-key", c.APIKey).status()
	}
	require.Equal(t, http.StatusOK, send())
	s.mustStep("firstbeat/consumers/"+c.ConsumerID+"/accounts/"+s.account()+"/revoke", "")
	require.Equal(t, http.StatusForbidden, send())
	s.mustStep("firstbeat/consumers/"+c.ConsumerID+"/accounts/"+s.account()+"/grant", "")
	require.Equal(t, http.StatusOK, send())
}

func TestRememberedTokenIsNoneOfTheFork(t *testing.T) {
	t.Parallel()
	s, send := warm(t)
	forked, err := s.world.Fork("other")
	require.NoError(t, err)
	f := simOf(t, forked)
	require.Zero(t, f.tenant.tokens.len())
	f.mustStep("firstbeat/consumers/"+f.credentials().ConsumerID+"/disable", "")
	require.Equal(t, http.StatusOK, send())
	require.Equal(t, http.StatusForbidden, f.get("/v1/sports/accounts").status())
}

func TestRefusedTokensAreNotRemembered(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	c := s.credentials()
	c.SharedSecret = "another"
	require.Equal(t, http.StatusUnauthorized, s.as(c, http.MethodGet, "/v1/sports/accounts").status())
	require.Zero(t, s.tenant.tokens.len())
}

func TestTokenCacheIsBounded(t *testing.T) {
	t.Parallel()
	var c tokenCache
	for i := range 10 * cachedTokens {
		c.put(fmt.Sprint(i), verified{})
	}
	require.LessOrEqual(t, c.len(), 2*cachedTokens)
	_, ok := c.get(fmt.Sprint(10*cachedTokens - 1))
	require.True(t, ok, "the newest is kept")
	c.put(string(make([]byte, cachedTokenLen+1)), verified{})
	_, ok = c.get(string(make([]byte, cachedTokenLen+1)))
	require.False(t, ok, "a giant is verified each time")
}
