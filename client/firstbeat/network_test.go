package firstbeat_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// coded writes a body in a content coding.
func coded(t *testing.T, coding, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw deflate":
		w, _ = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	}
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return b.Bytes()
}

// encoded answers a body that is already in a coding.
func encoded(coding string, body []byte) reply {
	return reply{raw: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if coding != "" {
			w.Header().Set("Content-Encoding", coding)
		}
		_, _ = w.Write(body)
	}}
}

func TestCodings(t *testing.T) {
	for _, coding := range []string{"", "zstd", "br", "gzip", "deflate", "raw deflate"} {
		t.Run("it reads "+coding, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				body := []byte(bike)
				if coding != "" {
					body = coded(t, coding, bike)
				}
				v := start(t, script(encoded(strings.TrimPrefix(coding, "raw "), body)))
				c := v.client()
				for range 3 { // on the same readers
					r, err := c.Measurements.Results(t.Context(), "1-1", 7, 8, nil)
					if err != nil || len(r.Variables) != 3 || r.Variables[0].Unit != "min⁻¹" {
						t.Fatalf("Results = %+v, %v", r, err)
					}
				}
				if got, want := v.requests()[0].header.Get("Accept-Encoding"), "zstd, br, gzip, deflate"; got != want {
					t.Errorf("Accept-Encoding = %q, want %q", got, want)
				}
			})
		})
		if coding == "" {
			continue
		}
		t.Run("it refuses a cut "+coding, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				body := coded(t, coding, bike)
				for _, cut := range []int{1, 4, 8, len(body) / 2, len(body) - 1} {
					v := start(t, script(encoded(strings.TrimPrefix(coding, "raw "), body[:len(body)-cut])))
					if r, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, nil); r != nil || !errors.Is(err, apierr.ErrDecode) {
						t.Errorf("cut by %d: %v, %v, want decode", cut, r, err)
					}
				}
			})
		})
	}
}

func TestCodingsThatWereNotOffered(t *testing.T) {
	tests := []struct {
		name    string
		offered []string
		header  string
		body    []byte
	}{
		{"br when gzip was", []string{"gzip"}, "br", coded(t, "br", noAccounts)},
		{"gzip when none was", nil, "gzip", coded(t, "gzip", noAccounts)},
		{"an unknown one", []string{"gzip"}, "compress", []byte(noAccounts)},
		{"two at once", []string{"gzip", "br"}, "gzip, br", coded(t, "br", noAccounts)},
		{"gzip that is none", []string{"gzip"}, "gzip", []byte(noAccounts)},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(encoded(tt.header, tt.body)))
				_, err := v.client(firstbeat.WithCodings(tt.offered...)).Accounts.List(t.Context())
				if !errors.Is(err, apierr.ErrDecode) {
					t.Errorf("error = %v, want decode", err)
				}
				want := strings.Join(tt.offered, ", ")
				if want == "" {
					want = "identity"
				}
				if got := v.requests()[0].header.Get("Accept-Encoding"); got != want {
					t.Errorf("Accept-Encoding = %q, want %q", got, want)
				}
			})
		})
	}
}

func TestEmptyBodiesInACoding(t *testing.T) {
	for _, status := range []int{204, 404} {
		bubble(t, func(t *testing.T) {
			v := start(t, script(reply{status: status, header: map[string]string{"Content-Encoding": "gzip"}}))
			_, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, nil)
			if want := map[int]apierr.Kind{204: apierr.ErrNoData, 404: apierr.ErrNotFound}[status]; !errors.Is(err, want) {
				t.Errorf("empty %d = %v, want %v", status, err, want)
			}
		})
	}
}

func TestBombs(t *testing.T) {
	huge := `{"accounts":[` + strings.Repeat(" ", 1<<20) + `]}`
	for _, coding := range []string{"", "gzip", "zstd", "br", "deflate"} {
		bubble(t, func(t *testing.T) {
			body := []byte(huge)
			if coding != "" {
				body = coded(t, coding, huge)
			}
			v := start(t, script(encoded(coding, body)))
			_, err := v.client(firstbeat.WithMaxBody(1 << 18)).Accounts.List(t.Context())
			if !errors.Is(err, apierr.ErrDecode) || !strings.Contains(err.Error(), "262144") {
				t.Errorf("%s: error = %v, want decode that names the bound", coding, err)
			}
			if _, err := v.client().Accounts.List(t.Context()); err != nil {
				t.Errorf("%s: within the default bound: %v", coding, err)
			}
		})
	}
}

