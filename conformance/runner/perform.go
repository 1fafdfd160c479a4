package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
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
		return nil, err
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

// parallel makes calls side by side.
func (p *performance) parallel(ctx context.Context, calls []conformance.Call) error {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		errs []error
	)
	for _, call := range calls {
		for range max(call.Copies, 1) {
			wg.Go(func() {
				if err := p.sequence(ctx, call); err != nil {
					mu.Lock()
					defer mu.Unlock()
					errs = append(errs, err)
				}
			})
		}
	}
	wg.Wait()
	return errors.Join(errs...)
}

// sequence makes a call as often as it says, one after the other.
func (p *performance) sequence(ctx context.Context, call conformance.Call) error {
	each := call.Each
	if call.ForEach != nil {
		var err error
		if each, err = p.forEach(call.ForEach); err != nil {
			return err
		}
	}
	if call.Each == nil && call.ForEach == nil {
		each = []map[string]any{nil}
	}
	for range max(call.Repeat, 1) {
		for _, more := range each {
			args, err := p.arguments(call.Args, more)
			if err != nil {
				return err
			}
			if err := p.call(ctx, call, args); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *performance) arguments(sets ...map[string]any) (map[string]any, error) {
	out := map[string]any{}
	for _, set := range sets {
		for k, v := range set {
			v, err := p.resolve(v)
			if err != nil {
				return nil, fmt.Errorf("argument %s: %w", k, err)
			}
			out[k] = v
		}
	}
	return out, nil
}

// call makes one call and records what it came to. Only a case that names a
// client nobody opened is an error.
func (p *performance) call(ctx context.Context, call conformance.Call, args map[string]any) error {
	name := call.Client
	if name == "" {
		name = firstClient
	}
	client, ok := p.clients[name]
	if !ok {
		return fmt.Errorf("no client %q is open", name)
	}
	r := p.record(call, name, args)
	patience := call.Patience
	if patience == 0 {
		patience = defaultPatience
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type outcome struct {
		value any
		err   error
		panic string
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if v := recover(); v != nil {
				o.panic = fmt.Sprintf("%v\n%s", v, debug.Stack())
			}
			done <- o
		}()
		o.value, o.err = client.Call(ctx, call.Op, args)
	}()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	var giveUp <-chan time.Time
	if call.CancelAfter > 0 {
		t := time.NewTimer(call.CancelAfter)
		defer t.Stop()
		giveUp = t.C
	}
	for {
		select {
		case o := <-done:
			p.settle(r, o.value, o.err, o.panic)
			return nil
		case <-giveUp:
			giveUp = nil
			cancel()
			p.mu.Lock()
			r.Canceled = p.stage.Since()
			p.mu.Unlock()
		case <-limit.C:
			cancel()
			late := time.NewTimer(grace)
			defer late.Stop()
			select {
			case <-done: // it obeys its context, but only that ended it
			case <-late.C:
			}
			p.mu.Lock()
			r.End, r.Hung = p.stage.Since(), true
			p.mu.Unlock()
			return nil
		}
	}
}

func (p *performance) record(call conformance.Call, client string, args map[string]any) *conformance.CallRecord {
	p.mu.Lock()
	defer p.mu.Unlock()
	label := call.As
	if label == "" {
		label = "call"
	}
	r := &conformance.CallRecord{Label: label, Client: client, Op: call.Op, Args: args, Expect: call.Expect, Start: p.stage.Since()}
	for _, before := range p.calls {
		if before.Label == label {
			r.Index++
		}
	}
	p.calls = append(p.calls, r)
	return r
}

// settle records a call's end.
func (p *performance) settle(r *conformance.CallRecord, value any, err error, panicked string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r.End, r.Panic = p.stage.Since(), panicked
	if err != nil {
		if missing, ok := errors.AsType[*subject.Unsupported](err); ok {
			r.Missing = missing
			return
		}
		if e, ok := errors.AsType[*subject.Error](err); ok {
			r.Err = e
			if !e.Class.Valid() {
				r.BadValue = fmt.Sprintf("error class %q is not on the list", e.Class)
			}
			return
		}
		r.Err = &subject.Error{Class: subject.Other, Message: err.Error()}
		return
	}
	if r.Value, err = subject.Normalize(value); err != nil {
		r.Value, r.BadValue = nil, err.Error()
	}
}

// forEach reads arguments out of an earlier value.
func (p *performance) forEach(f *conformance.ForEach) ([]map[string]any, error) {
	list, err := p.valueOf(f.Call, f.Path)
	if err != nil {
		return []map[string]any{}, nil // the subject failed before; its record says so
	}
	items, _ := list.([]any)
	if f.Max > 0 && len(items) > f.Max {
		items = items[:f.Max]
	}
	var out []map[string]any
	for _, item := range items {
		args := map[string]any{}
		for name, pointer := range f.Args {
			v, err := subject.Pointer(item, pointer)
			if err != nil {
				return []map[string]any{}, nil
			}
			args[name] = v
		}
		out = append(out, args)
	}
	return out, nil
}

func (p *performance) valueOf(label, pointer string) (any, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.calls) - 1; i >= 0; i-- {
		if r := p.calls[i]; r.Label == label && r.OK() {
			return subject.Pointer(r.Value, pointer)
		}
	}
	return nil, fmt.Errorf("no call %q returned a value", label)
}

// resolve replaces $(value:LABEL#/pointer) and $(world:NAME) in strings, at any
// depth. A string that is nothing but a reference becomes the value itself.
func (p *performance) resolve(v any) (any, error) {
	switch t := v.(type) {
	case string:
		return p.resolveString(t)
	case []any:
		out := make([]any, len(t))
		for i := range t {
			item, err := p.resolve(t[i])
			if err != nil {
				return nil, err
			}
			out[i] = item
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(t))
		for k := range t {
			item, err := p.resolve(t[k])
			if err != nil {
				return nil, err
			}
			out[k] = item
		}
		return out, nil
	case uint64:
		if t <= 1<<63-1 {
			return int64(t), nil // YAML reads whole numbers as unsigned
		}
		return strconv.FormatUint(t, 10), nil
	case int:
		return int64(t), nil
	}
	return v, nil
}

func (p *performance) resolveString(s string) (any, error) {
	for {
		from := strings.Index(s, "$(")
		if from < 0 {
			return s, nil
		}
		to := strings.IndexByte(s[from:], ')')
		if to < 0 {
			return s, nil
		}
		ref := s[from+2 : from+to]
		v, err := p.lookUp(ref)
		if err != nil {
			return nil, err
		}
		if from == 0 && from+to+1 == len(s) {
			return v, nil
		}
		s = s[:from] + fmt.Sprint(subject.Spell(v)) + s[from+to+1:]
	}
}

func (p *performance) lookUp(ref string) (any, error) {
	if rest, ok := strings.CutPrefix(ref, "value:"); ok {
		label, pointer, _ := strings.Cut(rest, "#")
		v, err := p.valueOf(label, pointer)
		if err != nil {
			// The subject has not delivered what a later step needs. The step goes
			// on with nothing, and the subject's own record shows why.
			return "", nil //nolint:nilerr // see above
		}
		return v, nil
	}
	c := p.stage.Credentials()
	switch ref {
	case "world:consumerId":
		return c.ConsumerID, nil
	case "world:sharedSecret":
		return c.SharedSecret, nil
	case "world:apiKey":
		return c.APIKey, nil
	case "world:now":
		return p.stage.Sim.Clock().Now().UTC().Format(time.RFC3339), nil
	}
	return nil, fmt.Errorf("$(%s) is unknown", ref)
}
