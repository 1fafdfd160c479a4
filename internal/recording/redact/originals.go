package redact

import (
	"bufio"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strconv"
	"strings"
	"sync"
)

// kind is what a value is, and so what replaces it.
type kind byte

const (
	none     kind = iota
	secret        // credentials, tokens, cookies
	id            // identifiers
	name          // of people: each word of it is known alone
	label         // names of teams, clubs, sessions, devices
	email         //
	date          // birthdays
	position      // degrees
	prose         // free text
	verbatim      // known not to be sensitive: "sport" is; in Originals: a word of the vendor's vocabulary
	issued        // in Originals: a replacement, which is no original
)

// String names a kind for people.
func (k kind) String() string {
	return [...]string{"value", "secret", "identifier", "name", "name", "e-mail address", "birthday", "position", "text", "value", "replacement"}[k]
}

// Bounds of what is remembered.
const (
	maxOriginals = 1_000_000
	maxPositions = 1 << 16 // of tracks the first, later every 64th
	maxToken     = 96      // bytes; of longer values their beginning
	minToken     = 4
	minNumber    = 6
	minWord      = 12 // of letters alone, which may be any word
)

// Originals are the values that were replaced, as fingerprints: AES of a polynomial
// of the value, both under the key. Without the key nobody can try values; with it,
// one can ask whether a value is among them. It is safe for use by many goroutines.
type Originals struct {
	block cipher.Block
	point uint64 // where polynomials are taken, mod 2^61-1
	piece int    // maxPiece, or less in tests

	mu        sync.RWMutex
	known     map[uint64]kind
	lengths   [maxToken + 1]bool
	starts    [1 << 12]uint64 // a filter of 2^18 bits: which four bytes may begin one
	positions int
	log       *bufio.Writer // nil: nobody keeps them
	err       error
}

// NewOriginals returns an empty set; w, if not nil, is told of everything that is
// added.
func NewOriginals(k Key, w io.Writer) *Originals {
	o := &Originals{block: k.block("fingerprints"), known: map[uint64]kind{}, piece: maxPiece}
	o.point = binary.LittleEndian.Uint64(k.derive("polynomial", 8)) % prime
	if w != nil {
		o.log = bufio.NewWriter(w)
		_, o.err = o.log.WriteString(originalsHead)
	}
	return o
}

// originalsHead begins a file of fingerprints.
const originalsHead = "ergodrome-originals-1\n"

// recordSize is that of one fingerprint in a file: 8 bytes, its kind, the value's
// length, 3 bytes of filter and one to spare.
const recordSize = 14

// ReadOriginals reads what NewOriginals wrote. A last record that is not whole is
// left out: its exchange was not whole either.
func ReadOriginals(k Key, r io.Reader) (*Originals, error) {
	o := NewOriginals(k, nil)
	b := bufio.NewReader(r)
	head := make([]byte, len(originalsHead))
	if _, err := io.ReadFull(b, head); err != nil || string(head) != originalsHead {
		return nil, errors.New("redact: these are no fingerprints of a recording")
	}
	for {
		var rec [recordSize]byte
		if _, err := io.ReadFull(b, rec[:]); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return o, nil
		} else if err != nil {
			return nil, fmt.Errorf("redact: %w", err)
		}
		if len(o.known) >= 2*maxOriginals {
			return nil, errors.New("redact: there are more fingerprints than a recording may have")
		}
		length := int(rec[9])
		if length > maxToken || kind(rec[8]) > issued {
			return nil, errors.New("redact: the fingerprints of this recording are damaged")
		}
		o.put(binary.LittleEndian.Uint64(rec[:]), kind(rec[8]), length, binary.LittleEndian.Uint32(rec[10:]))
	}
}

func (o *Originals) put(f uint64, k kind, length int, start uint32) {
	if was := o.known[f]; was == none || stronger(k, was) {
		o.known[f] = k
	}
	o.lengths[length] = true
	o.starts[start>>6&(1<<12-1)] |= 1 << (start & 63)
}

// stronger tells whether what is said of a value replaces what was said before. A
// word of the vocabulary is none of a name any more, but an identifier may well
// look like one.
func stronger(k, was kind) bool {
	switch was {
	case issued:
		return k != issued
	case verbatim:
		return k != issued && k != name && k != label
	case name, label:
		return k == verbatim
	}
	return false
}

