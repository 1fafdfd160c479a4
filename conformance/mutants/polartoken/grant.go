package polartoken

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// answer is what the token endpoint says.
type answer struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	RefreshToken string `json:"refresh_token"`
	ExpiresIn    *int64 `json:"expires_in"`
	Scope        string `json:"scope"`
	Error        string `json:"error"`
}

const (
	maxTries = 4
	maxBody  = 1 << 20
	// hotBound ends the loops of defects that would otherwise never end.
	hotBound = 50
)

// grant asks for tokens and keeps them; c.mu is held.
func (c *Client) grant(ctx context.Context, form url.Values) (*answer, error) {
	a, err := c.post(ctx, form)
	if err != nil {
		return nil, err
	}
	return a, c.keep(a)
}

// keep stores tokens before anybody uses them; c.mu is held.
func (c *Client) keep(a *answer) error {
	before := c.tokens
	c.tokens = Tokens{Access: a.AccessToken, Refresh: a.RefreshToken}
	if a.RefreshToken == "" && !c.m.Has("refresh-token-lost") {
		c.tokens.Refresh = before.Refresh
	}
	if a.ExpiresIn != nil {
		unit := time.Second
		if c.m.Has("expires-in-millis") {
			unit = time.Millisecond
		}
		c.tokens.Expires = time.Now().Add(time.Duration(*a.ExpiresIn) * unit)
	}
	stored := c.tokens
	if before.Refresh != "" && c.m.Has("rotation-not-stored") {
		stored.Refresh, stored.Expires = before.Refresh, before.Expires
	}
	if err := c.cfg.Store.Save(stored); err != nil {
		return &caller.Error{Class: "other", Message: "the tokens cannot be stored"}
	}
	return nil
}

// post sends a form until there is an answer. What had one of 200 is never sent
// again: codes are good for once.
func (c *Client) post(ctx context.Context, form url.Values) (*answer, error) {
	wait := time.Second
	for try := 1; ; try++ {
		a, status, err := c.once(ctx, form)
		again := status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests
		switch {
		case err == nil && status == http.StatusOK:
			return a, nil
		case status == http.StatusOK && c.m.Has("code-replayed") && try < maxTries:
		case a != nil && a.Error == "invalid_grant" && c.m.Has("invalid-grant-loop") && try < hotBound:
			wait = time.Second
		case again && c.m.Has("token-5xx-loop") && try < hotBound:
			wait = time.Second
		case !again || try >= maxTries:
			return nil, c.refusal(a, status, err)
		}
		if err := caller.Sleep(ctx, wait); err != nil {
			return nil, err
		}
		wait *= 2
	}
}

func (c *Client) refusal(a *answer, status int, err error) error {
	switch {
	case status == 0:
		return err
	case status == http.StatusOK:
		return &caller.Error{Class: "decode", Message: "the answer is no token: log in again"}
	case a != nil && a.Error == "invalid_grant" && c.m.Has("invalid-grant-as-server"):
		return &caller.Error{Class: "server", Status: status, Message: "no token"}
	case status == http.StatusUnauthorized, a != nil && a.Error != "" && status < 500:
		return &caller.Error{Class: "auth", Status: status, Message: "the token endpoint says " + a.Error + ": log in again"}
	case status >= 500:
		return &caller.Error{Class: "server", Status: status, Message: http.StatusText(status)}
	}
	return &caller.Error{Class: "auth", Status: status, Message: http.StatusText(status)}
}

// once makes one exchange. err is set when the answer is no token.
func (c *Client) once(ctx context.Context, form url.Values) (*answer, int, error) {
	resp, err := c.send(ctx, c.cfg.Base+"/oauth/token", form)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close()
	if to, err := resp.Location(); err == nil && c.m.Has("token-redirect-followed") {
		if again, err := c.send(ctx, to.String(), form); err == nil {
			_ = again.Body.Close() // what it says is not looked at
		}
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return nil, resp.StatusCode, &caller.Error{Class: "network", Status: resp.StatusCode, Message: "the answer ended before its end"}
	}
	a := new(answer)
	if err := json.Unmarshal(raw, a); err != nil {
		return nil, resp.StatusCode, caller.Undecodable("the answer is not the JSON of a token")
	}
	if resp.StatusCode != http.StatusOK {
		return a, resp.StatusCode, nil
	}
	bearer := strings.EqualFold(a.TokenType, "bearer")
	if c.m.Has("token-type-case") {
		bearer = a.TokenType == "Bearer"
	}
	if a.AccessToken == "" || !bearer {
		return a, resp.StatusCode, caller.Undecodable("the answer is no bearer token")
	}
	return a, resp.StatusCode, nil
}

// send posts a form.
func (c *Client) send(ctx context.Context, target string, form url.Values) (*http.Response, error) {
	body, media := form.Encode(), "application/x-www-form-urlencoded"
	switch {
	case c.m.Has("secret-in-form"):
		form.Set("client_id", c.cfg.ClientID)
		form.Set("client_secret", c.cfg.ClientSecret)
		body = form.Encode()
	case c.m.Has("token-request-json"):
		flat := map[string]string{}
		for name := range form {
			flat[name] = form.Get(name)
		}
		raw, err := json.Marshal(flat)
		if err != nil {
			return nil, err
		}
		body, media = string(raw), "application/json"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(body))
	if err != nil {
		return nil, &caller.Error{Class: "invalid_argument", Message: "the token endpoint is not usable"}
	}
	req.Header.Set("Content-Type", media)
	req.Header.Set("Accept", "application/json")
	if !c.m.Has("secret-in-form") {
		req.Header.Set("Authorization", c.basic())
	}
	resp, err := c.cfg.Transport.RoundTrip(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &caller.Error{Class: "network", Message: "no answer"}
	}
	return resp, nil
}

// basic names the client and its secret. [RFC 6749 2.3.1]
func (c *Client) basic() string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(c.cfg.ClientID)+":"+url.QueryEscape(c.cfg.ClientSecret)))
}

// Basic is what a defect puts on every request.
func (c *Client) Basic(h http.Header) {
	if c.m.Has("basic-everywhere") {
		h.Set("Proxy-Authorization", c.basic())
		if h.Get("Authorization") == "" {
			h.Set("Authorization", c.basic())
		}
	}
}
