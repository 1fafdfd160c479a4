package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Do sends a request until it is answered, final, or not worth another try.
//
// A GET is tried again after a failure of the network or of the server; any
// other method only when it was refused. A wait that a server asks for is
// obeyed, unless it is longer than MaxWait: then it is the caller's to decide,
// and the error says how long.
func (c *Client) Do(ctx context.Context, r *Request) (*Response, error) {
	for try := 0; ; try++ {
		answer, verdict := c.try(ctx, r, try)
		if verdict == nil {
			return answer, nil
		}
		var header http.Header
		if answer != nil {
			header = answer.Header
			answer.Release()
		}
		if verdict.Now {
			try--
			continue
		}
		wait, asked := backoff(try), false
		if header != nil {
			if d, ok := RetryAfter(header, time.Now()); ok {
				wait, asked = max(d+spread(d), wait), true
				verdict.Err.RetryAfter = d
			}
		}
		if verdict.Wait > 0 && !asked {
			wait, asked = max(verdict.Wait+spread(verdict.Wait), wait), true
			verdict.Err.RetryAfter = verdict.Wait
		}
		retries := c.Retries
		if verdict.Retries > 0 {
			retries = min(retries, verdict.Retries)
		}
		if !verdict.Again || try >= retries || (r.Method != http.MethodGet && !verdict.Refused) {
			return nil, verdict.Err
		}
		if asked && verdict.Err.RetryAfter > c.MaxWait {
			return nil, verdict.Err
		}
		if !asked {
			wait = min(wait, c.MaxWait)
		}
		c.Logger.LogAttrs(ctx, slog.LevelInfo, "retry", slog.String("service", c.Service), slog.String("operation", r.Operation),
			slog.Int("status", verdict.Err.StatusCode), slog.Duration("wait", wait), slog.Int("try", try+1))
		if c.pacer != nil && verdict.Err.Kind == apierr.ErrRateLimited {
			c.pacer.Drain(wait)
		}
		if err := Sleep(ctx, wait); err != nil {
			e := c.failure(ctx, r, err)
			e.Message = fmt.Sprintf("gave up before try %d (the last: %d %s)", try+2, verdict.Err.StatusCode, verdict.Err.Kind)
			return nil, e
		}
	}
}

// try makes one paced exchange and judges it.
func (c *Client) try(ctx context.Context, r *Request, n int) (*Response, *Verdict) {
	if c.pacer != nil {
		if err := c.pacer.Take(ctx); err != nil {
			e := c.failure(ctx, r, err)
			if q, ok := errors.AsType[*QuotaError](err); ok {
				e.Kind, e.RetryAfter, e.Reset, e.Err = apierr.ErrRateLimited, q.Wait, q.Reset, nil
				e.Message = "the day's requests are used up until " + q.Reset.UTC().Format(time.RFC3339)
			}
			return nil, &Verdict{Err: e}
		}
	}
	start := time.Now()
	answer, err := c.exchange(ctx, r)
	status := 0
	if answer != nil {
		status = answer.StatusCode
	}
	c.Logger.LogAttrs(ctx, slog.LevelDebug, "exchange", slog.String("service", c.Service), slog.String("operation", r.Operation),
		slog.String("method", r.Method), slog.String("path", path(r.URL)), slog.Int("status", status),
		slog.Duration("took", time.Since(start)), slog.Int("try", n))
	if err != nil {
		v := &Verdict{Err: err, Again: err.Kind == apierr.ErrNetwork}
		if errors.Is(err, errRedirects) {
			v.Again = false
		}
		if errors.Is(err, apierr.ErrTimeout) {
			v.Retries = 1 // each costs a whole silence
		}
		return nil, v
	}
	return answer, r.Judge(ctx, answer)
}

// backoff doubles from one second; up to half as much again keeps callers
// that failed together from returning together, and still never shrinks.
func backoff(try int) time.Duration {
	d := time.Second << min(try, 10)
	return d + rand.N(d/2)
}

// spread delays a little those who were told the same moment; never early.
func spread(d time.Duration) time.Duration {
	return rand.N(min(d/10, time.Second) + 1)
}

// Sleep waits, unless the context ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
