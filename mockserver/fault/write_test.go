package fault_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/pipenet"
	"github.com/ergodrome/ergodrome/mockserver/clock"
	. "github.com/ergodrome/ergodrome/mockserver/fault"
)

const text = `{"text":"0123456789012345678901234567890123456789"}`

// handler serves body, spoilt by the rules in s, as a server is meant to.
func handler(s *Set, body string, sleep Sleep) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := s.Plan(Exchange{Method: r.Method, Path: r.URL.Path})
		header := http.Header{"Content-Type": {"application/json"}}
		content := []byte(body)
		if r.Method == http.MethodHead {
			header.Set("Content-Length", "51")
			content = nil
		}
		err := p.Write(r.Context(), w, 200, header, content, sleep)
		if errors.Is(err, http.ErrAbortHandler) {
			panic(http.ErrAbortHandler)
		}
	})
}

// answer is what a client makes of one exchange.
type answer struct {
	status int
	header http.Header
	length int64
	body   string
	err    error // from the request, or from reading the body
	early  bool  // err came before any header
}

func fetch(t *testing.T, client *http.Client, method, url string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	resp, err := client.Do(req)
	if err != nil {
		return answer{err: err, early: true}
	}
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, resp.Body.Close())
	return answer{status: resp.StatusCode, header: resp.Header, length: resp.ContentLength, body: string(body), err: err}
}

// networks are the ways to reach a handler. Each returns a client, a URL and
// the means to stop.
var networks = map[string]func(h http.Handler) (*http.Client, string, func()){
	"a socket": func(h http.Handler) (*http.Client, string, func()) {
		return fromServer(httptest.NewUnstartedServer(h), false)
	},
	"TLS": func(h http.Handler) (*http.Client, string, func()) {
		return fromServer(httptest.NewUnstartedServer(h), true)
	},
	"a pipe": func(h http.Handler) (*http.Client, string, func()) {
		l := pipenet.Listen()
		srv := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0)}
		go srv.Serve(l)
		tr := l.Transport()
		return &http.Client{Transport: tr}, "http://world", func() { tr.CloseIdleConnections(); srv.Close() }
	},
	"HTTP/2": func(h http.Handler) (*http.Client, string, func()) {
		srv := httptest.NewUnstartedServer(h)
		srv.EnableHTTP2 = true
		return fromServer(srv, true)
	},
	"a writer that cannot be taken over": func(h http.Handler) (*http.Client, string, func()) {
		return fromServer(httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(struct {
				http.ResponseWriter
				http.Flusher
			}{w, w.(http.Flusher)}, r)
		})), false)
	},
}

func fromServer(srv *httptest.Server, tls bool) (*http.Client, string, func()) {
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	if tls {
		srv.StartTLS()
	} else {
		srv.Start()
	}
	client := srv.Client()
	client.Transport.(*http.Transport).DisableCompression = true
	return client, srv.URL, srv.Close
}

// TestBrokenFraming sends the same faults over every network: what a client
// must see is the part that was sent, and then an error that is not a failure
// to connect.
func TestBrokenFraming(t *testing.T) {
	n := int64(len(text))
	tests := []struct {
		name         string
		do           Do
		want         answer
		http2Differs bool // HTTP/2 has no such fault
	}{
		{"truncates", Do{TruncateAt: new(int64(12))}, answer{length: n, body: text[:12], err: io.ErrUnexpectedEOF}, false},
		{"truncates before the first byte", Do{TruncateAt: new(int64(0))}, answer{length: n, err: io.ErrUnexpectedEOF}, false},
		{"truncates before the last byte", Do{TruncateAt: new(n - 1)}, answer{length: n, body: text[:n-1], err: io.ErrUnexpectedEOF}, false},
		{"leaves out the final chunk", Do{CutChunked: new(int64(12))}, answer{length: -1, body: text[:12], err: io.ErrUnexpectedEOF}, false},
		{"leaves out the final chunk after the whole body", Do{CutChunked: new(int64(1000))}, answer{length: -1, body: text, err: io.ErrUnexpectedEOF}, false},
		{"promises too much", Do{ContentLength: new(n + 10)}, answer{length: n + 10, body: text, err: io.ErrUnexpectedEOF}, false},
		{"promises too little", Do{ContentLength: new(n - 10)}, answer{length: n - 10, body: text[:n-10]}, true},
		{"sends headers before a cut", Do{TruncateAt: new(int64(1)), Headers: map[string]string{"X-Fault": "yes", "Content-Type": ""}}, answer{length: n, body: text[:1], err: io.ErrUnexpectedEOF}, false},
	}
	for net, serve := range networks {
		for _, tt := range tests {
			t.Run("it "+tt.name+" over "+net, func(t *testing.T) {
				if tt.http2Differs && net == "HTTP/2" {
					tt.want.err = io.ErrUnexpectedEOF // any error
				}
				s := put(t, Rule{Do: tt.do})
				client, url, stop := serve(handler(s, text, nil))
				defer stop()
				// The client would complain about bytes it did not ask for on a connection that it keeps.
				client.Transport.(*http.Transport).DisableKeepAlives = tt.http2Differs
				got := fetch(t, client, "GET", url)
				require.False(t, got.early, "the client saw no answer at all: %v", got.err)
				require.Equal(t, 200, got.status)
				require.Equal(t, tt.want.length, got.length)
				require.Equal(t, tt.want.body, got.body)
				switch {
				case tt.want.err == nil && net != "a writer that cannot be taken over":
					require.NoError(t, got.err)
				case tt.want.err != nil && net == "HTTP/2":
					require.Error(t, got.err)
				case tt.want.err != nil:
					require.ErrorIs(t, got.err, tt.want.err)
				}
				for name, value := range tt.do.Headers {
					require.Equal(t, value, got.header.Get(name))
				}
				require.Empty(t, s.Unused())
			})
		}
	}
}

