package polaraccesslink

import (
	"context"
	"net/http"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/bearer"
	"github.com/ergodrome/ergodrome/client/token"
)

// The scopes of the API. [confirmed: AccessLink v4 document]
const (
	ScopeActivity          = "activity:read"
	ScopeCalendar          = "calendar:read"
	ScopeContinuousSamples = "continuous_samples:read"
	ScopeDevices           = "devices:read"
	ScopeNightlyRecharge   = "nightly_recharge:read"
	ScopePPI               = "ppi_data:read"
	ScopeProfile           = "profile:read"
	ScopeRoutes            = "routes:read"
	ScopeSkinContact       = "skin_contact:read"
	ScopeSleep             = "sleep:read"
	ScopeSports            = "sports:read"
	ScopeTemperature       = "temperature_measurement:read"
	ScopeTests             = "tests:read"
	ScopeTrainingSessions  = "training_sessions:read"
	ScopeTrainingTargets   = "training_targets:read"
	ScopeSubscriptions     = "user_subscription:read"
)

// Scopes returns all of them.
func Scopes() []string {
	return []string{
		ScopeActivity, ScopeCalendar, ScopeContinuousSamples, ScopeDevices, ScopeNightlyRecharge, ScopePPI, ScopeProfile, ScopeRoutes,
		ScopeSkinContact, ScopeSleep, ScopeSports, ScopeTemperature, ScopeTests, ScopeTrainingSessions, ScopeTrainingTargets, ScopeSubscriptions,
	}
}

// AuthServer is where users log in, for package token. Its At moves it to
// another base URL. [confirmed: AccessLink v4 document]
func AuthServer() token.Server {
	return token.Server{
		Name: "polar",
		Endpoint: oauth2.Endpoint{
			AuthURL:   "https://auth.polar.com/oauth/authorize",
			TokenURL:  "https://auth.polar.com/oauth/token",
			AuthStyle: oauth2.AuthStyleInHeader,
		},
		Delimiter: " ",
	}
}

// session is the authorization of one call.
type session struct {
	bearer.Session
	call call
}

// authorize puts a token on a try.
func (s *session) authorize(ctx context.Context, h http.Header) error {
	h.Set("Accept", s.call.accept())
	switch {
	case s.call.scope == "":
		return nil // hello needs no token
	case s.Tokens == nil:
		return &apierr.Error{Service: serviceName, Kind: apierr.ErrAuth, Message: "no tokens", Remedy: "use WithTokens or WithAccessToken"}
	}
	return s.Authorize(ctx, h)
}
