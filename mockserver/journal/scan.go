package journal

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
)

// indexByte is strings.IndexByte and bytes.IndexByte.
func indexByte[T string | []byte](s T, c byte) int {
	switch s := any(s).(type) {
	case string:
		return strings.IndexByte(s, c)
	case []byte:
		return bytes.IndexByte(s, c)
	}
	return -1
}

// pairs hides the values of name=value, as in queries, fragments and forms,
// wherever in s they stand. It returns s itself when there are none.
func pairs[T string | []byte](x *redaction, s T) T {
	var out []byte
	done := 0
	for at := 0; ; {
		i := indexByte(s[at:], '=')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		from := i
		for from > max(done, i-3*maxName) && !delimits(s[from-1]) {
			from--
		}
		if !secretParameter(x, s[from:i]) {
			continue
		}
		end := at
		for end < len(s) && !endsValue(s[end]) {
			end++
		}
		if end > at {
			out = append(append(out, s[done:at]...), escaped...)
			done, at = end, end
		}
	}
	if out == nil {
		return s
	}
	return T(append(out, s[done:]...))
}

// delimits says whether a name may begin after c.
func delimits(c byte) bool { return c <= ' ' || strings.IndexByte(`&;?#/,"'<>(){}[]|\`, c) >= 0 }

// endsValue says whether a value ends before c. A ";" does not: some programs
// would take it as part of the value.
func endsValue(c byte) bool {
	return c <= ' ' || c == '&' || c == '#' || c == '"' || c == '\'' || c == '<' || c == '>'
}

func secretParameter[T string | []byte](x *redaction, name T) bool {
	if indexByte(name, '%') >= 0 || indexByte(name, '+') >= 0 {
		plain, err := url.QueryUnescape(string(name))
		return err == nil && secret(x, plain, false)
	}
	return secret(x, name, false)
}

// members hides the values of "name": value, as in JSON, in whatever surrounds
// them: JSON that is cut or spoilt, several values in a row, JSON in a string. It
// returns s itself when there are none.
func members[T string | []byte](x *redaction, s T) T {
	var out []byte
	done := 0
	for at := 0; ; {
		i := indexByte(s[at:], '"')
		if i < 0 {
			break
		}
		at += i + 1 // the name, if this is one
		if at == len(s) || !x.mayBegin(s[at]) {
			continue
		}
		near := s[at:min(len(s), at+6*maxName)]
		n := indexByte(near, '"')
		if n < 0 {
			continue
		}
		colon := skipSpace(s, at+n+1)
		if colon == len(s) || s[colon] != ':' || !secretMember(x, near[:n]) {
			continue
		}
		from := skipSpace(s, colon+1)
		end := valueEnd(s, from)
		if end > from {
			mark := `"` + Redacted + `"`
			if s[from] == '\\' {
				mark = `\"` + Redacted + `\"`
			}
			out = append(append(out, s[done:from]...), mark...)
			done = end
		}
		at = end
	}
	if out == nil {
		return s
	}
	return T(append(out, s[done:]...))
}

func secretMember[T string | []byte](x *redaction, name T) bool {
	if i := indexByte(name, '\\'); i < 0 {
		return secret(x, name, true)
	} else if i == len(name)-1 { // JSON in a JSON string
		return secret(x, name[:i], true)
	}
	var plain string
	return json.Unmarshal([]byte(`"`+string(name)+`"`), &plain) == nil && secret(x, plain, true)
}

func skipSpace[T string | []byte](s T, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r' || s[i] == '\n') {
		i++
	}
	return i
}

// valueEnd is where the JSON value that begins at from ends, or seems to.
func valueEnd[T string | []byte](s T, from int) int {
	depth := 0
	for i := from; i < len(s); {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && s[i+1] == '"': // a string in a string ends with \" too
			i += 2
			for i < len(s) && s[i] != '"' {
				i++
			}
			i = min(i+1, len(s))
		case c == '"':
			i = stringEnd(s, i)
		case c == '{' || c == '[':
			depth++
			i++
			continue
		case c == '}' || c == ']':
			if depth == 0 {
				return i
			}
			depth--
			i++
		case depth == 0 && (c == ',' || c <= ' '):
			return i
		case depth > 0 && (c == ',' || c == ':' || c <= ' '):
			i++
			continue
		default: // a number, a literal or nonsense
			for i < len(s) && s[i] > ' ' && !strings.ContainsRune(`,:{}[]"`, rune(s[i])) {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
	return len(s)
}

// stringEnd is where the string that begins at from ends.
func stringEnd[T string | []byte](s T, from int) int {
	for i := from + 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}
