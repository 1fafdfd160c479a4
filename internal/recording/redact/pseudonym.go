package redact

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// pseudonyms makes replacements; each is a function of the key and the value alone.
type pseudonyms struct {
	mac   []byte
	block cipher.Block
}

func newPseudonyms(k Key) *pseudonyms {
	return &pseudonyms{k.derive("pseudonyms", 32), k.block("numbers")}
}

// stream is chance that follows from a value: another 32 bytes whenever they are
// used up.
type stream struct {
	p     *pseudonyms
	value string
	have  []byte
	count uint32
}

func (p *pseudonyms) stream(kind, value string) *stream {
	return &stream{p: p, value: kind + "\x00" + value}
}

func (s *stream) byte() byte {
	if len(s.have) == 0 {
		h := hmac.New(sha256.New, s.p.mac)
		_ = binary.Write(h, binary.BigEndian, s.count)
		_, _ = h.Write([]byte(s.value))
		s.have = h.Sum(nil)
		s.count++
	}
	b := s.have[0]
	s.have = s.have[1:]
	return b
}

// below draws a number below n, which is small.
func (s *stream) below(n int) int {
	return int((uint32(s.byte())<<16 | uint32(s.byte())<<8 | uint32(s.byte())) % uint32(n))
}

func (s *stream) pick(from string) byte { return from[s.below(len(from))] }

const (
	consonants = "bdfgklmnprstvz"
	vowels     = "aeiou"
)

// word makes a word that can be spoken, spelled with capitals as its model is.
func (p *pseudonyms) word(w string) string {
	s := p.stream("word", strings.ToLower(w))
	out := make([]byte, 0, 7)
	for range 3 {
		out = append(out, s.pick(consonants), s.pick(vowels))
	}
	out = append(out, s.pick(consonants))
	switch upper := strings.ToUpper(w); {
	case w == upper && len([]rune(w)) > 1:
		return strings.ToUpper(string(out))
	case []rune(w)[0] == []rune(upper)[0]:
		return strings.ToUpper(string(out[:1])) + string(out[1:])
	}
	return string(out)
}

