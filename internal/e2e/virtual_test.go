package e2e

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// firstbeatClient is the Go client as the demo consumer of a simulator.
func firstbeatClient(t *testing.T, sim *mocktest.Sim, options ...firstbeat.Option) *firstbeat.Client {
	t.Helper()
	var consumer struct{ ConsumerID, SharedSecret, APIKey string }
	sim.DecodeCredentials("firstbeat", &consumer)
	c, err := firstbeat.New(append([]firstbeat.Option{
		firstbeat.WithBaseURL(sim.URL("firstbeat")),
		firstbeat.WithHTTPClient(sim.Client()),
		firstbeat.WithCredentials(consumer.ConsumerID, consumer.SharedSecret),
	}, options...)...)
	require.NoError(t, err)
	return c
}

// TestADayAtTheLimits keeps a client as busy as the vendor lets it for 24 hours:
// sixty requests a minute, five thousand a day, tokens of five minutes. None may
// be refused, and none may carry a token past its time.
func TestADayAtTheLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := start(t, world.Config{})
		var (
			times    []time.Time
			tokens   = map[string]bool{}
			refused  int
			outdated int
		)
		defer sim.World.Journal.Tap(func(w journal.Witness) {
			times = append(times, w.Exchange.Time)
			if w.Exchange.Status != 200 {
				refused++
			}
			token := w.RequestHeader.Get("Authorization")[len("Bearer "):]
			tokens[token] = true
			var claims jwt.RegisteredClaims
			_, _, err := jwt.NewParser().ParseUnverified(token, &claims)
			if err != nil || !claims.ExpiresAt.After(w.Exchange.Time) {
				outdated++
			}
		})()
		client := firstbeatClient(t, sim)

		// From noon to noon, so that two of the vendor's days are met.
		time.Sleep(12 * time.Hour)
		start := time.Now()
		waits := 0
		for time.Since(start) < 24*time.Hour {
			_, err := client.Accounts.List(t.Context())
			if limit, ok := errors.AsType[*apierr.Error](err); ok && errors.Is(err, apierr.ErrRateLimited) {
				require.Zero(t, limit.StatusCode, "the client knows the day is used up before it asks: %v", err)
				require.Equal(t, time.Duration(0), limit.Reset.Sub(limit.Reset.Truncate(24*time.Hour)), "the day ends at 00:00 UTC")
				time.Sleep(time.Until(limit.Reset))
				waits++
				continue
			}
			require.NoError(t, err)
		}
		require.Zero(t, refused, "of %d requests", len(times))
		require.Zero(t, outdated, "of %d requests", len(times))
		require.Positive(t, waits, "a day was used up")
		require.Greater(t, len(times), 5000, "more than a day's requests")
		require.Greater(t, len(tokens), len(times)/300, "tokens live five minutes, and requests come one a second")
		most, from := 0, 0
		for i := range times {
			for times[i].Sub(times[from]) >= time.Minute {
				from++
			}
			most = max(most, i-from+1)
		}
		require.LessOrEqual(t, most, 120, "a full bucket and a minute's refill")
		require.Greater(t, most, 60, "the client uses what it may")
	})
}
