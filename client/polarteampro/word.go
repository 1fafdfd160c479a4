package polarteampro

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// take appends the next byte to the word.
func (in *input) take() error {
	if len(in.word) >= maxWord {
		return in.wrong("a word that is too long")
	}
	in.word = append(in.word, in.buf[in.i])
	in.i++
	return nil
}

// str reads a string's inside as the word.
func (in *input) str() error {
	in.i++ // the quote
	in.word = in.word[:0]
	escaped := false
	for in.more() {
		run := in.buf[in.i:]
		n := 0
		for n < len(run) && run[n] >= ' ' && run[n] != '"' && run[n] != '\\' {
			n++
		}
		if len(in.word)+n > maxWord {
			return in.wrong("a word that is too long")
		}
		in.word = append(in.word, run[:n]...)
		if in.i += n; !in.more() {
			break
		}
		switch c := in.buf[in.i]; {
		case c == '"':
			in.i++
			if !escaped {
				return nil
			}
			return in.unescape()
		case c < ' ':
			return in.wrong("a control character in a string")
		case c == '\\':
			escaped = true
			if err := in.take(); err != nil {
				return err
			}
			if !in.more() {
				return in.missing("a character")
			}
		}
		if err := in.take(); err != nil {
			return err
		}
	}
	return in.missing("a quote")
}

func (in *input) unescape() error {
	var text string
	if json.Unmarshal([]byte(`"`+string(in.word)+`"`), &text) != nil {
		return in.wrong("an escape that there is not")
	}
	in.word = append(in.word[:0], text...)
	return nil
}

// short passes a number that has arrived whole and has no exponent, without
// copying it.
func (in *input) short() ([]byte, bool) {
	run := in.buf[in.i:]
	n := 0
	if run[0] == '-' {
		n++
	}
	first := n
	for n < len(run) && isDigit(run[n]) {
		n++
	}
	if whole := n - first; whole == 0 || whole > 1 && run[first] == '0' {
		return nil, false
	}
	if n < len(run) && run[n] == '.' {
		point := n
		for n++; n < len(run) && isDigit(run[n]); {
			n++
		}
		if n == point+1 {
			return nil, false
		}
	}
	if n == len(run) || run[n] == 'e' || run[n] == 'E' {
		return nil, false
	}
	in.i += n
	return run[:n], true
}

// digits reads a number as the word. [RFC 8259 6]
func (in *input) digits() error {
	in.word = in.word[:0]
	run := func() (n int, err error) {
		for in.more() && isDigit(in.buf[in.i]) {
			if err := in.take(); err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
	is := func(set string) bool { return in.more() && strings.IndexByte(set, in.buf[in.i]) >= 0 }
	if is("-") {
		_ = in.take()
	}
	zero := is("0")
	if n, err := run(); err != nil || n == 0 || zero && n > 1 {
		return in.missing("a number")
	}
	if is(".") {
		_ = in.take()
		if n, err := run(); err != nil || n == 0 {
			return in.missing("a fraction")
		}
	}
	if is("eE") {
		_ = in.take()
		if is("+-") {
			_ = in.take()
		}
		if n, err := run(); err != nil || n == 0 {
			return in.missing("an exponent")
		}
	}
	return nil
}

// literal reads true, false or null as the word.
func (in *input) literal() error {
	in.word = in.word[:0]
	for in.more() && in.buf[in.i] >= 'a' && in.buf[in.i] <= 'z' && len(in.word) < 6 {
		_ = in.take()
	}
	switch string(in.word) {
	case "true", "false", "null":
		return nil
	}
	return in.missing("a value")
}

// number reads a number as a cell holds it. Up to 15 digits it is one
// division, which rounds as a parser would.
func number(raw []byte) (float64, bool) {
	var n uint64
	digits, fraction, point := 0, 0, false
	for i, c := range raw {
		switch {
		case isDigit(c):
			n = n*10 + uint64(c-'0')
			if digits++; point {
				fraction++
			}
		case c == '.' && !point:
			point = true
		case c == '-' && i == 0:
		default:
			return parse(raw)
		}
	}
	if digits == 0 || digits > 15 {
		return parse(raw)
	}
	v := float64(n) / powers(fraction)
	if raw[0] == '-' {
		v = -v
	}
	return v, true
}

func powers(n int) float64 {
	p := 1.0
	for range n {
		p *= 10 // exact up to 10^22
	}
	return p
}

// parse reads what is longer, or NaN.
func parse(raw []byte) (float64, bool) {
	if len(raw) == 0 || string(raw) != "NaN" && (!isDigit(raw[len(raw)-1]) || bytes.ContainsAny(raw, "_xXpPN")) {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(raw), 64)
	return v, err == nil
}
