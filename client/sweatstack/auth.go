package sweatstack

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/token"
)

// The scopes. ScopeDataWrite does not include ScopeDataRead. [confirmed: SweatStack documentation]
const (
	ScopeDataRead      = "data:read"
	ScopeDataWrite     = "data:write" // uploads and app metadata
	ScopeProfile       = "profile"
	ScopeOpenID        = "openid"
	ScopeOfflineAccess = "offline_access" // a refresh token, for an application without a secret
)

// AuthServer is where users log in, for package token. An application without
// a secret passes none to token.New: PKCE stands in for it, and a refresh token
// comes only with [ScopeOfflineAccess]. [confirmed: SweatStack documentation]
func AuthServer() token.Server { return AuthServerAt(DefaultBaseURL) }

// AuthServerAt is AuthServer at another base URL, the same that [WithBaseURL]
// takes. token.Server's own At would lose the version in the token endpoint's path.
func AuthServerAt(baseURL string) token.Server {
	base := strings.TrimSuffix(strings.TrimRight(baseURL, "/"), "/api/v1")
	return token.Server{
		Name: serviceName,
		Endpoint: oauth2.Endpoint{
			AuthURL:   base + "/oauth/authorize",
			TokenURL:  base + "/api/v1/oauth/token",
			AuthStyle: oauth2.AuthStyleInParams, // [confirmed: the vendor's Python client]
		},
		PKCE: true,
	}
}

// session is the authorization of one call: its tokens, and whether one of
// them was refused already.
//
// The API also lists a cookie and a request header refreshed-token. They are
// how the vendor's web application renews its own sessions on the way in; this
// client sends neither, and takes a new token from nobody but the token
// endpoint. [inferred: direction and nullability in the Activities page]
type session struct {
	client  *Client
	used    *token.Token
	next    *token.Token // what the renewal gave
	renewed bool
	failed  bool // an earlier try met a failing server, and may have had its effect
}

// authorize puts a token on a try.
func (s *session) authorize(ctx context.Context, h http.Header) (err error) {
	if s.used, s.next = s.next, nil; s.used == nil {
		if s.used, err = s.client.tokens.Token(ctx); err != nil {
			return err
		}
	}
	h.Set("Authorization", "Bearer "+string(s.used.Access))
	return nil
}

// recover answers a 401: one other token, for one more try. Only that status
// says that a token is over; a 403 is about what it may do.
func (s *session) recover(ctx context.Context, r *transport.Response) (again bool, _ error) {
	if r.StatusCode != http.StatusUnauthorized || s.renewed || !r.SameOrigin {
		return false, nil
	}
	s.renewed = true
	var err error
	if s.next, err = s.client.tokens.Renew(ctx, s.used.Access); err != nil {
		return false, err
	}
	return true, nil
}

// redact removes the call's tokens from a vendor's words.
func (s *session) redact(text string) string { return transport.Redact(text, s.secrets()...) }

// redactLong is redact for what is kept and not printed whole.
func (s *session) redactLong(text string) string {
	return transport.RedactTo(maxKept, text, s.secrets()...)
}

// maxKept is how much of a sentence is kept, in characters.
const maxKept = 4096

func (s *session) secrets() []string {
	if s.used == nil {
		return nil
	}
	return []string{string(s.used.Access), string(s.used.Refresh)}
}

// asAuth is an error of renewing a token, as one of the call.
func asAuth(err error) *apierr.Error {
	kind := apierr.KindOf(err)
	if kind == apierr.ErrOther {
		kind = apierr.ErrAuth
	}
	return &apierr.Error{Kind: kind, StatusCode: http.StatusUnauthorized, Err: err, Remedy: "the user may have to log in again"}
}
