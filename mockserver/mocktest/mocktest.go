// Package mocktest starts the simulator inside a Go test: no sockets, no second process, and a failed test when the simulator itself failed.
package mocktest

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/internal/pipenet"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Base is where every simulated server is: its network reaches nothing else.
const Base = "http://localhost"

// Config says what to start. The zero value is a world of every service at the
// test's own time.
type Config struct {
	// World describes the world. Without a Time it is the test's: the machine's,
	// or the bubble's inside testing/synctest, so that both sides agree.
	World world.Config
	// Services live in the world; nil means mockserver.All().
	Services []world.Service
	// Server holds further settings. Its Services and World are not used.
	Server mockserver.Config
	// Allow lets a test meet on purpose what otherwise fails it.
	Allow Allow
}

// Allow names what does not fail a test.
type Allow struct {
	Bugs, Strays, UnusedFaults bool
}

// Sim is a running simulator.
type Sim struct {
	*mockserver.Server
	// World is the default world: the one behind URL.
	World *world.World

	t      testing.TB
	net    *pipenet.Listener
	client *http.Client
}

// Start runs a simulator until the test ends. The test fails if the simulator
// then has a bug to report, a request that reached no world, or a fault that
// nothing met. It works inside and outside of a synctest bubble.
func Start(tb testing.TB, c Config) *Sim {
	tb.Helper()
	sc := c.Server
	sc.World, sc.Services = withHistory(tb, c.World), c.Services
	if sc.Services == nil {
		sc.Services = mockserver.All()
	}
	server, err := mockserver.New(sc)
	if err != nil {
		tb.Fatalf("mocktest: %v", err)
	}
	s := &Sim{Server: server, World: server.Worlds().Default(), t: tb, net: pipenet.Listen()}
	transport := s.net.Transport()
	s.client = &http.Client{Transport: transport}
	ctx, cancel := context.WithCancel(context.WithoutCancel(tb.Context()))
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, s.net) }()
	tb.Cleanup(func() {
		transport.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil && !errors.Is(err, pipenet.ErrClosed) {
			tb.Errorf("mocktest: serve: %v", err)
		}
		s.check(c.Allow)
	})
	return s
}

// historyStart is dataset's default first day.
var historyStart = time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)

// withHistory gives a bubble's world, which begins in the year 2000, people who
// have trained for half a year by then.
func withHistory(tb testing.TB, c world.Config) world.Config {
	tb.Helper()
	if !c.Time.IsZero() || !c.Population.FirstDay.IsZero() {
		return c
	}
	k, err := clock.New(time.Time{}, 1)
	if err != nil {
		tb.Fatalf("mocktest: %v", err)
	}
	if now := k.Now(); now.Before(historyStart) {
		c.Population.FirstDay = now.Truncate(24*time.Hour).AddDate(0, -6, 0)
	}
	return c
}

// Client reaches the simulator, whatever the URL's host.
func (s *Sim) Client() *http.Client { return s.client }

// Transport is what Client is made of, for clients that wrap it.
func (s *Sim) Transport() http.RoundTripper { return s.client.Transport }

// URL is the base URL of a service: what stands before the vendor's own path.
func (s *Sim) URL(service string) string {
	s.t.Helper()
	u, ok := s.World.URLs(Base)[service]
	if !ok {
		s.t.Fatalf("mocktest: no service %q in this simulator", service)
	}
	return u
}

// Credentials are those under one name of what the control plane prints, ready to
// use: "firstbeat"; "polar" for Polar's services.
func (s *Sim) Credentials(name string) any {
	s.t.Helper()
	for _, service := range s.World.Services() {
		if cmp.Or(service.Login, service.Name) != name {
			continue
		}
		tenant, err := s.World.Tenant(service.Name)
		if err != nil {
			s.t.Fatalf("mocktest: %v", err)
		}
		return tenant.Credentials()
	}
	s.t.Fatalf("mocktest: there are no credentials called %q", name)
	return nil
}

// Now is the world's time.
func (s *Sim) Now() time.Time { return s.World.Clock.Now() }

// Advance moves the world's time by d, and no other: inside a bubble the
// caller's stands still.
func (s *Sim) Advance(d time.Duration) { s.World.Clock.Advance(d) }

// Faults replaces the world's fault rules. A rule that nothing meets fails the
// test.
func (s *Sim) Faults(rules ...fault.Rule) {
	s.t.Helper()
	if err := s.World.Faults.Put(rules); err != nil {
		s.t.Fatalf("mocktest: %v", err)
	}
}

// check fails the test on what must not pass unnoticed.
func (s *Sim) check(allow Allow) {
	s.t.Helper()
	if bugs, total := s.Bugs(); total > 0 && !allow.Bugs {
		first := bugs[0]
		s.t.Errorf("mocktest: the simulator failed %d time(s); world %s, %s %s%s: %v", total, first.World, first.Method, first.Service, first.Path, first.Err)
	}
	if strays, total := s.Strays().List(); total > 0 && !allow.Strays {
		first := strays[0]
		s.t.Errorf("mocktest: %d request(s) reached no world; %s %s%s: %s", total, first.Method, first.Host, first.Path, first.Reason)
	}
	for _, w := range s.Worlds().All() {
		for _, rule := range w.Faults.Unused() {
			if !allow.UnusedFaults {
				s.t.Errorf("mocktest: world %s: fault %q was never applied (%d exchanges matched it; %s)", w.Name, rule.Name, rule.Matched, cmp.Or(rule.LastMiss, "none was its turn"))
			}
		}
	}
}
