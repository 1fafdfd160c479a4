package redact

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of JSON that is redacted as a stream.
const (
	maxNesting = 500
	maxString  = 16 << 20 // the longest string that is held in memory
)

// Withheld is why a body cannot be redacted, and so must not be kept.
type Withheld struct{ Reason string }

// Error is the reason.
func (w *Withheld) Error() string { return w.Reason }

func withhold(format string, args ...any) error { return &Withheld{fmt.Sprintf(format, args...)} }

// frame is an object or array that is open.
type frame struct {
	object  bool
	wantKey bool   // the next string is a name
	key     string // the last name
	within  string // the name of the member that this is the value of
	kind    kind   // of values in it, where nothing else says
	index   int    // of the next element of an array
	strings []string
	columns []kind // by element
	rows    []kind // the columns of arrays in it
	fields  []kind // of an object: the columns that its "fields" names
	named   kind   // of an object: what its "name" says that its "value" is
	name    string // that "name"
}

// stream is JSON on its way through; layout, order and what is not sensitive stay
// as they are, byte by byte.
type jsonStream struct {
	r       *Redactor
	in      *bufio.Reader
	out     *bufio.Writer
	at      int64
	stack   []frame
	raw     []byte
	changed bool
}

// json redacts JSON values, one or several in a row.
func (r *Redactor) json(dst io.Writer, src io.Reader) (changed bool, err error) {
	in, read := r.streams.reader(src)
	defer read()
	out, written := r.streams.writer(dst)
	defer written()
	s := &jsonStream{r: r, in: in, out: out}
	s.stack = append(s.stack, frame{})
	if err := s.run(); err != nil {
		return s.changed, err
	}
	return s.changed, s.out.Flush()
}

func (s *jsonStream) top() *frame { return &s.stack[len(s.stack)-1] }

func (s *jsonStream) bad(what string) error {
	return withhold("it is called JSON, but %s at byte %d, and what cannot be read cannot be redacted", what, s.at)
}

func (s *jsonStream) run() error {
	for {
		c, err := s.in.ReadByte()
		if errors.Is(err, io.EOF) {
			if len(s.stack) > 1 {
				return s.bad("ends")
			}
			return nil
		}
		if err != nil {
			return err
		}
		s.at++
		switch c {
		case ' ', '\t', '\r', '\n', 0x1e: // a record separator begins a value of RFC 7464
			err = s.out.WriteByte(c)
		case ',':
			top := s.top()
			top.index++
			top.wantKey = top.object
			err = s.out.WriteByte(c)
		case ':':
			if !s.top().object {
				return s.bad("has a colon")
			}
			s.top().wantKey = false
			err = s.out.WriteByte(c)
		case '{', '[':
			err = s.open(c)
		case '}', ']':
			err = s.close(c)
		case '"':
			err = s.text()
		default:
			err = s.literal(c)
		}
		if err != nil {
			return err
		}
	}
}

// kind is that of the value that comes now.
func (s *jsonStream) kind() kind {
	top := s.top()
	switch {
	case top.object:
		if k := s.r.kindOf(top.key, top.within); k != none {
			return k
		}
		if top.named != none && (top.key == "value" || top.key == "values") {
			return top.named
		}
	case top.columns != nil:
		if top.index < len(top.columns) {
			return top.columns[top.index]
		}
		return none
	}
	return top.kind
}

func (s *jsonStream) open(c byte) error {
	if len(s.stack) > maxNesting {
		return s.bad(fmt.Sprintf("is nested more than %d deep", maxNesting))
	}
	top, k := s.top(), s.kind()
	next := frame{object: c == '{', wantKey: c == '{', within: top.within}
	if top.object && fold(top.key) != "id" { // an identifier may lie in an object of its own
		next.within = top.key
	}
	switch {
	case c == '[':
		next.kind = k
		switch {
		case top.object && top.key == "values" && top.fields != nil:
			next.rows = top.fields
		case top.rows != nil:
			next.columns = top.rows
		case top.object && (fold(top.key) == "location" || fold(top.key) == "position" || fold(top.key) == "geometry"):
			next.kind = position
		}
	case k == date, k == secret, k == email, k == position && !top.object,
		(k == name || k == label) && (fold(top.key) == "name" || fold(top.key) == "fullname" || fold(top.key) == "address"):
		next.kind = k
	}
	s.stack = append(s.stack, next)
	return s.out.WriteByte(c)
}

func (s *jsonStream) close(c byte) error {
	top := s.top()
	if len(s.stack) == 1 || top.object != (c == '}') {
		return s.bad(fmt.Sprintf("has a %q too many", c))
	}
	names := top.strings
	s.stack = s.stack[:len(s.stack)-1]
	if below := s.top(); below.object && below.key == "fields" && names != nil {
		below.fields = []kind{}
		for _, n := range names {
			below.fields = append(below.fields, s.r.kindOf(n, ""))
		}
	}
	return s.out.WriteByte(c)
}

