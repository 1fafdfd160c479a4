// Package polartoken is a small, correct client of Polar's authorization server of
// the suite's own, with a named switch for each defect that a case must notice.
//
// It shares nothing with client/token.
package polartoken

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Config is what a client needs. All but RedirectURI are required.
type Config struct {
	Base         string // what stands before /oauth
	ClientID     string
	ClientSecret string
	RedirectURI  string
	Delimiter    string // between scopes
	Transport    http.RoundTripper
	Store        Store
	Switches     *defect.Switches
}

// Store keeps one user's tokens.
type Store interface {
	Load() (Tokens, error)
	Save(t Tokens) error
}

// Tokens are what a user granted.
type Tokens struct {
	Access  string    `json:"access"`
	Refresh string    `json:"refresh"`
	Expires time.Time `json:"expires,omitzero"` // zero when nobody said
}

// Client logs a user in and keeps the tokens. It is safe for use by many
// goroutines.
type Client struct {
	cfg Config
	m   *defect.Switches

	mu     lock
	tokens Tokens
	first  string // the refresh token of the beginning (a defect needs it)
	code   string // the last code (a defect needs it)
	state  string // of the login under way
}

// New returns a client that goes on with what is stored.
func New(cfg Config) (*Client, error) {
	c := &Client{cfg: cfg, m: cfg.Switches, mu: make(lock, 1)}
	tokens, err := cfg.Store.Load()
	if err != nil {
		return nil, &caller.Error{Class: "auth", Message: "the store cannot be read"}
	}
	c.tokens, c.first = tokens, tokens.Refresh
	return c, nil
}

// AuthorizeURL begins a login.
func (c *Client) AuthorizeURL(scopes []string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	delimiter := c.cfg.Delimiter
	if c.m.Has("scopes-by-comma") {
		delimiter = ","
	}
	if c.state = rand.Text(); c.m.Has("state-constant") {
		c.state = "ergodromeergodrome"
	}
	q := url.Values{"client_id": {c.cfg.ClientID}, "response_type": {"code"}, "scope": {strings.Join(scopes, delimiter)}}
	if !c.m.Has("state-omitted") {
		q.Set("state", c.state)
	}
	if c.cfg.RedirectURI != "" {
		q.Set("redirect_uri", c.cfg.RedirectURI)
	}
	if c.m.Has("response-type-token") {
		q.Set("response_type", "token")
	}
	return c.cfg.Base + "/oauth/authorize?" + q.Encode()
}

// Callback ends a login with the URL to which the user was sent back.
func (c *Client) Callback(ctx context.Context, back string) ([]string, error) {
	u, err := url.Parse(back)
	if err != nil {
		return nil, &caller.Error{Class: "invalid_argument", Message: "the callback is no URL"}
	}
	q := u.Query()
	c.mu.Lock()
	defer c.mu.Unlock()
	mine := c.state != "" && q.Get("state") == c.state || c.m.Has("state-omitted")
	if !mine && !c.m.Has("state-unchecked") {
		return nil, &caller.Error{Class: "auth", Message: "the callback belongs to no login of ours"}
	}
	if word := q.Get("error"); (word != "" || q.Get("code") == "") && !c.m.Has("callback-error-ignored") {
		if c.m.Has("callback-error-unnamed") {
			word = "failed"
		}
		return nil, &caller.Error{Class: "auth", Message: "the login was refused: " + cmp.Or(word, "without a code")}
	}
	c.state, c.code = "", q.Get("code")
	form := url.Values{"grant_type": {"authorization_code"}, "code": {c.code}}
	if c.cfg.RedirectURI != "" && !c.m.Has("redirect-uri-dropped") {
		form.Set("redirect_uri", c.cfg.RedirectURI)
	}
	granted, err := c.grant(ctx, form)
	if err != nil {
		return nil, err
	}
	c.first = c.tokens.Refresh
	return strings.Fields(granted.Scope), nil
}

// margin is how long before its end a token is renewed.
const margin = time.Minute

// Bearer is a token that is good for a while.
func (c *Client) Bearer(ctx context.Context) (string, error) {
	if c.m.Has("refresh-per-caller") {
		return c.apart(ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tokens.Access == "" && c.tokens.Refresh == "" {
		return "", &caller.Error{Class: "auth", Message: "nobody has logged in"}
	}
	if !c.over() {
		return c.tokens.Access, nil
	}
	if err := c.refresh(ctx); err != nil {
		return "", err
	}
	return c.tokens.Access, nil
}

// over says whether the token at hand is about to end.
func (c *Client) over() bool {
	switch {
	case c.tokens.Access == "":
		return true
	case c.m.Has("never-refreshes"):
		return false
	case c.tokens.Expires.IsZero():
		return c.m.Has("no-expiry-is-over")
	}
	return !time.Now().Before(c.tokens.Expires.Add(-margin))
}

// apart is a defect: each caller refreshes for itself.
func (c *Client) apart(ctx context.Context) (string, error) {
	c.mu.Lock()
	over, refresh, access := c.over(), c.tokens.Refresh, c.tokens.Access
	c.mu.Unlock()
	if !over {
		return access, nil
	}
	a, err := c.post(ctx, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return a.AccessToken, c.keep(a)
}

// Renew gets another token than the one that was refused, unless there is one.
func (c *Client) Renew(ctx context.Context, refused string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tokens.Access != refused {
		return nil
	}
	return c.refresh(ctx)
}

// refresh gets the next token; c.mu is held, so that one asks for all.
func (c *Client) refresh(ctx context.Context) error {
	refresh := c.tokens.Refresh
	if c.m.Has("refresh-token-kept") {
		refresh = c.first
	}
	if refresh == "" {
		return &caller.Error{Class: "auth", Message: "there is no refresh token"}
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}}
	if c.m.Has("refresh-by-code") {
		form = url.Values{"grant_type": {"authorization_code"}, "code": {cmp.Or(c.code, refresh)}}
	}
	_, err := c.grant(ctx, form)
	return err
}

// lock is a mutex that is held over the network. In virtual time a wait for a
// sync.Mutex is no wait: time would stand still.
type lock chan struct{}

func (l lock) Lock()   { l <- struct{}{} }
func (l lock) Unlock() { <-l }
