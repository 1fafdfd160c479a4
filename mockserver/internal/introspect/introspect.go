// Package introspect asks a vendor's authorization server, a service of the same world, what the tokens are worth that
// callers of the vendor's other services carry.
package introspect

import (
	"fmt"
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Bearer finds out whose valid token r carries. unauthorized words the refusal of a
// token that is no good, or of a request that has sent none. Other errors mean that
// there is no authorization server of that name.
func Bearer(w *world.World, server string, r *httpx.Request, unauthorized func(sent bool) error) (oauth.Access, error) {
	token, ok := oauth.ParseBearer(r.Header.Get("Authorization"))
	if !ok {
		r.Call.Exchange.Decide("token", "refuse", "no Authorization header with a Bearer token")
		return oauth.Access{}, unauthorized(false)
	}
	issuer, err := ask(w, server)
	if err != nil {
		return oauth.Access{}, err
	}
	access, refusal := issuer.Introspect(token, r.Call.Now)
	if refusal != nil {
		r.Call.Exchange.Decide("token", "refuse", refusal.Description)
		return oauth.Access{}, unauthorized(true)
	}
	return access, nil
}

// Issued says whether r carries a token that the authorization server has issued. It
// is not verified.
func Issued(w *world.World, server string, r *http.Request) bool {
	token, ok := oauth.ParseBearer(r.Header.Get("Authorization"))
	if !ok {
		return false
	}
	issuer, err := ask(w, server)
	return err == nil && issuer.Issued(token)
}

func ask(w *world.World, server string) (oauth.Introspector, error) {
	issuer, err := world.Ask[oauth.Introspector](w, server)
	if err != nil {
		return nil, fmt.Errorf("ask for the authorization server: %w", err)
	}
	return issuer, nil
}
