package firstbeat

import (
	"context"
	"sync"
	"time"
)

// The vendor's bucket holds 60 and gains one a second [confirmed: usage limits
// page]; a few are kept back for answers that crossed on the way.
const (
	bucketSize  = 55
	tokenPeriod = time.Second
)

// limiter is a token bucket in the form of a theoretical arrival time.
type limiter struct {
	mu   sync.Mutex
	full time.Time // when the bucket will be full again
}

func (l *limiter) fill(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.full = now
}

// take books one request and returns how long to wait for it.
func (l *limiter) take(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full.Before(now) {
		l.full = now
	}
	l.full = l.full.Add(tokenPeriod)
	return max(0, l.full.Sub(now)-bucketSize*tokenPeriod)
}

// pace waits until the vendor's bucket has room.
func (c *Client) pace(ctx context.Context, polling bool) error {
	c.mu.Lock()
	blocked := c.blocked
	c.mu.Unlock()
	if blocked {
		return &Error{Class: "rate_limited", Message: "the day's requests were once used up"}
	}
	if c.m.Has("no-pacing") || polling && c.m.Has("polls-bypass-limiter") {
		return nil
	}
	if own, ok := ctx.Value(workerLimiter{}).(*limiter); ok && c.m.Has("limiter-per-worker") {
		return sleep(ctx, own.take(time.Now()))
	}
	return sleep(ctx, c.limit.take(time.Now()))
}

type workerLimiter struct{}

// Worker marks ctx as one of several concurrent users of the client. It matters
// only to a defect that keeps a limiter for each.
func Worker(ctx context.Context) context.Context {
	return context.WithValue(ctx, workerLimiter{}, new(limiter))
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
