package token

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// Server is an authorization server as one vendor runs it.
type Server struct {
	Name     string          // in errors: "polar"
	Endpoint oauth2.Endpoint // an AuthStyle that is not InParams is InHeader: trying both could send a code twice
	// Delimiter stands between scopes; empty means a space. [RFC 6749 3.3]
	Delimiter string
	// PKCE sends an S256 challenge with a login and its verifier with the code. [RFC 7636]
	PKCE bool
}

// At is the server at another place: base stands for everything before the
// last two segments of its endpoints' paths, as in BASE/oauth/token.
func (s Server) At(base string) Server {
	move := func(endpoint string) string {
		parts := strings.Split(endpoint, "/")
		if len(parts) < 2 {
			return endpoint
		}
		return strings.TrimRight(base, "/") + "/" + strings.Join(parts[len(parts)-2:], "/")
	}
	s.Endpoint.AuthURL, s.Endpoint.TokenURL = move(s.Endpoint.AuthURL), move(s.Endpoint.TokenURL)
	return s
}

// Client is an application that is registered with an authorization server. It
// is safe for concurrent use.
type Client struct {
	server Server
	id     string
	secret Secret
	opts   options
	send   *transport.Client
}

// New returns a client. A public client has no secret.
func New(server Server, clientID, clientSecret string, opts ...Option) (*Client, error) {
	o := defaults()
	for _, opt := range opts {
		if err := opt(&o); err != nil {
			return nil, err
		}
	}
	if server.Name == "" || clientID == "" {
		return nil, errors.New("token: New: the server's name and the client ID must not be empty")
	}
	if server.Delimiter == "" {
		server.Delimiter = " "
	}
	for _, raw := range []string{server.Endpoint.AuthURL, server.Endpoint.TokenURL} {
		if err := checkURL(raw, o.insecure); err != nil {
			return nil, err
		}
	}
	if o.redirect != "" {
		if u, err := url.Parse(o.redirect); err != nil || u.Scheme == "" || u.Fragment != "" {
			return nil, errors.New("token: the redirect URL must be absolute and have no fragment") // [RFC 6749 3.1.2]
		}
	}
	c := &Client{server: server, id: clientID, secret: Secret(clientSecret), opts: o}
	base := new(http.Client)
	if o.http != nil {
		*base = *o.http
	}
	if base.Transport == nil {
		if t, ok := http.DefaultTransport.(*http.Transport); ok {
			base.Transport = t.Clone()
		}
	}
	// A code, a refresh token or the secret follow no redirect, not even within the origin.
	base.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.send = transport.New(transport.Config{
		Service:     server.Name,
		HTTP:        base,
		Credentials: []string{"Authorization"},
		Header:      http.Header{"User-Agent": {o.userAgent}, "Accept": {"application/json"}},
		Codings:     []string{"gzip"},
		MaxBody:     1 << 20,
		Silence:     o.silence,
		Retries:     o.retries,
		MaxWait:     o.maxWait,
		Logger:      o.logger,
	})
	return c, nil
}

// checkURL refuses what would send credentials in the clear.
func checkURL(raw string, insecure bool) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("token: endpoint %.100q is no absolute http URL without user and fragment", raw)
	case u.Scheme == "http" && !insecure && !transport.Loopback(u.Hostname()):
		return fmt.Errorf("token: endpoint %s would send credentials in the clear; use https, or WithInsecureHTTP", u.Host)
	}
	return nil
}

// String names the client without its secret.
func (c *Client) String() string { return "token.Client(" + c.server.Name + ", " + c.id + ")" }

// GoString is String: %#v shows no secret either.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
