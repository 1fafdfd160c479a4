package firstbeat

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// maxSeries bounds an inflated series: a day at 1 Hz in doubles is 691 kB.
const maxSeries = 16 << 20

// unpack undoes base64, zlib and packing, in this order.
func (c *Client) unpack(name, kind string, bits int, packed string) ([]float64, error) {
	switch {
	case c.m.Has("base64-lenient"):
		packed = lenient(packed)
	case c.m.Has("base64-url-alphabet"):
		packed = strings.NewReplacer("-", "+", "_", "/").Replace(packed)
	}
	if packed == "" && c.m.Has("empty-value-crash") {
		panic("index out of range [0] with length 0")
	}
	if c.m.Has("base64-stops-early") {
		return c.numbers(name, kind, bits, prefix(packed, max(bits/8, 1)))
	}
	compressed, err := base64.StdEncoding.Strict().DecodeString(packed)
	if err != nil || strings.ContainsAny(packed, "\r\n") {
		return nil, caller.Undecodable("%s is not base64", name)
	}
	data, err := c.inflate(compressed)
	if err != nil {
		return nil, caller.Undecodable("%s is not a whole zlib stream: %v", name, err)
	}
	if len(data) == 0 && c.m.Has("empty-series-error") {
		return nil, caller.Undecodable("%s is empty", name)
	}
	return c.numbers(name, kind, bits, data)
}

// lenient drops what is not in the alphabet and adds missing padding.
func lenient(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/' {
			return r
		}
		return -1
	}, s)
	return s + strings.Repeat("=", (4-len(s)%4)%4)
}

// prefix is what can be read before the first fault, in whole numbers.
func prefix(packed string, width int) []byte {
	compressed, _ := base64.StdEncoding.DecodeString(packed[:len(packed)/4*4]) // what came before the fault is kept
	r, err := zlib.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, maxSeries)) // likewise
	return out[:len(out)/width*width]
}

func (c *Client) inflate(data []byte) ([]byte, error) {
	if len(data) > 2 && c.m.Has("zlib-header-skipped") {
		return io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data[2:])), maxSeries))
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		if c.m.Has("inflate-auto") {
			return guess(data), nil
		}
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, maxSeries+1))
	switch {
	case errors.Is(err, zlib.ErrChecksum) && c.m.Has("adler-ignored"),
		errors.Is(err, io.ErrUnexpectedEOF) && c.m.Has("zlib-prefix"):
		return out, nil
	case err != nil:
		return nil, err
	case len(out) > maxSeries:
		return nil, caller.Undecodable("more than %d bytes", maxSeries)
	case c.m.Has("inflate-one-read"):
		return out[:min(len(out), 64<<10)], nil
	}
	return out, nil
}

// guess reads data as gzip, as bare deflate, or as it is.
func guess(data []byte) []byte {
	if r, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
		if out, err := io.ReadAll(r); err == nil {
			return out
		}
	}
	if out, err := io.ReadAll(flate.NewReader(bytes.NewReader(data))); err == nil {
		return out
	}
	return data
}

// numbers reads big-endian values [measured: the vendor's samples].
func (c *Client) numbers(name, kind string, bits int, data []byte) ([]float64, error) {
	if name == "heartRatePercentageSeries" && c.m.Has("bits-by-table") {
		bits = 64 // what the table of the documents says
	}
	if kind == "Float" && bits == 32 && c.m.Has("f32-as-64") {
		bits = 64
	}
	read := c.reader(kind, bits)
	if read == nil {
		if !c.m.Has("unknown-type-as-bytes") {
			return nil, caller.Undecodable("%s: type %q of %d bits is not known", name, kind, bits)
		}
		bits, read = 8, func(b []byte) float64 { return float64(b[0]) }
	}
	width := bits / 8
	if len(data)%width != 0 && !c.m.Has("ragged-tail-dropped") {
		return nil, caller.Undecodable("%s: %d bytes are not a multiple of %d", name, len(data), width)
	}
	values := make([]float64, 0, len(data)/width)
	for i := 0; i+width <= len(data); i += width {
		n := read(data[i : i+width])
		if (math.IsNaN(n) || math.IsInf(n, 0)) && c.m.Has("non-finite-is-zero") {
			n = 0
		}
		values = append(values, n)
	}
	return values, nil
}

// reader is nil for widths and types that nobody has seen.
func (c *Client) reader(kind string, bits int) func([]byte) float64 {
	order := func(defect string) binary.ByteOrder {
		if c.m.Has(defect) {
			return binary.LittleEndian
		}
		return binary.BigEndian
	}
	switch strings.ToLower(kind) + strconv.Itoa(bits) {
	case "float64":
		o := order("f64-little-endian")
		return func(b []byte) float64 { return math.Float64frombits(o.Uint64(b)) }
	case "float32":
		return func(b []byte) float64 { return float64(math.Float32frombits(binary.BigEndian.Uint32(b))) }
	case "unsigned8":
		if c.m.Has("u8-signed") {
			return func(b []byte) float64 { return float64(int8(b[0])) }
		}
		return func(b []byte) float64 { return float64(b[0]) }
	case "unsigned16":
		o := order("u16-little-endian")
		return func(b []byte) float64 { return float64(o.Uint16(b)) }
	case "unsigned32":
		o := order("wide-ints-wrong")
		return func(b []byte) float64 { return float64(o.Uint32(b)) }
	case "signed8":
		if c.m.Has("wide-ints-wrong") {
			return func(b []byte) float64 { return float64(b[0]) }
		}
		return func(b []byte) float64 { return float64(int8(b[0])) }
	case "signed16":
		if c.m.Has("i16-unsigned") {
			return func(b []byte) float64 { return float64(binary.BigEndian.Uint16(b)) }
		}
		return func(b []byte) float64 { return float64(int16(binary.BigEndian.Uint16(b))) }
	case "signed32":
		if c.m.Has("wide-ints-wrong") {
			return func(b []byte) float64 { return float64(binary.BigEndian.Uint32(b)) }
		}
		return func(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) }
	}
	return nil
}