// TestLargeBodiesArriveUpToTheCut is about bytes that are still on their way
// when the connection ends.
func TestLargeBodiesArriveUpToTheCut(t *testing.T) {
	large := strings.Repeat(text, 100_000)
	for net, serve := range networks {
		t.Run("it sends megabytes over "+net, func(t *testing.T) {
			client, url, stop := serve(handler(put(t, Rule{Do: Do{TruncateAt: new(int64(4_000_000))}}), large, nil))
			defer stop()
			for range 3 {
				got := fetch(t, client, "GET", url)
				require.Error(t, got.err)
				require.Equal(t, large[:4_000_000], got.body)
			}
		})
	}
}

// TestTruncateWhileTheCallerStillSends is the trap of a socket that is closed
// too early: the reset that answers the caller's own data may cost it what it
// was sent before.
func TestTruncateWhileTheCallerStillSends(t *testing.T) {
	_, url, stop := networks["a socket"](handler(put(t, Rule{Do: Do{TruncateAt: new(int64(20))}}), text, nil))
	defer stop()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	_, err = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")
	require.NoError(t, err)
	raw, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.True(t, bytes.HasSuffix(raw, []byte("\r\n\r\n"+text[:20])), "%q", raw)
	for range 60 {
		_, err = io.WriteString(conn, strings.Repeat("x", 1000))
		require.NoError(t, err, "the connection is not reset while the caller sends")
	}
	require.NoError(t, conn.Close())
}

func TestReset(t *testing.T) {
	for net, serve := range networks {
		t.Run("it ends the connection before any answer over "+net, func(t *testing.T) {
			s := put(t, Rule{Times: 1, Do: Do{Reset: true}})
			client, url, stop := serve(handler(s, text, nil))
			defer stop()
			got := fetch(t, client, "POST", url) // a GET might be retried
			require.True(t, got.early)
			switch net {
			case "a socket", "TLS":
				require.ErrorIs(t, got.err, syscall.ECONNRESET)
			case "HTTP/2":
				require.ErrorContains(t, got.err, "stream error")
			default:
				require.ErrorIs(t, got.err, io.EOF)
			}
			require.Empty(t, s.Unused())
			require.Equal(t, text, fetch(t, client, "POST", url).body, "the next exchange is whole")
		})
	}
	t.Run("it resets after some of the body", func(t *testing.T) {
		client, url, stop := networks["a socket"](handler(put(t, Rule{Do: Do{ResetAfter: new(int64(12))}}), text, nil))
		defer stop()
		got := fetch(t, client, "GET", url)
		require.False(t, got.early)
		require.ErrorIs(t, got.err, syscall.ECONNRESET)
		require.True(t, strings.HasPrefix(text[:12], got.body))
	})
}

func TestCoding(t *testing.T) {
	inflate := map[string]func(io.Reader) (io.Reader, error){
		"gzip":        func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"deflate":     func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) },
		"raw-deflate": func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil },
		"claim:br":    func(r io.Reader) (io.Reader, error) { return r, nil },
	}
	says := map[string]string{"gzip": "gzip", "deflate": "deflate", "raw-deflate": "deflate", "claim:br": "br"}
	for coding, reader := range inflate {
		t.Run("it applies "+coding, func(t *testing.T) {
			s := put(t, Rule{Do: Do{Coding: coding}})
			client, url, stop := networks["a socket"](handler(s, text, nil))
			defer stop()
			got := fetch(t, client, "GET", url)
			require.NoError(t, got.err)
			require.Equal(t, says[coding], got.header.Get("Content-Encoding"))
			require.Equal(t, int64(len(got.body)), got.length)
			r, err := reader(strings.NewReader(got.body))
			require.NoError(t, err)
			plain, err := io.ReadAll(r)
			require.NoError(t, err)
			require.Equal(t, text, string(plain))
			require.Empty(t, s.Unused())
		})
	}
	t.Run("it drops the end of a coded body", func(t *testing.T) {
		client, url, stop := networks["a socket"](handler(put(t, Rule{Do: Do{Coding: "gzip", DropLast: 4}}), text, nil))
		defer stop()
		got := fetch(t, client, "GET", url)
		require.NoError(t, got.err, "the framing is sound")
		r, err := gzip.NewReader(strings.NewReader(got.body))
		require.NoError(t, err)
		_, err = io.ReadAll(r)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	})
}

