package sweatstack

import (
	"strings"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/internal/bearer"
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

// session is the authorization of one call.
//
// The API also lists a cookie and a request header refreshed-token. They are
// how the vendor's web application renews its own sessions on the way in; this
// client sends neither, and takes a new token from nobody but the token
// endpoint. [inferred: direction and nullability in the Activities page]
type session struct {
	bearer.Session
	failed bool // an earlier try met a failing server, and may have had its effect
}

// maxKept is how much of a sentence is kept, in characters.
const maxKept = 4096

// redactLong is Redact for what is kept and not printed whole.
func (s *session) redactLong(text string) string { return s.RedactTo(maxKept, text) }
