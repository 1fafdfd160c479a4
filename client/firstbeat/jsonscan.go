package firstbeat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// SyntaxError is where a body stops being JSON.
type SyntaxError struct {
	Offset int // bytes read before it
	what   string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("not JSON at byte %d: %s", e.Offset, e.what) }

// maxDepth bounds nesting, where encoding/json does.
const maxDepth = 10000

// scanner reads JSON in one pass and accepts exactly what encoding/json
// accepts. It exists because a results body is a few long strings in a little
// structure: encoding/json reads each string three times before it can be decoded.
type scanner struct {
	data  []byte
	i     int
	depth int
	fault error // what is JSON, but not what the API promises
}

func (s *scanner) fail(what string) error { return &SyntaxError{Offset: s.i, what: what} }

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.i < len(s.data) {
		switch c := s.data[s.i]; c {
		case ' ', '\t', '\n', '\r':
			s.i++
		default:
			return c
		}
	}
	return 0
}

// expect skips white space and one byte that must be c.
func (s *scanner) expect(c byte) error {
	if s.peek() != c || s.i >= len(s.data) {
		return s.fail("want " + string(c))
	}
	s.i++
	return nil
}

// note keeps the first fault, and lets the scan go on: whether a body is JSON
// does not depend on what is in it.
func (s *scanner) note(err error) {
	if s.fault == nil {
		s.fault = err
	}
}

// finish makes sure that nothing follows, and returns the error of the whole.
func (s *scanner) finish(err error) error {
	if err != nil {
		return err
	}
	if s.peek(); s.i < len(s.data) {
		return s.fail("more after the value")
	}
	return s.fault
}

func (s *scanner) enter() error {
	if s.depth++; s.depth > maxDepth {
		return s.fail("nested too deep")
	}
	return nil
}

// object calls member for each key; member must read the value.
func (s *scanner) object(member func(key []byte) error) error {
	if err := s.expect('{'); err != nil {
		return err
	}
	if err := s.enter(); err != nil {
		return err
	}
	defer func() { s.depth-- }()
	if s.peek() == '}' {
		s.i++
		return nil
	}
	for {
		if s.peek() != '"' {
			return s.fail("want a key")
		}
		key, err := s.text()
		if err != nil {
			return err
		}
		if err := s.expect(':'); err != nil {
			return err
		}
		if err := member(key); err != nil {
			return err
		}
		if s.peek() == '}' {
			s.i++
			return nil
		}
		if err := s.expect(','); err != nil {
			return err
		}
	}
}

// array calls element for each element; element must read it.
func (s *scanner) array(element func() error) error {
	if err := s.expect('['); err != nil {
		return err
	}
	if err := s.enter(); err != nil {
		return err
	}
	defer func() { s.depth-- }()
	if s.peek() == ']' {
		s.i++
		return nil
	}
	for {
		if err := element(); err != nil {
			return err
		}
		if s.peek() == ']' {
			s.i++
			return nil
		}
		if err := s.expect(','); err != nil {
			return err
		}
	}
}

// text reads a string, unescaped. It may share the body's memory.
func (s *scanner) text() ([]byte, error) {
	start := s.i
	plain, err := s.str()
	if err != nil {
		return nil, err
	}
	lit := s.data[start:s.i]
	if plain {
		return lit[1 : len(lit)-1], nil
	}
	return unescape(lit)
}

// unescape reads a string literal as encoding/json does.
func unescape(lit []byte) ([]byte, error) {
	var t string
	err := json.Unmarshal(lit, &t)
	return []byte(t), err
}

// str skips a string, and reports whether it stands for itself: no escapes, and ASCII.
func (s *scanner) str() (plain bool, _ error) {
	if s.i >= len(s.data) || s.data[s.i] != '"' {
		return false, s.fail("want a string")
	}
	plain = true
	for s.i++; s.i < len(s.data); s.i++ {
		switch c := s.data[s.i]; {
		case c == '"':
			s.i++
			return plain, nil
		case c == '\\':
			plain = false
			s.i++
			if err := s.escape(); err != nil {
				return false, err
			}
		case c < ' ':
			return false, s.fail("control character in a string")
		case c >= 0x80:
			plain = false
		}
	}
	return false, s.fail("string without end")
}

