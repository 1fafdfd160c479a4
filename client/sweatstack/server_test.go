package sweatstack_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/internal/pipenet"
)

const access = "access-token-8f2c" // may never be printed by the client

// reply is what the fake vendor answers once.
type reply struct {
	status int
	body   string
	kind   string // media type, "" for JSON
	raw    func(w http.ResponseWriter, r *http.Request)
}

type got struct {
	at     time.Time
	target string
	host   string
	bearer string
	header http.Header
	method string
	body   string
}

// vendor is a fake of a few lines: it answers a script and remembers requests.
type vendor struct {
	t      testing.TB
	mu     sync.Mutex
	got    []got
	answer func(n int, r *http.Request) reply
	http   *http.Client
}

func ok(body string) reply { return reply{status: 200, body: body} }

func script(replies ...reply) func(int, *http.Request) reply {
	return func(n int, _ *http.Request) reply { return replies[min(n, len(replies)-1)] }
}

func start(t testing.TB, answer func(n int, r *http.Request) reply) *vendor {
	t.Helper()
	v := &vendor{t: t, answer: answer}
	l := pipenet.Listen()
	srv := &http.Server{Handler: v}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	transport := l.Transport()
	v.http = &http.Client{Transport: transport}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = srv.Close()
		<-done
	})
	return v
}

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	n := len(v.got)
	v.got = append(v.got, got{at: time.Now(), target: r.URL.RequestURI(), host: r.Host, bearer: r.Header.Get("Authorization"), header: r.Header, method: r.Method})
	v.mu.Unlock()
	if r.Method == http.MethodPut || strings.HasSuffix(r.URL.Path, "/token") {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		v.mu.Lock()
		v.got[n].body = string(body)
		v.mu.Unlock()
	}
	a := v.answer(n, r)
	if a.raw != nil {
		a.raw(w, r)
		return
	}
	if a.kind == "" {
		a.kind = "application/json"
	}
	w.Header().Set("Content-Type", a.kind)
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

func (v *vendor) requests() []got {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]got(nil), v.got...)
}

func (v *vendor) targets() []string {
	var out []string
	for _, g := range v.requests() {
		out = append(out, g.target)
	}
	return out
}

func (v *vendor) client(opts ...sweatstack.Option) *sweatstack.Client {
	v.t.Helper()
	c, err := sweatstack.New(append([]sweatstack.Option{
		sweatstack.WithBaseURL("http://127.0.0.1/sweatstack"), sweatstack.WithHTTPClient(v.http), sweatstack.WithAccessToken(access),
	}, opts...)...)
	if err != nil {
		v.t.Fatal(err)
	}
	return c
}

func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

// tokens is a source that counts its renewals.
type tokens struct {
	mu      sync.Mutex
	n       int
	renewed []token.Secret
	err     error
}

func (s *tokens) current() *token.Token {
	return &token.Token{Access: token.Secret("token-" + string(rune('a'+s.n)))}
}

func (s *tokens) Token(context.Context) (*token.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current(), nil
}

func (s *tokens) Renew(_ context.Context, refused token.Secret) (*token.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renewed = append(s.renewed, refused)
	if s.err != nil {
		return nil, s.err
	}
	s.n++
	return s.current(), nil
}