// vocabulary takes up the words of what the vendor named himself: members, values
// of enumerations.
func (o *Originals) vocabulary(s string) {
	from := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && 'a' <= s[i]|0x20 && s[i]|0x20 <= 'z' && (i == from || s[i] > 'Z' || s[i-1] < 'a') {
			continue
		}
		if i-from >= minToken {
			o.one(verbatim, canonical(s[from:i]))
		}
		if from = i; i < len(s) && !alnum(s[i]) {
			from++
		}
	}
	if len(s) >= minToken && strings.Trim(s, base62) == "" {
		o.one(verbatim, canonical(s))
	}
}

// canonical is the form in which values are compared: in small letters, without
// what stands around them that is neither letter nor digit.
func canonical(v string) string {
	v = strings.TrimFunc(v, func(r rune) bool { return r < 0x80 && !alnum(byte(r)) })
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, v)
}

func alnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}

// telling says whether a value is long enough that it means something where nothing
// says what it is: a year or a short word stands everywhere.
func telling(v string, k kind) bool {
	switch {
	case strings.Trim(v, "0123456789") == "":
		return len(v) >= minNumber
	case k == position:
		_, fraction, _ := strings.Cut(v, ".")
		return len(fraction) >= 4
	case k == date:
		return len(v) >= len("19700101")
	case k == name:
		return len(v) >= minToken && !common(v)
	case k == label: // one word may be anything
		return len(v) >= minToken && (strings.Contains(strings.TrimSpace(v), " ") || strings.ContainsAny(v, "0123456789-_"))
	}
	if strings.Trim(v, "abcdefghijklmnopqrstuvwxyz") == "" {
		return len(v) >= minWord
	}
	return len(v) >= minToken+2 || strings.ContainsAny(v, "0123456789") && len(v) >= minToken
}

// add remembers v, and that it was replaced by pseudonym.
func (o *Originals) add(k kind, v, pseudonym string) {
	v, pseudonym = canonical(v), canonical(pseudonym)
	if v == pseudonym {
		return
	}
	if telling(v, k) {
		o.one(k, v)
	}
	if telling(pseudonym, k) && k != position && k != prose && k != label {
		o.one(issued, pseudonym)
	}
}

func (o *Originals) one(k kind, v string) {
	v = v[:min(len(v), maxToken)]
	var scratch [16]byte
	f := o.fingerprint(&scratch, o.polynomial(v), len(v))
	o.mu.RLock()
	was := o.known[f]
	full := len(o.known) >= 2*maxOriginals || k == position && o.positions >= maxPositions && f&63 != 0
	o.mu.RUnlock()
	if was != none && !stronger(k, was) || k == position && full {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if full {
		o.err = errors.Join(o.err, errTooMany)
		return
	}
	if k == position {
		o.positions++
	}
	start := o.start(v)
	o.put(f, k, len(v), start)
	if o.log != nil && o.err == nil {
		var rec [recordSize]byte
		binary.LittleEndian.PutUint64(rec[:], f)
		rec[8], rec[9] = byte(k), byte(len(v))
		binary.LittleEndian.PutUint32(rec[10:], start)
		_, o.err = o.log.Write(rec[:])
	}
}

var errTooMany = errors.New("redact: there are more than a million different values to replace")

// Flush writes what is buffered. Its error is the first that adding met: after it,
// not everything is remembered.
func (o *Originals) Flush() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.log != nil && o.err == nil {
		o.err = o.log.Flush()
	}
	return o.err
}

// Len is the number of fingerprints, replacements among them.
func (o *Originals) Len() int {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return len(o.known)
}

const prime = 1<<61 - 1

func mulmod(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	sum := low&prime + (low>>61 | high<<3)
	return sum&prime + sum>>61
}

// grow takes one more byte into a polynomial.
func (o *Originals) grow(h uint64, c byte) uint64 {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return mulmod(h, o.point) + uint64(c) + 1
}

func (o *Originals) polynomial(v string) uint64 {
	var h uint64
	for i := range len(v) {
		h = o.grow(h, v[i])
	}
	return h
}

func (o *Originals) fingerprint(scratch *[16]byte, h uint64, length int) uint64 {
	binary.LittleEndian.PutUint64(scratch[:], h%prime)
	binary.LittleEndian.PutUint64(scratch[8:], uint64(length))
	o.block.Encrypt(scratch[:], scratch[:])
	return binary.LittleEndian.Uint64(scratch[:])
}

// start is 18 bits of the first four bytes of a value.
func (o *Originals) start(v string) uint32 {
	return uint32(mulmod(o.polynomial(v[:minToken])%prime, o.point)>>20) & (1<<18 - 1)
}

// shortest spells a degree as simply as can be.
func shortest(x float64, bitSize int) string { return strconv.FormatFloat(x, 'f', -1, bitSize) }
