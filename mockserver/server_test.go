package mockserver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func sim(t *testing.T, c mocktest.Config) *mocktest.Sim {
	t.Helper()
	c.Services = []world.Service{toy.Service()}
	return mocktest.Start(t, c)
}

// answer is a response whose body was read.
type answer struct {
	StatusCode    int
	Header        http.Header
	ContentLength int64
}

// do sends a request with the default world's key and returns the answer and
// its body.
func do(t *testing.T, s *mocktest.Sim, method, url, body string, header ...string) (answer, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set(toy.KeyHeader, s.Credentials("toy").(map[string]string)["key"])
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	resp, err := s.Client().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return answer{resp.StatusCode, resp.Header, resp.ContentLength}, string(got)
}

func TestAnswer(t *testing.T) {
	s := sim(t, mocktest.Config{World: world.Config{Time: start, Frozen: true}, Allow: mocktest.Allow{Bugs: true}})
	base := s.URL("toy")
	t.Run("carries the world's date and no header of ours", func(t *testing.T) {
		resp, _ := do(t, s, "GET", base+"/v1/items", "")
		require.Equal(t, http.Header{
			"Content-Type": {"application/json"}, "Content-Length": {"40"}, "Date": {"Sun, 01 Mar 2026 12:00:00 GMT"},
		}, resp.Header)
	})
	t.Run("is a 204 without a body or a type", func(t *testing.T) {
		resp, _ := do(t, s, "PUT", base+"/v1/items/ball", "red")
		require.Equal(t, 204, resp.StatusCode)
		require.Equal(t, http.Header{"Date": {"Sun, 01 Mar 2026 12:00:00 GMT"}}, resp.Header)
	})
	t.Run("gives HEAD what GET would have said", func(t *testing.T) {
		get, body := do(t, s, "GET", base+"/v1/big", "", "Accept-Encoding", "gzip")
		head, none := do(t, s, "HEAD", base+"/v1/big", "", "Accept-Encoding", "gzip")
		require.Equal(t, get.Header, head.Header)
		require.Equal(t, fmt.Sprint(len(body)), head.Header.Get("Content-Length"))
		require.Empty(t, none)
	})
	t.Run("is in the vendor's words for what no route matches", func(t *testing.T) {
		resp, body := do(t, s, "GET", base+"/v9", "")
		require.Equal(t, 404, resp.StatusCode)
		require.JSONEq(t, `{"error":"nothing here"}`, body)
		resp, _ = do(t, s, "PATCH", base+"/v1/items", "")
		require.Equal(t, 405, resp.StatusCode)
		require.Equal(t, "GET, HEAD", resp.Header.Get("Allow"))
	})
	t.Run("is a 501 where the simulator fails", func(t *testing.T) {
		for path, want := range map[string]string{"/v1/bug": "simulator bug: the toy broke\n", "/v1/panic": "simulator bug: panic in \"getPanic\": the toy exploded\n"} {
			resp, body := do(t, s, "GET", base+path, "")
			require.Equal(t, 501, resp.StatusCode)
			require.Equal(t, "text/plain; charset=utf-8", resp.Header.Get("Content-Type"))
			require.Equal(t, want, body)
		}
	})
	t.Run("streams", func(t *testing.T) {
		resp, body := do(t, s, "GET", base+"/v1/stream", "", "Accept-Encoding", "gzip")
		require.Equal(t, "{\"line\":0}\n{\"line\":1}\n{\"line\":2}\n", body)
		require.EqualValues(t, -1, resp.ContentLength)
	})
	for _, way := range []string{"fail", "panic"} {
		t.Run("is cut where a stream ends in a "+way, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/v1/stream?"+way, http.NoBody)
			require.NoError(t, err)
			resp, err := s.Client().Do(req)
			require.NoError(t, err)
			defer resp.Body.Close()
			got, err := io.ReadAll(resp.Body)
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			require.Equal(t, "{\"line\":0}\n{\"line\":1}\n{\"line\":2}\n", string(got))
		})
	}
	t.Run("reaches a vendor's host name without a base path", func(t *testing.T) {
		_, body := do(t, s, "GET", "http://"+toy.Host+"/v1/time", "")
		require.JSONEq(t, `{"now":"2026-03-01T12:00:00Z"}`, body)
	})
}

