// Package world is one isolated universe: its clock, its people, its quotas,
// faults and journal, and the services that live in it.
//
// Nothing in a world is shared with another one, so tests that use different
// worlds cannot meet. A world knows no vendor: services are handed to it.
package world

import (
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// Limits says whether a world enforces its vendors' rate limits.
type Limits string

// The two settings.
const (
	LimitsVendor Limits = "vendor"
	LimitsOff    Limits = "off"
)

// Config describes a world before it exists. It is what POST worlds and a world
// file say; every member is optional.
type Config struct {
	Name   string    `json:"name,omitempty" yaml:"name"`
	Seed   *uint64   `json:"seed,omitempty" yaml:"seed"`
	Time   time.Time `json:"time,omitzero" yaml:"time"` // zero: the machine's time
	Rate   float64   `json:"rate,omitempty" yaml:"rate"`
	Frozen bool      `json:"frozen,omitempty" yaml:"frozen"`
	Limits Limits    `json:"limits,omitempty" yaml:"limits"`
	// Profile names a reading of a vendor's documents, by service:
	// {"firstbeat":"1.0.0"}.
	Profile map[string]string `json:"profile,omitempty" yaml:"profile"`
	// Switches settle open questions, by service and switch:
	// {"firstbeat":{"unapproved-status":"401"}}.
	Switches   map[string]map[string]string `json:"switches,omitempty" yaml:"switches"`
	Population dataset.Config               `json:"population,omitzero" yaml:"population"`
	// Changes name what the vendors have altered since their documents were written.
	Changes []string `json:"changes,omitempty" yaml:"changes"`
	// Pins fix identifiers that a client has hard-coded, by service, in that
	// service's own form.
	Pins map[string]json.RawMessage `json:"pins,omitempty" yaml:"pins"`
	// Sets are where the population is looked for before it is made; nil: nowhere.
	Sets *dataset.Sets `json:"-" yaml:"-"`
}

// World is one universe. Its exported fields are set before it serves and never
// replaced; each is safe for use by many goroutines.
type World struct {
	Name    string
	Seed    uint64
	Limits  Limits
	Clock   *clock.Clock
	Data    *dataset.Set
	Journal *journal.Journal
	Faults  *fault.Set
	Changes *change.Set // nil: none

	config   Config
	origin   string // of a fork: the name of the world that was no fork
	services []Service
	mu       sync.Mutex // held while tenants are made, forked or forgotten
	tenants  atomic.Pointer[map[string]Tenant]
}

// Service makes tenants of one simulated service. It holds no world's state.
type Service struct {
	Name  string   // "firstbeat": the base path and the key in every map
	Hosts []string // names by which the vendor's own service is reached
	// Login is the key of the credentials that this service hands out for others
	// of its vendor, "polar" for "polar-auth"; empty means Name.
	Login string
	// Operations are the operationIds that a fault may name; nil when the service
	// does not tell.
	Operations []string
	// Changes are what its vendor may alter one day, for worlds to try.
	Changes []change.Change
	// Questions are the switches that a world may turn; nil when there are none.
	Questions func() []Question
	// Plan looks at a world's configuration before its population is laid out:
	// it refuses unknown profiles, switches and pins (with an *Invalid), and
	// enlarges the population where pins need more people than are asked for.
	Plan func(c *Config) error
	// New makes the service's tenant in w. It must be cheap: most worlds never
	// call most services.
	New func(w *World) (Tenant, error)
}

// Tenant is one service as it stands in one world. Its methods are safe for use
// by many goroutines.
type Tenant interface {
	// Match finds the operation of a request whose base path is stripped.
	Match(r *http.Request) *httpx.Match
	// Answer makes the vendor's answer to a matched request.
	Answer(m *httpx.Match, r *http.Request, call httpx.Call) httpx.Response
	// Credentials are ready to use, in the form the control plane prints.
	Credentials() any
	// Knows says whether the request carries credentials of this tenant.
	Knows(r *http.Request) bool
	// Secrets are the values that must never be printed.
	Secrets() []string
	// Steps are what people do outside the vendor's API.
	Steps() []Step
	// Fork copies the tenant's state into w. What the copy issues from then on
	// is its own.
	Fork(w *World) (Tenant, error)
}

// Speller is a Tenant that can word a status which it did not choose: that of a
// fault without a body, in the answer to r, whose base path is stripped, and of which
// by notes what it reads. It answers
// false for what the vendor would never say.
type Speller interface {
	Spell(r *http.Request, status int, by *journal.Exchange) (httpx.Response, bool)
}

// Step is one control-plane call of a service, below worlds/W/.
type Step struct {
	Method  string
	Path    string // "firstbeat/consumers/{consumerId}/approve", gorilla/mux syntax
	Summary string
	// Handle returns what to print as JSON. Its errors are *Invalid, *Missing
	// or *Conflict; any other is a bug.
	Handle func(vars map[string]string, body []byte) (any, error)
}

// Invalid reports input that cannot be used: a 400 of the control plane.
type Invalid struct {
	Field  string // where: "pins.firstbeat.accounts[0].accountId"
	Reason string // what is wrong, and what would be right
}

func (e *Invalid) Error() string { return e.Field + ": " + e.Reason }

// Missing reports that something named does not exist: a 404.
type Missing struct{ What string }

func (e *Missing) Error() string { return e.What + " does not exist" }

// Conflict reports something that cannot be done in the present state: a 409.
type Conflict struct{ Reason string }

func (e *Conflict) Error() string { return e.Reason }
