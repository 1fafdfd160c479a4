package mutants

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

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

type recordingClient struct {
	subject.Client
	tape *Tape
	id   string
}

// Echo is the miniature "echo-fixture": it gives the right answers from the
// tape, and never touches the network.
func (t *Tape) Echo() subject.Subject { return echo{t} }

type echo struct{ tape *Tape }

type echoClient struct {
	tape *Tape
	id   string
	mu   sync.Mutex
	used map[string]int
}

func (r recorder) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	c, err := r.Subject.Open(ctx, cfg)
	return recordingClient{c, r.tape, cfg.Case}, err
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

func (echo) Hello(ctx context.Context) (subject.Hello, error) { return hello(ctx, "echo-fixture") }

func (e echo) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	return &echoClient{tape: e.tape, id: cfg.Case, used: map[string]int{}}, nil
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

func (c *echoClient) Close() error { return nil }
