package polarteampro

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/token"
)

// DefaultBaseURL is the service itself. [confirmed: Team Pro document 1.0.2]
const DefaultBaseURL = "https://teampro.api.polar.com"

const (
	serviceName      = "polar-teampro"
	defaultUserAgent = "ergodrome-polar-teampro (+https://github.com/ergodrome/ergodrome)"

	// The vendor's limit: one request a second, and a bucket of a hundred.
	// [confirmed: Team Pro document 1.0.2]
	defaultBurst    = 100
	defaultInterval = time.Second

	defaultSilence = time.Minute

	// A day of one team with all samples is about 78 MB, in many answers.
	// [measured: a club's export]
	defaultMaxBody = 256 << 20
)

// Option changes how a client is made.
type Option func(*options) error

type options struct {
	transport.Settings
	tokens   token.Source
	paced    bool
	burst    int
	interval time.Duration
}

func defaults() options {
	return options{
		Settings: transport.Settings{
			Client: "polarteampro", Base: &url.URL{Scheme: "https", Host: "teampro.api.polar.com"}, UserAgent: defaultUserAgent,
			Retries: 4, MaxWait: 2 * time.Minute, Silence: defaultSilence, MaxBody: defaultMaxBody,
		},
		paced: true, burst: defaultBurst, interval: defaultInterval,
	}
}

// check finds what no single option can see.
func (o *options) check() error {
	if err := o.Clear(); err != nil {
		return err
	}
	if o.tokens == nil {
		return errors.New("polarteampro: no tokens; use WithTokens or WithAccessToken")
	}
	return nil
}

// WithBaseURL sets where the API is, up to but without the version: what
// stands before /v1. A path prefix is kept.
func WithBaseURL(rawURL string) Option {
	return func(o *options) error { return o.SetBaseURL(rawURL, "/v1") }
}

// WithInsecureHTTP allows plain http to another machine. Credentials are then
// readable on the way.
func WithInsecureHTTP() Option {
	return func(o *options) error { o.Insecure = true; return nil }
}

// WithHTTPClient sets the http.Client to build on: proxies, certificates,
// connection pools. It is copied, not changed.
func WithHTTPClient(c *http.Client) Option {
	return func(o *options) error { return o.SetHTTPClient(c) }
}

// WithTokens sets where tokens come from: a *token.Keeper, as a rule.
func WithTokens(s token.Source) Option {
	return func(o *options) error {
		if s == nil {
			return errors.New("polarteampro: WithTokens: nil source")
		}
		o.tokens = s
		return nil
	}
}

// WithAccessToken sets a token that is used until it is refused.
func WithAccessToken(access string) Option { return WithTokens(token.Static(access)) }

// WithUserAgent sets the User-Agent header.
func WithUserAgent(s string) Option {
	return func(o *options) error { return o.SetUserAgent(s) }
}

// WithLimit sets how many requests may go out at once, and how long it takes
// until one more may. The default is the vendor's 100 and a second.
func WithLimit(burst int, interval time.Duration) Option {
	return func(o *options) error {
		if burst < 1 || interval <= 0 {
			return fmt.Errorf("polarteampro: WithLimit(%d, %v): both must be positive", burst, interval)
		}
		o.paced, o.burst, o.interval = true, burst, interval
		return nil
	}
}

// WithoutPacing sends without counting; the vendor's refusals are then met
// and waited out one call at a time.
func WithoutPacing() Option {
	return func(o *options) error { o.paced = false; return nil }
}

// WithRetry sets how often a call is tried again, 0 to 10 times, and the
// longest wait before a try. The default is 4 and two minutes.
func WithRetry(retries int, maxWait time.Duration) Option {
	return func(o *options) error { return o.SetRetry(retries, maxWait) }
}

// WithTimeout sets how long the server may be silent, before the headers and
// within the body; a whole try may take ten times as long. The default is a minute.
func WithTimeout(silence time.Duration) Option {
	return func(o *options) error { return o.SetTimeout(silence) }
}

// WithMaxBody bounds a body in bytes, on the wire and decoded. The default is 256 MiB.
func WithMaxBody(bytes int64) Option {
	return func(o *options) error { return o.SetMaxBody(bytes) }
}

// WithLogger logs each exchange at debug level and each retry at info level:
// operation, path, status, time taken. No header, query or body is logged.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) error { return o.SetLogger(l) }
}
