package firstbeat_test

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// tooMany is a 429 of a kind.
func tooMany(code string, header ...string) reply {
	h := map[string]string{"x-amzn-ErrorType": code}
	for i := 0; i < len(header); i += 2 {
		h[header[i]] = header[i+1]
	}
	return reply{status: 429, body: `{"message":"Too Many Requests"}`, header: h}
}

const throttled = firstbeat.CodeThrottled

// gaps returns the waits between requests.
func gaps(g []got) []time.Duration {
	var out []time.Duration
	for i := 1; i < len(g); i++ {
		out = append(out, g[i].at.Sub(g[i-1].at))
	}
	return out
}

func TestRetryAfterIsObeyed(t *testing.T) {
	forms := map[string]func(time.Time) string{
		"seconds":      func(time.Time) string { return "37" },
		"an HTTP date": func(t time.Time) string { return t.UTC().Format(http.TimeFormat) },
		"an RFC 850 date": func(t time.Time) string {
			return t.UTC().Format("Monday, 02-Jan-06 15:04:05 GMT")
		},
		"an asctime date": func(t time.Time) string { return t.UTC().Format(time.ANSIC) },
	}
	for name, form := range forms {
		t.Run("it waits for "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, nil)
				v.answer = func(n int, _ *http.Request) reply {
					if n == 0 {
						return tooMany(throttled, "Retry-After", form(time.Now().Add(37*time.Second)))
					}
					return ok(noAccounts)
				}
				if _, err := v.client().Accounts.List(t.Context()); err != nil {
					t.Fatal(err)
				}
				if g := gaps(v.requests()); len(g) != 1 || g[0] < 37*time.Second || g[0] > 40*time.Second {
					t.Errorf("gaps = %v, want one of 37s or little more", g)
				}
			})
		})
	}
}

func TestBackoff(t *testing.T) {
	tests := []struct {
		name  string
		reply reply
	}{
		{"after 429 without a header", tooMany(throttled)},
		{"after Retry-After: soon", tooMany(throttled, "Retry-After", "soon")},
		{"after Retry-After: -1", tooMany(throttled, "Retry-After", "-1")},
		{"after Retry-After: 0", tooMany(throttled, "Retry-After", "0")},
		{"after a date that is past", tooMany(throttled, "Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")},
		{"after 503", reply{status: 503, body: `{}`}},
		{"after 502 with a page", reply{status: 502, body: `<html>`, header: map[string]string{"Content-Type": "text/html"}}},
	}
	for _, tt := range tests {
		t.Run("it grows "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply, tt.reply, tt.reply, ok(noAccounts)))
				if _, err := v.client().Accounts.List(t.Context()); err != nil {
					t.Fatal(err)
				}
				last := time.Second
				for _, gap := range gaps(v.requests()) {
					if gap < last {
						t.Errorf("gaps = %v, want each at least a second and no shorter than the one before", gaps(v.requests()))
					}
					last = gap
				}
			})
		})
		t.Run("it is bounded "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply))
				if _, err := v.client().Accounts.List(t.Context()); err == nil {
					t.Error("no error")
				}
				if n := len(v.requests()); n != 5 {
					t.Errorf("%d requests, want 5", n)
				}
			})
		})
	}
}

func TestAHugeRetryAfterIsTheCallers(t *testing.T) {
	for header, want := range map[string]time.Duration{"86400": 24 * time.Hour, "99999999999999999999": 1<<63 - 1} {
		bubble(t, func(t *testing.T) {
			v := start(t, script(tooMany(throttled, "Retry-After", header)))
			begin := time.Now()
			_, err := v.client().Accounts.List(t.Context())
			e, _ := errors.AsType[*apierr.Error](err)
			if e == nil || e.Kind != apierr.ErrRateLimited || e.RetryAfter != want {
				t.Errorf("error = %v, want rate_limited after %v", err, want)
			}
			if took := time.Since(begin); took > time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// bucket is the vendor's limit: 60 at once, then one a second. [confirmed: usage limits page]
type bucket struct {
	mu      sync.Mutex
	tokens  float64
	last    time.Time
	refused int
}

func (b *bucket) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.last.IsZero() {
		b.tokens = 60
	} else {
		b.tokens = min(60, b.tokens+now.Sub(b.last).Seconds())
	}
	b.last = now
	if b.tokens < 1 {
		b.refused++
		return false
	}
	b.tokens--
	return true
}

func TestPacing(t *testing.T) {
	for _, workers := range []int{1, 20} {
		t.Run(fmt.Sprintf("it keeps %d workers within the vendor's bucket", workers), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				b := new(bucket)
				v := start(t, func(int, *http.Request) reply {
					if !b.take() {
						return tooMany(throttled)
					}
					return ok(noAccounts)
				})
				c := v.client()
				begin := time.Now()
				jobs := make(chan int, 150)
				for i := range 150 {
					jobs <- i
				}
				close(jobs)
				var wg sync.WaitGroup
				for range workers {
					wg.Go(func() {
						for range jobs {
							if _, err := c.Accounts.List(t.Context()); err != nil {
								t.Error(err)
							}
						}
					})
				}
				wg.Wait()
				if b.refused != 0 || len(v.requests()) != 150 {
					t.Errorf("%d requests, %d refused, want 150 and none", len(v.requests()), b.refused)
				}
				if took := time.Since(begin); took < 90*time.Second || took > 95*time.Second {
					t.Errorf("took %v, want the 90 s that the limit costs, and little more", took)
				}
			})
		})
	}
}

func TestPacingObeysTheContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(noAccounts)))
		c := v.client(firstbeat.WithLimits(1, 100))
		if _, err := c.Accounts.List(t.Context()); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		_, err := c.Accounts.List(deadline(t, 10*time.Second))
		if !errors.Is(err, apierr.ErrTimeout) || time.Since(begin) != 10*time.Second {
			t.Errorf("error = %v after %v, want timeout after 10s", err, time.Since(begin))
		}
		if _, err := c.Accounts.List(t.Context()); err != nil {
			t.Fatal(err)
		}
		if g := gaps(v.requests()); len(g) != 1 || g[0] != time.Minute {
			t.Errorf("gaps = %v, want one minute: the call that gave up cost nothing", g)
		}
	})
}

func TestTheDaysQuotaOfTheVendor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		midnight := time.Now().UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
		time.Sleep(time.Until(midnight.Add(-3 * time.Hour)))
		used := 4998
		v := start(t, nil)
		v.answer = func(int, *http.Request) reply {
			if used++; used > 5000 && time.Now().Before(midnight) {
				return reply{status: 429, body: `{"message":"Limit Exceeded"}`, header: map[string]string{"x-amzn-ErrorType": firstbeat.CodeLimitExceeded}}
			}
			return ok(noAccounts)
		}
		c := v.client()
		for range 2 {
			if _, err := c.Accounts.List(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for range 10 {
			begin := time.Now()
			_, err := c.Accounts.List(t.Context())
			e, _ := errors.AsType[*apierr.Error](err)
			if e == nil || e.Kind != apierr.ErrRateLimited || e.Reset.Sub(midnight).Abs() > time.Second {
				t.Fatalf("error = %v (reset %v), want rate_limited until %v", err, e.Reset, midnight)
			}
			if took := time.Since(begin); took > time.Second {
				t.Fatalf("the refusal took %v", took)
			}
			time.Sleep(time.Minute)
		}
		if n := len(v.requests()); n != 3 {
			t.Errorf("%d requests, want 3: what is known to be refused is not sent", n)
		}
		time.Sleep(time.Until(midnight.Add(time.Second)))
		if _, err := c.Accounts.List(t.Context()); err != nil {
			t.Errorf("after midnight: %v", err)
		}
	})
}

func TestTheDaysQuotaIsCounted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(noAccounts)))
		c := v.client(firstbeat.WithLimits(60, 3))
		for range 3 {
			if _, err := c.Accounts.List(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		_, err := c.Accounts.List(t.Context())
		e, _ := errors.AsType[*apierr.Error](err)
		if e == nil || e.Kind != apierr.ErrRateLimited || e.RetryAfter <= 0 || !e.Reset.Equal(time.Now().Add(e.RetryAfter)) {
			t.Fatalf("error = %v, want rate_limited with a reset", err)
		}
		if len(v.requests()) != 3 {
			t.Errorf("%d requests, want 3", len(v.requests()))
		}
		time.Sleep(e.RetryAfter)
		if _, err := c.Accounts.List(t.Context()); err != nil {
			t.Errorf("on the next day: %v", err)
		}
	})
}

func TestARefusalStopsEveryone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		begin := time.Now()
		v := start(t, nil)
		v.answer = func(n int, _ *http.Request) reply {
			if n == 0 {
				return tooMany(throttled, "Retry-After", "30")
			}
			return ok(noAccounts)
		}
		c := v.client()
		var wg sync.WaitGroup
		for i := range 5 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Second)
				if _, err := c.Accounts.List(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		g := v.requests()
		for i := 1; i < len(g); i++ {
			if since := g[i].at.Sub(begin); since < 30*time.Second {
				t.Errorf("request %d came %v after a refusal for 30 s", i, since)
			}
			if i > 1 && g[i].at.Sub(g[i-1].at) < time.Second {
				t.Errorf("requests %d and %d came together, out of an empty bucket", i-1, i)
			}
		}
	})
}

func TestPostIsRepeatedOnlyWhenRefused(t *testing.T) {
	tests := []struct {
		name  string
		first reply
		want  int
	}{
		{"is repeated after 429", tooMany(throttled), 2},
		{"is not repeated after 500", reply{status: 500}, 1},
		{"is not repeated after 503", reply{status: 503}, 1},
		{"is not repeated after the line went dead", reply{raw: hangUp}, 1},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.first, ok(`{"id":"i","consumerName":"hawks","sharedSecret":"s"}`)))
				_, err := v.client().Account.Register(t.Context(), "hawks")
				if n := len(v.requests()); n != tt.want || (err == nil) != (tt.want == 2) {
					t.Errorf("%d requests, error %v, want %d requests", n, err, tt.want)
				}
			})
		})
	}
}
