// Package stage puts a simulated world before a subject and witnesses what
// happens between them.
//
// The witness is a handler of its own around the simulator: it sees bytes, in
// the order in which they came and went, whatever either side says of them.
package stage

import (
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Simulator is one world of one simulated vendor.
type Simulator interface {
	// Handler serves the world below BasePath.
	Handler() http.Handler
	// BasePath stands before the vendor's own path: "/firstbeat".
	BasePath(api string) string
	// Operation is the operationId of a request; empty when no route serves it.
	Operation(api string, r *http.Request) string
	// Issuer is the service that issues the tokens for api: empty for none, or for
	// api itself.
	Issuer(api string) string
	// Credentials are what the world hands out to a client of api, ready to use.
	Credentials(api string) (Given, error)
	// Clock is the world's time.
	Clock() Clock
	// Control makes one call of the control plane, below the world's own path.
	Control(method, path string, body any) (any, error)
	// Faults replaces the world's fault rules.
	Faults(rules []map[string]any) error
	// Fired counts how often each fault rule was applied, by name.
	Fired() map[string]int
	// Troubles are what kept the simulator from simulating: its own bugs, and
	// requests that reached no world.
	Troubles() []string
	// Tell adds what the simulator knows of exchanges (faults, decisions, bugs)
	// to what was witnessed.
	Tell(exchanges []conformance.Exchange)
}

// Given is what a world hands out.
type Given struct {
	Credentials subject.Credentials
	Tokens      subject.Tokens
	// Fetched are members that clients ask the vendor for: they are opened
	// without, unless a case says otherwise.
	Fetched []string
}

// Clock moves a world's time.
type Clock interface {
	Now() time.Time
	Set(time.Time)
	Advance(time.Duration)
	Freeze()
	Thaw()
}

// New makes the world that a case describes. The bubble's time already stands
// where the case wants it.
type New func(c *conformance.Case, seed uint64) (Simulator, error)
