package token

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// Login is one user's login in progress. A web application keeps State and
// Verifier in the user's session, and makes the Login again with [Client.Resume].
type Login struct {
	State    Secret   // unguessable, and checked when the user comes back
	Verifier Secret   // of PKCE; empty without
	Scopes   []string // that were asked for

	client *Client
	mu     sync.Mutex
	spent  bool
}

// Begin starts a login that asks for scopes, at least one.
func (c *Client) Begin(scopes ...string) (*Login, error) {
	const operation = "Authorize"
	if len(scopes) == 0 {
		return nil, c.fail(operation, apierr.ErrInvalidArgument, "no scope was named, and the server needs one")
	}
	for _, s := range scopes {
		if s == "" || strings.ContainsAny(s, " ,\"\\") {
			return nil, c.fail(operation, apierr.ErrInvalidArgument, "a scope must be one word, not a list: name each by itself")
		}
	}
	l := &Login{State: Secret(rand.Text()), Scopes: scopes, client: c}
	if c.server.PKCE {
		l.Verifier = Secret(oauth2.GenerateVerifier())
	}
	return l, nil
}

// Resume is the login that Begin started, in another process perhaps.
func (c *Client) Resume(state, verifier Secret, scopes ...string) *Login {
	return &Login{State: state, Verifier: verifier, Scopes: scopes, client: c}
}

// URL is where to send the user's browser.
func (l *Login) URL() string {
	c := l.client
	cfg := oauth2.Config{
		ClientID: c.id, Endpoint: c.server.Endpoint, RedirectURL: c.opts.redirect,
		Scopes: []string{strings.Join(l.Scopes, c.server.Delimiter)},
	}
	var opts []oauth2.AuthCodeOption
	if l.Verifier != "" {
		opts = append(opts, oauth2.S256ChallengeOption(string(l.Verifier)))
	}
	// A plus sign means a space to forms only; %20 means one to everybody.
	return strings.ReplaceAll(cfg.AuthCodeURL(string(l.State), opts...), "+", "%20")
}

// Finish reads the query with which the user came back, and exchanges the code
// in it for a token, once. Nothing is sent if the state is not this login's,
// or if the server says that the login failed: that is an error whose Code is
// the server's word, such as [CodeInvalidScope].
//
// The token may have fewer scopes than were asked for: see [Token.Missing].
func (l *Login) Finish(ctx context.Context, query url.Values) (*Token, error) {
	const operation = "Authorize"
	c := l.client
	for _, name := range []string{"state", "code", "error"} {
		if len(query[name]) > 1 {
			return nil, c.fail(operation, apierr.ErrAuth, "the callback has "+name+" more than once") // [RFC 6749 3.1]
		}
	}
	if !l.mine(query) {
		e := c.fail(operation, apierr.ErrAuth, "the callback's state is not that of this login")
		e.Remedy = "start again: somebody else may have made this link"
		return nil, e
	}
	if word := query.Get("error"); word != "" {
		return nil, l.refused(query)
	}
	code := query.Get("code")
	if code == "" {
		return nil, c.fail(operation, apierr.ErrAuth, "the callback has neither a code nor an error")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.spent {
		return nil, c.fail(operation, apierr.ErrAuth, "this login's code was exchanged already; codes are good for once")
	}
	t, err := c.Exchange(ctx, code, c.opts.redirect, string(l.Verifier))
	if e, ok := errors.AsType[*apierr.Error](err); err == nil || ok && e.StatusCode == http.StatusOK {
		l.spent = true
	}
	return t, err
}

// mine compares the state of a callback with the login's.
func (l *Login) mine(query url.Values) bool {
	return l.State != "" && subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(l.State)) == 1
}

// refused is the error that an error redirect stands for. [RFC 6749 4.1.2.1]
func (l *Login) refused(query url.Values) error {
	e := l.client.fail("Authorize", apierr.ErrAuth, "")
	e.Code = transport.Redact(query.Get("error"), string(l.State), string(l.Verifier))
	e.Message = "the server refused the login: " + e.Code
	if d := query.Get("error_description"); d != "" {
		e.Message += ": " + transport.Redact(d, string(l.State), string(l.Verifier))
	}
	switch e.Code {
	case CodeInvalidScope:
		e.Remedy = "ask for scopes that the service has"
	case CodeAccessDenied:
		e.Remedy = "the user declined"
	case "server_error":
		e.Kind = apierr.ErrServer
	case "temporarily_unavailable":
		e.Kind = apierr.ErrUnavailable
	}
	return e
}
