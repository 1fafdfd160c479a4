package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

const (
	defaultPatience = 24 * time.Hour // virtual: how long a call may take before it is hung
	grace           = time.Minute    // virtual: what a cancelled call may still take
	defaultSettle   = time.Minute    // virtual: how long a world is watched after the last step
	maxLog          = 1 << 20        // bytes of the subject's log that are kept
	firstClient     = "c1"           // the client that is open from the start
)

// performance is one run of one case while it is under way.
type performance struct {
	c       *conformance.Case
	subject subject.Subject
	stage   *stage.Stage
	clients map[string]subject.Client

	mu    sync.Mutex
	calls []*conformance.CallRecord
	log   bytes.Buffer
}

// suiteFault is an error of the suite, not of the subject.
type suiteFault struct{ error }

func (f suiteFault) Unwrap() error { return f.error }

// witnessed is what perform returns.
type witnessed struct {
	*conformance.Evidence
	flooded  bool
	troubles []string // what kept the simulator from simulating
}

// perform runs a case inside a bubble and returns what happened. An error is
// either a suiteFault or the subject's refusal to be opened.
func perform(ctx context.Context, c *conformance.Case, s subject.Subject, hello subject.Hello, seed uint64, build stage.New) (*witnessed, error) {
	begin := c.World.Time
	if begin.IsZero() {
		begin = conformance.DefaultTime()
	}
	// A bubble begins in the year 2000; sleeping to the case's own day is free.
	time.Sleep(time.Until(begin))
	st, err := stage.Open(c, seed, build)
	if err != nil {
		return nil, suiteFault{err}
	}
	defer st.Close()
	p := &performance{c: c, subject: s, stage: st, clients: map[string]subject.Client{}}
	defer p.close()
	if err := p.open(ctx, firstClient, c.Client); err != nil {
		if _, ours := errors.AsType[suiteFault](err); ours {
			return nil, err
		}
		// The subject's own words may quote what it was given.
		return nil, errors.New(newRedactor(p.evidence(hello)).text(err.Error()))
	}
	for i := range c.Ops {
		if err := p.step(ctx, &c.Ops[i]); err != nil {
			return nil, suiteFault{fmt.Errorf("step %d: %w", i+1, err)}
		}
	}
	settle := c.Settle
	if settle == 0 {
		settle = defaultSettle
	}
	st.Wait(ctx, settle)
	return &witnessed{p.evidence(hello), st.Flooded(), st.Sim.Troubles()}, nil
}

func (p *performance) evidence(hello subject.Hello) *conformance.Evidence {
	e := &conformance.Evidence{
		Case: p.c, Subject: hello, Exchanges: p.stage.Exchanges(), End: p.stage.Since(), Fired: p.stage.Sim.Fired(),
		World: conformance.WorldFacts{
			Start: p.stage.Start(), Skew: p.c.World.Skew, BaseURL: p.stage.BaseURL(), Credentials: p.stage.Credentials(),
			Secrets: secretsOf(p.stage.Credentials()),
		},
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	e.Log = p.log.String()
	for _, r := range p.calls {
		e.Calls = append(e.Calls, *r)
		for name, secret := range reported(r) {
			e.World.Secrets[name] = secret
		}
	}
	return e
}

// secretsOf names what must never be printed.
func secretsOf(c subject.Credentials) map[string]string {
	out := map[string]string{}
	for name, v := range map[string]string{"shared secret": c.SharedSecret, "API key": c.APIKey, "client secret": c.ClientSecret} {
		if v != "" {
			out[name] = v
		}
	}
	return out
}

// reported are secrets that the world issued during the case, found in the
// values of the operations that ask for them.
func reported(r *conformance.CallRecord) map[string]string {
	m, ok := r.Value.(map[string]any)
	if !ok || !subject.Reveals(r.Op) {
		return nil
	}
	out := map[string]string{}
	for member, name := range map[string]string{"sharedSecret": "new shared secret", "apiKey": "API key"} {
		if s, ok := m[member].(string); ok && s != "" {
			out[name] = s
		}
	}
	return out
}

// Write keeps the subject's log.
func (p *performance) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if room := maxLog - p.log.Len(); room > 0 {
		p.log.Write(b[:min(len(b), room)])
	}
	return len(b), nil
}