func TestWholeAnswers(t *testing.T) {
	tests := []struct {
		name, method string
		do           *Do
		want         answer
		misses       string
	}{
		{"writes a faultless answer", "GET", nil, answer{length: 51, body: text}, ""},
		{"writes a faultless HEAD", "HEAD", nil, answer{length: 51}, ""},
		{"changes headers alone", "GET", &Do{Headers: map[string]string{"X-A": "b"}}, answer{length: 51, body: text}, ""},
		{"sends all of a body that is shorter than the cut", "GET", &Do{TruncateAt: new(int64(51))}, answer{length: 51, body: text}, "only 51 bytes"},
		{"states the right length", "GET", &Do{ContentLength: new(int64(51))}, answer{length: 51, body: text}, "51 is the right length"},
		{"cannot cut a HEAD", "HEAD", &Do{TruncateAt: new(int64(1))}, answer{length: 51}, "only 0 bytes"},
		{"cannot stall after the end", "GET", &Do{Slow: &Slow{StallAt: new(int64(51))}}, answer{length: 51, body: text}, "only 51 bytes"},
		{"cannot encode a HEAD", "HEAD", &Do{Coding: "gzip"}, answer{length: 51}, "no body to encode"},
		{"cannot shorten a HEAD", "HEAD", &Do{DropLast: 1}, answer{length: 51}, "no body to shorten"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New(1)
			if tt.do != nil {
				require.NoError(t, s.Put([]Rule{{Do: *tt.do}}))
			}
			client, url, stop := networks["a socket"](handler(s, text, nil))
			defer stop()
			got := fetch(t, client, tt.method, url)
			require.NoError(t, got.err)
			require.Equal(t, tt.want.length, got.length)
			require.Equal(t, tt.want.body, got.body)
			if tt.misses != "" {
				require.Contains(t, s.Rules()[0].LastMiss, tt.misses)
				require.Len(t, s.Unused(), 1)
			}
		})
	}
}

func TestSentIsWhatWasSent(t *testing.T) {
	tests := []struct {
		name string
		do   Do
		want string
	}{
		{"tells all of a whole body", Do{Headers: map[string]string{"X": "y"}}, text},
		{"tells the body up to the cut", Do{TruncateAt: new(int64(7))}, text[:7]},
		{"tells nothing of a reset", Do{Reset: true}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := put(t, Rule{Do: tt.do}).Plan(get)
			err := p.Write(t.Context(), httptest.NewRecorder(), 200, nil, []byte(text), nil)
			if tt.want != text {
				require.ErrorIs(t, err, http.ErrAbortHandler, "a recorder cannot be taken over")
			}
			header, body := p.Sent()
			require.Equal(t, tt.want, string(body))
			require.Equal(t, tt.do.Reset, header == nil)
		})
	}
}

// TestSlowAnswers measures in a bubble, to the nanosecond, when bytes arrive.
func TestSlowAnswers(t *testing.T) {
	ten := text[:10]
	tests := []struct {
		name  string
		do    Do
		rate  float64       // of the world's clock
		head  time.Duration // until the header has come
		whole time.Duration // until the body has
		err   error
	}{
		{"paces bytes", Do{Slow: &Slow{BytesPerSecond: 2}}, 1, 0, 9 * time.Second / 2, nil},
		{"paces bytes on the world's clock", Do{Slow: &Slow{BytesPerSecond: 2}}, 60, 0, 9 * time.Second / 120, nil},
		{"stalls once", Do{Slow: &Slow{StallAt: new(int64(4)), StallFor: Duration(time.Minute)}}, 1, 0, time.Minute, nil},
		{"stalls before the first byte", Do{Slow: &Slow{StallAt: new(int64(0)), StallFor: Duration(time.Minute)}}, 1, 0, time.Minute, nil},
		{"spreads the header section", Do{SlowHeaders: Duration(2 * time.Minute)}, 1, 2 * time.Minute, 2 * time.Minute, nil},
		{
			"spreads, paces and cuts",
			Do{SlowHeaders: Duration(time.Minute), Slow: &Slow{BytesPerSecond: 1}, TruncateAt: new(int64(5))},
			1,
			time.Minute, time.Minute + 4*time.Second, io.ErrUnexpectedEOF,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, err := clock.New(time.Time{}, tt.rate)
				require.NoError(t, err)
				client, url, stop := networks["a pipe"](handler(put(t, Rule{Do: tt.do}), ten, c.Sleep))
				defer stop()
				start := time.Now()
				resp, err := client.Get(url)
				require.NoError(t, err)
				head := time.Since(start)
				body, err := io.ReadAll(resp.Body)
				whole := time.Since(start)
				require.NoError(t, resp.Body.Close())
				require.ErrorIs(t, err, tt.err)
				if tt.err == nil {
					require.Equal(t, ten, string(body))
				}
				require.InDelta(t, tt.head, head, 100) // a byte's share of the time is rounded
				require.InDelta(t, tt.whole, whole, 100)
			})
		})
	}
}

