package world_test

import (
	"fmt"
	"math"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func newRegistry(tb testing.TB, limit int) *world.Registry {
	tb.Helper()
	r, err := world.NewRegistry(7, limit, world.Config{Time: start}, toys())
	require.NoError(tb, err)
	return r
}

func create(tb testing.TB, r *world.Registry, name string) *world.World {
	tb.Helper()
	w, err := r.Create(world.Config{Name: name, Time: start})
	require.NoError(tb, err)
	return w
}

func key(tb testing.TB, w *world.World) string {
	tb.Helper()
	tenant, err := w.Tenant("toy")
	require.NoError(tb, err)
	return tenant.Credentials().(map[string]string)["key"]
}

func TestRegistry(t *testing.T) {
	r := newRegistry(t, 4)
	require.EqualValues(t, 7, r.Default().Seed)
	a := create(t, r, "a")
	unnamed := create(t, r, "")
	require.Equal(t, "world-1", unnamed.Name)
	require.NotEqual(t, a.Seed, unnamed.Seed, "worlds differ unless told otherwise")
	require.Equal(t, create(t, newRegistry(t, 0), "a").Seed, a.Seed, "the same seed and name give the same world")

	_, err := r.Create(world.Config{Name: "a"})
	require.ErrorAs(t, err, new(*world.Conflict))
	_, err = r.Create(world.Config{Name: "b", Limits: "some"})
	require.ErrorAs(t, err, new(*world.Invalid))
	_, err = r.Fork("b", "c")
	require.ErrorAs(t, err, new(*world.Missing), "what could not be made is not there")
	b, err := r.Fork("a", "b")
	require.NoError(t, err)
	_, err = r.Create(world.Config{})
	require.EqualError(t, err, "there are already 4 worlds; delete one first")
	require.Equal(t, []*world.World{r.Default(), a, unnamed, b}, r.All())

	require.NoError(t, r.Delete("a"))
	require.ErrorAs(t, r.Delete("a"), new(*world.Missing))
	require.ErrorAs(t, r.Delete("default"), new(*world.Conflict))
	_, err = r.Get("a")
	require.EqualError(t, err, `world "a" does not exist`)
	require.Equal(t, 3, r.Len())
	create(t, r, "a")
}

func TestNewRegistryRefuses(t *testing.T) {
	tests := []struct {
		name     string
		max      int
		services []world.Service
	}{
		{"fewer than no worlds", -1, toys()},
		{"a service that is there twice", 0, append(toys(), toys()...)},
		{"a service whose name cannot stand in a path", 0, []world.Service{{Name: "A/B"}}},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			_, err := world.NewRegistry(1, tt.max, world.Config{}, tt.services)
			require.ErrorAs(t, err, new(*world.Invalid))
		})
	}
}

func TestLocate(t *testing.T) {
	r := newRegistry(t, 0)
	create(t, r, "a")
	create(t, r, "quiet") // has issued nothing yet
	issued := key(t, create(t, r, "b"))
	tests := []struct {
		name, url, key string
		world, prefix  string // or
		stray          string
	}{
		{"a base path to the default world", "http://127.0.0.1:8787/toy/v1/items", "", "default", "/toy", ""},
		{"a base path alone", "http://127.0.0.1:8787/toy", "", "default", "/toy", ""},
		{"any host name", "http://simulator:8787/toy/v1", "", "default", "/toy", ""},
		{"a world by its path", "http://127.0.0.1/w/a/toy/v1/items", "", "a", "/w/a/toy", ""},
		{"a world by its host name", "http://a.localhost:8787/toy/v1", "", "a", "/toy", ""},
		{"a host name in capitals with a dot", "http://A.LOCALHOST.:80/toy/v1", "", "a", "/toy", ""},
		{"a world named twice", "http://a.localhost/w/a/toy/v1", "", "a", "/w/a/toy", ""},
		{"a vendor's host name", "http://api.toy.example/toy/v1", "", "default", "", ""},
		{"a vendor's host name with a port", "https://api.toy.example:443/w/a/toy", "", "default", "", ""},
		{"a world by its credentials", "http://127.0.0.1/toy/v1", issued, "b", "/toy", ""},
		{"a vendor's host name and credentials", "http://api.toy.example/v1", issued, "b", "", ""},
		{"a path before credentials", "http://127.0.0.1/w/a/toy/v1", issued, "a", "/w/a/toy", ""},
		{"credentials that nobody issued", "http://127.0.0.1/toy/v1", "toy-none", "default", "/toy", ""},
		{"an IPv6 address", "http://[::1]:8787/toy/v1", "", "default", "/toy", ""},
		{"a longer word than the base path", "http://127.0.0.1/toys/v1", "", "", "", "no service at /toys/v1; base paths are /toy"},
		{"the root", "http://127.0.0.1/", "", "", "", "no service at /; base paths are /toy"},
		{"no path", "http://127.0.0.1", "", "", "", "no service at ; base paths are /toy"},
		{"two slashes", "http://127.0.0.1//toy/v1", "", "", "", "no service at //toy/v1; base paths are /toy"},
		{"a world without a service", "http://127.0.0.1/w/a", "", "", "", "no service at /w/a; base paths are /toy"},
		{"a world without a name", "http://127.0.0.1/w//toy/v1", "", "", "", "no world's name after /w/ in /w//toy/v1"},
		{"a world without a name and a service", "http://127.0.0.1/w/", "", "", "", "no world's name after /w/ in /w/"},
		{"a host of a world without a name", "http://.localhost/toy/v1", "", "", "", "the host name lacks the world's name before .localhost"},
		{"a world that is not there", "http://127.0.0.1/w/none/toy/v1", "", "", "", `world "none" does not exist`},
		{"a host of a world that is not there", "http://none.localhost/toy/v1", "", "", "", `world "none" does not exist`},
		{"two worlds", "http://a.localhost/w/b/toy/v1", "", "", "", "host and path name two worlds, a and b"},
		{"an escaped base path", "http://127.0.0.1/%74oy/v1", "", "", "", "no service at /%74oy/v1; base paths are /toy"},
	}
	for _, tt := range tests {
		t.Run("it leads "+tt.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tt.url, http.NoBody)
			require.NoError(t, err)
			req.Header.Set(toy.KeyHeader, tt.key)
			p, err := r.Locate(req)
			if tt.stray != "" {
				require.EqualError(t, err, tt.stray)
				require.ErrorAs(t, err, new(*world.Stray))
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.world, p.World.Name)
			require.Equal(t, tt.prefix, p.Prefix)
			require.Equal(t, "toy", p.Service)
		})
	}
	t.Run("it leads by service on a port of its own", func(t *testing.T) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://a.localhost/toy/v1", http.NoBody)
		require.NoError(t, err)
		p, err := r.LocateService("toy", req)
		require.NoError(t, err)
		require.Equal(t, "a", p.World.Name)
		require.Empty(t, p.Prefix)
		req.Host = ".localhost:8787"
		_, err = r.LocateService("toy", req)
		require.EqualError(t, err, "the host name lacks the world's name before .localhost")
	})
}

