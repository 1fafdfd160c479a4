package journal

import (
	"bytes"
	"strings"
)

// fields hides the values of named parts, as in multipart forms, wherever in s
// they stand [RFC 7578, section 4.2]. It returns s itself when there are none.
func fields(x *redaction, s []byte) []byte {
	if !bytes.Contains(s, []byte("--")) {
		return s
	}
	low := lower(s)
	var out []byte
	done := 0
	for at := 0; ; {
		i := bytes.Index(low[at:], []byte("form-data"))
		if i < 0 {
			break
		}
		from := at + i
		at = lineEnd(s, from)
		if !secret(x, partName(s[from:at], low[from:at]), false) {
			continue
		}
		value := afterHeaders(s, at)
		end := partEnd(s, from, value)
		if end > value {
			out = append(append(out, s[done:value]...), Redacted...)
			done, at = end, end
		}
	}
	if out == nil {
		return s
	}
	return append(out, s[done:]...)
}

// lower is s with the letters of ASCII small, byte for byte.
func lower(s []byte) []byte {
	out := bytes.Clone(s)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c | 0x20
		}
	}
	return out
}

// partName is the parameter "name" of a Content-Disposition, whose line is given
// twice: as it is, and in small letters.
func partName(line, low []byte) string {
	for at := 0; ; {
		i := bytes.Index(low[at:], []byte("name="))
		if i < 0 {
			return ""
		}
		at += i
		if at == 0 || strings.IndexByte("; \t", line[at-1]) < 0 { // "filename="
			at++
			continue
		}
		name := line[at+len("name="):]
		if len(name) > 0 && name[0] == '"' {
			plain, _, _ := bytes.Cut(name[1:], []byte{'"'})
			return string(plain)
		}
		plain, _, _ := bytes.Cut(name, []byte{';'})
		return strings.TrimSpace(string(plain))
	}
}

// lineEnd is where the line around from ends.
func lineEnd(s []byte, from int) int {
	if i := bytes.IndexByte(s[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(s)
}

// afterHeaders is what follows the first empty line after the end of a line.
func afterHeaders(s []byte, end int) int {
	for end < len(s) {
		next := lineEnd(s, end+1)
		if len(bytes.TrimRight(s[end+1:next], "\r")) == 0 {
			return min(next+1, len(s))
		}
		end = next
	}
	return len(s)
}

// partEnd is where the value of the part with a header at from ends: before the
// line with which the part began, or what looks like such a line, or never.
func partEnd(s []byte, from, value int) int {
	mark := []byte("\n--")
	if i := bytes.LastIndex(s[:from], mark); i >= 0 || bytes.HasPrefix(s, mark[1:]) {
		mark = append([]byte{'\n'}, bytes.TrimRight(s[i+1:lineEnd(s, i+1)], "\r")...)
	}
	i := bytes.Index(s[max(0, value-1):], mark) // an empty value has its line's end before it
	if i < 0 {
		return len(s)
	}
	end := max(0, value-1) + i
	if end > value && s[end-1] == '\r' {
		end--
	}
	return end
}
