package e2e

import (
	"errors"
	"io"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
)

// TestStepsOfPeople is the example of docs/using-the-simulator.md: an analysis
// that takes its time, one that fails, and a day that is used up, in no time.
func TestStepsOfPeople(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{})
		var consumer struct{ ConsumerID, SharedSecret, APIKey string }
		sim.DecodeCredentials("firstbeat", &consumer)
		client, err := firstbeat.New(
			firstbeat.WithBaseURL(sim.URL("firstbeat")),
			firstbeat.WithHTTPClient(sim.Client()),
			firstbeat.WithCredentials(consumer.ConsumerID, consumer.SharedSecret),
		)
		require.NoError(t, err)

		athletes, err := client.Athletes.List(t.Context(), "1-1", 0)
		require.NoError(t, err)
		athlete := athletes.Items[0].AthleteID
		list, err := client.Measurements.List(t.Context(), "1-1", athlete, &firstbeat.MeasurementOptions{
			From: sim.Now().AddDate(0, 0, -20), MeasurementType: firstbeat.Exercise,
		})
		require.NoError(t, err)
		measurement := list.Items[0].MeasurementID
		results := func() error {
			_, err := client.Measurements.Results(t.Context(), "1-1", athlete, measurement, nil)
			return err
		}
		require.NoError(t, results())

		sim.Step("POST", "firstbeat/measurements/"+strconv.FormatInt(measurement, 10)+"/cold", nil)
		start := time.Now()
		require.NoError(t, results())
		require.GreaterOrEqual(t, time.Since(start), 5*time.Second, "the client waited for the analysis")

		sim.Step("POST", "firstbeat/measurements/"+strconv.FormatInt(measurement, 10)+"/failed", nil)
		require.ErrorIs(t, results(), apierr.ErrNoData)
		sim.Step("POST", "firstbeat/measurements/"+strconv.FormatInt(measurement, 10)+"/ready", nil)

		sim.Step("POST", "firstbeat/consumers/"+consumer.ConsumerID+"/quota", map[string]int{"dayUsed": 5000})
		require.ErrorIs(t, results(), apierr.ErrRateLimited)

		var clock struct{ Now time.Time }
		sim.Step("PATCH", "clock", map[string]string{"advance": "1s"}, &clock)
		require.WithinDuration(t, sim.Now(), clock.Now, 0)
	})
}

// TestAMisspeltFaultIsRefused keeps a test from waiting for what cannot come.
func TestAMisspeltFaultIsRefused(t *testing.T) {
	sim := mocktest.Start(t, mocktest.Config{})
	for _, match := range []string{`{"operation":"listAthlets"}`, `{"service":"firstbeet"}`} {
		r := httptest.NewRequestWithContext(t.Context(), "PUT", "/_ergodrome/worlds/default/faults", strings.NewReader(`{"rules":[{"match":`+match+`,"do":{"status":503}}]}`))
		r.RemoteAddr, r.Host = "127.0.0.1:1", "localhost"
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		sim.Control().ServeHTTP(w, r)
		require.Equal(t, 400, w.Code, match)
		require.Contains(t, w.Body.String(), `"field":"rules[0].match.`)
	}
}

// TestAFaultSpeaksAsTheVendor gives a status alone, and finds the vendor's words.
func TestAFaultSpeaksAsTheVendor(t *testing.T) {
	for _, tt := range []struct {
		status             int
		body, gatewayError string
	}{
		{429, `{"message":"Too Many Requests"}`, "ThrottledException"},
		{413, `{"message":"Response Too Large"}`, ""},
		{503, `{"message":"Service Unavailable"}`, ""},
		{202, `{"message":"Accepted"}`, ""},
		{418, "", ""},
	} {
		sim := mocktest.Start(t, mocktest.Config{})
		sim.Faults(fault.Rule{Match: fault.Match{Operation: "listAccounts"}, Do: fault.Do{Status: tt.status, Headers: map[string]string{"Retry-After": "7"}}})
		resp, err := sim.Client().Get(sim.URL("firstbeat") + "/v1/sports/accounts")
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, errors.Join(err, resp.Body.Close()))
		require.Equal(t, tt.status, resp.StatusCode)
		require.Equal(t, tt.body, string(body))
		require.Equal(t, tt.gatewayError, resp.Header.Get("x-amzn-ErrorType"))
		require.Equal(t, "7", resp.Header.Get("Retry-After"))
	}
}
