package transport

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// takes returns when each of n tokens was had, since the first.
func takes(t *testing.T, l *Limiter, n int) []time.Duration {
	t.Helper()
	start := time.Now()
	var out []time.Duration
	for range n {
		if err := l.Take(t.Context()); err != nil {
			t.Fatal(err)
		}
		out = append(out, time.Since(start))
	}
	return out
}

func TestLimiterIsABucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(60, 5000, time.Now)
		for i, at := range takes(t, l, 100) {
			want := max(0, time.Duration(i-58)*time.Second) // 59 at once, one in reserve
			if at != want {
				t.Fatalf("token %d after %v, want %v", i, at, want)
			}
		}
		time.Sleep(time.Hour)
		if last := takes(t, l, 60)[59]; last != time.Second {
			t.Errorf("after an hour, token 60 came after %v, want 1s: a bucket holds no more than it holds", last)
		}
	})
}

func TestLimiterDrained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(60, 5000, time.Now)
		l.Drain(10 * time.Second)
		if got := takes(t, l, 3); got[0] != 10*time.Second || got[1] != 11*time.Second || got[2] != 12*time.Second {
			t.Errorf("tokens after %v, want 10s and then one a second", got)
		}
	})
}

func TestLimiterHasADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Date(2026, 11, 21, 23, 0, 0, 0, time.FixedZone("", 3600)) // 22:00 UTC
		l := NewLimiter(60, 2, func() time.Time { return now })
		takes(t, l, 2)
		err := l.Take(t.Context())
		q, _ := errors.AsType[*QuotaError](err)
		if q == nil || q.Wait != 2*time.Hour || !q.Reset.Equal(now.Add(2*time.Hour)) {
			t.Fatalf("Take = %v, want a quota that ends at 00:00 UTC", err)
		}
		now = now.Add(2 * time.Hour)
		takes(t, l, 2)
		l.Exhaust(time.Minute)
		if err := l.Take(t.Context()); err == nil {
			t.Error("an exhausted limiter gave a token")
		}
		now = now.Add(24 * time.Hour)
		takes(t, l, 1)
	})
}

func TestLimiterWaitsAreLeftInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(1, 5000, time.Now)
		takes(t, l, 1)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		for range 3 {
			go func() { done <- l.Take(ctx) }()
		}
		synctest.Wait()
		cancel()
		for range 3 {
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("Take = %v, want canceled", err)
			}
		}
		if at := takes(t, l, 1)[0]; at != time.Minute {
			t.Errorf("the next token came after %v, want 1m: those who left took none", at)
		}
	})
}
