package polaraccesslink

import (
	"context"
	"net/http"

	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
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

// session is the authorization of one call: its tokens, and whether one of
// them was refused already.
type session struct {
	client  *Client
	call    call
	used    *token.Token
	next    *token.Token // what the renewal gave
	renewed bool
}

// authorize puts a token on a try.
func (s *session) authorize(ctx context.Context, h http.Header) (err error) {
	h.Set("Accept", s.call.accept())
	if s.call.scope == "" {
		return nil // hello needs no token
	}
	if s.client.tokens == nil {
		return &apierr.Error{Service: serviceName, Kind: apierr.ErrAuth, Message: "no tokens", Remedy: "use WithTokens or WithAccessToken"}
	}
	if s.used, s.next = s.next, nil; s.used == nil {
		if s.used, err = s.client.tokens.Token(ctx); err != nil {
			return err
		}
	}
	h.Set("Authorization", "Bearer "+string(s.used.Access))
	return nil
}

// recover answers a 401: one other token, for one more try. Only that status
// says that a token is over; a 403 is about what it may do.
func (s *session) recover(ctx context.Context, r *transport.Response) (again bool, _ error) {
	if r.StatusCode != http.StatusUnauthorized || s.renewed || s.used == nil || !r.SameOrigin {
		return false, nil
	}
	s.renewed = true
	var err error
	if s.next, err = s.client.tokens.Renew(ctx, s.used.Access); err != nil {
		return false, err
	}
	return true, nil
}

// redact removes the call's tokens from a vendor's words.
func (s *session) redact(text string) string {
	if s.used == nil {
		return transport.Redact(text)
	}
	return transport.Redact(text, string(s.used.Access), string(s.used.Refresh))
}

// asAuth is an error of a renewal, as the call's own.
func asAuth(err error) *apierr.Error {
	kind := apierr.KindOf(err)
	if kind == apierr.ErrOther {
		kind = apierr.ErrAuth
	}
	return &apierr.Error{Kind: kind, StatusCode: http.StatusUnauthorized, Err: err, Remedy: "the user may have to log in again"}
}
