package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"io"
	"math"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

// maxVector bounds a vector that is unpacked in memory.
const maxVector = 32 << 20

// isVector tells whether a string is a packed series, which is left alone: numbers,
// in zlib, in base64.
func isVector(s string) bool {
	if len(s) < 12 || s[0] != 'e' { // zlib begins with 0x78
		return false
	}
	raw, err := base64.StdEncoding.DecodeString(s[:min(len(s)&^3, 64)])
	return err == nil && magic(raw) == "zlib"
}

// track replaces a packed series of positions by another, packed likewise and as
// long. Where its values can be degrees or semicircles, each gets what the same degree
// gets elsewhere; where they are anything else all become zeros, whatever their width,
// type and byte order.
func (r *Redactor) track(name, s string) (string, bool) {
	packed, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(packed) < 4 {
		return "", false
	}
	how := magic(packed)
	raw, ok := unwrap(how, packed)
	if !ok {
		return "", false
	}
	l, degrees := layoutOf(name, raw)
	switch {
	case degrees && !r.again:
		r.move(raw, l)
	case r.again:
		return s, true // it was replaced before
	case how == "":
		return "", false // no series that is known
	default:
		clear(raw)
	}
	return base64.StdEncoding.EncodeToString(wrap(how, raw)), true
}

// unwrap undoes the compression of a series; none is one too.
func unwrap(how string, packed []byte) ([]byte, bool) {
	var z io.Reader
	var err error
	switch how {
	case "zlib":
		z, err = zlib.NewReader(bytes.NewReader(packed))
	case "gzip":
		z, err = gzip.NewReader(bytes.NewReader(packed))
	case "":
		return packed, true
	default:
		return nil, false
	}
	if err != nil {
		return nil, false
	}
	raw, err := io.ReadAll(io.LimitReader(z, maxVector+1))
	return raw, err == nil && len(raw) <= maxVector
}

func wrap(how string, raw []byte) []byte {
	var out bytes.Buffer
	var w io.WriteCloser
	switch how {
	case "zlib":
		w = zlib.NewWriter(&out)
	case "gzip":
		w = gzip.NewWriter(&out)
	default:
		return raw
	}
	_, _ = w.Write(raw) // into memory
	_ = w.Close()
	return out.Bytes()
}

// layout is how degrees lie in a series.
type layout struct {
	width int // bytes
	order binary.ByteOrder
	whole bool // as semicircles, not as floating-point numbers
}

func (l layout) at(b []byte) float64 {
	switch {
	case l.whole:
		if x := int32(l.order.Uint32(b)); x != noSemicircles {
			return float64(x) * semicircle
		}
		return math.NaN()
	case l.width == 4:
		return float64(math.Float32frombits(l.order.Uint32(b)))
	}
	return math.Float64frombits(l.order.Uint64(b))
}

func (l layout) put(b []byte, x float64) {
	switch {
	case l.whole:
		l.order.PutUint32(b, uint32(int32(math.Ceil(x/semicircle))))
	case l.width == 4:
		l.order.PutUint32(b, math.Float32bits(float32(x)))
	default:
		l.order.PutUint64(b, math.Float64bits(x))
	}
}

// bits is how exactly a degree is known.
func (l layout) bits() int {
	if l.whole {
		return 64
	}
	return 8 * l.width
}

// layoutOf finds the layout in which every value is a degree or a gap, and some is
// neither zero nor a gap. Semicircles can be floating-point numbers of 32 bits that
// are degrees as well: then the name decides, FIT's own or any other.
func layoutOf(name string, raw []byte) (layout, bool) {
	whole, semicircles := semicirclesOf(raw)
	fits := strings.HasPrefix(fold(name), "position")
	if semicircles && fits {
		return whole, true
	}
	for _, l := range []layout{{8, binary.BigEndian, false}, {8, binary.LittleEndian, false}, {4, binary.BigEndian, false}, {4, binary.LittleEndian, false}} {
		if len(raw)%l.width == 0 && l.degrees(raw) && (!semicircles || l.width == 4) {
			return l, true
		}
	}
	return whole, semicircles
}

func (l layout) degrees(raw []byte) bool {
	const least = 1e-7 // a centimetre from the equator
	some := false
	for at := 0; at < len(raw); at += l.width {
		x := math.Abs(l.at(raw[at:]))
		if x > 180 || x > 0 && x < least {
			return false
		}
		some = some || x > 0
	}
	return some
}

// move replaces every degree, and remembers what it was.
func (r *Redactor) move(raw []byte, l layout) {
	for at := 0; at < len(raw); at += l.width {
		x := l.at(raw[at:])
		if x == 0 || math.IsNaN(x) {
			continue
		}
		r.o.add(position, shortest(math.Abs(x), l.bits()), "")
		l.put(raw[at:], r.p.degrees(x))
	}
}