// text reads a string to its end.
func (s *jsonStream) text() error {
	s.raw = append(s.raw[:0], '"')
	for {
		part, err := s.in.ReadSlice('"')
		s.raw = append(s.raw, part...)
		s.at += int64(len(part))
		if len(s.raw) > maxString {
			return withhold("it has a string of more than %d MiB, which is not held in memory", maxString>>20)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return s.bad("ends in a string")
		}
		if err != nil {
			return err
		}
		if escapes := len(s.raw) - 1 - len(bytes.TrimRight(s.raw[:len(s.raw)-1], `\`)); escapes%2 == 0 || len(s.raw)-1 == escapes {
			break
		}
	}
	top := s.top()
	plain := string(s.raw[1 : len(s.raw)-1])
	if bytes.IndexByte(s.raw, '\\') >= 0 && json.Unmarshal(s.raw, &plain) != nil {
		return s.bad("has a wrong escape")
	}
	if top.object && top.wantKey {
		return s.member(plain)
	}
	if top.object && top.key == "name" {
		top.name = plain
		if top.named = s.r.kindOf(plain, ""); top.named != none && s.kind() == label { // it names what its value is, and nobody
			_, err := s.out.Write(s.raw)
			return err
		}
	}
	if !top.object && len(top.strings) < 256 && len(plain) < 128 {
		top.strings = append(top.strings, plain)
	}
	out := s.replace(plain)
	if out == plain {
		_, err := s.out.Write(s.raw)
		return err
	}
	s.changed = true
	return s.quote(out)
}

func (s *jsonStream) quote(v string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := s.out.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	return err
}

// member takes the name of a member; one that is a value itself, as in maps by
// identifier, is replaced.
func (s *jsonStream) member(plain string) error {
	top := s.top()
	top.key, top.wantKey = plain, false
	if len(plain) <= 64 && !strings.ContainsAny(plain, "@ 0123456789") {
		s.word(plain)
	}
	out := plain
	switch {
	case s.r.again:
		out = s.r.text(plain)
	case uuidForm.MatchString(plain), len(plain) >= minNumber && strings.Trim(plain, "0123456789") == "":
		out = s.r.value(id, plain)
	case len(plain) > 24 || strings.ContainsAny(plain, "@. "):
		out = s.r.text(plain)
	}
	if out == plain {
		_, err := s.out.Write(s.raw)
		return err
	}
	s.changed = true
	return s.quote(out)
}

// word takes up a word of the vendor's vocabulary.
func (s *jsonStream) word(w string) {
	if s.r.again {
		return
	}
	if _, known := s.r.words.get(verbatim, w); !known {
		s.r.words.put(verbatim, w, "")
		s.r.o.vocabulary(w)
	}
}

// enum tells whether a string is a word of the vocabulary: in capitals, or where
// such words stand.
func (s *jsonStream) enum(k kind, plain string) bool {
	if len(plain) < minToken || len(plain) > 64 || k != none && k != verbatim {
		return false
	}
	return strings.Trim(plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" || strings.Trim(plain, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.:+-") == "" && (k == verbatim || enumerated(s.top().key) || enumerated(s.top().within))
}

func (s *jsonStream) replace(plain string) string {
	k := s.kind()
	if s.enum(k, plain) {
		s.word(plain)
		return plain
	}
	if k == position {
		called := s.top().key
		if s.top().named == position {
			called = s.top().name
		}
		if moved, ok := s.r.track(called, plain); ok {
			s.r.o.add(prose, plain, "") // as it was packed
			return moved
		}
	}
	if (k == none || k == verbatim) && isVector(plain) {
		return plain
	}
	if len(plain) > 0 && (plain[0] == '{' || plain[0] == '[') && k != verbatim && json.Valid([]byte(plain)) { // JSON in a string
		var out strings.Builder
		if _, err := s.r.json(&out, strings.NewReader(plain)); err == nil {
			return out.String()
		}
	}
	return s.r.value(k, plain)
}

// literal reads a number, true, false or null.
func (s *jsonStream) literal(c byte) error {
	s.raw = append(s.raw[:0], c)
	for {
		next, err := s.in.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if next <= ' ' || strings.IndexByte(`,:{}[]"`, next) >= 0 {
			if err := s.in.UnreadByte(); err != nil {
				return err
			}
			break
		}
		if s.raw = append(s.raw, next); len(s.raw) > 4096 {
			return s.bad("has a number without end")
		}
		s.at++
	}
	if digit := c == '-' || '0' <= c && c <= '9'; digit && len(s.raw) < minNumber && s.kind() == none { // most are
		_, err := s.out.Write(s.raw)
		return err
	}
	switch v := string(s.raw); v {
	case "true", "false", "null":
	default:
		if (c < '0' || c > '9') && c != '-' {
			return s.bad(fmt.Sprintf("has %.20q", v))
		}
		if out := s.number(v); out != v {
			s.changed = true
			_, err := s.out.WriteString(out)
			return err
		}
	}
	_, err := s.out.Write(s.raw)
	return err
}

// number replaces a number by a number.
func (s *jsonStream) number(v string) string {
	k := s.kind()
	if s.r.again {
		if out := s.r.known(v); strings.Trim(out, "-0123456789.eE+") == "" {
			return out
		}
		return v
	}
	switch k {
	case position:
		return s.r.value(position, v)
	case id, secret, name, label, email:
		if strings.ContainsAny(v, ".eE") {
			return v
		}
		sign := ""
		if v[0] == '-' {
			sign, v = "-", v[1:]
		}
		out, ok := s.r.memo.get(issued, v) // numbers have a form of their own
		if !ok {
			out = s.r.p.digits(v)
			s.r.o.add(id, v, out)
			s.r.memo.put(issued, v, out)
		}
		return sign + out
	case date:
		if len(v) == 4 {
			out := s.r.p.year(v)
			return out
		}
		if len(v) <= 2 {
			return "1" // month or day
		}
		return "0" // a time
	case none, prose, verbatim, issued:
		if len(v) >= minNumber {
			if out := s.r.known(v); strings.Trim(out, "-0123456789.eE+") == "" {
				return out
			}
		}
	}
	return v
}
