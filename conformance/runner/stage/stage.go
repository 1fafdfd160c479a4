package stage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/pipenet"
)

// host is where a world in memory is: loopback, so that clients which refuse plain HTTP
// elsewhere do not refuse it here.
const host = "127.0.0.1:8787"

// MarkHeader carries an exchange's number from the stage to the simulator, so
// that what the simulator tells of it finds its place. No subject sees it.
const MarkHeader = "X-Ergodrome-Exchange"

const (
	defaultFlood = 2000
	keptBody     = 8 << 20 // bytes of one body that are kept as evidence
)

// Stage is one world with a witness before it.
type Stage struct {
	Sim      Simulator
	c        *conformance.Case
	host     string // where the world is
	real     bool   // on a real socket, in real time
	server   *http.Server
	client   *http.Client
	pipes    *http.Transport
	pace     atomic.Pointer[pace]
	heard    atomic.Pointer[func()] // called at every request; nil for nobody
	scheme   string
	caFile   string   // of whom the subject is to trust; empty without TLS
	services []string // that a subject may ask: the case's own, and the issuer of its tokens
	origins  map[string]*answer
	flood    int
	given    Given

	mu         sync.Mutex
	script     *script
	exchanges  []*conformance.Exchange
	conns      int // accepted so far
	handshakes int // begun so far
	flooded    bool
	blocked    chan struct{} // never closed: where a flood ends
	drowned    chan struct{} // closed by a flood of a real socket
}

// Open builds the world of a case and starts serving it. It is called inside a
// bubble whose time stands where the case begins.
func Open(c *conformance.Case, seed uint64, build New) (*Stage, error) {
	pipe := pipenet.Listen()
	return open(c, seed, build, &Stage{host: host, pipes: pipe.Transport()}, pipe)
}

// Listen is Open outside of a bubble: it serves on a socket of this machine, and
// the world's time is the machine's, as the subject's is.
func Listen(c *conformance.Case, seed uint64, build New) (*Stage, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening asks nobody
	if err != nil {
		return nil, err
	}
	s, err := open(c, seed, build, &Stage{host: l.Addr().String(), real: true, pipes: &http.Transport{DisableCompression: true}}, l)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return s, nil
}

func open(c *conformance.Case, seed uint64, build New, s *Stage, l net.Listener) (*Stage, error) {
	sim, err := build(c, seed)
	if err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	s.Sim, s.c, s.scheme, s.services = sim, c, "http", []string{c.ServiceName()}
	s.pace.Store(&pace{time.Now(), 1})
	s.flood, s.origins = c.World.MaxRequests, map[string]*answer{}
	s.blocked, s.drowned = make(chan struct{}), make(chan struct{})
	if issuer := sim.Issuer(c.ServiceName()); issuer != "" {
		s.services = append(s.services, issuer)
	}
	if s.flood == 0 {
		s.flood = defaultFlood
	}
	for name, reply := range c.World.Origins {
		if s.origins[name], err = prepare(reply); err != nil {
			return nil, fmt.Errorf("origin %s: %w", name, err)
		}
	}
	if s.given, err = sim.Credentials(c.ServiceName()); err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	if s.real {
		sim.Clock().Set(time.Now()) // making a world took its time
	}
	if skew := c.World.Skew; skew != 0 {
		sim.Clock().Advance(skew)
	}
	if c.World.Frozen {
		sim.Clock().Freeze()
	}
	for i, step := range c.World.Steps {
		if _, err := s.Control(step); err != nil {
			return nil, fmt.Errorf("world.steps[%d]: %w", i, err)
		}
	}
	if err := s.Faults(&conformance.Faults{Script: c.World.Script, Rules: c.World.Faults}); err != nil {
		return nil, err
	}
	s.server = &http.Server{Handler: http.HandlerFunc(s.serve), ErrorLog: log.New(io.Discard, "", 0), ConnContext: s.connected}
	s.client = &http.Client{Transport: lent{s}}
	if c.World.TLS != "" {
		if l, err = s.secure(l, c.World.TLS); err != nil {
			return nil, err
		}
	}
	go func() { _ = s.server.Serve(l) }() // ends with the listener
	return s, nil
}

// Close stops serving and lets go of idle connections.
func (s *Stage) Close() {
	s.pipes.CloseIdleConnections()
	_ = s.server.Close() // what is still under way is of no use to anybody
	if s.caFile != "" {
		_ = os.Remove(s.caFile) // what is left lies in the system's folder for such things
	}
}

// Client reaches the world, and every host that a case names.
func (s *Stage) Client() *http.Client { return s.client }

// BaseURL is where the vendor's own paths begin.
func (s *Stage) BaseURL() string { return s.scheme + "://" + s.host + s.Sim.BasePath(s.services[0]) }

// AuthURL is the same of the service that issues tokens; empty for none.
func (s *Stage) AuthURL() string {
	if len(s.services) < 2 {
		return ""
	}
	return s.scheme + "://" + s.host + s.Sim.BasePath(s.services[1])
}

// Given is what the world handed out.
func (s *Stage) Given() Given { return s.given }

// Fired counts the faults that were applied, and the TLS handshakes that were begun.
func (s *Stage) Fired() map[string]int {
	out := map[string]int{}
	maps.Copy(out, s.Sim.Fired())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handshakes > 0 {
		out["handshake"] = s.handshakes
	}
	return out
}