// words replaces every word of a name, so that a full name still has the first name
// in it; digits go too.
func (p *pseudonyms) words(s string) string {
	var out strings.Builder
	for len(s) > 0 {
		n := strings.IndexFunc(s, func(r rune) bool { return !wordly(r) })
		if n < 0 {
			n = len(s)
		}
		if n > 0 {
			out.WriteString(p.wordOrNumber(s[:n]))
			s = s[n:]
			continue
		}
		n = strings.IndexFunc(s, wordly)
		if n < 0 {
			n = len(s)
		}
		out.WriteString(s[:n])
		s = s[n:]
	}
	return out.String()
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func (p *pseudonyms) wordOrNumber(w string) string {
	if strings.Trim(w, "0123456789") == "" {
		return p.digits(w)
	}
	return p.word(w)
}

// mailDomain is where every replaced address lives; nobody can be reached there.
// [RFC 2606: .example is reserved]
const mailDomain = "redacted.example"

func (p *pseudonyms) email(address string) string {
	folded := strings.ToLower(address)
	s := p.stream("email", folded)
	return p.word(folded) + strconv.Itoa(1000+s.below(9000)) + "@" + mailDomain
}

var uuidForm = lazyregexp.New(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

// id replaces an identifier by one that looks like it: of digits, of hexadecimal
// digits, a UUID, letters and digits in the same places.
func (p *pseudonyms) id(v string) string {
	switch {
	case v == "":
		return ""
	case strings.Contains(v, "@"):
		return p.email(v)
	case strings.Trim(v, "0123456789-:./ ") == "":
		return p.digits(v)
	case uuidForm.MatchString(v):
		return p.uuid(v)
	case strings.ContainsAny(v, " \t") || strings.ContainsFunc(v, func(r rune) bool { return r > unicode.MaxASCII }):
		return p.words(v)
	}
	return p.shape("id", v, prefix(v))
}

// prefix is the length of what says of which kind an identifier is: "act_".
func prefix(v string) int {
	i := strings.IndexByte(v, '_')
	if i < 2 || i > 6 || len(v)-i < 8 || strings.Trim(v[:i], "abcdefghijklmnopqrstuvwxyz") != "" {
		return 0
	}
	return i + 1
}

// shape replaces letters by letters and digits by digits.
func (p *pseudonyms) shape(kind, v string, from int) string {
	s := p.stream(kind, v)
	hex := strings.Trim(v[from:], "0123456789abcdef-") == "" && strings.ContainsAny(v[from:], "0123456789")
	out := []byte(v)
	for i := from; i < len(out); i++ {
		switch c := out[i]; {
		case '0' <= c && c <= '9':
			out[i] = s.pick("0123456789")
		case hex && 'a' <= c && c <= 'f':
			out[i] = s.pick("abcdef")
		case 'a' <= c && c <= 'z':
			out[i] = s.pick("abcdefghijkmnopqrstuvwxyz")
		case 'A' <= c && c <= 'Z':
			out[i] = s.pick("ABCDEFGHJKMNPQRSTVWXYZ") // those of a ULID
		}
	}
	if string(out) == v { // of one or two characters
		return p.word(v)
	}
	return string(out)
}

func (p *pseudonyms) uuid(v string) string {
	s := p.stream("uuid", strings.ToLower(v))
	out := []byte(v)
	for i, c := range out {
		switch {
		case c == '-' || i == 14: // the version says how it was made
		case i == 19:
			out[i] = s.pick("89ab")
		case 'A' <= c && c <= 'F':
			out[i] = s.pick("0123456789ABCDEF")
		default:
			out[i] = s.pick("0123456789abcdef")
		}
	}
	return string(out)
}

// digits replaces a number by another of as many digits, and never two by the same
// one; what stands between digits stays. A number that fits 32 or 64 bits still
// does.
func (p *pseudonyms) digits(v string) string {
	only := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, v)
	x, err := strconv.ParseUint(only, 10, 64)
	if only == "" || only == "0" {
		return v
	}
	if err != nil || len(only) > 19 || len(only) == 19 && x > math.MaxInt64 {
		return p.shape("digits", v, 0)
	}
	low, high := uint64(0), pow10(len(only))
	if only[0] != '0' {
		low = pow10(len(only) - 1)
	}
	if x <= math.MaxInt32 {
		high = min(high, math.MaxInt32+1)
	} else {
		low = max(low, math.MaxInt32+1) // so that no two numbers meet
	}
	high = min(high, math.MaxInt64)
	y := strconv.FormatUint(low+newPermutation(p.block, high-low).move(x-low), 10)
	y = strings.Repeat("0", max(0, len(only)-len(y))) + y
	out := []byte(v)
	at := 0
	for i, c := range out {
		if '0' <= c && c <= '9' {
			out[i] = y[at]
			at++
		}
	}
	return string(out)
}

func pow10(n int) uint64 {
	x := uint64(1)
	for range n {
		x *= 10
	}
	return x
}

// secretMark begins what stands for a secret.
const secretMark = "redacted"

const base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// secret replaces a secret by something as long, but for very short ones.
func (p *pseudonyms) secret(v string) string {
	if v == "" {
		return ""
	}
	if uuidForm.MatchString(v) {
		return p.uuid(v)
	}
	s := p.stream("secret", v)
	out := []byte(secretMark)
	for len(out) < max(len(v), 16) && len(out) < 4096 {
		out = append(out, s.pick(base62))
	}
	return string(out)
}

// signature replaces a signature by another as long, in base64 for URLs.
func (p *pseudonyms) signature(v string) string {
	s := p.stream("signature", v)
	n := base64.RawURLEncoding.DecodedLen(len(v))
	raw := make([]byte, min(n, 1024))
	for i := range raw {
		raw[i] = s.byte()
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

var dateForm = lazyregexp.New(`^\d{4}-?\d{2}-?\d{2}`)

// date replaces a day by the first of a January between 1970 and 1999; what follows
// the day stays.
func (p *pseudonyms) date(v string) string {
	day := dateForm.FindString(v)
	if day == "" {
		if len(v) == 4 && strings.Trim(v, "0123456789") == "" {
			return p.year(v)
		}
		return p.words(v)
	}
	s := p.stream("date", strings.ReplaceAll(day, "-", ""))
	out := strconv.Itoa(1970+s.below(30)) + "-01-01"
	if !strings.Contains(day, "-") {
		out = strings.ReplaceAll(out, "-", "")
	}
	return out + v[len(day):]
}

func (p *pseudonyms) year(v string) string {
	return strconv.Itoa(1970 + p.stream("year", v).below(30))
}

// nowhere bounds, in degrees, where replaced positions lie: at the null meridian in
// the Gulf of Guinea.
const nowhere = 0.001

// coordinate replaces a degree by one nowhere, spelled with as many decimals.
func (p *pseudonyms) coordinate(v string) string {
	x, err := strconv.ParseFloat(v, 64)
	if err != nil || x == 0 {
		return v
	}
	_, fraction, _ := strings.Cut(v, ".")
	decimals := len(fraction)
	if strings.ContainsAny(v, "eE") {
		decimals = 7
	}
	return strconv.FormatFloat(p.degrees(x), 'f', min(decimals, 17), 64)
}

// degrees replaces a degree that is a number.
func (p *pseudonyms) degrees(x float64) float64 {
	if x == 0 || math.IsNaN(x) {
		return x
	}
	s := p.stream("degrees", strconv.FormatFloat(x, 'g', -1, 64))
	return (1 + float64(s.below(1<<23))) / (1<<23 + 1) * nowhere
}

// blank replaces letters and digits of free text.
func blank(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '0'
		case unicode.IsUpper(r):
			return 'X'
		case unicode.IsLetter(r), unicode.IsMark(r):
			return 'x'
		}
		return r
	}, s)
}
