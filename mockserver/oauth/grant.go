package oauth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// The grant types.
const (
	GrantCode    = "authorization_code"
	GrantRefresh = "refresh_token"
)

// TokenRequest is a request for tokens. Members that are empty were absent.
type TokenRequest struct {
	Credentials
	GrantType    string
	Code         string
	RedirectURI  string
	Verifier     string // PKCE
	RefreshToken string
	Scopes       []string // of a refresh: fewer than were granted
}

// Tokens are what a client asked for.
type Tokens struct {
	Access
	AccessToken  string
	RefreshToken string // empty when none is sent
}

// Token answers a request for tokens. Who the client is comes first, then what it
// wants, then whether it may have that.
func (s *Server) Token(r TokenRequest, now time.Time) (Tokens, *Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, e := s.authenticate(r.Credentials)
	if e != nil {
		return Tokens{}, e
	}
	if r.GrantType == "" {
		return Tokens{}, refuse(InvalidRequest, "the request names no grant_type")
	}
	if r.GrantType != GrantCode && r.GrantType != GrantRefresh {
		return Tokens{}, refuse(UnsupportedGrantType, fmt.Sprintf("the grant type %.80q is not supported", r.GrantType))
	}
	if c.Grants != nil && !slices.Contains(c.Grants, r.GrantType) {
		return Tokens{}, refuse(UnauthorizedClient, "the client may not use this grant type")
	}
	if r.GrantType == GrantCode {
		return s.redeem(c, r, now)
	}
	return s.refresh(c, r, now)
}

// redeem gives tokens for a code, once. A code that its client presents with a
// wrong redirect URI or verifier is spent as well: whoever does that may have
// stolen it.
func (s *Server) redeem(c Client, r TokenRequest, now time.Time) (Tokens, *Error) {
	if r.Code == "" {
		return Tokens{}, refuse(InvalidRequest, "the request has no code")
	}
	held, ok := s.codes.get(r.Code)
	switch {
	case !ok:
		return Tokens{}, refuse(InvalidGrant, "no such code has been issued, or it was forgotten after it had expired")
	case held.client != c.ID:
		return Tokens{}, refuse(InvalidGrant, "the code was issued to another client")
	case held.spent:
		if f := s.tokens.byID[held.family]; f != nil && s.config.Policy.RevokeOnReplay {
			s.tokens.end(f)
			return Tokens{}, refuse(InvalidGrant, "the code has been used before; its tokens have been revoked")
		}
		return Tokens{}, refuse(InvalidGrant, "the code has been used before")
	case !now.Before(held.expires):
		return Tokens{}, refuse(InvalidGrant, "the code has expired")
	}
	held.spent = true
	defer func() { s.codes.replace(r.Code, held) }()
	if why := s.mismatch(held, r); why != "" {
		return Tokens{}, refuse(InvalidGrant, why)
	}
	s.drawn[drawFamily]++
	f := &family{id: s.drawn[drawFamily], client: c.ID, user: held.user, scopes: held.scopes}
	held.family = f.id
	s.tokens.open(f)
	return s.issue(f, f.scopes, s.newRefresh(c, f), now), nil
}

// mismatch says what of a token request does not fit its code, or nothing.
func (s *Server) mismatch(held code, r TokenRequest) string {
	switch {
	case s.config.Policy.IgnoreTokenRedirect:
	case held.asked && r.RedirectURI == "":
		return "the redirect_uri is missing, which the authorization request had"
	case r.RedirectURI != "" && r.RedirectURI != held.redirectURI:
		return "the redirect_uri is not that of the authorization request"
	}
	switch {
	case held.challenge.accepts(r.Verifier):
		return ""
	case r.Verifier == "":
		return "the code_verifier is missing, whose challenge the authorization request had"
	}
	return "the code_verifier does not match the challenge of the authorization request"
}

