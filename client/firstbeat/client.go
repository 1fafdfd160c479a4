package firstbeat

import (
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// Client talks to the Firstbeat Sports Cloud API as one consumer. Its services
// are named as the vendor names its resources. It is safe for concurrent use,
// and should be shared: the vendor's limits are counted per consumer, and a
// Client keeps all its goroutines within them.
type Client struct {
	Account      *AccountService      // the consumer itself: registration, key, secret
	Accounts     *AccountsService     // the customer accounts it may read
	Athletes     *AthletesService     // people
	Coaches      *CoachesService      // people who run teams
	Teams        *TeamsService        // teams and the groups in them
	Measurements *MeasurementsService // one athlete's recordings, their laps and results
	Sessions     *SessionsService     // a team's sessions, their laps and results
	Types        *TypesService        // the vendor's lists of sports and events

	base     string // without a trailing slash
	send     *transport.Client
	limiter  *transport.Limiter
	auth     *auth
	now      func() time.Time
	polling  polling
	decoders sync.Pool // of *Decoder
}

// service is what every service is: the client, seen from one side.
type service struct{ client *Client }

// The services. Each method is one operation of the API, and says which.
type (
	// AccountService is about the consumer itself: registration, key, secret.
	AccountService service
	// AccountsService is about the customers that let the consumer read.
	AccountsService service
	// AthletesService is about an account's athletes.
	AthletesService service
	// CoachesService is about an account's coaches.
	CoachesService service
	// TeamsService is about an account's teams and groups, and who is in them.
	TeamsService service
	// MeasurementsService is about one athlete's recordings.
	MeasurementsService service
	// SessionsService is about what a team did together.
	SessionsService service
	// TypesService lists the words that sports and events go by.
	TypesService service
)

// New returns a client of [DefaultBaseURL], made different by options. It
// sends nothing: the API key is fetched by the first call that needs it.
func New(opts ...Option) (*Client, error) {
	o := defaults()
	for _, opt := range opts {
		if err := opt(&o); err != nil {
			return nil, err
		}
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	c := &Client{base: strings.TrimRight(o.Base.String(), "/"), now: o.now, polling: o.polling}
	c.auth = newAuth(o)
	if o.paced {
		c.limiter = transport.NewLimiter(o.perMinute, o.perDay, o.now)
	}
	c.send = transport.New(transport.Config{
		Service:     serviceName,
		HTTP:        o.HTTP,
		Credentials: []string{"Authorization", keyHeader},
		Header:      http.Header{"User-Agent": {o.UserAgent}, "Accept": {"application/json"}},
		Codings:     o.codings,
		MaxBody:     o.MaxBody,
		Silence:     o.Silence,
		Retries:     o.Retries,
		MaxWait:     o.MaxWait,
		Limiter:     c.limiter,
		Logger:      o.Logger,
	})
	c.decoders.New = func() any { return NewDecoder() }

	common := &service{client: c}
	c.Account = (*AccountService)(common)
	c.Accounts = (*AccountsService)(common)
	c.Athletes = (*AthletesService)(common)
	c.Coaches = (*CoachesService)(common)
	c.Teams = (*TeamsService)(common)
	c.Measurements = (*MeasurementsService)(common)
	c.Sessions = (*SessionsService)(common)
	c.Types = (*TypesService)(common)
	return c, nil
}

// String names the client without its credentials.
func (c *Client) String() string { return "firstbeat.Client(" + c.base + ")" }

// GoString is String: %#v shows no credentials either.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
