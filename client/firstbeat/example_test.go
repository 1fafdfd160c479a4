package firstbeat_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// documents answers as the vendor's documents print it.
func documents() *httptest.Server {
	mux := http.NewServeMux()
	say := func(path, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
	}
	say("GET /v1/account/api-key", `{"apikey":"cXvpCBUzG64orvHXA5taA2Et2hWGr6Gh1LqL90hx"}`)
	say("GET /v1/sports/accounts", `{"accounts":[{"accountId":"1-1","name":"Some account","authorizedBy":{"coachId":0}}]}`)
	say("GET /v1/sports/accounts/1-1/athletes", `{"more":false,"athletes":[{"athleteId":356255,"firstName":"Ann","lastName":"Li"}]}`)
	say("GET /v1/sports/accounts/1-1/athletes/356255/measurements", `{"more":false,"measurements":[{"measurementId":15218998,"athleteId":356255,"sessionId":0,"startTime":"2026-03-03T16:12:27Z"}]}`)
	say("GET /v1/sports/accounts/1-1/athletes/356255/measurements/15218998/results", bike)
	mux.HandleFunc("GET /v1/sports/accounts/1-1/athletes/356255/measurements/1/results", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	return httptest.NewServer(mux)
}

func Example() {
	server := documents()
	defer server.Close()
	ctx := context.Background()

	client, err := firstbeat.New(firstbeat.WithBaseURL(server.URL), firstbeat.WithCredentials("consumer ID", "shared secret"))
	if err != nil {
		log.Fatal(err)
	}
	for athlete, err := range client.Athletes.All(ctx, "1-1") {
		if err != nil {
			log.Fatal(err)
		}
		week := &firstbeat.MeasurementOptions{From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC)}
		for m, err := range client.Measurements.All(ctx, "1-1", athlete.AthleteID, week) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(athlete.FirstName, m.MeasurementID, m.StartTime)
		}
	}
	// Output: Ann 15218998 2026-03-03 16:12:27 +0000 UTC
}

func ExampleMeasurementsService_Results() {
	server := documents()
	defer server.Close()
	client, err := firstbeat.New(firstbeat.WithBaseURL(server.URL), firstbeat.WithCredentials("consumer ID", "shared secret"))
	if err != nil {
		log.Fatal(err)
	}

	results, err := client.Measurements.Results(context.Background(), "1-1", 356255, 15218998,
		&firstbeat.ResultsOptions{Variables: []string{"heartRateAverage", "lfAverage", "rmssd1MinSeries"}})
	if err != nil {
		log.Fatal(err)
	}
	hr, err := results.Variables.Scalar("heartRateAverage")
	fmt.Println(hr, err)
	rmssd, err := results.Variables.Series("rmssd1MinSeries")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f at %s\n", rmssd.Values, rmssd.SamplingRate)
	_, err = results.Variables.Scalar("vo2max")
	fmt.Println(errors.Is(err, firstbeat.ErrNoVariable))
	// Output:
	// 141 <nil>
	// [12.1 13.4] at 0.016666666666666666Hz
	// true
}

func ExampleClient_errors() {
	server := documents()
	defer server.Close()
	client, err := firstbeat.New(firstbeat.WithBaseURL(server.URL), firstbeat.WithCredentials("consumer ID", "shared secret"))
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.Measurements.Results(context.Background(), "1-1", 356255, 1, nil)
	switch e, _ := errors.AsType[*apierr.Error](err); {
	case errors.Is(err, apierr.ErrNoData):
		fmt.Println("nothing to see:", e.StatusCode)
	case errors.Is(err, apierr.ErrRateLimited):
		fmt.Println("come back at", e.Reset)
	}
	fmt.Println(err)
	// Output:
	// nothing to see: 204
	// firstbeat: GetMeasurementResults: 204 No Content: the analysis failed, there is no result
}

func ExampleDecodeVector() {
	values, err := firstbeat.DecodeVector("eJxz0NAsNGRjj3TQut5wq+6PGAAl+AXF", "Float", 64)
	fmt.Println(values, err)
	// Output: [12.080941707597662 13.420904949189246] <nil>
}
