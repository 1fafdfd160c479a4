package oauth

import (
	"fmt"
	"slices"
	"time"
)

// Request is an authorization request. Members that are empty were absent.
type Request struct {
	ClientID        string
	ResponseType    string
	RedirectURI     string
	State           string
	Scopes          []string
	Challenge       string // PKCE
	ChallengeMethod string
}

// Authorization is a request that may be shown to a person.
type Authorization struct {
	Client      Client
	RedirectURI string // where the code will go
	State       string
	Scopes      []string

	asked     bool // the request named its redirect URI
	errorsTo  string
	challenge challenge
}

// Authorize looks at a request before a person does. Its refusals may be sent to
// the client only where they say so: never to a redirect URI that the client has
// not registered.
func (s *Server) Authorize(r Request) (*Authorization, *Error) {
	c, ok := s.Client(r.ClientID)
	switch {
	case r.ClientID == "":
		return nil, refuse(InvalidRequest, "the request names no client_id")
	case !ok:
		return nil, refuse(InvalidClient, "no client has this client_id")
	}
	p := &s.config.Policy
	uri, ok := p.resolve(c, r.RedirectURI)
	if !ok {
		e := refuse(InvalidRequest, "the redirect_uri is not one that the client has registered")
		if r.RedirectURI == "" {
			e.Description = "the client has registered no redirect URI, and the request names none"
		}
		if p.StrangersToDefault && c.Default != "" {
			e.RedirectURI, e.State = c.Default, r.State
		}
		return nil, e
	}
	a := &Authorization{
		Client: c, RedirectURI: uri, State: r.State, Scopes: slices.Clone(r.Scopes),
		asked: r.RedirectURI != "", errorsTo: uri,
	}
	if p.ErrorsToDefault && c.Default != "" {
		a.errorsTo = c.Default
	}
	proof, why := p.PKCE.read(r.Challenge, r.ChallengeMethod, c.Public())
	if why != "" {
		return nil, a.refuse(InvalidRequest, why)
	}
	a.challenge = proof
	if e := p.look(a, r); e != nil {
		return nil, e
	}
	return a, nil
}

// look checks what remains once it is known where refusals go.
func (p *Policy) look(a *Authorization, r Request) *Error {
	switch {
	case r.ResponseType == "" && !p.AnyResponseType:
		return a.refuse(InvalidRequest, "the request names no response_type")
	case r.ResponseType != "" && r.ResponseType != "code":
		return a.refuse(UnsupportedResponseType, "only response_type=code is supported")
	case a.Client.Grants != nil && !slices.Contains(a.Client.Grants, GrantCode):
		return a.refuse(UnauthorizedClient, "the client may not use authorization codes")
	case len(r.Scopes) == 0:
		return a.refuse(InvalidScope, "the request names no scope")
	}
	for _, scope := range r.Scopes {
		if p.ScopeExists != nil && !p.ScopeExists(scope) {
			return a.refuse(InvalidScope, fmt.Sprintf("there is no scope %.80q", scope))
		}
	}
	return nil
}

// refuse is a refusal that goes to the client.
func (a *Authorization) refuse(code, description string) *Error {
	return &Error{Code: code, Description: description, RedirectURI: a.errorsTo, State: a.State}
}

// Decline is the refusal of a person who does not want to.
func (a *Authorization) Decline() *Error {
	return a.refuse(AccessDenied, "the user has declined")
}

// Refuse is a refusal for a reason of the vendor's own.
func (a *Authorization) Refuse(code, description string) *Error { return a.refuse(code, description) }

// ErrorsTo is the redirect URI that refusals go to.
func (a *Authorization) ErrorsTo() string { return a.errorsTo }

// code is what a person's consent is worth until a client redeems it.
type code struct {
	client      string
	user        User
	scopes      []string
	redirectURI string
	asked       bool
	challenge   challenge
	expires     time.Time
	spent       bool
	family      uint64 // what it was redeemed for; 0 for nothing
}

// Approve is the consent of a person to some of the scopes asked for: it is
// remembered, and answered with a code. No scope at all is a Decline.
func (s *Server) Approve(a *Authorization, u User, scopes []string, now time.Time) (string, *Error) {
	if len(scopes) == 0 {
		return "", a.Decline()
	}
	if odd := within(scopes, a.Scopes); odd != "" {
		return "", a.refuse(InvalidScope, fmt.Sprintf("the client has not asked for %.80q", odd))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.clients[a.Client.ID]; !ok {
		return "", refuse(InvalidClient, "the client has been removed meanwhile")
	}
	s.remember(a.Client.ID, u.ID, scopes)
	value := s.draw(drawCode, s.config.NewCode, func(v string) bool { _, taken := s.codes.get(v); return taken })
	s.codes.put(value, code{
		client: a.Client.ID, user: u, scopes: slices.Clone(scopes), redirectURI: a.RedirectURI,
		asked: a.asked, challenge: a.challenge, expires: now.Add(s.config.Policy.CodeLife),
	}, func(c code) bool { return !now.Before(c.expires) })
	return value, nil
}
