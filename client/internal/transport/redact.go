package transport

import (
	"strings"
	"unicode"
)

const (
	redacted   = "[redacted]"
	maxMessage = 200 // characters of a vendor's sentence
)

// Redact makes a vendor's words fit to print: the secrets and anything that
// looks like a signed token removed, on one line, of bounded length. Gateways
// do quote the Authorization header they could not read.
func Redact(s string, secrets ...string) string { return RedactTo(maxMessage, s, secrets...) }

// RedactTo is Redact to another length, in characters: for what is not printed
// whole, but kept.
func RedactTo(length int, s string, secrets ...string) string {
	for _, secret := range secrets {
		if len(secret) >= 4 {
			s = strings.ReplaceAll(s, secret, redacted)
		}
	}
	var b strings.Builder
	n := 0
	for field := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		if i := strings.Index(field, "eyJ"); i >= 0 && strings.Count(field[i:], ".") >= 2 {
			field = field[:i] + redacted
		}
		if n > 0 {
			b.WriteByte(' ')
		}
		for _, r := range field {
			if n++; n > length {
				return b.String() + "…"
			}
			b.WriteRune(r)
		}
		n++
	}
	return b.String()
}
