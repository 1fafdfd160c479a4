package redact

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
)

// Survivor is an original that is still there. It does not say which: that would
// be the value.
type Survivor struct {
	Kind string   // "name", "identifier", …
	Via  []string // what had to be undone to see it, from outside in; empty: it is plain
}

// String is for people: "name, in Base64, in gzip".
func (s Survivor) String() string {
	if len(s.Via) == 0 {
		return s.Kind + ", plain"
	}
	return s.Kind + ", in " + strings.Join(s.Via, ", in ")
}

// Bounds of a search.
const (
	pieceSize  = 4 << 20  // text is searched in pieces of about so much
	maxPiece   = 64 << 20 // when nothing divides it earlier
	maxUndo    = 5        // encodings within each other
	undoFactor = 40       // bytes that are looked at, for each that is there
)

// Search calls found for every original in src: plain, escaped for URLs, JSON and
// HTML, in Base64 and hexadecimal, compressed, within packed series, Parquet and
// FIT. found says whether to go on. An error says that src could not be searched to
// its end, so that nothing is known of it.
func (o *Originals) Search(src io.Reader, found func(Survivor) bool) error {
	s := &search{f: &finder{o: o}, found: found}
	o.mu.RLock()
	s.places = o.positions > 0
	for _, k := range o.known {
		s.places = s.places || k == position
		if s.places {
			break
		}
	}
	o.mu.RUnlock()
	in := bufio.NewReaderSize(src, 64<<10)
	for !s.stopped {
		piece, err := readPiece(in, o.piece)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		s.budget += int64(len(piece)*undoFactor + o.piece)
		s.bytes(piece, nil)
		if s.err != nil {
			return s.err
		}
		if errors.Is(err, io.EOF) {
			break
		}
	}
	return nil
}

// readPiece reads text up to a place that no value goes over.
func readPiece(in *bufio.Reader, most int) ([]byte, error) {
	head, _ := in.Peek(4)
	binary := magic(head) != "" || bytes.HasPrefix(head, []byte("PAR1"))
	var piece []byte
	for {
		part, err := in.ReadSlice('"')
		piece = append(piece, part...)
		switch {
		case len(piece) > most:
			return nil, fmt.Errorf("redact: nothing divides it for %d MiB; it cannot be searched", most>>20)
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil:
			return piece, err
		case !binary && len(piece) > pieceSize:
			return piece, nil
		}
	}
}

// search is one Search under way.
type search struct {
	f       *finder
	found   func(Survivor) bool
	places  bool // positions are among the originals
	stopped bool
	budget  int64
	err     error
}

func (s *search) hit(k kind, via []string) {
	if !s.stopped && !s.found(Survivor{k.String(), append([]string(nil), via...)}) {
		s.stopped = true
	}
}

// bytes searches b, and what b is when it is undone.
func (s *search) bytes(b []byte, via []string) {
	if s.budget -= int64(len(b)); s.budget < 0 {
		s.err = errors.New("redact: it is encoded in itself too often; it cannot be searched")
	}
	if s.stopped || s.err != nil || len(b) < minToken {
		return
	}
	least := minToken
	if !mostlyText(b) {
		least = 2 * minToken // in noise, short words stand by chance
	}
	s.f.in(b, least, func(x finding) bool {
		s.hit(x.kind, via)
		return !s.stopped
	})
	if len(via) == maxUndo {
		return
	}
	if file := magic(b); file != "" {
		s.undo(file, b, via)
		return
	}
	s.escapes(b, via)
	s.runs(b, via, "Base64", 8, isBase64, s.base64)
	s.runs(b, via, "Base64 for URLs", 8, isBase64URL, s.base64)
	s.runs(b, via, "hexadecimal", 2*minToken, isHex, s.hex)
	if s.places && len(via) > 0 && least != minToken {
		s.numbers(b, via)
	}
}

func with(via []string, one string) []string { return append(via[:len(via):len(via)], one) }

