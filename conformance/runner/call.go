package runner

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

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
		each = p.forEach(call.ForEach)
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

// outcome is what a call came to.
type outcome struct {
	value any
	err   error
	panic string
}

// hung records a call that is cancelled because it would not end.
func (p *performance) hung(r *conformance.CallRecord, done <-chan outcome) {
	late := time.NewTimer(p.pace.grace)
	defer late.Stop()
	select {
	case <-done: // it obeys its context, but only that ended it
	case <-late.C:
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	r.End, r.Hung = p.stage.Since(), true
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
	patience := p.pace.patience
	if call.Patience != 0 && !p.pace.real {
		patience = call.Patience
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
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
		case <-p.stage.Drowned():
			cancel()
			p.hung(r, done)
			return nil
		case <-limit.C:
			cancel()
			p.hung(r, done)
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
	r.End = p.stage.Since()
	Settle(r, value, err, panicked)
}
