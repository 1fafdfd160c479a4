package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// PKCE is what a server makes of code challenges. [RFC 7636].
type PKCE int

// The settings.
const (
	PKCEIgnored PKCE = iota // challenges are not read
	PKCES256                // S256 only, where a client sends one
	PKCEPlain               // S256 or plain
	PKCEForced              // S256, and public clients must send one
)

const (
	methodS256  = "S256"
	methodPlain = "plain"
)

// challenge is what the verifier of a code must match.
type challenge struct{ value, method string }

// read takes up a request's challenge; why is empty when it may pass.
func (p PKCE) read(value, method string, public bool) (c challenge, why string) {
	if p == PKCEIgnored {
		return challenge{}, ""
	}
	if value == "" {
		switch {
		case method != "":
			return c, "a code_challenge_method without a code_challenge"
		case p == PKCEForced && public:
			return c, "a public client must send a code_challenge"
		}
		return c, ""
	}
	if method == "" {
		method = methodPlain // [RFC 7636, section 4.3]
	}
	switch {
	case method != methodS256 && (method != methodPlain || p != PKCEPlain):
		return c, "the code_challenge_method is not supported; use S256"
	case !verifierLike(value):
		return c, "the code_challenge is not 43 to 128 unreserved characters"
	}
	return challenge{value, method}, ""
}

// accepts says whether verifier is the one whose challenge came with the request.
func (c challenge) accepts(verifier string) bool {
	switch c.method {
	case "":
		return true // nothing was challenged
	case methodS256:
		return verifierLike(verifier) && S256(verifier) == c.value
	}
	return verifier == c.value
}

// S256 is the challenge of a verifier. [RFC 7636, section 4.2].
func S256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// verifierLike says whether s has the form of a verifier, which is also that of
// every challenge. [RFC 7636, sections 4.1 and 4.2].
func verifierLike(s string) bool {
	if len(s) < 43 || len(s) > 128 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		switch {
		case 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z', '0' <= r && r <= '9', strings.ContainsRune("-._~", r):
			return false
		}
		return true
	})
}