// refresh gives new tokens for a refresh token.
func (s *Server) refresh(c Client, r TokenRequest, now time.Time) (Tokens, *Error) {
	if r.RefreshToken == "" {
		return Tokens{}, refuse(InvalidRequest, "the request has no refresh_token")
	}
	p := &s.config.Policy
	f := s.tokens.byRefresh[r.RefreshToken]
	if f == nil {
		return Tokens{}, refuse(InvalidGrant, "no such refresh token has been issued, or it has been revoked")
	}
	if f.client != c.ID {
		return Tokens{}, refuse(InvalidGrant, "the refresh token was issued to another client")
	}
	i := len(f.refresh) - 1
	for f.refresh[i].value != r.RefreshToken { // it was used or issued lately, as a rule
		i--
	}
	held := &f.refresh[i]
	switch {
	case held.spent && p.RevokeOnReuse:
		s.tokens.end(f)
		return Tokens{}, refuse(InvalidGrant, "the refresh token has been used before; all tokens that followed it have been revoked")
	case held.spent:
		return Tokens{}, refuse(InvalidGrant, "the refresh token has been used before")
	case held.expired(now):
		return Tokens{}, refuse(InvalidGrant, "the refresh token has expired")
	}
	scopes := f.scopes
	if len(r.Scopes) > 0 {
		if odd := within(r.Scopes, f.scopes); odd != "" {
			return Tokens{}, refuse(InvalidScope, fmt.Sprintf("%.80q was not granted", odd))
		}
		scopes = slices.Clone(r.Scopes)
	}
	f.touch(i) // held is no longer there
	switch p.Refresh {
	case RefreshRotate:
		f.refresh[len(f.refresh)-1].spent = true
		return s.issue(f, scopes, s.newRefresh(c, f), now), nil
	case RefreshSame:
		t := s.issue(f, scopes, "", now)
		t.RefreshToken = r.RefreshToken
		return t, nil
	case RefreshOmit:
		return s.issue(f, scopes, "", now), nil
	default:
		return s.issue(f, scopes, s.newRefresh(c, f), now), nil
	}
}

// newRefresh draws a refresh token, or nothing where the client gets none; s.mu
// is held.
func (s *Server) newRefresh(c Client, f *family) string {
	if issue := s.config.Policy.IssueRefresh; issue != nil && !issue(c.clone(), slices.Clone(f.scopes)) {
		return ""
	}
	return s.draw(drawRefresh, s.config.NewRefresh, func(v string) bool { return s.tokens.byRefresh[v] != nil })
}

// issue gives a family a new access token, and the refresh token if there is one;
// s.mu is held. The scopes are nobody's to change any more.
func (s *Server) issue(f *family, scopes []string, refresh string, now time.Time) Tokens {
	p := &s.config.Policy
	a := Access{ClientID: f.client, User: f.user, Scopes: scopes, Issued: now, Expires: now.Add(p.AccessLife)}
	if s.config.NewID != nil {
		a.ID = s.config.NewID(s.stream(drawID))
	}
	value := s.draw(drawAccess, func(r *rand.Rand) string { return s.config.NewAccess(r, a) }, func(v string) bool { return s.tokens.byAccess[v] != nil })
	kept := refreshToken{value: refresh}
	if p.RefreshLife > 0 {
		kept.expires = now.Add(p.RefreshLife)
	}
	s.tokens.add(f, accessToken{value, a.ID, a.Scopes, a.Issued, a.Expires}, kept, now)
	return Tokens{Access: a, AccessToken: value, RefreshToken: refresh}
}

// Grant gives a client tokens of a person without a code: what a control plane
// hands out. The client must exist and there must be a scope, and the scopes may
// not be changed afterwards; nothing is remembered as a consent.
func (s *Server) Grant(clientID string, u User, scopes []string, now time.Time) (Tokens, *Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.clients[clientID]
	switch {
	case !ok:
		return Tokens{}, refuse(InvalidClient, "no client has this ID")
	case len(scopes) == 0:
		return Tokens{}, refuse(InvalidScope, "there is no scope")
	}
	s.drawn[drawFamily]++
	f := &family{id: s.drawn[drawFamily], client: c.ID, user: u, scopes: scopes}
	s.tokens.open(f)
	return s.issue(f, f.scopes, s.newRefresh(*c, f), now), nil
}
