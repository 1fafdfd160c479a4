package polarteampro_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polarteampro"
)

// documents answers as the vendor's documents print it.
func documents() *httptest.Server {
	mux := http.NewServeMux()
	for path, body := range map[string]string{
		"GET /v1/teams": example("teams"), "GET /v1/teams/wMYz6L4w": example("team"), "GET /v1/teams/wMYz6L4w/training_sessions": example("team-training-sessions"),
		"GET /v1/training_sessions/wp9DQ9ln": example("player-training-session"),
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
	}
	return httptest.NewServer(mux)
}

func Example() {
	server := documents()
	defer server.Close()
	ctx := context.Background()

	client, err := polarteampro.New(polarteampro.WithBaseURL(server.URL), polarteampro.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	for team, err := range client.Teams.All(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		for session, err := range client.TeamSessions.All(ctx, team.ID, nil) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(team.Name, session.Type, session.Start)
		}
	}
	// Output: Team1 MATCH 2017-04-14T09:20:06
}

func ExamplePlayerSessionsService_Get() {
	server := documents()
	defer server.Close()
	client, err := polarteampro.New(polarteampro.WithBaseURL(server.URL), polarteampro.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	session, err := client.PlayerSessions.Get(context.Background(), "wp9DQ9ln", polarteampro.AllSamples)
	if err != nil {
		log.Fatal(err)
	}
	for i, hr := range session.Samples.Column("hr") {
		fmt.Println(session.Samples.Offsets[i], hr)
	}
	// Output:
	// 0s 94
	// 100ms NaN
	// 200ms NaN
}

func ExamplePlayerSessionsService_Rows() {
	server := documents()
	defer server.Close()
	client, err := polarteampro.New(polarteampro.WithBaseURL(server.URL), polarteampro.WithAccessToken("access-token"))
	if err != nil {
		log.Fatal(err)
	}
	for row, err := range client.PlayerSessions.Rows(context.Background(), "wp9DQ9ln") {
		if err != nil {
			log.Fatal(err)
		}
		if lat, ok := row.Value("lat"); ok {
			fmt.Printf("%v %.4f\n", row.Offset, lat)
		}
	}
	_, err = client.Teams.Get(context.Background(), "another")
	fmt.Println(errors.Is(err, apierr.ErrNotFound))
	// Output:
	// 0s 55.6734
	// true
}