// Control makes a control-plane call.
func (s *Stage) Control(c conformance.Control) (any, error) {
	method := c.Method
	if method == "" {
		method = http.MethodPost
	}
	return s.Sim.Control(method, strings.TrimPrefix(c.Path, "/"), c.Body)
}

// Faults replaces script and fault rules.
func (s *Stage) Faults(f *conformance.Faults) error {
	sc, err := newScript(f.Script)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.script = sc
	s.mu.Unlock()
	if err := s.Sim.Faults(f.Rules); err != nil {
		return fmt.Errorf("faults: %w", err)
	}
	return nil
}

// Flooded says whether the subject sent more requests than any sense could have.
func (s *Stage) Flooded() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flooded
}

// Drowned is closed when a subject floods a world on a real socket, where it is
// no longer answered.
func (s *Stage) Drowned() <-chan struct{} { return s.drowned }

// drown counts a request to a real socket; true means one too many.
func (s *Stage) drown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	tooMany := s.real && len(s.exchanges) >= s.flood
	if tooMany && !s.flooded {
		s.flooded = true
		close(s.drowned)
	}
	return tooMany
}

// roundTrip carries a request to the world. A subject that floods it waits here
// for ever: in virtual time a loop without waits would never end.
func (s *Stage) roundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	tooMany := !s.real && len(s.exchanges) >= s.flood
	s.flooded = s.flooded || tooMany
	s.mu.Unlock()
	if tooMany {
		<-s.blocked
	}
	if s.Since() < s.c.World.Down {
		return nil, s.refuse(r)
	}
	return s.pipes.RoundTrip(r)
}

// refuse is what happens to a request while nobody listens.
func (s *Stage) refuse(r *http.Request) error {
	if r.Body != nil {
		_ = r.Body.Close() // a transport closes what it does not send
	}
	x := s.exchange(r, nil)
	x.Done = x.At
	x.Faults = []string{"refused"}
	s.record(x)
	return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}

// exchange begins the record of a request.
func (s *Stage) exchange(r *http.Request, body []byte) *conformance.Exchange {
	x := &conformance.Exchange{
		At: s.Since(), WorldTime: s.Sim.Clock().Now(), Service: s.services[0], Method: r.Method,
		Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Header: r.Header.Clone(), Body: body,
	}
	at := r.Host
	if at == "" {
		at = r.URL.Host
	}
	switch _, known := s.origins[at]; {
	case known:
		x.Origin = at
	case at != s.host:
		x.Origin, x.Stray = at, true
	default:
		s.find(x, r)
	}
	return x
}

// find tells which service a request is for, and which of its operations.
func (s *Stage) find(x *conformance.Exchange, r *http.Request) {
	for _, service := range s.services {
		base := s.Sim.BasePath(service)
		if rest, inside := strings.CutPrefix(x.Path, base); inside && (rest == "" || rest[0] == '/') {
			x.Service, x.Path, x.Operation = service, rest, s.Sim.Operation(service, r)
			return
		}
	}
	x.Stray = true
}

// record numbers an exchange, and returns what the script now is.
func (s *Stage) record(x *conformance.Exchange) *script {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.N = len(s.exchanges) + 1
	s.exchanges = append(s.exchanges, x)
	return s.script
}

type connKey struct{}

// connected numbers connections.
func (s *Stage) connected(ctx context.Context, _ net.Conn) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns++
	return context.WithValue(ctx, connKey{}, s.conns)
}

// serve witnesses an exchange and has it answered by the script, by an origin,
// or by the vendor.
func (s *Stage) serve(out http.ResponseWriter, r *http.Request) {
	if s.drown() {
		<-r.Context().Done() // until the subject, or the case, is over
		panic(http.ErrAbortHandler)
	}
	if heard := s.heard.Load(); heard != nil {
		(*heard)()
	}
	body, err := readBody(r)
	if err != nil {
		panic(http.ErrAbortHandler) // the subject broke off its own request
	}
	x := s.exchange(r, body)
	x.Conn, _ = r.Context().Value(connKey{}).(int)
	origin, known := s.origins[x.Origin]
	sc := s.record(x)

	w := &witness{ResponseWriter: out, x: x, stage: s}
	defer w.end()
	switch {
	case known:
		origin.send(w, r, x.WorldTime, s.Machine)
	case x.Stray:
		http.Error(w, "ergodrome: this host and path belong to no world", http.StatusMisdirectedRequest)
	default:
		if a := sc.next(x); a != nil {
			s.mu.Lock()
			x.Faults = append(x.Faults, "script")
			s.mu.Unlock()
			a.send(w, r, x.WorldTime, s.Machine)
			return
		}
		r.Header.Set(MarkHeader, strconv.Itoa(x.N)) // the evidence has a copy without it
		s.Sim.Handler().ServeHTTP(w, r)
	}
}

// readBody takes the whole request body and puts it back for the vendor.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, keptBody+1))
	if err == nil && len(body) > keptBody {
		err = errors.New("the request body is larger than any vendor takes")
	}
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	return body, err
}

// Exchanges are what was witnessed so far, with what the simulator has to tell.
func (s *Stage) Exchanges() []conformance.Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]conformance.Exchange, len(s.exchanges))
	for i, x := range s.exchanges {
		out[i] = *x
	}
	s.Sim.Tell(out)
	return out
}
