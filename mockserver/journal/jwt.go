package journal

import (
	"bytes"
	"strings"
)

// tokens hides signed and encrypted web tokens wherever they stand: parts in
// base64url, joined by dots, of which the first is a JSON object
// [RFC 7515, section 7.1; RFC 7516, section 7.1]. One that the end of s cuts
// short after its first part is hidden too. It returns s itself when there are
// none.
func tokens[T string | []byte](s T) T {
	var out []byte
	done := 0
	for at := 0; ; {
		i := indexToken(s[at:])
		if i < 0 {
			break
		}
		from := at + i
		parts := 0
		for at = from; ; parts++ {
			for at < len(s) && isBase64URL(s[at]) {
				at++
			}
			n := dot(s[at:])
			if n == 0 {
				break
			}
			at += n
		}
		if parts < 2 && (parts < 1 || at < len(s)) {
			continue
		}
		mark := Redacted
		if from > 0 && s[from-1] == '=' {
			mark = escaped
		}
		out = append(append(out, s[done:from]...), mark...)
		done = at
	}
	if out == nil {
		return s
	}
	return T(append(out, s[done:]...))
}

// indexToken is where the base64 of `{"` first stands in s.
func indexToken[T string | []byte](s T) int {
	switch s := any(s).(type) {
	case string:
		return strings.Index(s, "eyJ")
	case []byte:
		return bytes.Index(s, []byte("eyJ"))
	}
	return -1
}

func isBase64URL(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// dot is the length of the dot that s begins with, plain or escaped for URLs.
func dot[T string | []byte](s T) int {
	switch {
	case len(s) > 0 && s[0] == '.':
		return 1
	case len(s) > 2 && s[0] == '%' && s[1] == '2' && s[2]|0x20 == 'e':
		return 3
	}
	return 0
}
