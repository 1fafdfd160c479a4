package polaraccesslink

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/token"
)

// DefaultBaseURL is the service itself, without its version.
// [confirmed: AccessLink v4 document]
const DefaultBaseURL = "https://www.polaraccesslink.com"

const (
	serviceName      = "polar-accesslink"
	defaultUserAgent = "ergodrome-polar-accesslink (+https://github.com/ergodrome/ergodrome)"
	version          = "/v4/data"

	// The vendor's limits for a client ID. [confirmed: AccessLink v4 document]
	defaultShort, shortLength = 3000, 15 * time.Minute
	defaultLong, longLength   = 100_000, 24 * time.Hour

	defaultSilence = time.Minute

	// A session with samples was 2.6 MB, a day of pulses is about 80,000 entries.
	// [measured: live answers]
	defaultMaxBody = 256 << 20
)

// Option changes how a client is made.
type Option func(*options) error

type options struct {
	transport.Settings
	tokens  token.Source
	paced   bool
	pacer   *Pacer
	targets [2]string // what the range of calendar targets is called
}

func defaults() options {
	return options{
		Settings: transport.Settings{
			Client: "polaraccesslink", Base: &url.URL{Scheme: "https", Host: "www.polaraccesslink.com"}, UserAgent: defaultUserAgent,
			Retries: 4, MaxWait: shortLength, Silence: defaultSilence, MaxBody: defaultMaxBody,
		},
		paced: true, pacer: NewPacer(defaultShort, defaultLong),
		targets: [2]string{"fromDate", "toDate"},
	}
}

// check finds what no single option can see.
func (o *options) check() error {
	return o.Clear()
}

// WithBaseURL sets where the API is, up to but without the version: what
// stands before /v4/data. A path prefix is kept.
func WithBaseURL(rawURL string) Option {
	return func(o *options) error { return o.SetBaseURL(rawURL, version) }
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
			return errors.New("polaraccesslink: WithTokens: nil source")
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

// Pacer keeps the requests of an application's clients within its limits.
type Pacer struct{ windows *transport.Windows }

// NewPacer returns a pacer of so many requests in any 15 minutes, which calls
// wait for, and in any 24 hours, beyond which they fail with
// apierr.ErrRateLimited. Both must be positive.
func NewPacer(per15Minutes, perDay int) *Pacer {
	return &Pacer{transport.NewWindows(transport.Window{Requests: max(per15Minutes, 1), Length: shortLength}, transport.Window{Requests: max(perDay, 1), Length: longLength})}
}

// WithPacer shares one pacer between clients. The default is one of the
// vendor's 3,000 and 100,000 for each client.
func WithPacer(p *Pacer) Option {
	return func(o *options) error {
		if p == nil {
			return errors.New("polaraccesslink: WithPacer: nil pacer")
		}
		o.paced, o.pacer = true, p
		return nil
	}
}

// WithTargetRange sets what the ends of a range of calendar targets are
// called: fromDate and toDate in the document, which is the default, from and
// to by what the live service answers. [measured: live answers]
func WithTargetRange(from, to string) Option {
	return func(o *options) error {
		if from == "" || to == "" || from == to {
			return errors.New("polaraccesslink: WithTargetRange: want two names")
		}
		o.targets = [2]string{from, to}
		return nil
	}
}

// WithoutPacing sends without counting; the vendor's refusals are then met
// and waited out one call at a time.
func WithoutPacing() Option {
	return func(o *options) error { o.paced = false; return nil }
}

// WithRetry sets how often a call is tried again, 0 to 10 times, and the
// longest wait before a try. The default is 4 and a quarter of
// an hour, the vendor's short window.
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
