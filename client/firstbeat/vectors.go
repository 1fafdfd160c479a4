package firstbeat

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/klauspost/compress/zlib"
)

const (
	// maxValues bounds one series: three months of one value a second.
	maxValues = 8 << 20
	// maxTotal bounds all series of a body together.
	maxTotal = 32 << 20
)

// DecodeVector returns the numbers of a series as the vendor packs them:
// Base64 of a zlib stream of big-endian values, of type Float, Unsigned or
// Signed, in any case, of 8 to 64 bits. [confirmed: vendor sample code]
//
// All of it must be sound: the alphabet, the padding, the checksum, and a
// whole number of values. Bytes after the zlib stream are ignored.
func DecodeVector(value, typ string, bits int) ([]float64, error) {
	return NewDecoder().Vector([]byte(value), typ, bits)
}

// Vector is [DecodeVector] on the decoder's memory.
func (d *Decoder) Vector(value []byte, typ string, bits int) ([]float64, error) {
	d.begin()
	return d.vector(value, typ, bits)
}

func (d *Decoder) vector(value []byte, typ string, bits int) ([]float64, error) {
	read, err := reader(typ, bits)
	if err != nil {
		return nil, err
	}
	if len(value) == 0 {
		return nil, errors.New("the value is empty, which is not even a zlib stream of nothing")
	}
	d.packed, err = d.base64.decode(d.packed[:0], value)
	if err != nil {
		return nil, err
	}
	width := bits / 8
	if err := d.inflate(min(maxValues, d.left) * width); err != nil {
		return nil, err
	}
	if len(d.raw)%width != 0 {
		return nil, fmt.Errorf("%d bytes are no whole number of %d-bit values", len(d.raw), bits)
	}
	out := make([]float64, len(d.raw)/width)
	d.left -= len(out)
	read(out, d.raw)
	return out, nil
}

// inflate fills raw from packed, up to limit bytes.
func (d *Decoder) inflate(limit int) (err error) {
	d.source.Reset(d.packed)
	if d.zlib == nil {
		d.zlib, err = zlib.NewReader(&d.source)
	} else if r, ok := d.zlib.(zlib.Resetter); ok {
		err = r.Reset(&d.source, nil)
	}
	if err != nil {
		return fmt.Errorf("not a zlib stream: %w", short(err))
	}
	if want := 2*len(d.packed) + 512; cap(d.raw) < want {
		d.raw = make([]byte, want)
	}
	d.raw = d.raw[:cap(d.raw)]
	for n := 0; ; {
		m, err := d.zlib.Read(d.raw[n:])
		n += m
		switch {
		case err == io.EOF && n <= limit:
			d.raw = d.raw[:n]
			return nil
		case n > limit:
			return fmt.Errorf("the series holds more than %d bytes", limit)
		case err != nil:
			return fmt.Errorf("damaged zlib stream: %w", short(err))
		case n == len(d.raw):
			d.raw = append(d.raw, make([]byte, n)...)
		}
	}
}

// short makes an early end an error of its own kind.
func short(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// reader returns what turns packed values of a type into numbers. The bits are
// those of the answer: tables of the vendor's and its answers differ.
// [measured: vendor sample 1, heartRatePercentageSeries]
func reader(typ string, bits int) (func(out []float64, raw []byte), error) {
	switch {
	case strings.EqualFold(typ, "Float") && bits == 64:
		return func(out []float64, raw []byte) {
			for i := range out {
				out[i] = math.Float64frombits(binary.BigEndian.Uint64(raw[8*i:]))
			}
		}, nil
	case strings.EqualFold(typ, "Float") && bits == 32:
		return func(out []float64, raw []byte) {
			for i := range out {
				out[i] = float64(math.Float32frombits(binary.BigEndian.Uint32(raw[4*i:])))
			}
		}, nil
	case strings.EqualFold(typ, "Unsigned"):
		switch bits {
		case 8:
			return each8(func(b byte) float64 { return float64(b) }), nil
		case 16:
			return each16(func(u uint16) float64 { return float64(u) }), nil
		case 32:
			return each32(func(u uint32) float64 { return float64(u) }), nil
		}
	case strings.EqualFold(typ, "Signed"):
		switch bits {
		case 8:
			return each8(func(b byte) float64 { return float64(int8(b)) }), nil
		case 16:
			return each16(func(u uint16) float64 { return float64(int16(u)) }), nil
		case 32:
			return each32(func(u uint32) float64 { return float64(int32(u)) }), nil
		}
	}
	if typ == "" {
		return nil, errors.New("the value is text, but there is no type to read it by")
	}
	return nil, fmt.Errorf("series of type %.20q with %d bits are unknown", typ, bits)
}

func each8(f func(byte) float64) func([]float64, []byte) {
	return func(out []float64, raw []byte) {
		for i := range out {
			out[i] = f(raw[i])
		}
	}
}

func each16(f func(uint16) float64) func([]float64, []byte) {
	return func(out []float64, raw []byte) {
		for i := range out {
			out[i] = f(binary.BigEndian.Uint16(raw[2*i:]))
		}
	}
}

func each32(f func(uint32) float64) func([]float64, []byte) {
	return func(out []float64, raw []byte) {
		for i := range out {
			out[i] = f(binary.BigEndian.Uint32(raw[4*i:]))
		}
	}
}

// Decoder decodes answers on memory that it keeps. It is for one goroutine at a time.
type Decoder struct {
	base64 *base64Table
	packed []byte // a vector, compressed
	raw    []byte // a vector, inflated
	source bytes.Reader
	zlib   io.ReadCloser
	left   int // values that this body may still hold
	parts  int // and all else that it may
}

// NewDecoder returns a decoder.
func NewDecoder() *Decoder { return &Decoder{base64: newBase64Table()} }
