package transport

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"
)

// Pacer decides when a request may be sent.
type Pacer interface {
	// Take waits for the next place. It returns the context's error if that ends
	// first, and a [*QuotaError] if waiting is for the caller to decide.
	Take(ctx context.Context) error
	// Drain says that the server refused a request: none for d.
	Drain(d time.Duration)
}

// Limiter keeps the requests of all goroutines within a token bucket and a
// number a UTC day.
type Limiter struct {
	turn chan struct{} // held by the one goroutine that waits for the next token

	mu       sync.Mutex
	interval time.Duration // a token every
	burst    time.Duration // how far `full` may lie ahead: tokens in hand, as time
	full     time.Time     // when the bucket is full again

	now    func() time.Time // the clock whose midnight counts
	perDay int
	day    time.Time // midnight before the last request
	used   int
	closed time.Time // no request before
}

// QuotaError says that a day's requests are used up. Waiting that long is for
// the caller to decide.
type QuotaError struct {
	Reset time.Time
	Wait  time.Duration
}

func (e *QuotaError) Error() string {
	return fmt.Sprintf("quota used up until %s", e.Reset.UTC().Format(time.RFC3339))
}

// NewLimiter returns a limiter of perMinute requests in a burst, refilled
// evenly, and perDay a UTC day by the clock now. One token of a bucket of more
// than ten stays in reserve: requests arrive closer together than they left
// when the network is slower for the first than for the last.
func NewLimiter(perMinute, perDay int, now func() time.Time) *Limiter {
	interval := time.Minute / time.Duration(perMinute)
	tokens := perMinute
	if tokens > 10 {
		tokens--
	}
	return &Limiter{turn: make(chan struct{}, 1), interval: interval, burst: time.Duration(tokens-1) * interval, now: now, perDay: perDay}
}

// NewBucket returns a limiter of burst requests at once, one more every
// interval, and no number a day. One token stays in reserve.
func NewBucket(burst int, interval time.Duration) *Limiter {
	return &Limiter{turn: make(chan struct{}, 1), interval: interval, burst: time.Duration(max(burst-2, 0)) * interval, now: time.Now, perDay: math.MaxInt}
}

// Take waits for a token. It returns the context's error if that ends first,
// and a [*QuotaError] at once if today has no request left.
func (l *Limiter) Take(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.turn }()
	for {
		wait, err := l.take()
		if err != nil || wait <= 0 {
			return err
		}
		if err := Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

func (l *Limiter) take() (time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if today := now.UTC().Truncate(24 * time.Hour); !today.Equal(l.day) {
		l.day, l.used = today, 0
	}
	if l.used >= l.perDay {
		l.closed = l.day.Add(24 * time.Hour)
	}
	if now.Before(l.closed) {
		return 0, &QuotaError{Reset: l.closed, Wait: l.closed.Sub(now)}
	}
	t := time.Now()
	if l.full.Before(t) {
		l.full = t
	}
	if wait := l.full.Sub(t) - l.burst; wait > 0 {
		return wait, nil
	}
	l.full = l.full.Add(l.interval)
	l.used++
	return 0, nil
}

// Drain empties the bucket, as the server says it is, and keeps it shut for d.
func (l *Limiter) Drain(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if full := time.Now().Add(l.burst + d); full.After(l.full) {
		l.full = full
	}
}

// Exhaust refuses every request for d, as the server does until its midnight.
func (l *Limiter) Exhaust(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = l.now().Add(d)
}
