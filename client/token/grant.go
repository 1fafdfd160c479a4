package token

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// The words that the token endpoint and the callback use. [RFC 6749 4.1.2.1, 5.2]
const (
	CodeInvalidGrant = "invalid_grant"
	CodeInvalidScope = "invalid_scope"
	CodeAccessDenied = "access_denied"
)

// Exchange gives a code for a token. redirectURL is what the authorization
// endpoint was called with, if it was, and verifier is that of PKCE, if any.
// [Login.Finish] does this with the right ones.
func (c *Client) Exchange(ctx context.Context, code, redirectURL, verifier string) (*Token, error) {
	const operation = "ExchangeCode"
	if code == "" {
		return nil, c.fail(operation, apierr.ErrInvalidArgument, "the authorization code is empty")
	}
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}}
	if redirectURL != "" {
		form.Set("redirect_uri", redirectURL) // what was sent before must be repeated [confirmed: Team Pro and AccessLink documents]
	}
	if verifier != "" {
		form.Set("code_verifier", verifier)
	}
	return c.grant(ctx, operation, form, code, verifier)
}

// Refresh gives a refresh token for a new token. If the server issued no new
// refresh token, the old one is in the answer: it stays valid. [RFC 6749 6]
func (c *Client) Refresh(ctx context.Context, refresh Secret) (*Token, error) {
	const operation = "RefreshToken"
	if refresh == "" {
		return nil, c.fail(operation, apierr.ErrAuth, "there is no refresh token")
	}
	t, err := c.grant(ctx, operation, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {string(refresh)}}, string(refresh))
	if err != nil {
		return nil, err
	}
	if t.Refresh == "" {
		t.Refresh = refresh
	}
	return t, nil
}

// grant posts a form to the token endpoint. secrets are those in the form.
func (c *Client) grant(ctx context.Context, operation string, form url.Values, secrets ...string) (*Token, error) {
	inHeader := c.server.Endpoint.AuthStyle != oauth2.AuthStyleInParams && c.secret != ""
	if !inHeader {
		form.Set("client_id", c.id)
		if c.secret != "" {
			form.Set("client_secret", string(c.secret))
		}
	}
	redact := func(s string) string { return transport.Redact(s, append(secrets, string(c.secret))...) }
	r, err := c.send.Do(ctx, &transport.Request{
		Operation:   operation,
		Method:      http.MethodPost,
		URL:         c.server.Endpoint.TokenURL,
		ContentType: "application/x-www-form-urlencoded",
		Body:        []byte(form.Encode()),
		Authorize: func(_ context.Context, h http.Header) error {
			if inHeader {
				req := http.Request{Header: h}
				req.SetBasicAuth(url.QueryEscape(c.id), url.QueryEscape(string(c.secret))) // [RFC 6749 2.3.1]
			}
			return nil
		},
		Judge: func(_ context.Context, r *transport.Response) *transport.Verdict {
			return c.judge(operation, r, redact)
		},
	})
	if err != nil {
		return nil, err
	}
	defer r.Release()
	t, err := c.read(r.Body)
	if err != nil {
		return nil, &apierr.Error{
			Service: c.server.Name, Operation: operation, Kind: apierr.ErrDecode, StatusCode: r.StatusCode,
			MediaType: transport.Redact(r.MediaType()), Err: err, Remedy: "the user may have to log in again",
		}
	}
	return t, nil
}

// judge reads an answer of the token endpoint.
func (c *Client) judge(operation string, r *transport.Response, redact func(string) string) *transport.Verdict {
	if r.StatusCode == http.StatusOK {
		return nil
	}
	e := &apierr.Error{Service: c.server.Name, Operation: operation, StatusCode: r.StatusCode, Kind: apierr.FromStatus(r.StatusCode)}
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Detail      any    `json:"detail"` // of servers made with FastAPI, which SweatStack is [inferred: its API's error bodies]
	}
	switch err := json.Unmarshal(r.Body, &body); {
	case err == nil:
		e.Code = redact(body.Error)
		e.Message = redact(strings.TrimSuffix(body.Error+": "+body.Description, ": "))
		if words, ok := body.Detail.(string); ok && e.Message == "" {
			e.Message = redact(words)
		}
	case len(r.Body) > 0:
		e.MediaType = transport.Redact(r.MediaType())
	}
	v := &transport.Verdict{Err: e}
	switch status := r.StatusCode; {
	case status >= 300 && status < 400:
		e.Kind, e.Message = apierr.ErrServer, "the token endpoint redirects elsewhere; credentials are not sent there"
	case e.Code == CodeInvalidGrant && status < 500:
		e.Kind, e.Remedy = apierr.ErrAuth, "the user has to log in again"
	case status == http.StatusUnauthorized, e.Code == "invalid_client", e.Code == "unauthorized_client":
		e.Kind, e.Remedy = apierr.ErrAuth, "check the client ID and the client secret"
	case e.Code == CodeInvalidScope:
		e.Kind = apierr.ErrAuth
	case status < 400:
		e.Kind = apierr.ErrDecode
	case status == http.StatusTooManyRequests, status == http.StatusBadGateway, status == http.StatusServiceUnavailable:
		v.Again, v.Refused = true, true // nobody has looked at the grant
	}
	return v
}

// read reads a token from the body of a 200.
func (c *Client) read(body []byte) (*Token, error) {
	var w struct {
		AccessToken  string          `json:"access_token"`
		TokenType    string          `json:"token_type"`
		RefreshToken string          `json:"refresh_token"`
		ExpiresIn    json.RawMessage `json:"expires_in"`
		Scope        string          `json:"scope"`
		UserID       json.RawMessage `json:"x_user_id"`
	}
	if err := json.Unmarshal(body, &w); err != nil {
		return nil, errors.New("the answer is not the JSON of a token")
	}
	switch {
	case w.AccessToken == "":
		return nil, errors.New("the answer has no access_token")
	case !sendable(w.AccessToken) || !sendable(w.RefreshToken):
		return nil, errors.New("the answer has a token with characters that no token has")
	case w.TokenType != "" && !strings.EqualFold(w.TokenType, "bearer"): // no case [RFC 6749 5.1]
		return nil, fmt.Errorf("the token type is %.20q, and this client sends bearer tokens only", w.TokenType)
	}
	t := &Token{Access: Secret(w.AccessToken), Refresh: Secret(w.RefreshToken), Scopes: splitScopes(w.Scope)}
	if id := strings.Trim(string(w.UserID), `"`); id != "null" {
		t.UserID = id
	}
	if life := lifetime(w.ExpiresIn); life > 0 {
		t.Expiry = c.opts.now().Add(life).Truncate(time.Second)
		t.margin = min(time.Minute, life/10)
	}
	return t, nil
}

// lifetime reads expires_in: a number, or one in quotes. Anything else, and
// nothing, is unknown: a 401 then says when the token is over. [RFC 6749 5.1]
func lifetime(raw json.RawMessage) time.Duration {
	seconds, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
	if err != nil || math.IsNaN(seconds) || seconds <= 0 {
		return 0
	}
	return time.Duration(min(seconds, 10*365*24*3600) * float64(time.Second))
}

// sendable reports whether a token can stand in a header. [RFC 6750 2.1]
func sendable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

func (c *Client) fail(operation string, kind apierr.Kind, message string) *apierr.Error {
	return &apierr.Error{Service: c.server.Name, Operation: operation, Kind: kind, Message: message}
}