// escape checks what follows a backslash, and stays on its last byte.
func (s *scanner) escape() error {
	if s.i >= len(s.data) {
		return s.fail("string without end")
	}
	switch s.data[s.i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return nil
	case 'u':
		for range 4 {
			s.i++
			if s.i >= len(s.data) || !isHex(s.data[s.i]) {
				return s.fail("want four hexadecimal digits")
			}
		}
		return nil
	}
	return s.fail("unknown escape")
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// rapid skips a string without looking at each byte of it. It returns false,
// and moves nothing, if the string has an escape or no end. The caller must
// check the bytes, as decoding base64 does, or go back and call str.
func (s *scanner) rapid() ([]byte, bool) {
	rest := s.data[s.i+1:]
	n := bytes.IndexByte(rest, '"')
	if n < 0 || bytes.IndexByte(rest[:n], '\\') >= 0 {
		return nil, false
	}
	s.i += n + 2
	return rest[:n], true
}

// number reads a number's literal.
func (s *scanner) number() ([]byte, error) {
	start := s.i
	digits := func() bool {
		from := s.i
		for s.i < len(s.data) && s.data[s.i]-'0' <= 9 {
			s.i++
		}
		return s.i > from
	}
	at := func(set string) bool {
		return s.i < len(s.data) && strings.IndexByte(set, s.data[s.i]) >= 0
	}
	if at("-") {
		s.i++
	}
	if at("0") {
		s.i++
	} else if !digits() {
		return nil, s.fail("want a value")
	}
	if at(".") {
		if s.i++; !digits() {
			return nil, s.fail("want a digit")
		}
	}
	if at("eE") {
		if s.i++; at("+-") {
			s.i++
		}
		if !digits() {
			return nil, s.fail("want a digit")
		}
	}
	return s.data[start:s.i], nil
}

func (s *scanner) literal(word string) error {
	if !bytes.HasPrefix(s.data[s.i:], []byte(word)) {
		return s.fail("want a value")
	}
	s.i += len(word)
	return nil
}

// scalar skips a value that is neither object nor array.
func (s *scanner) scalar() error {
	switch s.peek() {
	case '"':
		_, err := s.str()
		return err
	case 't':
		return s.literal("true")
	case 'f':
		return s.literal("false")
	case 'n':
		return s.literal("null")
	}
	_, err := s.number()
	return err
}

// skip reads any value and returns its text. It does not recurse: a body
// decides how deep it goes.
func (s *scanner) skip() ([]byte, error) {
	s.peek()
	start, outer := s.i, s.depth
	var stack []byte // the bracket that closes each level
	for {
		c := s.peek()
		switch c {
		case '{', '[':
			if err := s.enter(); err != nil {
				return nil, err
			}
			s.i++
			stack = append(stack, c+2) // '}' is '{'+2, ']' is '['+2
			if s.peek() != c+2 {
				if err := s.key(c); err != nil {
					return nil, err
				}
				continue
			}
		default:
			if err := s.scalar(); err != nil {
				return nil, err
			}
		}
		for len(stack) > 0 && s.peek() == stack[len(stack)-1] {
			s.i++
			s.depth--
			stack = stack[:len(stack)-1]
		}
		if len(stack) == 0 {
			s.depth = outer
			return s.data[start:s.i], nil
		}
		if err := s.expect(','); err != nil {
			return nil, err
		}
		if err := s.key(stack[len(stack)-1] - 2); err != nil {
			return nil, err
		}
	}
}

// key skips a key and its colon, in an object.
func (s *scanner) key(open byte) error {
	if open != '{' {
		return nil
	}
	s.peek()
	if _, err := s.str(); err != nil {
		return err
	}
	return s.expect(':')
}