func TestURLs(t *testing.T) {
	r := newRegistry(t, 0)
	require.Equal(t, map[string]string{"toy": "http://h:1/toy"}, r.Default().URLs("http://h:1"))
	require.Equal(t, map[string]string{"toy": "http://h:1/w/a/toy"}, create(t, r, "a").URLs("http://h:1"))
}

// TestWorldsDoNotBleed runs a thousand worlds side by side. Each does what would
// show in another one if anything were shared.
func TestWorldsDoNotBleed(t *testing.T) {
	const worlds = 1000
	r := newRegistry(t, 0)
	var wg sync.WaitGroup
	for i := range worlds {
		wg.Go(func() {
			w, err := r.Create(world.Config{Name: fmt.Sprintf("w%d", i), Time: start, Frozen: true})
			if err != nil {
				t.Error(err)
				return
			}
			ask(t, w, "PUT", "/v1/items/own", fmt.Sprint(i))
			w.Clock.Advance(time.Duration(i) * time.Minute)
			for range i % 5 {
				ask(t, w, "GET", "/v1/items", "")
			}
			if i%10 == 0 {
				f, err := r.Fork(w.Name, fmt.Sprintf("f%d", i))
				if err != nil {
					t.Error(err)
					return
				}
				ask(t, f, "PUT", "/v1/items/fork", "only here")
			}
		})
	}
	wg.Wait()
	keys := map[string]bool{}
	for i := range worlds {
		w, err := r.Get(fmt.Sprintf("w%d", i))
		require.NoError(t, err)
		require.Equal(t, start.Add(time.Duration(i)*time.Minute), w.Clock.Now())
		_, body := ask(t, w, "GET", "/v1/items", "")
		require.JSONEq(t, fmt.Sprintf(`{"calls":%d,"items":{"own":"%d"},"world":"w%d"}`, i%5+2, i, i), body)
		keys[key(t, w)] = true
	}
	require.Len(t, keys, worlds, "each world has a key of its own")
	require.Equal(t, worlds+worlds/10+1, r.Len())
}

func BenchmarkCreate(b *testing.B) {
	b.ReportAllocs()
	r := newRegistry(b, math.MaxInt)
	for b.Loop() {
		create(b, r, "")
	}
}

// BenchmarkIdleWorld measures the memory that a world holds which nobody calls.
func BenchmarkIdleWorld(b *testing.B) {
	const worlds = 2000
	for b.Loop() {
		r := newRegistry(b, 0)
		before := heap()
		for range worlds {
			create(b, r, "")
		}
		b.ReportMetric(float64(heap()-before)/worlds, "B/world")
		runtime.KeepAlive(r)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkLocate finds a world by credentials among many that issued some.
func BenchmarkLocate(b *testing.B) {
	for _, worlds := range []int{1, 100, 10_000} {
		b.Run(fmt.Sprint(worlds), func(b *testing.B) {
			r := newRegistry(b, worlds+1)
			last := r.Default()
			for range worlds - 1 {
				last = create(b, r, "")
				key(b, last)
			}
			req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://127.0.0.1/toy/v1/items", http.NoBody)
			require.NoError(b, err)
			req.Header.Set(toy.KeyHeader, key(b, last))
			b.ReportAllocs()
			for b.Loop() {
				if p, err := r.Locate(req); err != nil || p.World != last {
					b.Fatal(p, err)
				}
			}
		})
	}
}
