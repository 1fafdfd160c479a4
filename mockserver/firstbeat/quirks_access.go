package firstbeat

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// accessSwitches are about tokens, onboarding and paths.
func accessSwitches() []Switch {
	return []Switch{
		{
			Name: "jwt-leeway", Values: []string{"0s to 10m"}, Default: "0s",
			What:     "how far iat may lie ahead of, and exp behind, the service's clock",
			Evidence: "unknown; the vendor's examples mint fractional times, so comparisons are below a second and need none",
			Set:      world.Duration(0, 10*time.Minute, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.leeway }),
		},
		{
			Name: "jwt-long-life", Values: []string{"401", "accept"}, Default: "401",
			What:     "a token whose exp is more than 300 s after its iat",
			Evidence: "the bound is confirmed (API document: at most five minutes), the status is inferred",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.longLife }),
		},
		{
			Name: "jwt-missing-iat", Values: []string{"401", "accept"}, Default: "401",
			What:     "a token without iat; accepted, its life is counted from now",
			Evidence: "inferred: the five-minute bound cannot be checked without it",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.missingIat }),
		},
		{
			Name: "jwt-future-iat", Values: []string{"401", "accept"}, Default: "401",
			What:     "a token whose iat lies ahead of the service's clock by more than the leeway",
			Evidence: "inferred: what common token libraries do",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.futureIat }),
		},
		{
			Name: "jwt-future-nbf", Values: []string{"401", "accept"}, Default: "401",
			What:     "a token whose nbf lies ahead of the service's clock by more than the leeway",
			Evidence: "inferred: the documents name no nbf, RFC 7519 forbids to accept the token, and so do common token libraries",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.futureNbf }),
		},
		{
			Name: "check-order", Values: []string{"route-first", "jwt-first"}, Default: "route-first",
			What:     "whether an unknown path or method is told apart before the token is checked",
			Evidence: "inferred: the troubleshooting page lists both 404 and 401 for a wrong path",
			Set:      world.OnOff("route-first", "jwt-first", func(s *settings) *world.Chosen[bool] { return &s.jwtFirst }),
		},
		{
			Name: "unapproved-status", Values: []string{"403", "401"}, Default: "403",
			What:     "a consumer that the vendor has not approved; GET /account/api-key has a switch of its own",
			Evidence: "unknown; the description lists only 401 for api-key",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.unapproved }),
		},
		{
			Name: "disabled-status", Values: []string{"403", "401"}, Default: "403",
			What:     "a consumer that the vendor has disabled; GET /account/api-key has a switch of its own",
			Evidence: "that it happens is confirmed (usage limits page), the status is inferred",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.disabled }),
		},
		{
			Name: "unapproved-api-key", Values: []string{"401", "403"}, Default: "401",
			What:     "GET /account/api-key by a consumer that the vendor has not approved, or has disabled",
			Evidence: "unknown; 401 is the only refusal that the description lists for it (OpenAPI 1.1.0)",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.unapprovedKey }),
		},
		{
			Name: "blank-name", Values: []string{"accept", "400"}, Default: "accept",
			What:     "a registration whose consumerName has the right length and is white space only",
			Evidence: "the description bounds the length and gives no pattern (OpenAPI 1.1.0); more is unknown",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.blankName }),
		},
		{
			Name: "ungranted-status", Values: []string{"403", "404"}, Default: "403",
			What:     "an account that exists but has not been granted to the caller",
			Evidence: "unknown; 404 is for what does not exist",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.ungranted }),
		},
		{
			Name: "api-key-field", Values: []string{"apikey", "apiKey"}, Default: "apikey",
			What:     "the member that carries the API key",
			Evidence: "the vendor's prose and sample code say apikey, its OpenAPI description apiKey",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.apiKeyField }),
		},
		{
			Name: "unknown-path", Values: []string{"404", "403"}, Default: "404",
			What:     "a path that no operation has; 403 is the gateway's own answer",
			Evidence: "the troubleshooting page names 404 for a wrong URL",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.unknownPath }),
		},
		{
			Name: "wrong-method", Values: []string{"404", "403", "405"}, Default: "404",
			What:     "a method that the path does not have",
			Evidence: "the troubleshooting page names 400, 401 and 404 for a wrong method, never 405",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.wrongMethod }),
		},
		{
			Name: "head", Values: []string{"refuse", "serve"}, Default: "refuse",
			What:     "HEAD on a path that has GET: a wrong method, or GET without its body",
			Evidence: "inferred: the description has no HEAD, and the gateway serves what is described",
			Set:      world.OnOff("refuse", "serve", func(s *settings) *world.Chosen[bool] { return &s.serveHead }),
		},
		{
			Name: "message-words", Values: []string{"spaced", "joined"}, Default: "spaced",
			What:     "messages of 400, 404 and 413: Bad Request or BadRequest",
			Evidence: "unknown; a public client compares with badrequest, the gateway's words have spaces",
			Set:      world.OnOff("spaced", "joined", func(s *settings) *world.Chosen[bool] { return &s.joinWords }),
		},
	}
}

// maxLimit bounds the limits that a consumer may be granted: a million a second.
const maxLimit = 60_000_000

// limitSwitches are about the usage limits, and what counts against them.
func limitSwitches() []Switch {
	return []Switch{
		{
			Name: "per-minute", Values: []string{"1 to 60000000"}, Default: usualMinute,
			What:     "requests of one consumer at once, and then in a minute",
			Evidence: "60 is confirmed (usage limits page), and that others are granted on request",
			Set:      world.Whole(1, maxLimit, func(s *settings) *world.Chosen[int] { return &s.perMinute }),
		},
		{
			Name: "minute-limit", Values: []string{"bucket", "window"}, Default: "bucket",
			What:     "what a minute is: a bucket that fills by one request in each part of it, or sixty seconds from a first request",
			Evidence: "a bucket that holds 60 and gains one a second is confirmed (usage limits page); the API document says 60 requests / minute and no more",
			Set:      world.OnOff("bucket", "window", func(s *settings) *world.Chosen[bool] { return &s.minuteWindow }),
		},
		{
			Name: "per-day", Values: []string{"1 to 60000000"}, Default: usualDay,
			What:     "requests of one consumer from 00:00 to 24:00 UTC",
			Evidence: "5000 is confirmed (usage limits page), and that others are granted on request",
			Set:      world.Whole(1, maxLimit, func(s *settings) *world.Chosen[int] { return &s.perDay }),
		},
		{
			Name: "count-unauthorized", Values: []string{"no", "yes"}, Default: "no",
			What:     "whether a 401, or a 403 for the key, uses up a request of the consumer that the token names",
			Evidence: "inferred: a usage plan counts callers that were identified",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.countUnauthorized }),
		},
		{
			Name: "count-accepted", Values: []string{"yes", "no"}, Default: "yes",
			What:     "whether a 202 uses up a request",
			Evidence: "inferred: the limit is kept before the answer is known",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.countAccepted }),
		},
		{
			Name: "count-throttled", Values: []string{"no", "yes"}, Default: "no",
			What:     "whether a 429 for the rate uses up a request of the day",
			Evidence: "inferred: a refused request takes no token",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.countThrottled }),
		},
		{
			Name: "exempt-account", Values: []string{"yes", "no"}, Default: "yes",
			What:     "whether GET /account/api-key is free of the limits; POST /account/register always is, since limits are those of a caller and it has none yet",
			Evidence: "inferred: neither operation lists 429 (OpenAPI 1.1.0)",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.exemptAccount }),
		},
	}
}
