package polarteampro

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
	"github.com/ergodrome/ergodrome/client/token"
)

// Client talks to the Polar Team Pro API for one user. It is safe for
// concurrent use, and should be shared: the vendor's limit is counted per
// client, and a Client keeps all its goroutines within it.
type Client struct {
	Teams          *TeamsService          // teams and who is in them
	TeamSessions   *TeamSessionsService   // what a team did together
	PlayerSessions *PlayerSessionsService // what one player did, samples and summaries

	base   string // without a trailing slash
	send   *transport.Client
	tokens token.Source
	codec  *wirejson.Decoder
}

// service is what every service is: the client, seen from one side.
type service struct{ client *Client }

// The services. Each method is one operation of the API, and says which.
type (
	// TeamsService is about teams, their players and their sport profiles.
	TeamsService service
	// TeamSessionsService is about the training sessions of teams.
	TeamSessionsService service
	// PlayerSessionsService is about the training sessions of players.
	PlayerSessionsService service
)

// New returns a client of [DefaultBaseURL], made different by options. It
// sends nothing.
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
	c := &Client{base: strings.TrimRight(o.Base.String(), "/"), tokens: o.tokens, codec: new(wirejson.Decoder)}
	cfg := transport.Config{
		Service:     serviceName,
		HTTP:        o.HTTP,
		Credentials: []string{"Authorization"},
		Header:      http.Header{"User-Agent": {o.UserAgent}, "Accept": {"application/json"}},
		Codings:     []string{"zstd", "br", "gzip", "deflate"},
		MaxBody:     o.MaxBody,
		Silence:     o.Silence,
		Retries:     o.Retries,
		MaxWait:     o.MaxWait,
		Logger:      o.Logger,
	}
	if o.paced {
		cfg.Pacer = transport.NewBucket(o.burst, o.interval)
	}
	c.send = transport.New(cfg)

	common := &service{client: c}
	c.Teams = (*TeamsService)(common)
	c.TeamSessions = (*TeamSessionsService)(common)
	c.PlayerSessions = (*PlayerSessionsService)(common)
	return c, nil
}

// String names the client without its credentials.
func (c *Client) String() string { return "polarteampro.Client(" + c.base + ")" }

// GoString is String: %#v shows no credentials either.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
