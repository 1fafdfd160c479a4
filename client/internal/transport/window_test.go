package transport

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestWindowsKeepAnyStretch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWindows(Window{3, 15 * time.Minute}, Window{100, 24 * time.Hour})
		start := time.Now()
		var sent []time.Duration
		for i := range 9 {
			if err := w.Take(t.Context()); err != nil {
				t.Fatal(err)
			}
			sent = append(sent, time.Since(start))
			if i == 0 {
				time.Sleep(time.Minute)
			}
		}
		for i := 3; i < len(sent); i++ {
			if gap := sent[i] - sent[i-3]; gap < 15*time.Minute {
				t.Errorf("requests %d to %d went out within %v", i-3, i, gap)
			}
		}
		if last := sent[8]; last != 31*time.Minute {
			t.Errorf("nine requests took %v, want 31m", last)
		}
	})
}

func TestWindowsSurfaceTheLongOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWindows(Window{10, time.Second}, Window{3, 24 * time.Hour})
		for range 3 {
			if err := w.Take(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		var q *QuotaError
		if err := w.Take(t.Context()); !errors.As(err, &q) || q.Wait < 24*time.Hour || q.Wait > 25*time.Hour {
			t.Fatalf("the fourth: %v", err)
		}
		time.Sleep(q.Wait)
		if err := w.Take(t.Context()); err != nil {
			t.Errorf("after the reset: %v", err)
		}
	})
}

func TestWindowsObeyTheServerAndTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWindows(Window{10, time.Second}, Window{100, time.Hour})
		w.Drain(time.Minute)
		w.Drain(time.Second) // shorter: no news
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if err := w.Take(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Take = %v", err)
		}
		start := time.Now()
		if err := w.Take(t.Context()); err != nil || time.Since(start) != 30*time.Second {
			t.Errorf("Take = %v after %v", err, time.Since(start))
		}
	})
}

func TestBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewBucket(100, time.Second)
		start := time.Now()
		for range 130 {
			if err := l.Take(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 31*time.Second { // one token stays in reserve
			t.Errorf("130 requests took %v, want 31s", took)
		}
	})
}

func TestAfterARefusalOneGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWindows(Window{100, time.Second}, Window{1000, time.Hour})
		start := time.Now()
		w.Drain(time.Minute)
		sent := make(chan time.Duration, 10)
		for range 10 {
			go func() {
				if err := w.Take(t.Context()); err != nil {
					t.Error(err)
				}
				if time.Since(start) == time.Minute {
					w.Drain(time.Minute) // refused again
				}
				sent <- time.Since(start)
			}()
		}
		var got []time.Duration
		for range 10 {
			got = append(got, <-sent)
		}
		if got[0] != time.Minute || got[1] != 2*time.Minute || got[2] != 2*time.Minute+probe || got[9] != got[2] {
			t.Errorf("requests went out at %v", got)
		}
	})
}
