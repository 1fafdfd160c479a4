package token_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/internal/pipenet"
)

// None of these may ever be printed by the client.
const (
	clientSecret = "verySecret-9c1f"
	code         = "71682f9544255285736fb6d2d8acb6cf"
)

// got is a request as it arrived.
type got struct {
	at     time.Time
	method string
	host   string
	path   string
	basic  string
	kind   string
	body   string
	form   url.Values
}

// server is a token endpoint of a few lines.
type server struct {
	mu     sync.Mutex
	got    []got
	answer func(n int, form url.Values) (status int, body string)
	raw    func(n int, w http.ResponseWriter) bool // answers itself if it returns true
	http   *http.Client
}

func start(t *testing.T, answer func(n int, form url.Values) (int, string)) *server {
	t.Helper()
	s := &server{answer: answer}
	l := pipenet.Listen()
	srv := &http.Server{Handler: s}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	transport := l.Transport()
	s.http = &http.Client{Transport: transport}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = srv.Close()
		<-done
	})
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	s.mu.Lock()
	n := len(s.got)
	s.got = append(s.got, got{time.Now(), r.Method, r.Host, r.URL.RequestURI(), r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(body), form})
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if s.raw != nil && s.raw(n, w) {
		return
	}
	status, text := s.answer(n, form)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

func (s *server) requests() []got {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]got(nil), s.got...)
}

var polar = token.Server{Name: "polar", Endpoint: oauth2.Endpoint{
	AuthURL: "https://auth.polar.com/oauth/authorize", TokenURL: "https://auth.polar.com/oauth/token",
}}

func (s *server) client(t *testing.T, opts ...token.Option) *token.Client {
	t.Helper()
	c, err := token.New(polar.At("http://127.0.0.1:8787/polar-auth"), "12345", clientSecret, append([]token.Option{token.WithHTTPClient(s.http)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// issue is a token as the documents print it, numbered.
func issue(n int) string {
	return fmt.Sprintf(`{"access_token":"access-%d","token_type":"bearer","refresh_token":"refresh-%d","expires_in":43199,"scope":"team_read","jti":"2dede3ca-0b04-4e41-b655-752dcd979713"}`, n, n)
}

// rotating issues a new pair each time, and takes each refresh token once.
func rotating(n int, form url.Values) (int, string) {
	if form.Get("refresh_token") != fmt.Sprintf("refresh-%d", n) {
		return 400, `{"error":"invalid_grant"}`
	}
	return 200, issue(n + 1)
}

func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

// first is a token that is over in a while.
func first(life time.Duration) *token.Token {
	return &token.Token{Access: "access-0", Refresh: "refresh-0", Expiry: time.Now().Add(life), Scopes: []string{"team_read"}}
}
