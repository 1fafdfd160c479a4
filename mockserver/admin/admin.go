// Package admin is the control plane: what people and test programs ask of
// worlds, beside the vendors' own interfaces.
package admin

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Config holds what the control plane works on. Worlds and Strays are required.
type Config struct {
	Worlds   *world.Registry
	Strays   *Strays
	Prefix   string // "/_ergodrome"
	Anywhere bool   // callers need not be on this machine
	Spec     []byte // served as openapi.yaml
}

// New returns the control plane's handler. It expects paths with the prefix.
func New(c Config) http.Handler { return http.NotFoundHandler() }