// escapes undoes what stands for single characters.
func (s *search) escapes(b []byte, via []string) {
	if bytes.IndexByte(b, '%') >= 0 {
		if plain := unescapePercent(b); !bytes.Equal(plain, b) {
			s.bytes(plain, with(via, "URL escapes"))
		}
	}
	if bytes.IndexByte(b, '\\') >= 0 {
		if plain := unescapeJSON(b); !bytes.Equal(plain, b) {
			s.bytes(plain, with(via, "JSON escapes"))
		}
	}
	if bytes.Contains(b, []byte("&#")) || bytes.Contains(b, []byte("&amp;")) {
		s.bytes([]byte(html.UnescapeString(string(b))), with(via, "HTML escapes"))
	}
}

// unescapePercent undoes what is right and leaves the rest.
func unescapePercent(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '%' && i+2 < len(b) && isHex(b[i+1]) && isHex(b[i+2]) {
			var one [1]byte
			_, _ = hex.Decode(one[:], b[i+1:i+3])
			out = append(out, one[0])
			i += 2
			continue
		}
		if c := b[i]; c == '+' {
			out = append(out, ' ')
		} else {
			out = append(out, c)
		}
	}
	return out
}

// unescapeJSON undoes escapes wherever they stand.
func unescapeJSON(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		n := 2
		if b[i+1] == 'u' {
			n = 6
			if i+12 <= len(b) && b[i+6] == '\\' && b[i+7] == 'u' {
				n = 12 // two halves of one character, or two
			}
		}
		var plain string
		if i+n <= len(b) && json.Unmarshal([]byte(`"`+string(b[i:i+n])+`"`), &plain) == nil {
			out = append(out, plain...)
			i += n - 1
			continue
		}
		out = append(out, b[i])
	}
	return out
}

func isBase64(c byte) bool    { return alnum(c) && c < 0x80 || c == '+' || c == '/' }
func isBase64URL(c byte) bool { return alnum(c) && c < 0x80 || c == '-' || c == '_' }
func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// runs hands every run of an alphabet to undo.
func (s *search) runs(b []byte, via []string, what string, least int, in func(byte) bool, undo func(run []byte, via []string)) {
	for at := 0; at < len(b) && !s.stopped; at++ {
		from := at
		for at < len(b) && in(b[at]) {
			at++
		}
		if at-from >= least {
			undo(b[from:at], with(via, what))
		}
	}
}

// base64 decodes a run from each of its first four places: something else may
// stand before it.
func (s *search) base64(run []byte, via []string) {
	enc := base64.RawStdEncoding
	if bytes.ContainsAny(run, "-_") {
		enc = base64.RawURLEncoding
	}
	for skip := range min(4, len(run)-7) {
		code := run[skip:]
		if len(code)%4 == 1 {
			code = code[:len(code)-1]
		}
		var head [48]byte
		n, err := enc.Decode(head[:], code[:min(len(code), 64)])
		if err != nil || !mostlyText(head[:n]) && magic(head[:n]) == "" && skip > 0 {
			continue
		}
		raw := make([]byte, enc.DecodedLen(len(code)))
		if n, err = enc.Decode(raw, code); err == nil {
			s.bytes(raw[:n], via)
		}
	}
}

func (s *search) hex(run []byte, via []string) {
	raw := make([]byte, len(run)/2)
	if n, err := hex.Decode(raw, run[:len(run)&^1]); err == nil && (mostlyText(raw[:n]) || magic(raw[:n]) != "") {
		s.bytes(raw[:n], via)
	}
}

// mostlyText tells whether a sample of b is readable.
func mostlyText(b []byte) bool {
	sample := b[:min(len(b), 4096)]
	words := utf8.Valid(sample[:len(sample)-tail(sample)])
	odd := 0
	for _, c := range sample {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f || c > 0x7f && !words {
			odd++
		}
	}
	return odd*8 <= len(sample)
}