// TestCallerGivesUp checks that nothing waits for a caller who has left: the
// bubble ends only when every goroutine has.
func TestCallerGivesUp(t *testing.T) {
	for name, do := range map[string]Do{
		"during an endless stall":          {Slow: &Slow{StallAt: new(int64(4))}},
		"during a stall before a cut":      {Slow: &Slow{StallAt: new(int64(4))}, TruncateAt: new(int64(8))},
		"during a header that never ends":  {SlowHeaders: Duration(time.Hour)},
		"while a body trickles":            {Slow: &Slow{BytesPerSecond: 0.001}},
		"while a body trickles to its end": {Slow: &Slow{BytesPerSecond: 0.001}, CutChunked: new(int64(9))},
	} {
		t.Run("it lets a caller go "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, err := clock.New(time.Time{}, 1)
				require.NoError(t, err)
				c.Freeze()
				client, url, stop := networks["a pipe"](handler(put(t, Rule{Do: do}), text, c.Sleep))
				defer stop()
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
				require.NoError(t, err)
				resp, err := client.Do(req)
				if err == nil {
					_, err = io.ReadAll(resp.Body)
					require.NoError(t, resp.Body.Close())
				}
				require.ErrorIs(t, err, context.DeadlineExceeded)
			})
		})
	}
}

// TestLastComesInTime checks over every network that nobody sees the end of an
// answer before Last was called, which knows all of it.
func TestLastComesInTime(t *testing.T) {
	n := int64(len(text))
	for name, tt := range map[string]struct {
		do   Do
		want string
	}{
		"a sound answer":                     {Do{Headers: map[string]string{"X": "y"}}, text},
		"a cut":                              {Do{TruncateAt: new(int64(12))}, text[:12]},
		"a cut of everything":                {Do{TruncateAt: new(int64(0))}, ""},
		"no final chunk":                     {Do{CutChunked: new(int64(12))}, text[:12]},
		"a length that is too small":         {Do{ContentLength: new(int64(7))}, text},
		"a length of nothing":                {Do{ContentLength: new(int64(0))}, text},
		"a length that is too large":         {Do{ContentLength: new(n + 1)}, text},
		"a reset":                            {Do{Reset: true}, ""},
		"a reset in the body":                {Do{ResetAfter: new(int64(12))}, text[:12]},
		"slow headers":                       {Do{SlowHeaders: Duration(time.Second)}, text},
		"a slow body under a small length":   {Do{ContentLength: new(int64(7)), Slow: &Slow{BytesPerSecond: 10}}, text},
		"a pause that is longer than a cut ": {Do{TruncateAt: new(int64(12)), Slow: &Slow{StallAt: new(int64(3)), StallFor: Duration(time.Second)}}, text[:12]},
	} {
		for net, serve := range networks {
			t.Run("it comes before "+name+" over "+net, func(t *testing.T) {
				seen := make(chan string, 1)
				s := put(t, Rule{Do: tt.do})
				client, url, stop := serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					p := s.Plan(Exchange{Method: r.Method, Path: r.URL.Path})
					p.Last = func() {
						_, body := p.Sent()
						seen <- string(body) // a second call would wait for ever
					}
					err := p.Write(r.Context(), w, 200, http.Header{}, []byte(text), func(context.Context, time.Duration) error { return nil })
					if errors.Is(err, http.ErrAbortHandler) {
						panic(http.ErrAbortHandler)
					}
				}))
				defer stop()
				client.Transport.(*http.Transport).DisableKeepAlives = true
				fetch(t, client, "GET", url)
				select {
				case got := <-seen:
					if !strings.HasPrefix(name, "a length") && !strings.HasPrefix(name, "a slow") || net == "a socket" {
						require.Equal(t, tt.want, got)
					}
				default:
					t.Fatal("the caller has the answer, but Last was not called")
				}
			})
		}
	}
}
