package oauth

import (
	"slices"
	"strings"
)

// MaxScopes bounds the scopes of one request.
const MaxScopes = 100

// ParseScopes splits a list of scopes at any of the delimiters, keeping their
// order and each but once. It answers false for more than MaxScopes and for
// names with characters that none may have. [RFC 6749, section 3.3].
func ParseScopes(list, delimiters string) ([]string, bool) {
	var scopes []string
	for s := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(delimiters, r) }) {
		if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '"' || r == '\\' }) {
			return nil, false
		}
		if slices.Contains(scopes, s) {
			continue
		}
		if scopes = append(scopes, s); len(scopes) > MaxScopes {
			return nil, false
		}
	}
	return scopes, true
}

// within finds the first scope that is not among those allowed, or nothing.
func within(scopes, allowed []string) (missing string) {
	for _, s := range scopes {
		if !slices.Contains(allowed, s) {
			return s
		}
	}
	return ""
}
