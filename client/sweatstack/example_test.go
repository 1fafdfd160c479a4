package sweatstack_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/fixtures"
)

// service answers as the vendor does.
func service() *httptest.Server {
	mux := http.NewServeMux()
	for path, name := range map[string]string{
		"GET /api/v1/activities/{$}": "activities", "GET /api/v1/activities/{id}": "activity", "GET /api/v1/activities/backfill-status": "backfill-status",
		"GET /api/v1/activities/latest": "latest-none",
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			e, err := fixtures.Load("sweatstack/" + name)
			if err != nil {
				log.Fatal(err)
			}
			if r.URL.Query().Has("offset") {
				e.Body = []byte("[]")
			}
			w.Header().Set("Content-Type", e.Header.Get("Content-Type"))
			w.WriteHeader(e.Status)
			_, _ = w.Write(e.Body)
		})
	}
	mux.HandleFunc("GET /api/v1/activities/{id}/data", func(w http.ResponseWriter, _ *http.Request) {
		body, err := fixtures.FS.ReadFile("decode/sweatstack-parquet/y_001_data.parquet")
		if err != nil {
			log.Fatal(err)
		}
		w.Header().Set("Content-Type", "application/vnd.apache.parquet")
		_, _ = w.Write(body)
	})
	return httptest.NewServer(mux)
}

func Example() {
	server := service()
	defer server.Close()
	ctx := context.Background()

	client, err := sweatstack.New(sweatstack.WithBaseURL(server.URL), sweatstack.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	for activity, err := range client.Activities.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(activity.StartLocal, activity.Sport, activity.Duration)
	}
	_, err = client.Activities.Latest(ctx, sweatstack.SportRowing)
	fmt.Println(errors.Is(err, apierr.ErrNotFound))
	// Output:
	// 2026-05-18T17:32:00 cycling.trainer PT1H3.5S
	// 2026-05-17T06:00:00 running PT10M
	// true
}

func ExampleActivitiesService_Data() {
	server := service()
	defer server.Close()
	client, err := sweatstack.New(sweatstack.WithBaseURL(server.URL), sweatstack.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	frame, err := client.Activities.Data(context.Background(), "act_01JVJ0M4Q8RIDE00000001", nil)
	if err != nil {
		log.Fatal(err)
	}
	power, timestamp := frame.Column("power"), frame.Column("timestamp")
	for i := range 3 {
		at, _ := timestamp.Time(i)
		watts, measured := power.Float(i)
		fmt.Println(at.Format("15:04:05"), watts, measured)
	}
	// Output:
	// 15:32:00 201 true
	// 15:32:01 180 true
	// 15:32:02 0 false
}

func ExampleActivitiesService_BackfillStatus() {
	server := service()
	defer server.Close()
	client, err := sweatstack.New(sweatstack.WithBaseURL(server.URL), sweatstack.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	for status, err := range client.Activities.BackfillStatus(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%q\n", status.LoadedUntil)
	}
	// Output:
	// ""
	// "2026-04-01T00:00:00"
	// "2026-02-14T06:30:00"
	// "2025-12-24T00:00:00"
}

// A public application: there is no secret, and PKCE stands in for it.
func ExampleAuthServer() {
	app, err := token.New(sweatstack.AuthServer(), "0123456789abcdef", "", token.WithRedirectURL("http://127.0.0.1:8788/callback"))
	if err != nil {
		log.Fatal(err)
	}
	login, err := app.Begin(sweatstack.ScopeDataRead, sweatstack.ScopeOfflineAccess)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(login.URL()[:55], login.Verifier != "")
	// Output:
	// https://app.sweatstack.no/oauth/authorize?client_id=012 true
}
