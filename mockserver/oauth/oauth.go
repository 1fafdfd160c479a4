// Package oauth makes an authorization server's decisions: who may have a code, what a code is worth, which tokens live.
//
// It only decides. Every answer is a value, a refusal an *Error with the code of
// RFC 6749; pages, headers and the spelling of bodies are the vendor package's
// business. The time is the caller's and chance is injected, so that one seed
// gives one sequence of codes and tokens.
package oauth

import (
	"maps"
	"math/rand/v2"
	"sync"
	"time"
)

// Config is what a server is made of. Policy.CodeLife, Policy.AccessLife and
// Chance are required.
type Config struct {
	Policy Policy
	// Chance is the n-th stream called name: "code", "access", "refresh",
	// "family". Equal arguments give equal streams.
	Chance func(name string, n uint64) *rand.Rand
	// NewCode, NewAccess and NewRefresh spell values from a stream; nil draws 32
	// hexadecimal digits. NewAccess is also shown what the token is worth, so that
	// a vendor can sign that. A value that was given out before is drawn again.
	NewCode, NewRefresh func(*rand.Rand) string
	NewAccess           func(*rand.Rand, Access) string
	// NewID names an access token; nil leaves Access.ID empty.
	NewID func(*rand.Rand) string
	// Bounds on memory; 0 means the default.
	MaxClients, MaxCodes, MaxTokens, MaxConsents int
}

// Policy is what vendors differ in.
type Policy struct {
	CodeLife    time.Duration
	AccessLife  time.Duration
	RefreshLife time.Duration // 0: refresh tokens do not expire

	Refresh RefreshPolicy
	// RevokeOnReuse ends a family of tokens when a spent refresh token comes back.
	RevokeOnReuse bool
	// RevokeOnReplay ends the tokens of a code that comes back.
	RevokeOnReplay bool
	// IssueRefresh says whether a grant comes with a refresh token; nil: always.
	IssueRefresh func(c Client, scopes []string) bool

	// SecretInBody lets confidential clients authenticate in the form, beside
	// Basic. Public clients always name themselves there.
	SecretInBody bool
	PKCE         PKCE
	// AnyResponseType takes a request without response_type for one with "code".
	AnyResponseType bool
	// ErrorsToDefault sends refusals to the client's default redirect URI,
	// whichever was asked for.
	ErrorsToDefault bool
	// StrangersToDefault sends a refusal of an unregistered redirect URI to the
	// default one; otherwise it goes nowhere.
	StrangersToDefault bool
	// MatchRedirect takes a redirect URI that is not one of the client's to the
	// letter, such as a loopback address on any port; nil takes none.
	MatchRedirect func(c Client, asked string) bool
	// IgnoreTokenRedirect leaves the token request's redirect_uri unread.
	IgnoreTokenRedirect bool
	// ScopeExists refuses scopes that are none; nil: all are.
	ScopeExists func(scope string) bool
}

// RefreshPolicy is what a refresh does to the refresh token.
type RefreshPolicy int

// The policies.
const (
	RefreshKeep   RefreshPolicy = iota // a new one comes, the old one stays good
	RefreshRotate                      // a new one comes, the old one is spent
	RefreshSame                        // the old one is sent again
	RefreshOmit                        // none is sent, the old one stays good
)

// User is a person who signs in. Role and Index say who that is among the people
// of a world, in words of the vendor package: "athlete", 3.
type User struct {
	ID    string
	Name  string
	Role  string
	Index int
}

// The default bounds.
const (
	defaultClients  = 1_000
	defaultCodes    = 10_000
	defaultTokens   = 100_000
	defaultConsents = 10_000
)

// Server is one authorization server's state. It is safe for use by many
// goroutines.
type Server struct {
	config Config

	mu       sync.RWMutex
	clients  map[string]*Client // replaced, never changed
	order    []string           // clients as they came
	consents *shelf[consentKey, []string]
	codes    *shelf[string, code]
	tokens   *tokens
	drawn    [drawings]uint64 // streams used so far
}

// drawing is what is drawn from streams of its own.
type drawing int

const (
	drawCode drawing = iota
	drawAccess
	drawRefresh
	drawID
	drawFamily
	drawings
)

func (d drawing) String() string {
	return [...]string{"code", "access", "refresh", "id", "family"}[d]
}

// New makes a server without clients. It panics on a Config that lacks what is
// required, which is a programming error.
func New(c Config) *Server {
	if c.Chance == nil || c.Policy.CodeLife <= 0 || c.Policy.AccessLife <= 0 || c.Policy.RefreshLife < 0 {
		panic("oauth: Chance, CodeLife and AccessLife are required, and no life is below zero")
	}
	setDefault(&c.MaxClients, defaultClients)
	setDefault(&c.MaxCodes, defaultCodes)
	setDefault(&c.MaxTokens, defaultTokens)
	setDefault(&c.MaxConsents, defaultConsents)
	if c.NewCode == nil {
		c.NewCode = Hex
	}
	if c.NewRefresh == nil {
		c.NewRefresh = Hex
	}
	if c.NewAccess == nil {
		c.NewAccess = func(r *rand.Rand, _ Access) string { return Hex(r) }
	}
	return &Server{
		config: c, clients: map[string]*Client{},
		consents: newShelf[consentKey, []string](c.MaxConsents), codes: newShelf[string, code](c.MaxCodes), tokens: newTokens(c.MaxTokens),
	}
}

func setDefault(n *int, v int) {
	if *n <= 0 {
		*n = v
	}
}

// Clone returns an independent server in the same state, which will draw the
// same values.
func (s *Server) Clone() *Server {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := &Server{
		config: s.config, clients: maps.Clone(s.clients), order: append([]string(nil), s.order...), drawn: s.drawn,
		consents: s.consents.clone(), codes: s.codes.clone(), tokens: s.tokens.clone(),
	}
	return c
}

// Reseed makes all later values come from other streams: a copy that lives a life
// of its own must not hand out what the original will.
func (s *Server) Reseed(chance func(name string, n uint64) *rand.Rand) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.config.Chance = chance
}

// stream is the next one for a drawing; s.mu is held.
func (s *Server) stream(d drawing) *rand.Rand {
	n := s.drawn[d]
	s.drawn[d]++
	return s.config.Chance(d.String(), n)
}

// draw makes a value that is not taken; s.mu is held.
func (s *Server) draw(d drawing, spell func(*rand.Rand) string, taken func(string) bool) string {
	for {
		if v := spell(s.stream(d)); !taken(v) {
			return v
		}
	}
}

// Hex draws 32 lower-case hexadecimal digits.
func Hex(r *rand.Rand) string {
	const digits = "0123456789abcdef"
	var b [32]byte
	for i := 0; i < len(b); i += 16 {
		v := r.Uint64()
		for k := range 16 {
			b[i+k] = digits[v>>(4*k)&15]
		}
	}
	return string(b[:])
}