func TestServicesThatCannotStart(t *testing.T) {
	failing := world.Service{Name: "failing", New: func(*world.World) (world.Tenant, error) { return nil, errors.New("no toys left") }}
	exploding := world.Service{Name: "exploding", New: func(*world.World) (world.Tenant, error) { panic("toys everywhere") }}
	s := mocktest.Start(t, mocktest.Config{Services: []world.Service{toy.Service(), failing, exploding}, Allow: mocktest.Allow{Bugs: true}})
	for service, want := range map[string]string{
		"failing": "simulator bug: world default: failing: no toys left\n", "exploding": "simulator bug: panic in \"\": toys everywhere\n",
	} {
		for range 2 {
			resp, body := do(t, s, "GET", s.URL(service)+"/v1", "")
			require.Equal(t, 501, resp.StatusCode)
			require.Equal(t, want, body)
		}
	}
	_, total := s.Bugs()
	require.Equal(t, 4, total)
	all := s.World.Journal.Exchanges(journal.Filter{})
	require.Len(t, all, 4)
	require.Contains(t, all[0].Bug+all[3].Bug, "toys")
	resp, body := do(t, s, "GET", mocktest.Base+"/_ergodrome/readyz", "")
	require.Equal(t, 503, resp.StatusCode, body)
}

func TestJournal(t *testing.T) {
	s := sim(t, mocktest.Config{World: world.Config{Time: start, Frozen: true}})
	do(t, s, "GET", s.URL("toy")+"/v1/big", "", "Accept-Encoding", "gzip")
	do(t, s, "PUT", "http://"+toy.Host+"/v1/items/ball", "red")
	s.Faults(fault.Rule{Name: "no", Match: fault.Match{Method: "PUT"}, Do: fault.Do{Status: 503}}, fault.Rule{Name: "late", Do: fault.Do{Headers: map[string]string{"Retry-After": "1"}}})
	do(t, s, "PUT", s.URL("toy")+"/v1/items/kite", "blue")
	do(t, s, "GET", s.URL("toy")+"/v1/stream", "")
	var got []string
	for _, e := range s.World.Journal.Exchanges(journal.Filter{}) {
		got = append(got, fmt.Sprint(e.Operation, " ", e.URL, " ", e.Path, " ", e.Status, " ", string(e.RequestBody), " ", len(e.ResponseBody), " ", e.Faults))
	}
	require.Equal(t, []string{
		"getBig /toy/v1/big /v1/big 200  65536 []", // without its coding, as much of it as is kept
		"putItem /v1/items/ball /v1/items/ball 204 red 0 []",
		"putItem /toy/v1/items/kite /v1/items/kite 503 blue 0 [no late]",
		"getStream /toy/v1/stream /v1/stream 200  33 [late]",
	}, got)
}

func TestStrays(t *testing.T) {
	s := sim(t, mocktest.Config{World: world.Config{Time: start, Frozen: true}, Allow: mocktest.Allow{Strays: true}})
	resp, body := do(t, s, "GET", "http://none.localhost/toy/v1/items?token=x", "")
	require.Equal(t, 421, resp.StatusCode)
	require.Equal(t, "ergodrome: world \"none\" does not exist\n", body)
	kept, total := s.Strays().List()
	require.Equal(t, 1, total)
	require.Equal(t, `{2026-03-01 12:00:00 +0000 UTC GET none.localhost /toy/v1/items world "none" does not exist}`, fmt.Sprint(kept[0]))
}

func TestWorlds(t *testing.T) {
	s := sim(t, mocktest.Config{World: world.Config{Time: start}})
	other, err := s.Worlds().Create(world.Config{Name: "other", Time: start.AddDate(1, 0, 0), Frozen: true})
	require.NoError(t, err)
	for _, url := range []string{other.URLs(mocktest.Base)["toy"], "http://other.localhost/toy"} {
		_, body := do(t, s, "GET", url+"/v1/time", "")
		require.JSONEq(t, `{"now":"2027-03-01T12:00:00Z"}`, body)
	}
}

func TestFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim(t, mocktest.Config{})
		base := s.URL("toy")
		s.Faults(
			fault.Rule{Match: fault.Match{Operation: "listItems"}, Times: 1, Do: fault.Do{Delay: fault.Duration(90 * time.Second)}},
			fault.Rule{Match: fault.Match{Service: "toy", Path: "/v1/time"}, Times: 1, Do: fault.Do{Status: 503, Body: []byte(`"try later"`), Headers: map[string]string{"Retry-After": "7"}}},
			fault.Rule{Match: fault.Match{Path: "/v1/big", Query: map[string]string{"cut": "*"}}, Times: 1, Do: fault.Do{TruncateAt: new(int64(10))}},
			fault.Rule{Match: fault.Match{Path: "/v1/big", Query: map[string]string{"code": "me"}}, Times: 1, Do: fault.Do{Coding: "gzip"}},
			fault.Rule{Match: fault.Match{Path: "/v1/stream"}, Times: 1, Do: fault.Do{ContentLength: new(int64(1000))}},
			fault.Rule{Match: fault.Match{Path: "/v1/items/reset"}, Do: fault.Do{Reset: true}},
		)
		before := time.Now()
		resp, _ := do(t, s, "GET", base+"/v1/items", "")
		require.Equal(t, 200, resp.StatusCode)
		require.Equal(t, 90*time.Second, time.Since(before), "the wait is longer than a request may take to arrive")
		resp, body := do(t, s, "GET", base+"/v1/time", "")
		require.Equal(t, "503 try later 7", fmt.Sprint(resp.StatusCode, " ", body, " ", resp.Header.Get("Retry-After")))

		for _, path := range []string{"/v1/big?cut=1", "/v1/stream"} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+path, http.NoBody)
			require.NoError(t, err)
			cut, err := s.Client().Do(req)
			require.NoError(t, err)
			_, err = io.ReadAll(cut.Body)
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			require.NoError(t, cut.Body.Close())
		}
		resp, _ = do(t, s, "GET", base+"/v1/big?code=me", "", "Accept-Encoding", "br")
		require.Equal(t, []string{"gzip"}, resp.Header["Content-Encoding"])
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/v1/items/reset", http.NoBody)
		require.NoError(t, err)
		_, err = s.Client().Do(req)
		require.Error(t, err)
	})
}

func TestDelayEndsWithTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim(t, mocktest.Config{World: world.Config{Frozen: true}})
		s.Faults(fault.Rule{Do: fault.Do{Delay: fault.Duration(time.Hour)}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL("toy")+"/v1/time", http.NoBody)
		require.NoError(t, err)
		_, err = s.Client().Do(req)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestDelayEndsWithTheWorld(t *testing.T) {
	for name, end := range map[string]func(s *mocktest.Sim, w *world.World) error{
		"deleted": func(s *mocktest.Sim, w *world.World) error { return s.Worlds().Delete(w.Name) },
		"reset":   func(_ *mocktest.Sim, w *world.World) error { return w.Reset() },
	} {
		t.Run("its world is "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := sim(t, mocktest.Config{})
				w, err := s.Worlds().Create(world.Config{Name: "short", Frozen: true})
				require.NoError(t, err)
				require.NoError(t, w.Faults.Put([]fault.Rule{{Do: fault.Do{Delay: fault.Duration(time.Hour)}}}))
				time.AfterFunc(time.Minute, func() { require.NoError(t, end(s, w)) })
				began := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
				defer cancel()
				req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.Replace(s.URL("toy"), "/toy", "/w/short/toy", 1)+"/v1/time", http.NoBody)
				require.NoError(t, err)
				resp, err := s.Client().Do(req)
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				require.Equal(t, 200, resp.StatusCode)
				require.Equal(t, time.Minute, time.Since(began))
			})
		})
	}
}

func TestValidate(t *testing.T) {
	var seen []string
	verdict := error(nil)
	s := sim(t, mocktest.Config{Allow: mocktest.Allow{Bugs: true}, Server: mockserver.Config{
		Validate: func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error {
			seen = append(seen, fmt.Sprintf("%s %s %s %q %d %s %s %d", service, r.Method, r.URL.Path, requestBody, status, header.Get("Content-Type"), header.Get("Content-Encoding"), len(body)))
			return verdict
		},
	}})
	do(t, s, "PUT", s.URL("toy")+"/v1/items/ball", "red")
	do(t, s, "GET", s.URL("toy")+"/v1/big", "", "Accept-Encoding", "gzip")
	do(t, s, "GET", s.URL("toy")+"/v1/stream", "")
	do(t, s, "GET", s.URL("toy")+"/v1/no/such/thing", "")
	require.Equal(t, []string{
		`toy PUT /v1/items/ball "red" 204   0`,
		`toy GET /v1/big "" 200 application/json  105011`,
	}, seen)
	verdict = errors.New("calls is no integer")
	resp, body := do(t, s, "GET", s.URL("toy")+"/v1/items", "")
	require.Equal(t, 501, resp.StatusCode)
	require.Equal(t, "simulator bug: GET /v1/items answers 200 against its description: calls is no integer\n", body)
}

