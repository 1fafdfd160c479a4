package polarauth

import (
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// profileDocumented is the only reading of the vendor's documents.
const profileDocumented = "documented"

// Switch is a question that the vendor's documents leave open.
type Switch = world.Switch[settings]

// settings are a world's answers to the open questions.
type settings struct {
	autoApprove, rememberConsent              world.Chosen[bool]
	codeLife, tokenLife, refreshLife          world.Chosen[time.Duration]
	refresh                                   world.Chosen[oauth.RefreshPolicy]
	revokeOnReuse, revokeOnReplay             world.Chosen[bool]
	strangersToDefault, errorsToRequested     world.Chosen[bool]
	secretInBody, springUnauthorized          world.Chosen[bool]
	noDescription, eitherDelimiter, askedWise world.Chosen[bool]
	mediaStatus                               world.Chosen[int]
	userID                                    world.Chosen[bool]
}

// Switches are all open questions, in the order of the documentation.
func Switches() []Switch {
	return slices.Concat(authorizeSwitches(), tokenSwitches())
}

func authorizeSwitches() []Switch {
	return []Switch{
		{
			Name: "auto-approve", Values: []string{"off", "on"}, Default: "off",
			What:     "whether every authorization request is granted at once, by the first user who can grant what it asks for",
			Evidence: "none of the vendor's: for tests without a person or a browser",
			Set:      world.OnOff("off", "on", func(s *settings) *world.Chosen[bool] { return &s.autoApprove }),
		},
		{
			Name: "remember-consent", Values: []string{"no", "yes"}, Default: "no",
			What:     "whether a signed-in user who has allowed a client all that it asks for is asked again",
			Evidence: "inferred: the documents say that the user is shown the form",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.rememberConsent }),
		},
		{
			Name: "code-life", Values: []string{"1s to 24h"}, Default: "10m",
			What:     "how long an authorization code is good",
			Evidence: "the vendor's help desk names ten minutes for the older service",
			Set:      world.Duration(time.Second, 24*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.codeLife }),
		},
		{
			Name: "error-redirect", Values: []string{"default", "requested"}, Default: "default",
			What:     "where an error goes when the request names another redirect URI than the default one",
			Evidence: "confirmed: both documents name the default redirect URI",
			Set:      world.OnOff("default", "requested", func(s *settings) *world.Chosen[bool] { return &s.errorsToRequested }),
		},
		{
			Name: "unknown-redirect", Values: []string{"page", "default"}, Default: "page",
			What:     "a redirect_uri that the client has not registered: a page with the error, or an error sent to the default redirect URI",
			Evidence: "the AccessLink document says that the response includes an error code, not where; RFC 6749 forbids the redirect to the unknown URI only",
			Set:      world.OnOff("page", "default", func(s *settings) *world.Chosen[bool] { return &s.strangersToDefault }),
		},
		{
			Name: "scope-delimiter", Values: []string{"documented", "either"}, Default: "documented",
			What:     "whether commas are taken between AccessLink's scopes too",
			Evidence: "confirmed: comma for Team Pro, space for AccessLink; inferred: that AccessLink takes no comma",
			Set:      world.OnOff("documented", "either", func(s *settings) *world.Chosen[bool] { return &s.eitherDelimiter }),
		},
	}
}