// magic names what a file is by its first bytes.
func magic(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0x1f, 0x8b}):
		return "gzip"
	case bytes.HasPrefix(b, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	case len(b) > 2 && b[0] == 0x78 && (uint(b[0])<<8|uint(b[1]))%31 == 0:
		return "zlib"
	case bytes.HasPrefix(b, []byte("PAR1")):
		return "Parquet"
	case len(b) >= 12 && string(b[8:12]) == ".FIT":
		return "FIT"
	}
	return ""
}

// undo unpacks a file.
func (s *search) undo(file string, b []byte, via []string) {
	via = with(via, file)
	var r io.Reader
	var err error
	switch file {
	case "gzip":
		r, err = gzip.NewReader(bytes.NewReader(b))
	case "zlib":
		r, err = zlib.NewReader(bytes.NewReader(b))
	case "zstd":
		z, e := zstd.NewReader(bytes.NewReader(b), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if r, err = z, e; e == nil {
			defer z.Close()
		}
	default:
		s.cells(file, b, via)
		return
	}
	if err != nil {
		return // it only looked like one, and was searched as it is
	}
	raw, err := io.ReadAll(io.LimitReader(r, int64(s.f.o.piece)+1))
	if len(raw) > s.f.o.piece {
		s.err = fmt.Errorf("redact: %s of more than %d MiB within a text; it cannot be searched", file, s.f.o.piece>>20)
		return
	}
	if err != nil && len(raw) == 0 {
		return
	}
	s.bytes(raw, with(via, "a series")[:len(via)])
}

// cells searches the values of a table.
func (s *search) cells(file string, b []byte, via []string) {
	if file == "Parquet" {
		if err := eachParquetPage(b, func(t format.Type, values []byte) {
			s.bytes(values, via)
			if s.places && (t == format.Float || t == format.Double || t == format.Int32) {
				s.numbers(values, via)
			}
		}); err != nil {
			s.err = fmt.Errorf("redact: this Parquet file cannot be searched: %w", err)
		}
		return
	}
	_ = eachFITValue(b, func(v string) bool { // what is no FIT file was searched as it is
		if k := s.f.is(v); k != none {
			s.hit(k, via)
		} else if len(v) > 2*minToken {
			s.f.in([]byte(v), minToken, func(x finding) bool {
				s.hit(x.kind, via)
				return !s.stopped
			})
		}
		return !s.stopped
	})
}

// numbers reads bytes as series of floating-point numbers, of either width and
// order, and of semicircles where they are a way.
func (s *search) numbers(b []byte, via []string) {
	if l, ok := semicirclesOf(b[:len(b)&^3]); ok {
		for at := 0; at+4 <= len(b) && !s.stopped; at += 4 {
			s.degree(l.at(b[at:]), 64, "semicircles", via)
		}
	}
	for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
		for at := 0; at+8 <= len(b) && !s.stopped; at += 8 {
			s.degree(math.Float64frombits(order.Uint64(b[at:])), 64, "floating-point numbers", via)
		}
		for at := 0; at+4 <= len(b) && !s.stopped; at += 4 {
			s.degree(float64(math.Float32frombits(order.Uint32(b[at:]))), 32, "floating-point numbers", via)
		}
	}
}

func (s *search) degree(x float64, bitSize int, as string, via []string) {
	if x = math.Abs(x); x > 180 || x < nowhere || x*1000 == math.Trunc(x*1000) || math.IsNaN(x) {
		return
	}
	if s.f.is(strconv.FormatFloat(x, 'f', -1, bitSize)) == position {
		s.hit(position, with(via, as))
	}
}

// SearchURL is Search for what stands in a URL, a header or a name.
func (o *Originals) SearchURL(text string, found func(Survivor) bool) error {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		plain = text
	}
	return o.Search(strings.NewReader(text+"\n"+plain), found)
}
