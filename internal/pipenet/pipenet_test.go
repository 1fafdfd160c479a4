package pipenet_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/pipenet"
)

// serve runs h behind a listener until the test ends.
func serve(t testing.TB, h http.HandlerFunc) *http.Client {
	l := pipenet.Listen()
	srv := &http.Server{Handler: h}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	transport := l.Transport()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		require.NoError(t, srv.Close())
		require.ErrorIs(t, <-done, http.ErrServerClosed)
	})
	return &http.Client{Transport: transport}
}

func get(t testing.TB, client *http.Client, url string) string {
	resp, err := client.Get(url)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return string(body)
}

func TestEveryHostLeadsToTheListener(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host, r.URL.Path, r.RemoteAddr) })
		for _, host := range []string{"api.firstbeat.com", "127.0.0.1:1", "a.b:8080"} {
			require.Equal(t, host+"/xpipe", get(t, client, "http://"+host+"/x"))
		}
	})
}

// TestVirtualTime is what the package is for: an hour of waiting server and
// client passes in no time.
func TestVirtualTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			for range 60 {
				select {
				case <-time.After(time.Minute):
				case <-r.Context().Done(): // a caller that leaves is noticed
					return
				}
				_, _ = io.WriteString(w, "x")
				_ = http.NewResponseController(w).Flush()
			}
		})
		began := time.Now()
		require.Equal(t, strings.Repeat("x", 60), get(t, client, "http://h/"))
		require.Equal(t, time.Hour, time.Since(began))

		client.Timeout = 90 * time.Second
		resp, err := client.Get("http://h/")
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, "x", string(body))
		require.NoError(t, resp.Body.Close())
		require.Equal(t, time.Hour+90*time.Second, time.Since(began))
	})
}

func TestManyConnectionsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			time.Sleep(time.Second)
			if err == nil {
				_, _ = w.Write(body)
			}
		})
		began := time.Now()
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				sent := strings.Repeat(fmt.Sprint(i), 10_000)
				resp, err := client.Post("http://h/", "text/plain", strings.NewReader(sent))
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				if got, err := io.ReadAll(resp.Body); err != nil || string(got) != sent {
					t.Errorf("connection %d: got %d bytes and %v, want %d", i, len(got), err, len(sent))
				}
			})
		}
		all.Wait()
		require.Equal(t, time.Second, time.Since(began), "all are served side by side")
	})
}

func TestDial(t *testing.T) {
	tests := []struct {
		name string
		run  func(t *testing.T, l *pipenet.Listener)
	}{
		{"joins the two ends", func(t *testing.T, l *pipenet.Listener) {
			go func() {
				if c, err := l.Accept(); err == nil {
					_, _ = io.Copy(c, c)
				}
			}()
			c, err := l.Dial(t.Context())
			require.NoError(t, err)
			go func() { _, _ = c.Write([]byte("ping")) }()
			echo := make([]byte, 4)
			_, err = io.ReadFull(c, echo)
			require.NoError(t, err)
			require.Equal(t, "ping", string(echo))
			require.NoError(t, l.Close())
			go func() { _, _ = c.Write([]byte("pong")) }()
			_, err = io.ReadFull(c, echo)
			require.NoError(t, err, "what is connected outlives the listener")
			require.NoError(t, c.Close())
		}},
		{"waits for somebody to accept, as long as its context", func(t *testing.T, l *pipenet.Listener) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			_, err := l.Dial(ctx)
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}},
		{"fails on a closed listener", func(t *testing.T, l *pipenet.Listener) {
			require.NoError(t, l.Close())
			require.NoError(t, l.Close(), "closing twice is no error")
			_, err := l.Dial(t.Context())
			require.ErrorIs(t, err, pipenet.ErrClosed)
			_, err = l.Accept()
			require.ErrorIs(t, err, pipenet.ErrClosed)
		}},
		{"ends when the listener is closed meanwhile", func(t *testing.T, l *pipenet.Listener) {
			failed := make(chan error, 2)
			go func() { _, err := l.Dial(t.Context()); failed <- err }()
			synctest.Wait()
			require.NoError(t, l.Close())
			require.ErrorIs(t, <-failed, pipenet.ErrClosed)
		}},
		{"ends an Accept when the listener is closed meanwhile", func(t *testing.T, l *pipenet.Listener) {
			failed := make(chan error, 1)
			go func() { _, err := l.Accept(); failed <- err }()
			synctest.Wait()
			require.NoError(t, l.Close())
			require.ErrorIs(t, <-failed, pipenet.ErrClosed)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { tt.run(t, pipenet.Listen()) })
		})
	}
}

func TestIsAListener(t *testing.T) {
	var l net.Listener = pipenet.Listen()
	require.Equal(t, "pipe", l.Addr().Network())
	require.Equal(t, "pipe", l.Addr().String())
	require.NoError(t, l.Close())
}

func BenchmarkRequest(b *testing.B) {
	client := serve(b, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	b.ReportAllocs()
	for b.Loop() {
		get(b, client, "http://h/")
	}
}
