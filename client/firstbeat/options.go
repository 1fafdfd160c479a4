package firstbeat

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// DefaultBaseURL is the service itself. [confirmed: OpenAPI 1.1.0]
const DefaultBaseURL = "https://api.firstbeat.com"

const (
	serviceName      = "firstbeat"
	defaultUserAgent = "ergodrome-firstbeat (+https://github.com/ergodrome/ergodrome)"

	// The vendor's limits for a consumer. [confirmed: usage limits page]
	defaultPerMinute = 60
	defaultPerDay    = 5000

	// A gateway of the vendor's kind gives up on its own back end after 29 s,
	// and says so: silence has to be longer. [inferred: AWS API Gateway defaults]
	defaultSilence = time.Minute

	// An answer is at most 6 MB on the wire. [confirmed: troubleshooting page]
	// Numbers written out compress well, hence the room.
	defaultMaxBody = 128 << 20
)

// Option changes how a client is made.
type Option func(*options) error

type options struct {
	transport.Settings
	consumer  string
	secret    string
	key       string
	store     SecretStore
	now       func() time.Time
	paced     bool
	perMinute int
	perDay    int
	polling   polling
	codings   []string
}

func defaults() options {
	return options{
		Settings: transport.Settings{
			Client: "firstbeat", Base: &url.URL{Scheme: "https", Host: "api.firstbeat.com"}, UserAgent: defaultUserAgent,
			Retries: 4, MaxWait: time.Minute, Silence: defaultSilence, MaxBody: defaultMaxBody,
		},
		now:   time.Now,
		paced: true, perMinute: defaultPerMinute, perDay: defaultPerDay,
		polling: polling{interval: minPoll, total: 10 * time.Minute},
		codings: []string{"zstd", "br", "gzip", "deflate"},
	}
}

// check finds what no single option can see.
func (o *options) check() error {
	return o.Clear()
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

// WithCredentials sets who the consumer is: the id and the sharedSecret that
// registration answered.
func WithCredentials(consumerID, sharedSecret string) Option {
	return func(o *options) error {
		if consumerID == "" || sharedSecret == "" {
			return errors.New("firstbeat: WithCredentials: the consumer ID and the shared secret must not be empty")
		}
		o.consumer, o.secret = consumerID, sharedSecret
		return nil
	}
}

// WithAPIKey sets the key, so that it need not be fetched.
func WithAPIKey(key string) Option {
	return func(o *options) error {
		if key == "" || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return errors.New("firstbeat: WithAPIKey: the key must be printable ASCII without spaces")
		}
		o.key = key
		return nil
	}
}

// WithSecretStore sets where the shared secret lives across rotations. What
// the store holds outranks the secret of WithCredentials.
func WithSecretStore(s SecretStore) Option {
	return func(o *options) error {
		if s == nil {
			return errors.New("firstbeat: WithSecretStore: nil store")
		}
		o.store = s
		return nil
	}
}

// WithNow sets the clock by which tokens are minted and days are counted, for a
// machine whose clock is not the vendor's. Waits are always real.
func WithNow(now func() time.Time) Option {
	return func(o *options) error {
		if now == nil {
			return errors.New("firstbeat: WithNow: nil clock")
		}
		o.now = now
		return nil
	}
}

// WithUserAgent sets the User-Agent header.
func WithUserAgent(s string) Option {
	return func(o *options) error { return o.SetUserAgent(s) }
}

// WithLimits sets the consumer's own limits, if the vendor granted others than
// 60 requests a minute and 5,000 a day.
func WithLimits(perMinute, perDay int) Option {
	return func(o *options) error {
		if perMinute < 1 || perDay < 1 {
			return fmt.Errorf("firstbeat: WithLimits(%d, %d): both must be at least 1", perMinute, perDay)
		}
		o.paced, o.perMinute, o.perDay = true, perMinute, perDay
		return nil
	}
}

// WithoutPacing sends without counting; the vendor's refusals are then met
// and waited out one call at a time.
func WithoutPacing() Option {
	return func(o *options) error { o.paced = false; return nil }
}

// WithRetry sets how often a call is tried again, 0 to 10 times, and the
// longest wait before a try. A server that asks for a longer one ends the call
// with an error that says how long. The default is 4 and a minute.
func WithRetry(retries int, maxWait time.Duration) Option {
	return func(o *options) error { return o.SetRetry(retries, maxWait) }
}

// WithTimeout sets how long the server may be silent, before the headers and
// within the body; a whole try may take ten times as long. The default is a minute.
func WithTimeout(silence time.Duration) Option {
	return func(o *options) error { return o.SetTimeout(silence) }
}

// WithPolling sets the first wait for a result that is being computed, at
// least the five seconds the vendor asks for, and how long to go on in all.
// Later waits grow to half a minute. The default is 5 s and 10 min.
func WithPolling(interval, maxTotal time.Duration) Option {
	return func(o *options) error {
		if interval < minPoll || maxTotal < interval {
			return fmt.Errorf("firstbeat: WithPolling(%v, %v): want an interval of at least %v, and no longer in all", interval, maxTotal, minPoll)
		}
		o.polling = polling{interval: interval, total: maxTotal}
		return nil
	}
}

// WithMaxBody bounds a body in bytes, on the wire and decoded. The default is 128 MiB.
func WithMaxBody(bytes int64) Option {
	return func(o *options) error { return o.SetMaxBody(bytes) }
}

// WithCodings sets the content codings to offer, best first: any of zstd, br,
// gzip, deflate, which is also the default. None offers none.
func WithCodings(codings ...string) Option {
	return func(o *options) error {
		for i, name := range codings {
			if !transport.Known(name) || slices.Contains(codings[:i], name) {
				return fmt.Errorf("firstbeat: WithCodings: %.20q is unknown or repeated; want some of zstd, br, gzip, deflate", name)
			}
		}
		o.codings = slices.Clone(codings)
		return nil
	}
}

// WithLogger logs each exchange at debug level and each retry at info level:
// operation, path, status, time taken. No header, query or body is logged.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) error { return o.SetLogger(l) }
}
