package polarteampro

import (
	"errors"
	"fmt"
	"io"
)

// input reads JSON as it arrives, strictly.
type input struct {
	r    io.Reader
	buf  []byte // what has been read and not passed
	i    int
	past int64 // bytes before buf
	err  error
	word []byte // the last cell
}

const (
	chunk    = 64 << 10
	maxWord  = 1 << 20 // of a string or a number
	maxDepth = 100
)

func stream(r io.Reader) *input { return &input{r: r, buf: make([]byte, 0, chunk)} }
func memory(body []byte) *input { return &input{buf: body, err: io.EOF} }
func (in *input) offset() int64 { return in.past + int64(in.i) }
func (in *input) more() bool    { return in.i < len(in.buf) || in.fill() }
func isSpace(c byte) bool       { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
func isDigit(c byte) bool       { return c >= '0' && c <= '9' }

// wrong is an error of the text, and says where it is.
func (in *input) wrong(what string) error {
	return fmt.Errorf("byte %d: %s", in.offset(), what)
}

// broken is why there is no more: the reader's error, or what the end means here.
func (in *input) broken(what string) error {
	if in.err != nil && !errors.Is(in.err, io.EOF) {
		return in.err
	}
	return errors.New(what)
}

// fill reads on when everything was passed.
func (in *input) fill() bool {
	for in.err == nil {
		in.past += int64(len(in.buf))
		in.buf, in.i = in.buf[:0], 0
		n, err := in.r.Read(in.buf[:cap(in.buf)])
		in.buf, in.err = in.buf[:n], err
		if n > 0 {
			return true
		}
	}
	return false
}

// peek passes blanks and returns the next byte, 0 at the end.
func (in *input) peek() byte {
	for in.more() {
		if c := in.buf[in.i]; !isSpace(c) {
			return c
		}
		in.i++
	}
	return 0
}

// end checks that nothing follows.
func (in *input) end() error {
	if in.peek() != 0 {
		return in.wrong("something follows the answer")
	}
	if in.more() {
		return in.wrong("a zero byte")
	}
	if !errors.Is(in.err, io.EOF) {
		return in.err
	}
	return nil
}

// object calls member at each value of an object, which has to pass it.
func (in *input) object(member func(key string) error) error {
	if in.peek() != '{' {
		return in.missing("an object")
	}
	in.i++
	if in.peek() == '}' {
		in.i++
		return nil
	}
	for {
		if in.peek() != '"' {
			return in.missing("the name of a member")
		}
		if err := in.str(); err != nil {
			return err
		}
		key := string(in.word)
		if in.peek() != ':' {
			return in.missing("a colon")
		}
		in.i++
		if err := member(key); err != nil {
			return err
		}
		done, err := in.next('}')
		if done || err != nil {
			return err
		}
	}
}

// array calls element at each value of an array, which has to pass it.
func (in *input) array(element func() error) error {
	if in.peek() != '[' {
		return in.missing("a list")
	}
	in.i++
	if in.peek() == ']' {
		in.i++
		return nil
	}
	for {
		if err := element(); err != nil {
			return err
		}
		done, err := in.next(']')
		if done || err != nil {
			return err
		}
	}
}

// next passes a comma, or the end.
func (in *input) next(end byte) (done bool, _ error) {
	switch in.peek() {
	case ',':
		in.i++
		return false, nil
	case end:
		in.i++
		return true, nil
	}
	return false, in.missing("a comma or " + string(end))
}

func (in *input) missing(what string) error {
	if !in.more() {
		return in.broken("the answer ends too early")
	}
	return in.wrong("want " + what)
}

// cell passes a value. kind is '"' for a string, whose inside raw is, 'n' for
// null, '0' for a number, 't' for a truth, '{' for a list or an object, of
// which raw is a placeholder if it did not arrive in one piece.
func (in *input) cell() (kind byte, raw []byte, _ error) {
	switch c := in.peek(); {
	case c == '"':
		err := in.str()
		return '"', in.word, err
	case c == '-' || isDigit(c):
		if raw, ok := in.short(); ok {
			return '0', raw, nil
		}
		err := in.digits()
		return '0', in.word, err
	case c == '{' || c == '[':
		start, past := in.i, in.past
		err := in.skip(0)
		if past != in.past {
			return '{', []byte(`"…"`), err
		}
		return '{', in.buf[start:in.i], err
	}
	if err := in.literal(); err != nil {
		return 0, nil, err
	}
	if in.word[0] == 'n' {
		return 'n', in.word, nil
	}
	return 't', in.word, nil
}

// skip passes a value of any kind.
func (in *input) skip(depth int) error {
	if depth > maxDepth {
		return in.wrong("values within values, too deep")
	}
	switch in.peek() {
	case '{':
		return in.object(func(string) error { return in.skip(depth + 1) })
	case '[':
		return in.array(func() error { return in.skip(depth + 1) })
	}
	_, _, err := in.cell()
	return err
}
