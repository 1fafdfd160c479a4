package sweatstack

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

// DefaultBaseURL is the service itself. [confirmed: SweatStack documentation]
const DefaultBaseURL = "https://app.sweatstack.no"

const (
	serviceName      = "sweatstack"
	defaultUserAgent = "ergodrome-sweatstack (+https://github.com/ergodrome/ergodrome)"

	// Backfill updates come every few seconds, and a long frame takes a while to
	// be made. [confirmed: Activities page]
	defaultSilence = time.Minute

	// A year of one athlete at a row a second is some 100 MB.
	defaultMaxBody = 256 << 20

	// Decoded: four million rows of fifteen columns.
	defaultMaxFrame = 512 << 20
)

// Profile is a generation of the API: the names of some parameters differ, and
// the service ignores those it does not know. Answers of both are understood.
type Profile string

// The profiles.
const (
	// Profile202605 is what the vendor's page on activities describes. [confirmed: Activities page of May 2026]
	Profile202605 Profile = "2026-05"
	// ProfileCurrent is what the service has become. [confirmed: changelog of the vendor's Python client, 0.81 to 0.92]
	ProfileCurrent Profile = "current"
)

// Option changes how a client is made.
type Option func(*options) error

type options struct {
	transport.Settings
	tokens   token.Source
	maxFrame int64
	profile  Profile
}

func defaults() options {
	return options{
		Settings: transport.Settings{
			Client: "sweatstack", Base: &url.URL{Scheme: "https", Host: "app.sweatstack.no"}, UserAgent: defaultUserAgent,
			Retries: 4, MaxWait: time.Minute, Silence: defaultSilence, MaxBody: defaultMaxBody,
		},
		maxFrame: defaultMaxFrame,
		profile:  Profile202605,
	}
}

// check finds what no single option can see.
func (o *options) check() error {
	if err := o.Clear(); err != nil {
		return err
	}
	if o.tokens == nil {
		return errors.New("sweatstack: no tokens; use WithTokens or WithAccessToken")
	}
	return nil
}

// WithBaseURL sets where the API is, up to but without the version: what
// stands before /api/v1. A path prefix is kept.
func WithBaseURL(rawURL string) Option {
	return func(o *options) error { return o.SetBaseURL(rawURL, "/api/v1") }
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
			return errors.New("sweatstack: WithTokens: nil source")
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

// WithProfile sets which generation of the API is spoken to. The default is [Profile202605].
func WithProfile(p Profile) Option {
	return func(o *options) error {
		if p != Profile202605 && p != ProfileCurrent {
			return fmt.Errorf("sweatstack: WithProfile(%.40q): want %s or %s", string(p), Profile202605, ProfileCurrent)
		}
		o.profile = p
		return nil
	}
}

// WithRetry sets how often a call is tried again, 0 to 10 times, and the
// longest wait before a try. The default is 4 and a minute.
// An upload is sent once more only when the service says that it did not take it.
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

// WithMaxFrame bounds a frame in bytes, decoded. The default is 512 MiB.
func WithMaxFrame(bytes int64) Option {
	return func(o *options) error {
		if bytes < 1 {
			return fmt.Errorf("sweatstack: WithMaxFrame(%d): must be positive", bytes)
		}
		o.maxFrame = bytes
		return nil
	}
}

// WithLogger logs each exchange at debug level and each retry at info level:
// operation, path, status, time taken. No header, query or body is logged.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) error { return o.SetLogger(l) }
}
