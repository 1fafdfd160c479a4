package token

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Option changes how a client is made.
type Option func(*options) error

type options struct {
	redirect  string
	insecure  bool
	http      *http.Client
	userAgent string
	retries   int
	maxWait   time.Duration
	silence   time.Duration
	logger    *slog.Logger
	now       func() time.Time
}

func defaults() options {
	return options{
		userAgent: "ergodrome (+https://github.com/ergodrome/ergodrome)",
		retries:   3, maxWait: 30 * time.Second, silence: 30 * time.Second,
		now: time.Now,
	}
}

// WithRedirectURL sets where the server sends users back to. Without one, it
// is not sent, and the server uses the one that was registered.
func WithRedirectURL(rawURL string) Option {
	return func(o *options) error { o.redirect = rawURL; return nil }
}

// WithInsecureHTTP allows plain http to another machine. Credentials are then
// readable on the way.
func WithInsecureHTTP() Option {
	return func(o *options) error { o.insecure = true; return nil }
}

// WithHTTPClient sets the http.Client to build on. It is copied, not changed;
// the copy follows no redirect.
func WithHTTPClient(c *http.Client) Option {
	return func(o *options) error {
		if c == nil {
			return errors.New("token: WithHTTPClient: nil http.Client")
		}
		o.http = c
		return nil
	}
}

// WithRetry sets how often a request that the server could not take is sent
// again, 0 to 10 times, and the longest wait before. The default is 3 and half
// a minute. A code that got an answer of 200 is never sent again.
func WithRetry(retries int, maxWait time.Duration) Option {
	return func(o *options) error {
		if retries < 0 || retries > 10 || maxWait <= 0 {
			return fmt.Errorf("token: WithRetry(%d, %v): want 0 to 10 retries and a positive wait", retries, maxWait)
		}
		o.retries, o.maxWait = retries, maxWait
		return nil
	}
}

// WithTimeout sets how long the server may be silent. The default is half a minute.
func WithTimeout(silence time.Duration) Option {
	return func(o *options) error {
		if silence <= 0 {
			return fmt.Errorf("token: WithTimeout(%v): must be positive", silence)
		}
		o.silence = silence
		return nil
	}
}

// WithNow sets the clock by which tokens expire, for a machine whose clock is
// not the vendor's. Waits are always real.
func WithNow(now func() time.Time) Option {
	return func(o *options) error {
		if now == nil {
			return errors.New("token: WithNow: nil clock")
		}
		o.now = now
		return nil
	}
}

// WithLogger logs each exchange at debug level and each retry at info level,
// without headers, queries and bodies.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) error {
		if l == nil {
			return errors.New("token: WithLogger: nil logger")
		}
		o.logger = l
		return nil
	}
}
