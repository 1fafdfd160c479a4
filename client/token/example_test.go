package token_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/ergodrome/ergodrome/client/token"
)

// answer is a network of one answer.
type answer string

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(string(a))), Request: r,
	}, nil
}

func Example() {
	app, err := token.New(polar, "12345", "verySecret",
		token.WithRedirectURL("http://127.0.0.1:8788/callback"),
		token.WithHTTPClient(&http.Client{Transport: answer(issue(1))}))
	if err != nil {
		log.Fatal(err)
	}
	login, err := app.Begin("team_read")
	if err != nil {
		log.Fatal(err)
	}
	visited, _ := url.Parse(login.URL()) // where the user says yes
	fmt.Println(visited.Host, visited.Path, visited.Query().Get("scope"))

	back := url.Values{"state": {visited.Query().Get("state")}, "code": {"71682f9544255285736fb6d2d8acb6cf"}}
	granted, err := login.Finish(context.Background(), back)
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "token")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	keeper := app.Keeper(token.File(filepath.Join(dir, "polar.json")))
	if err := keeper.Set(context.Background(), granted); err != nil {
		log.Fatal(err)
	}
	t, err := keeper.Token(context.Background())
	fmt.Println(t.Scopes, t.Access, err)
	// Output:
	// auth.polar.com /oauth/authorize team_read
	// [team_read] [redacted] <nil>
}
