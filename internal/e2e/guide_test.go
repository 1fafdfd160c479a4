package e2e

import (
	"testing"
	"testing/synctest"

	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
)

// TestSync is the example of docs/using-the-simulator.md, word for word.
func TestSync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{})
		var consumer struct{ ConsumerID, SharedSecret, APIKey string }
		sim.DecodeCredentials("firstbeat", &consumer)
		client, err := firstbeat.New(
			firstbeat.WithBaseURL(sim.URL("firstbeat")),
			firstbeat.WithHTTPClient(sim.Client()),
			firstbeat.WithCredentials(consumer.ConsumerID, consumer.SharedSecret),
		)
		if err != nil {
			t.Fatal(err)
		}
		sim.Step("POST", "firstbeat/consumers/"+consumer.ConsumerID+"/quota", map[string]int{"burstUsed": 60})
		if _, err := client.Accounts.List(t.Context()); err != nil { // waits, and is answered
			t.Fatal(err)
		}
	})
}