func TestBrokenBodies(t *testing.T) {
	half := page(1, 50, `"more":true,`)
	tests := []struct {
		name string
		raw  func(w http.ResponseWriter, r *http.Request)
	}{
		{"a line that goes dead before the headers", hangUp},
		{"a body shorter than its length", func(w http.ResponseWriter, r *http.Request) {
			wire(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n{\"accounts\":")
		}},
		{"a chunked body that is cut", func(w http.ResponseWriter, r *http.Request) {
			wire(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(noAccounts), noAccounts))
		}},
		{"a chunked body that is cut after its coding ended", func(w http.ResponseWriter, r *http.Request) {
			body := coded(t, "deflate", noAccounts)
			wire(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(body), body))
		}},
		{"a coded body that is cut before it starts", func(w http.ResponseWriter, r *http.Request) {
			wire(w, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100\r\n\r\n")
		}},
		{"half a body", func(w http.ResponseWriter, r *http.Request) {
			wire(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", 2*len(half), half))
		}},
	}
	for _, tt := range tests {
		t.Run("it fetches again after "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(reply{raw: tt.raw}, reply{raw: tt.raw}, ok(noAccounts)))
				if _, err := v.client().Accounts.List(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
		t.Run("it has no value after "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(reply{raw: tt.raw}))
				if got, err := v.client(firstbeat.WithRetry(1, time.Second)).Accounts.List(t.Context()); got != nil || !errors.Is(err, apierr.ErrNetwork) {
					t.Errorf("List = %v, %v, want nothing and network", got, err)
				}
			})
		})
	}
}

// wire writes bytes to the connection as they are, and closes it.
func wire(w http.ResponseWriter, s string) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			_, _ = io.WriteString(conn, s)
			_ = conn.Close()
		}
	}
}

func TestSilence(t *testing.T) {
	tests := []struct {
		name string
		most time.Duration
		raw  func(r *http.Request, conn net.Conn)
	}{
		{"before the headers", 3 * time.Minute, func(r *http.Request, _ net.Conn) { time.Sleep(time.Hour) }},
		{"within headers that drip", 3 * time.Minute, func(r *http.Request, conn net.Conn) {
			for range 3600 {
				if _, err := io.WriteString(conn, "H"); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}},
		{"within the body", 3 * time.Minute, func(r *http.Request, conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"acc")
			time.Sleep(time.Hour)
		}},
		{"within a body that drips for ever", 21 * time.Minute, func(r *http.Request, conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
			for range 3600 {
				if _, err := io.WriteString(conn, " "); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}},
	}
	for _, tt := range tests {
		t.Run("it does not wait for ever "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(reply{raw: func(w http.ResponseWriter, r *http.Request) {
					if h, ok := w.(http.Hijacker); ok {
						if conn, _, err := h.Hijack(); err == nil {
							defer conn.Close()
							tt.raw(r, conn)
						}
					}
				}}))
				begin := time.Now()
				_, err := v.client().Accounts.List(t.Context())
				if !errors.Is(err, apierr.ErrNetwork) || !errors.Is(err, apierr.ErrTimeout) {
					t.Errorf("error = %v, want network and timeout", err)
				}
				if took := time.Since(begin); took > tt.most {
					t.Errorf("took %v", took)
				}
				if n := len(v.requests()); n > 2 {
					t.Errorf("%d requests, want at most 2", n)
				}
				time.Sleep(2 * time.Hour) // let the fake finish
			})
		})
	}
}

func TestASlowBodyIsAwaited(t *testing.T) {
	bubble(t, func(t *testing.T) {
		body := noAccounts + strings.Repeat(" ", 200)
		v := start(t, script(reply{raw: func(w http.ResponseWriter, r *http.Request) {
			for i := range len(body) {
				_, _ = io.WriteString(w, body[i:i+1])
				_ = http.NewResponseController(w).Flush()
				time.Sleep(time.Second)
			}
		}}))
		begin := time.Now()
		if _, err := v.client().Accounts.List(t.Context()); err != nil || time.Since(begin) < 200*time.Second {
			t.Errorf("error = %v after %v, want none", err, time.Since(begin))
		}
	})
}

