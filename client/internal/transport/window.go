package transport

import (
	"context"
	"sync"
	"time"
)

// Window is a number of requests in any stretch of time as long as Length.
// Whoever keeps to it keeps to windows of that length wherever they begin.
type Window struct {
	Requests int
	Length   time.Duration
}

// Windows keeps requests within a short window, which is waited for, and a
// long one, which is an error when it is full.
type Windows struct {
	short, long Window
	slot        time.Duration // the long window is counted in slots

	turn   chan struct{} // held by the one goroutine that waits
	mu     sync.Mutex
	sent   []time.Time // a ring of the last short.Requests
	next   int
	slots  []slot // oldest first
	total  int
	closed time.Time // no request before
	wary   bool      // the server refused: the next request goes alone
}

// probe is how long the others wait for what becomes of the first request
// after a refusal.
const probe = 5 * time.Second

type slot struct {
	start time.Time
	n     int
}

// NewWindows returns the pacer of two windows.
func NewWindows(short, long Window) *Windows {
	return &Windows{short: short, long: long, slot: max(long.Length/96, 1), turn: make(chan struct{}, 1), sent: make([]time.Time, short.Requests)}
}

// Take waits for a place in the short window.
func (w *Windows) Take(ctx context.Context) error {
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.turn }()
	for {
		wait, err := w.take(time.Now())
		if err != nil || wait <= 0 {
			return err
		}
		if err := Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

func (w *Windows) take(now time.Time) (time.Duration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.slots) > 0 && !now.Before(w.slots[0].start.Add(w.slot+w.long.Length)) {
		w.total -= w.slots[0].n
		w.slots = w.slots[1:]
	}
	if w.total >= w.long.Requests {
		reset := w.slots[0].start.Add(w.slot + w.long.Length)
		return 0, &QuotaError{Reset: reset, Wait: reset.Sub(now)}
	}
	if wait := w.closed.Sub(now); wait > 0 {
		return wait, nil
	}
	if oldest := w.sent[w.next]; !oldest.IsZero() {
		if wait := oldest.Add(w.short.Length).Sub(now); wait > 0 {
			return wait, nil
		}
	}
	if w.wary {
		w.wary, w.closed = false, now.Add(probe)
	}
	w.sent[w.next] = now
	w.next = (w.next + 1) % len(w.sent)
	if n := len(w.slots); n == 0 || now.Sub(w.slots[n-1].start) >= w.slot {
		w.slots = append(w.slots, slot{start: now})
	}
	w.slots[len(w.slots)-1].n++
	w.total++
	return 0, nil
}

// Drain sends nothing for d, and then one request to see whether the server
// takes it: those that it refuses may count against a longer limit.
func (w *Windows) Drain(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wary = true
	if until := time.Now().Add(d); until.After(w.closed) {
		w.closed = until
	}
}
