package mutants

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Miniature is a whole bad subject. Its name says what it does.
type Miniature string

// The miniatures. None of them may pass a single scored case.
const (
	AlwaysOK    Miniature = "always-ok"    // reports nothing, successfully, and sends nothing
	AlwaysError Miniature = "always-error" // fails whatever it is asked, and sends nothing
	Hang        Miniature = "hang"         // never answers
	Crash       Miniature = "crash"        // panics
	Flood       Miniature = "flood"        // sends one request after the other and ignores the answers
)

// Hello introduces the miniature with everything that a good client declares.
func (m Miniature) Hello(context.Context) (subject.Hello, error) {
	return hello(string(m)), nil
}

func hello(name string) subject.Hello {
	return subject.Hello{
		Name: name, Version: "1", Language: "go", APIs: []string{"firstbeat"}, Concurrency: 64,
		Features: []string{"paginate", "poll-202", "split-413", "rate-limiter", "refresh", "concurrent", "cancel", "secret-rotation"},
		Ops: strings.Fields(`fb.register fb.api_key fb.new_secret fb.confirm_secret fb.accounts fb.sports_types fb.event_types
			fb.athletes fb.athlete fb.coaches fb.coach fb.teams fb.team fb.team_athletes fb.measurements fb.sessions
			fb.measurement_results fb.session_results fb.measurement_lap_results fb.session_lap_results
			decode.fb_vector decode.fb_results`),
	}
}

// Open always works: the badness is in the calls.
func (m Miniature) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	return miniature{m, cfg}, nil
}

type miniature struct {
	kind Miniature
	cfg  subject.Config
}

func (m miniature) Call(ctx context.Context, _ string, _ map[string]any) (any, error) {
	switch m.kind {
	case AlwaysError:
		return nil, &subject.Error{Class: subject.Other, Message: "something went wrong"}
	case Hang:
		select {} // also when the caller gives up
	case Crash:
		panic("miniature: crash")
	case Flood:
		return nil, m.flood(ctx)
	}
	return nil, nil
}

func (m miniature) flood(ctx context.Context) error {
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.cfg.BaseURL+"/v1/sports/accounts", http.NoBody)
		if err != nil {
			return err
		}
		if resp, err := m.cfg.HTTPClient.Do(req); err == nil {
			_ = resp.Body.Close() // a flood does not read
		}
	}
	return ctx.Err()
}

func (miniature) RestartState(context.Context) error { return nil }
func (miniature) Close() error                       { return nil }

// Tape remembers what a subject answered, so that an echo can answer the same
// without having asked anybody. It is safe for use by many goroutines.
type Tape struct {
	mu      sync.Mutex
	answers map[string][]answer
}

type answer struct {
	value any
	err   error
}

// key names a call: the case, the operation, and the arguments as JSON.
func key(caseID, op string, args map[string]any) string {
	raw, _ := json.Marshal(args) // arguments are JSON values
	return caseID + " " + op + " " + string(raw)
}

// Record wraps a subject whose answers go to the tape.
func (t *Tape) Record(s subject.Subject) subject.Subject { return recorder{s, t} }

type recorder struct {
	subject.Subject
	tape *Tape
}

func (r recorder) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	c, err := r.Subject.Open(ctx, cfg)
	return recordingClient{c, r.tape, cfg.Case}, err
}

type recordingClient struct {
	subject.Client
	tape *Tape
	id   string
}

func (c recordingClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	v, err := c.Client.Call(ctx, op, args)
	c.tape.mu.Lock()
	defer c.tape.mu.Unlock()
	if c.tape.answers == nil {
		c.tape.answers = map[string][]answer{}
	}
	k := key(c.id, op, args)
	c.tape.answers[k] = append(c.tape.answers[k], answer{v, err})
	return v, err
}

// Echo is the miniature "echo-fixture": it gives the right answers from the
// tape, and never touches the network.
func (t *Tape) Echo() subject.Subject { return echo{t} }

type echo struct{ tape *Tape }

func (echo) Hello(context.Context) (subject.Hello, error) { return hello("echo-fixture"), nil }

func (e echo) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	return &echoClient{tape: e.tape, id: cfg.Case, used: map[string]int{}}, nil
}

type echoClient struct {
	tape *Tape
	id   string
	mu   sync.Mutex
	used map[string]int
}

func (c *echoClient) Call(_ context.Context, op string, args map[string]any) (any, error) {
	k := key(c.id, op, args)
	c.mu.Lock()
	n := c.used[k]
	c.used[k]++
	c.mu.Unlock()
	c.tape.mu.Lock()
	defer c.tape.mu.Unlock()
	known := c.tape.answers[k]
	if len(known) == 0 {
		return nil, &subject.Error{Class: subject.Other, Message: "not on the tape"}
	}
	a := known[min(n, len(known)-1)]
	return a.value, a.err
}

func (c *echoClient) RestartState(context.Context) error { return nil }
func (c *echoClient) Close() error                       { return nil }
