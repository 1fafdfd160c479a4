package runner

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	pace    pace
	subject subject.Subject
	stage   *stage.Stage
	clients map[string]subject.Client
	state   string // the clients' folder; empty when the case gives them none

	mu    sync.Mutex
	calls []*conformance.CallRecord
	went  map[string]any // where browsers stopped, by label
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

// perform runs a case, inside a bubble unless time is real, and returns what happened. An error is
// either a suiteFault or the subject's refusal to be opened.
func perform(ctx context.Context, c *conformance.Case, s subject.Subject, hello subject.Hello, seed uint64, build stage.New, at pace) (*witnessed, error) {
	st, err := at.open(c, seed, build)
	if err != nil {
		return nil, suiteFault{err}
	}
	defer st.Close()
	p := &performance{c: c, pace: at, subject: s, stage: st, clients: map[string]subject.Client{}}
	defer p.close()
	if err := p.open(ctx, firstClient, c.Client); err != nil {
		return nil, p.blame(err, hello)
	}
	for i := range c.Ops {
		if err := p.step(ctx, &c.Ops[i]); err != nil {
			return nil, p.blame(fmt.Errorf("step %d: %w", i+1, err), hello)
		}
	}
	settle := at.settle
	if c.Settle != 0 && !at.real {
		settle = c.Settle
	}
	st.Wait(ctx, settle)
	e := p.evidence(hello)
	e.Farewell = p.closeClients()
	return &witnessed{e, st.Flooded(), st.Sim.Troubles()}, nil
}

// refusal is a client that would not do what a step tells it to.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

// blame tells the subject's errors from the suite's.
func (p *performance) blame(err error, hello subject.Hello) error {
	if _, theirs := errors.AsType[refusal](err); !theirs {
		return suiteFault{err}
	}
	// The subject's own words may quote what it was given.
	return errors.New(newRedactor(p.evidence(hello)).text(err.Error()))
}

func (p *performance) evidence(hello subject.Hello) *conformance.Evidence {
	given := p.stage.Given()
	e := &conformance.Evidence{
		Case: p.c, Subject: hello, Exchanges: p.stage.Exchanges(), End: p.stage.Since(), Fired: p.stage.Fired(),
		World: conformance.WorldFacts{
			Start: p.stage.Start(), Skew: p.c.World.Skew, BaseURL: p.stage.BaseURL(), Credentials: given.Credentials, Tokens: given.Tokens,
			Secrets: sheetOf(given.Credentials, given.Tokens).secrets(),
		},
		Files: p.files(),
	}
	for i := range e.Exchanges {
		maps.Copy(e.World.Secrets, issued(&e.Exchanges[i]))
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
	given, err := p.sheetFor(set)
	if err != nil {
		return suiteFault{err}
	}
	creds, tokens, err := given.read()
	if err != nil {
		return suiteFault{err}
	}
	if set.State && p.state == "" {
		if p.state, err = os.MkdirTemp("", "ergodrome-state-"); err != nil {
			return suiteFault{err}
		}
	}
	client, err := p.subject.Open(ctx, subject.Config{
		Case: p.c.ID, API: p.c.ServiceName(), BaseURL: p.stage.BaseURL(), AuthURL: p.stage.AuthURL(), Credentials: creds, Tokens: tokens,
		Deadline: set.Deadline, StateDir: p.state, CAFile: p.stage.CAFile(), HTTPClient: p.stage.Client(), Log: p,
	})
	if err != nil {
		return refusal{fmt.Errorf("the subject cannot open a client: %w", err)}
	}
	p.clients[name] = client
	return nil
}

// closeClients closes what is open. That a client crashed or hung over it is told;
// an error with which it answers shows nothing.
func (p *performance) closeClients() string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(p.clients)) {
		err := guarded(p.clients[name].Close)
		delete(p.clients, name)
		if broken, ok := errors.AsType[*subject.Broken](err); ok {
			words = append(words, broken.Reason)
		}
	}
	return strings.Join(words, "; ")
}

func (p *performance) close() {
	p.closeClients()
	if p.state != "" {
		_ = os.RemoveAll(p.state) // what is left lies in the system's folder for such things
	}
}

// files are what clients have left in their folder.
func (p *performance) files() map[string]fs.FileMode {
	if p.state == "" {
		return nil
	}
	out := map[string]fs.FileMode{}
	_ = filepath.WalkDir(p.state, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err == nil {
			out[strings.TrimPrefix(path, p.state)] = info.Mode()
		}
		return nil
	})
	return out
}

// browse sends a person's browser on its way. Where it does not arrive, the
// exchanges show why, and later steps go on with nothing.
func (p *performance) browse(ctx context.Context, b *conformance.Browse) error {
	from, err := p.resolve(b.URL)
	if err != nil {
		return err
	}
	stopped := map[string]any{}
	if to, err := p.stage.Browse(ctx, b, fmt.Sprint(from)); err == nil {
		stopped["url"] = to
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.went == nil {
		p.went = map[string]any{}
	}
	p.went[cmp.Or(b.As, "browser")] = stopped
	return nil
}

// guarded keeps a panic of the subject from being the suite's.
func guarded(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &subject.Broken{Reason: fmt.Sprintf("panicked: %v", r)}
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
	case s.Browse != nil:
		return p.browse(ctx, s.Browse)
	case s.Restart != "":
		return p.with(s.Restart, "restart-state", func(c subject.Client) error { return c.RestartState(ctx) })
	case s.Close != "":
		return p.with(s.Close, "close", func(c subject.Client) error { delete(p.clients, s.Close); return c.Close() })
	}
	return nil
}

func (p *performance) with(name, what string, do func(subject.Client) error) error {
	c, ok := p.clients[name]
	if !ok {
		return fmt.Errorf("no client %q is open", name)
	}
	if err := guarded(func() error { return do(c) }); err != nil {
		return refusal{fmt.Errorf("%s: %w", what, err)}
	}
	return nil
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
