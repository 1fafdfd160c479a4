package admin

import (
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// decode reads a call's JSON body into the struct that v points to, an absent
// body as {}. Its errors name the member that cannot be used.
func decode(r *httpx.Request, v any) error {
	if err := checkMedia(r.Request, r.Body); err != nil {
		return err
	}
	return world.DecodeStrict(r.Body, v)
}

// decodeNothing wants no body, or {}.
func decodeNothing(r *httpx.Request) error { return decode(r, &struct{}{}) }
