package fastapi

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrUnreadable is a body that Python's reader gives up without saying where:
// nested too deeply, or in no known character set.
var ErrUnreadable = errors.New("there was an error parsing the body")

// syntax is where and why a text is no JSON, in the words of Python's reader.
type syntax struct {
	why string
	at  int // in characters
}

// maxDepth is about where Python's reader gives up.
const maxDepth = 900

// ParseJSON reads a body as Python's json module does. Its errors are *Error for
// what has a place, and ErrUnreadable.
func ParseJSON(body []byte) (Value, error) {
	text := strings.TrimPrefix(string(body), "\uFEFF")
	if !utf8.ValidString(text) {
		return Value{}, ErrUnreadable
	}
	p := parser{s: text}
	v, err := p.document()
	if err == nil {
		return v, nil
	}
	if p.depth > maxDepth {
		return Value{}, ErrUnreadable
	}
	at := utf8.RuneCountInString(text[:min(err.at, len(text))])
	return Value{}, &Error{[]Issue{{"json_invalid", []any{"body", at}, "JSON decode error", "{}", []Pair{{"error", err.why}}}}}
}

type parser struct {
	s     string
	i     int
	depth int
}

func (p *parser) fail(why string, at int) *syntax { return &syntax{why, at} }

func (p *parser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\n\r", p.s[p.i]) >= 0 {
		p.i++
	}
}

func (p *parser) document() (Value, *syntax) {
	p.space()
	v, err := p.value()
	if err != nil {
		return v, err
	}
	if p.space(); p.i < len(p.s) {
		return v, p.fail("Extra data", p.i)
	}
	return v, nil
}

func (p *parser) value() (Value, *syntax) {
	if p.i >= len(p.s) {
		return Value{}, p.fail("Expecting value", p.i)
	}
	switch c := p.s[p.i]; c {
	case '"':
		p.i++
		text, err := p.text(p.i - 1)
		return Value{Kind: String, Text: text}, err
	case '{', '[':
		if p.depth++; p.depth > maxDepth {
			return Value{}, p.fail("too deep", p.i)
		}
		p.i++
		read := p.array
		if c == '{' {
			read = p.object
		}
		v, err := read()
		if err == nil {
			p.depth--
		}
		return v, err
	}
	for _, w := range [...]struct {
		word string
		kind ValueKind
	}{{"null", Null}, {"true", True}, {"false", False}, {"NaN", Null}, {"Infinity", Null}, {"-Infinity", Null}} {
		if strings.HasPrefix(p.s[p.i:], w.word) {
			p.i += len(w.word)
			return Value{Kind: w.kind}, nil
		}
	}
	if n := number(p.s[p.i:]); n > 0 {
		p.i += n
		return finite(p.s[p.i-n : p.i]), nil
	}
	return Value{}, p.fail("Expecting value", p.i)
}

// finite is a number. One with a fraction or an exponent that is too large is Python's
// Infinity, which JSON has no word for.
func finite(text string) Value {
	if _, err := strconv.ParseFloat(text, 64); err != nil && strings.ContainsAny(text, ".eE") {
		return Value{Kind: Null}
	}
	return Value{Kind: Number, Text: text}
}

// number is how long the number at the front of s is.
func number(s string) int {
	i := 0
	run := func() bool {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i > from
	}
	if strings.HasPrefix(s, "-") {
		i++
	}
	if strings.HasPrefix(s[i:], "0") {
		i++
	} else if !run() {
		return 0
	}
	whole := i
	if i < len(s) && s[i] == '.' {
		if i++; run() {
			whole = i
		}
	}
	if i = whole; i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if run() {
			whole = i
		}
	}
	return whole
}

// text reads a string whose opening quote is at begin.
func (p *parser) text(begin int) (string, *syntax) {
	var b strings.Builder
	for {
		if p.i >= len(p.s) {
			return "", p.fail("Unterminated string starting at", begin)
		}
		c := p.s[p.i]
		switch {
		case c == '"':
			p.i++
			return b.String(), nil
		case c < ' ':
			return "", p.fail("Invalid control character at", p.i)
		case c != '\\':
			b.WriteByte(c)
			p.i++
		default:
			if err := p.escape(&b, begin); err != nil {
				return "", err
			}
		}
	}
}

func (p *parser) escape(b *strings.Builder, begin int) *syntax {
	at := p.i
	if p.i++; p.i >= len(p.s) {
		return p.fail("Unterminated string starting at", begin)
	}
	c := p.s[p.i]
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		b.WriteByte("\"\\/\b\f\n\r\t"[i])
		p.i++
		return nil
	}
	if c != 'u' {
		return p.fail(`Invalid \escape`, at)
	}
	r, ok := p.hex()
	if !ok {
		return p.fail(`Invalid \uXXXX escape`, p.i)
	}
	if utf16.IsSurrogate(r) && strings.HasPrefix(p.s[p.i:], `\u`) {
		back := p.i
		p.i++
		if low, ok := p.hex(); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				r, back = both, p.i
			}
		}
		p.i = back
	}
	b.WriteRune(r)
	return nil
}

// hex reads the four digits after the u at p.i.
func (p *parser) hex() (rune, bool) {
	if p.i+5 > len(p.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(p.s[p.i+1:p.i+5], 16, 16)
	if err != nil || strings.Contains(p.s[p.i+1:p.i+5], "_") {
		return 0, false
	}
	p.i += 5
	return rune(n), true
}

func (p *parser) array() (Value, *syntax) {
	v := Value{Kind: Array}
	if p.space(); strings.HasPrefix(p.s[p.i:], "]") {
		p.i++
		return v, nil
	}
	for {
		item, err := p.value()
		if err != nil {
			return v, err
		}
		v.Items = append(v.Items, item)
		p.space()
		switch {
		case strings.HasPrefix(p.s[p.i:], "]"):
			p.i++
			return v, nil
		case !strings.HasPrefix(p.s[p.i:], ","):
			return v, p.fail("Expecting ',' delimiter", p.i)
		}
		comma := p.i
		p.i++
		if p.space(); strings.HasPrefix(p.s[p.i:], "]") {
			return v, p.fail("Illegal trailing comma before end of array", comma)
		}
	}
}

func (p *parser) object() (Value, *syntax) {
	v := Value{Kind: Object}
	if p.space(); strings.HasPrefix(p.s[p.i:], "}") {
		p.i++
		return v, nil
	}
	index := map[string]int{}
	for {
		if !strings.HasPrefix(p.s[p.i:], `"`) {
			return v, p.fail("Expecting property name enclosed in double quotes", p.i)
		}
		p.i++
		name, err := p.text(p.i - 1)
		if err != nil {
			return v, err
		}
		if p.space(); !strings.HasPrefix(p.s[p.i:], ":") {
			return v, p.fail("Expecting ':' delimiter", p.i)
		}
		p.i++
		p.space()
		item, err := p.value()
		if err != nil {
			return v, err
		}
		if at, twice := index[name]; twice {
			v.Members[at].Value = item
		} else {
			index[name] = len(v.Members)
			v.Members = append(v.Members, Member{name, item})
		}
		p.space()
		switch {
		case strings.HasPrefix(p.s[p.i:], "}"):
			p.i++
			return v, nil
		case !strings.HasPrefix(p.s[p.i:], ","):
			return v, p.fail("Expecting ',' delimiter", p.i)
		}
		comma := p.i
		p.i++
		if p.space(); strings.HasPrefix(p.s[p.i:], "}") {
			return v, p.fail("Illegal trailing comma before end of object", comma)
		}
	}
}
