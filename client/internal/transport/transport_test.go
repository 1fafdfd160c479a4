package transport

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestSameOrigin(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"https://api.example/x", "https://api.example/y?z", true},
		{"https://api.example", "https://API.EXAMPLE:443/", true},
		{"http://api.example:80", "http://api.example", true},
		{"https://api.example", "http://api.example", false},
		{"https://api.example", "https://api.example:8443", false},
		{"https://api.example", "https://www.api.example", false},
		{"https://api.example", "https://api.example.org", false},
		{"http://[::1]:80/", "http://[::1]/", true},
	}
	for _, tt := range tests {
		a, _ := url.Parse(tt.a)
		b, _ := url.Parse(tt.b)
		if got := sameOrigin(a, b); got != tt.want {
			t.Errorf("sameOrigin(%s, %s) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{"127.0.0.1": true, "127.8.9.10": true, "::1": true, "LocalHost": true, "10.0.0.1": false, "localhost.example": false, "": false} {
		if got := Loopback(host); got != want {
			t.Errorf("Loopback(%q) = %v, want %v", host, got, want)
		}
	}
}

func TestRedact(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"keeps plain words", "Not Found", "Not Found"},
		{"removes a secret", "key hunter22 is wrong", "key [redacted] is wrong"},
		{"removes a secret within a word", "key=hunter22;", "key=[redacted];"},
		{"removes tokens it was not told of", "Bearer 'eyJhbGciOi.eyJpc3M.c2ln'", "Bearer '[redacted]"},
		{"puts everything on one line", "a\r\nb\x00c\td", "a b c d"},
		{"bounds the length", strings.Repeat("x", 1000), strings.Repeat("x", 200) + "…"},
		{"has nothing to say about nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			if got := Redact(tt.text, "hunter22", ""); got != tt.want {
				t.Errorf("Redact(%.60q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestBackoffNeverShrinks(t *testing.T) {
	for range 100 {
		last := time.Second
		for try := range 12 {
			d := backoff(try)
			if d < last {
				t.Fatalf("backoff(%d) = %v after %v", try, d, last)
			}
			if try < 10 {
				last = d
			}
		}
	}
}

func TestFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f Flight[int]
		var fetches atomic.Int32
		fetch := func(ctx context.Context) (int, error) {
			fetches.Add(1)
			return 7, Sleep(ctx, time.Second)
		}
		first, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := f.Get(first, fetch); !errors.Is(err, context.Canceled) {
				t.Errorf("the one who gave up got %v", err)
			}
		})
		synctest.Wait()
		for range 5 {
			wg.Go(func() {
				if v, err := f.Get(t.Context(), fetch); v != 7 || err != nil {
					t.Errorf("Get = %v, %v, want 7", v, err)
				}
			})
		}
		synctest.Wait()
		cancel()
		wg.Wait()
		if n := fetches.Load(); n != 2 {
			t.Errorf("%d fetches, want 2: one given up, one for all the others", n)
		}
	})
}

func TestFlightSharesAFailureAndForgetsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f Flight[int]
		var fetches atomic.Int32
		fails := func(ctx context.Context) (int, error) {
			fetches.Add(1)
			_ = Sleep(ctx, time.Second)
			return 0, errors.New("no")
		}
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if _, err := f.Get(t.Context(), fails); err == nil {
					t.Error("no error")
				}
			})
		}
		wg.Wait()
		if n := fetches.Load(); n != 1 {
			t.Errorf("%d fetches, want 1", n)
		}
		if v, err := f.Get(t.Context(), func(context.Context) (int, error) { return 1, nil }); v != 1 || err != nil {
			t.Errorf("after a failure: %v, %v", v, err)
		}
	})
}
