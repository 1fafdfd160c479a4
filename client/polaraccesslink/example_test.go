package polaraccesslink_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

// service answers as the vendor's document prints it.
func service() *httptest.Server {
	mux := http.NewServeMux()
	for path, body := range documents() {
		mux.HandleFunc("GET /v4/data"+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
	}
	mux.HandleFunc("GET /v4/data/user/profile-picture", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"errorMessage":"Missing required scope: profile:read"}`))
	})
	return httptest.NewServer(mux)
}

func Example() {
	server := service()
	defer server.Close()
	ctx := context.Background()

	client, err := polaraccesslink.New(polaraccesslink.WithBaseURL(server.URL), polaraccesslink.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	from, to := polaraccesslink.Date{Year: 2025, Month: 1, Day: 2}, polaraccesslink.Date{Year: 2025, Month: 1, Day: 3}
	for night, err := range client.Sleep.All(ctx, from, to, polaraccesslink.SleepResultFeature, polaraccesslink.SleepEvaluationFeature) {
		if err != nil {
			log.Fatal(err)
		}
		h := night.SleepResult.Hypnogram
		fmt.Println(night.SleepDate, h.SleepEnd.Sub(h.SleepStart.Time), *night.SleepEvaluation.PhaseDurations.Deep)
	}
	// Output: 2025-01-02 9h0m0s 90s
}

func ExampleTrainingSessionsService_List() {
	server := service()
	defer server.Close()
	client, err := polaraccesslink.New(polaraccesslink.WithBaseURL(server.URL), polaraccesslink.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	day := polaraccesslink.Date{Year: 2025, Month: 6, Day: 12}
	sessions, err := client.TrainingSessions.List(context.Background(), day, day.AddDays(1), polaraccesslink.SessionSamples)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range sessions {
		fmt.Println(s.Sport.ID, len(s.Exercises), s.Exercises[0].Samples.Samples[0].Type)
	}
	// Output: 22353647432 1 HEART_RATE
}

func ExampleClient_errors() {
	server := service()
	defer server.Close()
	client, err := polaraccesslink.New(polaraccesslink.WithBaseURL(server.URL), polaraccesslink.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.User.Picture(context.Background(), polaraccesslink.PictureSmall)
	if e, ok := errors.AsType[*apierr.Error](err); ok && errors.Is(err, apierr.ErrForbidden) {
		fmt.Println(e.Message)
	}
	// Output: Missing required scope: profile:read
}
