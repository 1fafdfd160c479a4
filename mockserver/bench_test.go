package mockserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// sink is a ResponseWriter that costs nothing.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }
func (s *sink) WriteHeader(status int)      { s.status = status }

// accounts is a request for a list of about 300 bytes, with all that a vendor
// checks.
func accounts(b *testing.B, server *mockserver.Server) *http.Request {
	b.Helper()
	w := server.Worlds().Default()
	tenant, err := w.Tenant("firstbeat")
	require.NoError(b, err)
	var c struct{ ConsumerID, SharedSecret, APIKey string }
	raw, err := json.Marshal(tenant.Credentials())
	require.NoError(b, err)
	require.NoError(b, json.Unmarshal(raw, &c))
	now := w.Clock.Now()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": c.ConsumerID, "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
	}).SignedString([]byte(c.SharedSecret))
	require.NoError(b, err)
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "http://127.0.0.1:8787/firstbeat/v1/sports/accounts", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("X-Api-Key", c.APIKey)
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("User-Agent", "bench")
	return r
}

// BenchmarkExchange is the work of one small answer without the network: world,
// journal, route, token, key and quota accounting.
func BenchmarkExchange(b *testing.B) {
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All(), World: world.Config{Limits: world.LimitsOff, Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Frozen: true}})
	require.NoError(b, err)
	r := accounts(b, server)
	b.ReportAllocs()
	for b.Loop() {
		out := &sink{header: http.Header{}}
		server.ServeHTTP(out, r)
		if out.status != 200 && out.status != 0 {
			b.Fatal(out.status)
		}
	}
}

// BenchmarkServe compares requests a second over 16 connections with those of a
// bare handler that sends as many bytes.
func BenchmarkServe(b *testing.B) {
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All(), World: world.Config{Limits: world.LimitsOff}})
	require.NoError(b, err)
	r := accounts(b, server)
	probe := httptest.NewRecorder()
	server.ServeHTTP(probe, r)
	require.Equal(b, 200, probe.Code, probe.Body)
	body := probe.Body.Bytes()
	for name, h := range map[string]http.Handler{
		"everything on": server,
		"bare net/http": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(body)
		}),
	} {
		b.Run(name, func(b *testing.B) {
			s := httptest.NewServer(h)
			defer s.Close()
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}
			b.SetParallelism(8)
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					in, err := http.NewRequestWithContext(b.Context(), r.Method, s.URL+r.URL.Path, http.NoBody)
					if err != nil {
						b.Error(err)
						return
					}
					in.Header = r.Header
					resp, err := client.Do(in)
					if err != nil {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
		})
	}
}

// BenchmarkWorlds measures what a world of all services costs: to make, to hold
// while nobody calls, to hold once its credentials were handed out, and to find
// by credentials among a thousand.
func BenchmarkWorlds(b *testing.B) {
	const worlds = 1000
	fresh := func(b *testing.B) *mockserver.Server {
		b.Helper()
		server, err := mockserver.New(mockserver.Config{Services: mockserver.All(), MaxWorlds: 1 << 30})
		require.NoError(b, err)
		return server
	}
	fill := func(b *testing.B, server *mockserver.Server, open bool) {
		b.Helper()
		for range worlds {
			w, err := server.Worlds().Create(world.Config{})
			require.NoError(b, err)
			if open {
				_, err = w.Credentials()
				require.NoError(b, err)
			}
		}
	}
	for name, open := range map[string]bool{"idle": false, "opened": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				server := fresh(b)
				before := heap()
				began := time.Now()
				fill(b, server, open)
				b.ReportMetric(float64(time.Since(began).Microseconds())/worlds, "us/world")
				b.ReportMetric(float64(heap()-before)/worlds, "B/world")
				runtime.KeepAlive(server)
			}
		})
	}
	b.Run("by credentials", func(b *testing.B) {
		server := fresh(b)
		fill(b, server, true)
		r := accounts(b, server)
		r.Header.Set("X-Api-Key", "nobody's")
		r.Header.Set("Authorization", "Bearer e30.e30.e30")
		b.ReportAllocs()
		for b.Loop() {
			if _, err := server.Worlds().Locate(r); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
