// Package subject is what the judge asks of a program that it judges.
//
// A subject is a client of some vendor. The judge opens it against a simulated
// world, asks it to perform operations by name, and compares what it reports
// with what was on the wire. How a subject is reached (a Go call, a child
// process) is an implementation of the Subject interface.
package subject

import (
	"context"
	"io"
	"net/http"
	"time"
)

// Subject is a program under judgement. It may be opened many times at once.
type Subject interface {
	// Hello says what the subject is and can do. It is asked once a run.
	Hello(ctx context.Context) (Hello, error)
	// Open makes a client that talks to the world of cfg and to nothing else.
	Open(ctx context.Context, cfg Config) (Client, error)
}

// Client is one opened subject.
type Client interface {
	// Call performs an operation. Args hold only nil, bool, string, int64,
	// float64, []any, map[string]any and the tagged types of this package
	// (Instant, Local, Dur, Period, Bytes). The value may hold whatever
	// Normalize accepts. The error is an *Error for every failure that the
	// subject can put into a class, an *Unsupported for what it cannot do; any
	// other error counts as class "other".
	Call(ctx context.Context, op string, args map[string]any) (any, error)
	// RestartState closes the client and opens it again from its state
	// directory, as a program that is started anew would.
	RestartState(ctx context.Context) error
	Close() error
}

// Hello introduces a subject.
type Hello struct {
	Name        string   `json:"name"`
	Version     string   `json:"version"`
	Language    string   `json:"language"` // "go 1.26"
	APIs        []string `json:"apis"`
	Features    []string `json:"features,omitempty"`
	Ops         []string `json:"ops"`
	Concurrency int      `json:"concurrency,omitempty"` // calls in flight that one client bears; 0 means 1
}

// Has reports whether the subject announced an operation.
func (h Hello) Has(op string) bool { return contains(h.Ops, op) }

// Declares reports whether the subject announced a feature.
func (h Hello) Declares(feature string) bool { return contains(h.Features, feature) }

// Speaks reports whether the subject announced an API.
func (h Hello) Speaks(api string) bool { return contains(h.APIs, api) }

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// Config is what a client is opened with.
type Config struct {
	Case        string // the case that asks, for the subject's own log
	API         string // the service that the client is for: "firstbeat"
	BaseURL     string // what stands before the vendor's own path, without a final slash
	AuthURL     string // the authorization server; empty when the API has none
	Credentials Credentials
	Tokens      Tokens
	// Deadline is the longest that one call may take; 0 leaves it to the
	// client's own defaults.
	Deadline time.Duration
	CAFile   string // PEM of whom to trust, when BaseURL is HTTPS; HTTPClient knows it already
	StateDir string // where the client may keep state; empty means nowhere
	// HTTPClient reaches the world, for subjects in this process; its transport
	// keeps no proxy and decodes nothing. Never nil there.
	HTTPClient *http.Client
	// Log receives whatever the client logs, for subjects in this process.
	// What is written there is searched for secrets. Never nil.
	Log io.Writer
}

// Credentials are a world's own. A member that is empty is not given.
type Credentials struct {
	ConsumerID   string `json:"consumerId,omitempty"`
	SharedSecret string `json:"sharedSecret,omitempty"`
	APIKey       string `json:"apiKey,omitempty"`
	ClientID     string `json:"clientId,omitempty"`
	ClientSecret string `json:"clientSecret,omitempty"`
	RedirectURI  string `json:"redirectUri,omitempty"`
}

// Tokens are what an earlier authorization gave.
type Tokens struct {
	AccessToken  string    `json:"accessToken,omitempty"`
	RefreshToken string    `json:"refreshToken,omitempty"`
	ExpiresAt    time.Time `json:"expiresAt,omitzero"`
}

// Reveals reports whether an operation's value is a credential that the caller
// asked for, so that finding it there is no leak.
func Reveals(op string) bool {
	switch op {
	case "fb.register", "fb.api_key", "fb.new_secret", "oauth.callback":
		return true
	}
	return false
}
