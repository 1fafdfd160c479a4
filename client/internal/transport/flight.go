package transport

import (
	"context"
	"errors"
	"sync"
)

// Flight fetches a value once, however many ask at the same time, and keeps it.
// Its zero value is ready.
type Flight[T any] struct {
	mu      sync.Mutex
	value   T
	have    bool
	current *flight[T]
}

type flight[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// Get returns the value, fetching it if nobody has. An error is shared by those
// who waited for it and is not kept; a fetch that ended because its own
// caller gave up is taken over by one of the others.
func (f *Flight[T]) Get(ctx context.Context, fetch func(context.Context) (T, error)) (T, error) {
	for {
		f.mu.Lock()
		if f.have {
			defer f.mu.Unlock()
			return f.value, nil
		}
		if f.current == nil {
			mine := &flight[T]{done: make(chan struct{})}
			f.current = mine
			f.mu.Unlock()
			mine.value, mine.err = fetch(ctx)
			f.mu.Lock()
			f.current = nil
			if mine.err == nil {
				f.value, f.have = mine.value, true
			}
			f.mu.Unlock()
			close(mine.done)
			return mine.value, mine.err
		}
		other := f.current
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			var zero T
			return zero, ctx.Err()
		case <-other.done:
		}
		gaveUp := errors.Is(other.err, context.Canceled) || errors.Is(other.err, context.DeadlineExceeded)
		if !gaveUp {
			return other.value, other.err
		}
	}
}

// Set keeps a value that was had elsewhere.
func (f *Flight[T]) Set(v T) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.value, f.have = v, true
}
