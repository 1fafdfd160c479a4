package sweatstack

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Where a token may come from, in the words of the switch token-order.
const (
	fromRefreshed = "refreshed-token"
	fromBearer    = "bearer"
	fromCookie    = "cookie"
)

// vendorIssuer is who signs tokens.
const vendorIssuer = "https://app.sweatstack.no"

func authSwitches() []Switch {
	return []Switch{
		{
			Name: "unauthorized-status", Values: []string{"401", "403"}, Default: "401",
			What:     "the status of requests without a good token",
			Evidence: "confirmed for expired tokens by the vendor's skills; inferred for missing ones: 403 is what FastAPI's plain HTTPBearer says",
			Set:      world.OneOf(map[string]int{"401": http.StatusUnauthorized, "403": http.StatusForbidden}, func(s *settings) *world.Chosen[int] { return &s.unauthorizedStatus }),
		},
		{
			Name: "scope-status", Values: []string{"403", "401"}, Default: "403",
			What:     "the status of requests whose token lacks the scope",
			Evidence: "the vendor's client makes the same error of both",
			Set:      world.OneOf(map[string]int{"401": http.StatusUnauthorized, "403": http.StatusForbidden}, func(s *settings) *world.Chosen[int] { return &s.scopeStatus }),
		},
		{
			Name: "token-order", Values: []string{"refreshed-bearer-cookie", "bearer-refreshed-cookie", "bearer-cookie-refreshed", "cookie-bearer-refreshed"}, Default: "refreshed-bearer-cookie",
			What:     "which token counts when a request carries several",
			Evidence: "unknown; the header's name says that a renewed token stands in for the session's",
			Set: world.OneOf(map[string][]string{
				"refreshed-bearer-cookie": {fromRefreshed, fromBearer, fromCookie},
				"bearer-refreshed-cookie": {fromBearer, fromRefreshed, fromCookie},
				"bearer-cookie-refreshed": {fromBearer, fromCookie, fromRefreshed},
				"cookie-bearer-refreshed": {fromCookie, fromBearer, fromRefreshed},
			}, func(s *settings) *world.Chosen[[]string] { return &s.tokenOrder }),
		},
		{
			Name: "token-life", Values: []string{"6s to 720h"}, Default: "15m",
			What:     "how long an access token is good",
			Evidence: "confirmed: the vendor's skills and proxy",
			Set:      world.Duration(6*time.Second, 720*time.Hour, "15m", func(s *settings) *world.Chosen[time.Duration] { return &s.tokenLife }),
		},
		{
			Name: "code-life", Values: []string{"1s to 24h"}, Default: "10m",
			What:     "how long a code is good",
			Evidence: "unknown; ten minutes is the most that RFC 6749 recommends",
			Set:      world.Duration(time.Second, 24*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.codeLife }),
		},
		{
			Name: "refresh-token", Values: []string{"same", "none", "new", "rotate"}, Default: "same",
			What:     "what a refresh answers: the refresh token again, none, a new one beside it, or one that ends it",
			Evidence: "confirmed in the change log of the vendor's client: no rotation; whether it is sent again is unknown",
			Set: world.OneOf(map[string]oauth.RefreshPolicy{"same": oauth.RefreshSame, "none": oauth.RefreshOmit, "new": oauth.RefreshKeep, "rotate": oauth.RefreshRotate},
				func(s *settings) *world.Chosen[oauth.RefreshPolicy] { return &s.refresh }),
		},
		{
			Name: "claims", Values: []string{"all", "few"}, Default: "all",
			What:     "whether access tokens carry iss, iat, jti and scope beside sub, aud, exp and tz, which the vendor's clients read; jti stays, or no two tokens of one second would differ",
			Evidence: "unknown",
			Set:      world.OnOff("all", "few", func(s *settings) *world.Chosen[bool] { return &s.fewClaims }),
		},
		{
			Name: "issuer", Values: []string{"a URL"}, Default: vendorIssuer,
			What:     "the issuer in tokens and in the discovery document",
			Evidence: "inferred: the base URL; libraries that compare it with where they looked want the simulator's own",
			Set: func(s *settings, c world.Choice) error {
				if u, err := url.Parse(c.Value); err != nil || u.Scheme == "" || u.Host == "" || len(c.Value) > 500 {
					return fmt.Errorf("%.80q is not a URL such as %s", c.Value, vendorIssuer)
				}
				s.issuer.Put(c.Value, c)
				return nil
			},
		},
		{
			Name: "auto-approve", Values: []string{"off", "on"}, Default: "off",
			What:     "whether every authorization request is approved at once, by the first user, without a page",
			Evidence: "a convenience for tests; the vendor has no such thing",
			Set:      world.OnOff("off", "on", func(s *settings) *world.Chosen[bool] { return &s.autoApprove }),
		},
		{
			Name: "consent", Values: []string{"remembered", "forgotten"}, Default: "remembered",
			What:     "whether prompt=none passes for what was allowed before",
			Evidence: "confirmed: the vendor's skills",
			Set:      world.OnOff("remembered", "forgotten", func(s *settings) *world.Chosen[bool] { return &s.forgetConsent }),
		},
		{
			Name: "cors", Values: []string{"echo", "any", "off"}, Default: "echo",
			What:     "what browsers of other origins are told: their own origin, *, or nothing",
			Evidence: "confirmed that apps of other origins call; the values are unknown",
			Set: func(s *settings, c world.Choice) error {
				s.anyOrigin.Put(c.Value == "any", c)
				s.noCORS.Put(c.Value == "off", c)
				return nil
			},
		},
		{
			Name: "request-id", Values: []string{"on", "off"}, Default: "on",
			What:     "whether answers carry X-Request-ID",
			Evidence: "unknown; the vendor's client reads it where it is there",
			Set:      world.OnOff("on", "off", func(s *settings) *world.Chosen[bool] { return &s.noRequestID }),
		},
	}
}
