package e2e

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
)

// TestIssuedSecretsStayOutOfTheJournal lets a confused client put a secret that
// was issued a moment ago where none belongs.
func TestIssuedSecretsStayOutOfTheJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{})
		client, err := firstbeat.New(firstbeat.WithBaseURL(sim.URL("firstbeat")), firstbeat.WithHTTPClient(sim.Client()))
		require.NoError(t, err)
		consumer, err := client.Account.Register(t.Context(), "Harbour Hawks")
		require.NoError(t, err)
		secret := string(consumer.SharedSecret)
		require.Len(t, secret, 36)

		resp, err := sim.Client().Get(sim.URL("firstbeat") + "/v1/sports/accounts?note=" + secret)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		var har, plain strings.Builder
		require.NoError(t, sim.World.Journal.WriteJSON(&plain, journal.Filter{}))
		require.NoError(t, sim.World.Journal.WriteHAR(&har, journal.Filter{}))
		for _, text := range []string{plain.String(), har.String()} {
			require.Contains(t, text, "note=")
			require.NotContains(t, text, secret)
		}
	})
}