func TestTheDeadlineIsTheCallers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 503}))
		begin := time.Now()
		_, err := v.client().Accounts.List(deadline(t, 10*time.Second))
		if !errors.Is(err, apierr.ErrTimeout) || apierr.KindOf(err) != apierr.ErrTimeout || time.Since(begin) > 10*time.Second {
			t.Errorf("error = %v after %v, want timeout after 10s", err, time.Since(begin))
		}
	})
}

func TestRetriesCarryFreshTokens(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 503, header: map[string]string{"Retry-After": "290"}}, ok(noAccounts)))
		if _, err := v.client(firstbeat.WithRetry(3, 10*time.Minute)).Accounts.List(t.Context()); err != nil {
			t.Fatal(err)
		}
		g := v.requests()
		if len(g) != 2 || g[0].target != g[1].target || g[0].token == g[1].token || !g[1].at.Before(g[1].expires) {
			t.Errorf("retry = %+v, want the same URL with a token of its own time", g[1])
		}
	})
}

func TestRefusedThenUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(noAccounts)))
		up := time.Now().Add(2 * time.Second)
		inner := v.http.Transport
		v.http = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if time.Now().Before(up) {
				return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
			}
			return inner.RoundTrip(r)
		})}
		if _, err := v.client().Accounts.List(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestPagesForPeople(t *testing.T) {
	html := map[string]string{"Content-Type": "text/html; charset=utf-8"}
	tests := []struct {
		reply reply
		kind  apierr.Kind
		want  string
	}{
		{reply{status: 502, body: "<html>", header: html}, apierr.ErrServer, "firstbeat: ListAccounts: 502 Bad Gateway (text/html)"},
		{reply{status: 200, body: "<html>", header: html}, apierr.ErrDecode, "firstbeat: ListAccounts: 200 OK, but a page for people instead of JSON (text/html)"},
		{
			reply{status: 200, body: "oops", header: map[string]string{"Content-Type": "text/plain"}},
			apierr.ErrDecode,
			"firstbeat: ListAccounts: 200 OK (text/plain): invalid character 'o' looking for beginning of value",
		},
	}
	for _, tt := range tests {
		bubble(t, func(t *testing.T) {
			v := start(t, script(tt.reply))
			_, err := v.client(firstbeat.WithRetry(0, time.Second)).Accounts.List(t.Context())
			if apierr.KindOf(err) != tt.kind || err.Error() != tt.want {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

// The tests below use real sockets: they are about connections and certificates.

func TestConnectionsAreReused(t *testing.T) {
	connections := 0
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(coded(t, "gzip", noAccounts))
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections++
		}
	}
	server.Start()
	defer server.Close()
	c, err := firstbeat.New(firstbeat.WithBaseURL(server.URL), firstbeat.WithCredentials(consumerID, secret), firstbeat.WithAPIKey(apiKey))
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if _, err := c.Accounts.List(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if connections != 1 {
		t.Errorf("%d connections for 50 calls, want 1", connections)
	}
}

func TestServersThatCannotProveWhoTheyAre(t *testing.T) {
	arrived := 0
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived++ })
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	plain := httptest.NewServer(handler)
	defer plain.Close()
	later := server.Client().Transport.(*http.Transport).Clone()
	later.TLSClientConfig.Time = func() time.Time { return time.Now().AddDate(100, 0, 0) }
	tests := []struct {
		name string
		url  string
		http *http.Client
	}{
		{"an unknown authority", server.URL, new(http.Client)},
		{"another name", strings.Replace(server.URL, "127.0.0.1", "localhost", 1), server.Client()},
		{"a certificate that expired", server.URL, &http.Client{Transport: later}},
		{"no TLS at all", strings.Replace(plain.URL, "http:", "https:", 1), new(http.Client)},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			c, err := firstbeat.New(firstbeat.WithBaseURL(tt.url), firstbeat.WithHTTPClient(tt.http), firstbeat.WithCredentials(consumerID, secret), firstbeat.WithAPIKey(apiKey))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Accounts.List(t.Context()); !errors.Is(err, apierr.ErrTLS) {
				t.Errorf("error = %v, want tls", err)
			}
			if arrived != 0 {
				t.Error("a request was sent")
			}
		})
	}
}
