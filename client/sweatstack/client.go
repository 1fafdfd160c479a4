package sweatstack

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
	"github.com/ergodrome/ergodrome/client/token"
)

// Client talks to the SweatStack API for one user. It is safe for concurrent
// use, and should be shared.
type Client struct {
	Activities *ActivitiesService // what the user did: lists, details, frames, files

	base    string // without a trailing slash
	profile Profile
	limits  frameLimits
	send    *transport.Client
	tokens  token.Source
	codec   *wirejson.Decoder
}

// ActivitiesService is about the activities of the user. Each method is one
// operation of the API, and says which.
type ActivitiesService struct{ client *Client }

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
	c := &Client{
		base: strings.TrimRight(o.Base.String(), "/"), profile: o.profile, limits: frameLimits(o.maxFrame),
		tokens: o.tokens, codec: new(wirejson.Decoder),
	}
	c.send = transport.New(transport.Config{
		Service:     serviceName,
		HTTP:        o.HTTP,
		Credentials: []string{"Authorization"},
		Header:      http.Header{"User-Agent": {o.UserAgent}, "Accept": {"*/*"}}, // frames have no type of their own
		Codings:     []string{"zstd", "br", "gzip", "deflate"},
		MaxBody:     o.MaxBody,
		Silence:     o.Silence,
		Retries:     o.Retries,
		MaxWait:     o.MaxWait,
		Logger:      o.Logger,
	})
	c.Activities = &ActivitiesService{client: c}
	return c, nil
}

// String names the client without its credentials.
func (c *Client) String() string { return "sweatstack.Client(" + c.base + ")" }

// GoString is String: %#v shows no credentials either.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