func TestNewRefuses(t *testing.T) {
	toys := []world.Service{toy.Service()}
	tests := []struct {
		name   string
		config mockserver.Config
		field  string
	}{
		{"a server without services", mockserver.Config{}, "services"},
		{"a control prefix without a slash", mockserver.Config{Services: toys, ControlPrefix: "control"}, "controlPrefix"},
		{"a control prefix with a slash at its end", mockserver.Config{Services: toys, ControlPrefix: "/"}, "controlPrefix"},
		{"a world that cannot be", mockserver.Config{Services: toys, World: world.Config{Rate: -1}}, "rate"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			_, err := mockserver.New(tt.config)
			invalid, ok := errors.AsType[*world.Invalid](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, tt.field, invalid.Field)
		})
	}
}

// listen serves s on a socket until the test ends.
func listen(t *testing.T, serve func(context.Context, net.Listener) error) (addr string, stop func()) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- serve(ctx, l) }()
	var stopped bool
	stop = func() {
		if cancel(); !stopped {
			stopped = true
			require.NoError(t, <-done)
		}
	}
	t.Cleanup(stop)
	return l.Addr().String(), stop
}

func TestServe(t *testing.T) {
	server, err := mockserver.New(mockserver.Config{Services: []world.Service{toy.Service()}})
	require.NoError(t, err)
	t.Run("refuses a header section without end", func(t *testing.T) {
		addr, _ := listen(t, server.Serve)
		c := dial(t, addr)
		go func() {
			_, _ = fmt.Fprintf(c, "GET /toy/v1/time HTTP/1.1\r\nHost: x\r\nA: %s\r\n\r\n", strings.Repeat("a", 1<<20))
		}()
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		require.NoError(t, err)
		defer resp.Body.Close()
		require.Equal(t, 431, resp.StatusCode)
	})
	t.Run("refuses a body that is too long before it is sent", func(t *testing.T) {
		addr, _ := listen(t, server.Serve)
		c := dial(t, addr)
		tenant, err := server.Worlds().Default().Tenant("toy")
		require.NoError(t, err)
		_, err = fmt.Fprintf(c, "PUT /toy/v1/items/a HTTP/1.1\r\nHost: x\r\n%s: %s\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n", toy.KeyHeader, tenant.Credentials().(map[string]string)["key"])
		require.NoError(t, err)
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		require.NoError(t, err)
		defer resp.Body.Close()
		require.Equal(t, 413, resp.StatusCode)
	})
	t.Run("serves one service on a port of its own", func(t *testing.T) {
		addr, _ := listen(t, func(ctx context.Context, l net.Listener) error { return server.ServeService(ctx, l, "toy") })
		require.Equal(t, "HTTP/1.1 200 OK", statusLine(t, addr, "GET /v1/time HTTP/1.1\r\nHost: x\r\n\r\n"))
	})
	t.Run("serves the control plane on a port of its own", func(t *testing.T) {
		addr, _ := listen(t, server.ServeControl)
		require.Equal(t, "HTTP/1.1 200 OK", statusLine(t, addr, "GET /_ergodrome/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
	})
	t.Run("stops when it is told, also while somebody waits for a world's time", func(t *testing.T) {
		w := server.Worlds().Default()
		w.Clock.Freeze()
		require.NoError(t, w.Faults.Put([]fault.Rule{{Do: fault.Do{Delay: fault.Duration(time.Hour)}}}))
		addr, stop := listen(t, server.Serve)
		c := dial(t, addr)
		_, err := fmt.Fprint(c, "GET /toy/v1/time HTTP/1.1\r\nHost: x\r\n\r\n")
		require.NoError(t, err)
		for w.Faults.Rules()[0].Matched == 0 {
			runtime.Gosched()
		}
		stop()
		_, err = c.Read(make([]byte, 1))
		require.ErrorIs(t, err, io.EOF)
	})
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func statusLine(t *testing.T, addr, request string) string {
	t.Helper()
	c := dial(t, addr)
	_, err := io.WriteString(c, request)
	require.NoError(t, err)
	line, err := bufio.NewReader(c).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(line)
}

// TestSlowBody sends a body that never ends.
func TestSlowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim(t, mocktest.Config{})
		body, w := io.Pipe()
		defer w.Close()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.URL("toy")+"/v1/items/a", body)
		require.NoError(t, err)
		before := time.Now()
		resp, err := s.Client().Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		require.Equal(t, http.StatusRequestTimeout, resp.StatusCode)
		require.Equal(t, 30*time.Second, time.Since(before))
	})
}
