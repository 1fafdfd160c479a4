// Package mockserver is one http.Handler made of many simulated worlds.
//
// A request is led to its world and its service, recorded, perhaps spoiled on
// purpose, and answered as the vendor would have answered it at that world's
// time. What no vendor could have answered is a plain-text 501.
package mockserver

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// DefaultControlPrefix is where the control plane is unless told otherwise.
const DefaultControlPrefix = "/_ergodrome"

// Config holds what a server is made of. Services is required; New fills in the
// rest.
type Config struct {
	// Services live in every world; All() is all there are.
	Services []world.Service
	// Seed is where chance begins: that of the default world, and a part of
	// that of every other world that is not given one.
	Seed uint64
	// World describes the default world. Its name is ignored.
	World world.Config
	// MaxWorlds bounds how many worlds there may be; 0 means 10,000.
	MaxWorlds int

	// ControlPrefix is the path of the control plane, DefaultControlPrefix if
	// empty. "-" turns it off on this handler; Server.Control serves it elsewhere.
	ControlPrefix string
	// ControlAnywhere lets callers that are not on this machine use the control
	// plane, under any host name.
	ControlAnywhere bool
	// ControlSpec returns the control plane's OpenAPI description, which it serves
	// as openapi.yaml; nil answers 404 there.
	ControlSpec func() []byte
	// Why says what each part of an exchange rests on, for the control plane to
	// print as JSON; nil answers 404 there.
	Why func(w *world.World, e *journal.Exchange) (any, error)

	// Validate judges an exchange before it is sent: header and body are the
	// answer's, without content coding. An error makes it a simulator bug.
	// Answers that a fault replaced or spoiled, streams, and bugs are not shown.
	Validate func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error
	// Logger hears of simulator bugs and strays; nil discards.
	Logger *slog.Logger
}

func (c Config) withDefaults() (Config, error) {
	if len(c.Services) == 0 {
		return c, &world.Invalid{Field: "services", Reason: "there are none; use mockserver.All()"}
	}
	switch {
	case c.ControlPrefix == "":
		c.ControlPrefix = DefaultControlPrefix
	case c.ControlPrefix == "-":
	case c.ControlPrefix[0] != '/' || strings.HasSuffix(c.ControlPrefix, "/") || strings.ContainsAny(c.ControlPrefix, "?#%"):
		return c, &world.Invalid{Field: "controlPrefix", Reason: "must begin with a slash and not end with one, such as " + DefaultControlPrefix}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}
