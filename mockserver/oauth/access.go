package oauth

import (
	"slices"
	"strings"
	"time"
)

// Access is what an access token is worth. Its Scopes are shared: do not change
// them.
type Access struct {
	ID       string // names the token; no secret
	ClientID string
	User     User
	Scopes   []string
	Issued   time.Time
	Expires  time.Time // the token is good before this time
}

// Has says whether the token covers a scope.
func (a Access) Has(scope string) bool { return slices.Contains(a.Scopes, scope) }

// Introspector tells whose an access token is. Services that share an
// authorization server know it by this interface alone.
type Introspector interface {
	// Introspect finds what a token is worth at now. It refuses with InvalidToken
	// what was never issued, has expired, or was revoked.
	Introspect(token string, now time.Time) (Access, *Error)
	// Issued says whether the token is known at all, expired or not.
	Issued(token string) bool
}

// Introspect implements Introspector.
func (s *Server) Introspect(token string, now time.Time) (Access, *Error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f := s.tokens.byAccess[token]
	if f == nil {
		return Access{}, refuse(InvalidToken, "no such token has been issued, or it has been revoked")
	}
	i := slices.IndexFunc(f.access, func(a accessToken) bool { return a.value == token })
	held := f.access[i]
	if !now.Before(held.expires) {
		return Access{}, refuse(InvalidToken, "the token expired at "+held.expires.UTC().Format(time.RFC3339))
	}
	return Access{ID: held.id, ClientID: f.client, User: f.user, Scopes: held.scopes, Issued: held.issued, Expires: held.expires}, nil
}

// Issued implements Introspector.
func (s *Server) Issued(token string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.tokens.byAccess[token] != nil
}

// Revoke ends the family of an access or refresh token, and says whether there
// was one.
func (s *Server) Revoke(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.tokens.byAccess[token]
	if f == nil {
		f = s.tokens.byRefresh[token]
	}
	if f == nil {
		return false
	}
	s.tokens.end(f)
	return true
}

// ParseBearer reads an Authorization field value of the Bearer scheme.
// [RFC 6750, section 2.1].
func ParseBearer(value string) (token string, ok bool) {
	scheme, token, found := strings.Cut(value, " ")
	token = strings.Trim(token, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") || token == "" || strings.ContainsAny(token, " ,") {
		return "", false
	}
	return token, true
}
