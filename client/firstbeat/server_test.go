package firstbeat_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/internal/pipenet"
)

// The credentials of these tests. None may ever be printed by the client.
const (
	consumerID = "0df33d4b-f526-4040-ad6e-447589f810f5"
	secret     = "5e03d766-4d55-4c88-a011-f0785bccb671"
	apiKey     = "cXvpCBUzG64orvHXA5taA2Et2hWGr6Gh1LqL90hx"
)

// reply is what the fake vendor answers once.
type reply struct {
	status int
	body   string
	header map[string]string
	raw    func(w http.ResponseWriter, r *http.Request) // instead of the above
}

// got is what arrived, as it arrived.
type got struct {
	at      time.Time
	method  string
	target  string // path and raw query
	host    string
	header  http.Header
	body    string
	token   string
	issued  time.Time
	expires time.Time
}

// vendor is a fake of a few lines: it answers a script and remembers requests.
type vendor struct {
	t      *testing.T
	mu     sync.Mutex
	got    []got
	answer func(n int, r *http.Request) reply
	http   *http.Client
}

// ok is an answer of 200.
func ok(body string) reply { return reply{status: 200, body: body} }

// script answers the replies in turn, and the last one from then on.
func script(replies ...reply) func(int, *http.Request) reply {
	return func(n int, _ *http.Request) reply { return replies[min(n, len(replies)-1)] }
}

// start runs the fake over memory, inside the caller's bubble.
func start(t *testing.T, answer func(n int, r *http.Request) reply) *vendor {
	t.Helper()
	v := &vendor{t: t, answer: answer}
	l := pipenet.Listen()
	server := &http.Server{Handler: v}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	transport := l.Transport()
	v.http = &http.Client{Transport: transport}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-done
	})
	return v
}

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	g := got{at: time.Now(), method: r.Method, target: r.URL.RequestURI(), host: r.Host, header: r.Header.Clone(), body: string(body)}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		g.token = token
		g.issued, g.expires = times(token)
	}
	v.mu.Lock()
	n := len(v.got)
	v.got = append(v.got, g)
	v.mu.Unlock()
	a := v.answer(n, r)
	if a.raw != nil {
		a.raw(w, r)
		return
	}
	if _, ok := a.header["Content-Type"]; !ok {
		w.Header().Set("Content-Type", "application/json")
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

// requests returns what has arrived so far.
func (v *vendor) requests() []got {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]got(nil), v.got...)
}

func (v *vendor) targets() []string {
	var out []string
	for _, g := range v.requests() {
		out = append(out, g.method+" "+g.target)
	}
	return out
}

// client returns one with credentials, whose options come last.
func (v *vendor) client(opts ...firstbeat.Option) *firstbeat.Client {
	v.t.Helper()
	c, err := firstbeat.New(append([]firstbeat.Option{
		firstbeat.WithBaseURL("http://127.0.0.1"), firstbeat.WithHTTPClient(v.http),
		firstbeat.WithCredentials(consumerID, secret), firstbeat.WithAPIKey(apiKey),
	}, opts...)...)
	if err != nil {
		v.t.Fatal(err)
	}
	return c
}

// times reads a token's claims without trusting this package's library calls.
func times(token string) (issued, expires time.Time) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return
	}
	var claims struct{ Iat, Exp float64 }
	if json.Unmarshal(raw, &claims) != nil {
		return
	}
	return time.Unix(int64(claims.Iat), 0), time.Unix(int64(claims.Exp), 0)
}

// signedWith reports whether a token verifies with a secret.
func signedWith(token, secret string) bool {
	_, err := jwt.Parse(token, func(*jwt.Token) (any, error) { return []byte(secret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithoutClaimsValidation())
	return err == nil
}

// bubble runs a test in virtual time.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

// page writes a list of athletes numbered from first on.
func page(first, n int, more string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"athleteId":%d,"firstName":"A","lastName":"B"}`, first+i)
	}
	return `{` + more + `"athletes":[` + b.String() + `]}`
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			_ = conn.Close()
		}
	}
}

// asJSON writes a value for comparison.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// count walks to the end.
func count[T any](seq iter.Seq2[T, error]) (n int, err error) {
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