// open opens a client as a case sets it up.
func (p *performance) open(ctx context.Context, name string, set conformance.ClientSetup) error {
	creds := p.stage.Credentials()
	creds.APIKey = "" // a client that wants one asks the vendor for it
	for _, w := range set.Without {
		switch w {
		case "consumerId":
			creds.ConsumerID = ""
		case "sharedSecret":
			creds.SharedSecret = ""
		case "apiKey": // nobody has it from the start
		case "all":
			creds = subject.Credentials{}
		default:
			return suiteFault{fmt.Errorf("client: without %q is not consumerId, sharedSecret, apiKey or all", w)}
		}
	}
	for from, to := range map[string]*string{set.ConsumerID: &creds.ConsumerID, set.SharedSecret: &creds.SharedSecret, set.APIKey: &creds.APIKey} {
		if from == "" {
			continue
		}
		v, err := p.resolve(from)
		if err != nil {
			return suiteFault{err}
		}
		*to = fmt.Sprint(v)
	}
	client, err := p.subject.Open(ctx, subject.Config{
		Case: p.c.ID, API: p.c.API, BaseURL: p.stage.BaseURL(), Credentials: creds, Deadline: set.Deadline,
		HTTPClient: p.stage.Client(), Log: p,
	})
	if err != nil {
		return fmt.Errorf("the subject cannot open a client: %w", err)
	}
	p.clients[name] = client
	return nil
}

func (p *performance) close() {
	for _, c := range p.clients {
		_ = guarded(c.Close) // what a client says on the way out shows nothing
	}
}

// guarded keeps a panic of the subject from being the suite's.
func guarded(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return f()
}

// step does one thing. Its errors are the suite's.
func (p *performance) step(ctx context.Context, s *conformance.Step) error {
	switch {
	case s.Call != nil:
		return p.sequence(ctx, *s.Call)
	case len(s.Parallel) > 0:
		return p.parallel(ctx, s.Parallel)
	case s.Wait > 0:
		p.stage.Wait(ctx, s.Wait)
	case s.Clock != nil:
		p.moveClock(s.Clock)
	case s.Control != nil:
		c := *s.Control
		path, err := p.resolve(c.Path)
		if err != nil {
			return err
		}
		if c.Body, err = p.resolve(c.Body); err != nil {
			return err
		}
		c.Path = fmt.Sprint(path)
		_, err = p.stage.Control(c)
		return err
	case s.Faults != nil:
		return p.stage.Faults(s.Faults)
	case s.Open != nil:
		return p.open(ctx, s.Open.Client, s.Open.ClientSetup)
	case s.Restart != "":
		return p.with(s.Restart, func(c subject.Client) error { return c.RestartState(ctx) })
	case s.Close != "":
		return p.with(s.Close, func(c subject.Client) error { delete(p.clients, s.Close); return c.Close() })
	}
	return nil
}

func (p *performance) with(name string, do func(subject.Client) error) error {
	c, ok := p.clients[name]
	if !ok {
		return fmt.Errorf("no client %q is open", name)
	}
	return guarded(func() error { return do(c) })
}

func (p *performance) moveClock(m *conformance.ClockMove) {
	clock := p.stage.Sim.Clock()
	if !m.Set.IsZero() {
		clock.Set(m.Set)
	}
	if m.Advance != 0 {
		clock.Advance(m.Advance)
	}
	if m.Freeze {
		clock.Freeze()
	}
	if m.Thaw {
		clock.Thaw()
	}
}