func tokenSwitches() []Switch {
	return []Switch{
		{
			Name: "token-life", Values: []string{"1s to 720h"}, Default: "12h",
			What:     "how long an access token is good; expires_in is a second less",
			Evidence: "confirmed: 12 hours and 43199 in both documents; one recorded answer has 3599",
			Set:      world.Duration(time.Second, 720*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.tokenLife }),
		},
		{
			Name: "refresh-life", Values: []string{"1s to 87600h"}, Default: "720h",
			What:     "how long a refresh token is good",
			Evidence: "unknown; 30 days is what Spring Security OAuth2 does unless told otherwise",
			Set:      world.Duration(time.Second, 87600*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.refreshLife }),
		},
		{
			Name: "refresh-token", Values: []string{"new", "rotate", "same", "none"}, Default: "new",
			What:     "what a refresh answers: a new refresh token beside the old one, a new one that ends the old one, the old one again, or none",
			Evidence: "confirmed in public clients that a new one comes; whether the old one ends is unknown",
			Set: world.OneOf(map[string]oauth.RefreshPolicy{"new": oauth.RefreshKeep, "rotate": oauth.RefreshRotate, "same": oauth.RefreshSame, "none": oauth.RefreshOmit},
				func(s *settings) *world.Chosen[oauth.RefreshPolicy] { return &s.refresh }),
		},
		{
			Name: "refresh-reuse", Values: []string{"refuse", "revoke"}, Default: "refuse",
			What:     "a refresh token that rotation has ended: refused, or refused and every token after it revoked",
			Evidence: "unknown; revoking is what RFC 9700 recommends",
			Set:      world.OnOff("refuse", "revoke", func(s *settings) *world.Chosen[bool] { return &s.revokeOnReuse }),
		},
		{
			Name: "code-replay", Values: []string{"revoke", "refuse"}, Default: "revoke",
			What:     "a second use of a code: refused and its tokens revoked, or only refused",
			Evidence: "the vendor's help desk says so of the older service; RFC 6749 recommends it",
			Set:      world.OnOff("refuse", "revoke", func(s *settings) *world.Chosen[bool] { return &s.revokeOnReplay }),
		},
		{
			Name: "client-auth", Values: []string{"basic", "basic-or-form"}, Default: "basic",
			What:     "whether a client may send its secret in the form",
			Evidence: "confirmed: both documents name Basic and nothing else",
			Set:      world.OnOff("basic", "basic-or-form", func(s *settings) *world.Chosen[bool] { return &s.secretInBody }),
		},
		{
			Name: "client-error", Values: []string{"invalid_client", "unauthorized"}, Default: "invalid_client",
			What:     "the error of missing or wrong client credentials",
			Evidence: "inferred: RFC 6749 has the first, Spring Security OAuth2 the second",
			Set:      world.OnOff("invalid_client", "unauthorized", func(s *settings) *world.Chosen[bool] { return &s.springUnauthorized }),
		},
		{
			Name: "error-description", Values: []string{"yes", "no"}, Default: "yes",
			What:     "whether errors of the token endpoint carry error_description",
			Evidence: "inferred: Spring Security OAuth2 sends it; errors of the older service that were seen do not",
			Set:      world.OnOff("yes", "no", func(s *settings) *world.Chosen[bool] { return &s.noDescription }),
		},
		{
			Name: "wrong-media", Values: []string{"400", "415"}, Default: "400",
			What:     "a token request whose body is no form",
			Evidence: "unknown",
			Set:      world.OneOf(map[string]int{"400": 400, "415": 415}, func(s *settings) *world.Chosen[int] { return &s.mediaStatus }),
		},
		{
			Name: "scope-order", Values: []string{"shuffled", "asked"}, Default: "shuffled",
			What:     "the order of scopes in a token answer",
			Evidence: "one recorded answer has them in another order than they were asked for",
			Set:      world.OnOff("shuffled", "asked", func(s *settings) *world.Chosen[bool] { return &s.askedWise }),
		},
		{
			Name: "x-user-id", Values: []string{"no", "yes"}, Default: "no",
			What:     "whether a token answer carries x_user_id",
			Evidence: "seen by two public clients; neither document has it",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.userID }),
		},
	}
}

// newSettings reads a world's profile and switches. Its errors are *world.Invalid.
func newSettings(c *world.Config) (*settings, error) {
	if _, err := world.ChooseProfile(c, Name, profileDocumented); err != nil {
		return nil, err
	}
	s := &settings{}
	return s, world.Choose(c, Name, Switches(), s)
}
