package token

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// Secret is text that does not print itself: fmt and slog show a placeholder.
// Convert it to string to use it. As JSON it is the text, so that it can be stored.
type Secret string

const hidden = "[redacted]"

// Format prints the placeholder for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// LogValue is the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// Token is what a user granted.
type Token struct {
	Access  Secret    `json:"access_token"`
	Refresh Secret    `json:"refresh_token,omitempty"` // empty if there is none
	Expiry  time.Time `json:"expiry,omitzero"`         // of Access; zero if the server did not say
	Scopes  []string  `json:"scopes,omitempty"`        // what was granted, in the server's order; none if it did not say
	UserID  string    `json:"user_id,omitempty"`       // if the server says whose it is

	margin time.Duration // how long before Expiry to renew
}

// Expired reports whether the access token's life is over at a time.
func (t *Token) Expired(now time.Time) bool { return !t.Expiry.IsZero() && !now.Before(t.Expiry) }

// Missing returns which of the scopes were not granted, in the order given. A
// token that does not say what was granted lacks nothing: a server need not
// say so when it granted everything. [RFC 6749 5.1]
func (t *Token) Missing(scopes ...string) []string {
	var out []string
	for _, s := range scopes {
		if len(t.Scopes) > 0 && !slices.Contains(t.Scopes, s) {
			out = append(out, s)
		}
	}
	return out
}

// OAuth2 is the token as golang.org/x/oauth2 has it, for other libraries. It
// prints its secrets.
func (t *Token) OAuth2() *oauth2.Token {
	o := &oauth2.Token{AccessToken: string(t.Access), TokenType: "Bearer", RefreshToken: string(t.Refresh), Expiry: t.Expiry}
	return o.WithExtra(map[string]any{"scope": strings.Join(t.Scopes, " ")})
}

// FromOAuth2 takes over a token that another library got.
func FromOAuth2(o *oauth2.Token) *Token {
	t := &Token{Access: Secret(o.AccessToken), Refresh: Secret(o.RefreshToken), Expiry: o.Expiry}
	if scope, ok := o.Extra("scope").(string); ok {
		t.Scopes = splitScopes(scope)
	}
	return t
}

// splitScopes reads a list of scopes whatever its delimiter: the vendor's two
// services disagree. [confirmed: Team Pro and AccessLink documents]
func splitScopes(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' })
}
