package client

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

// maxSeries bounds an inflated series: a day at 1 Hz in doubles is 691 kB.
const maxSeries = 16 << 20

// Variable reads one variable. What is in value decides: a number is a scalar,
// a list is a series in the clear, text is a packed series.
func (c *Client) Variable(name, unit, rate, kind string, bits int, value json.RawMessage) Variable {
	v := Variable{Unit: unit, Rate: rate}
	if c.m.Has("units-mojibake") {
		v.Unit = mojibake(unit)
	}
	if kind != "" && c.m.Has("rate-as-float") {
		if _, err := strconv.ParseFloat(strings.TrimSuffix(rate, "Hz"), 64); err != nil {
			v.Err = &Error{Class: "other", Message: "could not convert string to float: " + rate}
			return v
		}
	}
	trimmed := bytes.TrimSpace(value)
	switch {
	case len(trimmed) == 0 || bytes.Equal(trimmed, []byte("null")):
		v.Err = decodeError("%s has no value", name)
	case trimmed[0] == '"', c.m.Has("scalar-as-base64"),
		trimmed[0] == '[' && kind != "" && c.m.Has("list-by-type-field"):
		var packed string
		if err := json.Unmarshal(trimmed, &packed); err != nil {
			v.Err = decodeError("%s: the value is not text", name)
			return v
		}
		v.Values, v.Err = c.unpack(name, kind, bits, packed)
	case trimmed[0] == '[':
		v.Values, v.Err = plainList(name, trimmed)
	default:
		n, err := strconv.ParseFloat(string(trimmed), 64)
		if err != nil {
			v.Err = decodeError("%s is neither a number nor a series", name)
			return v
		}
		v.Scalar = &n
	}
	return v
}

// plainList is a series of format=list. A null in it is a value that is not a
// number.
func plainList(name string, raw []byte) ([]float64, error) {
	var list []*float64
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, decodeError("%s is not a list of numbers", name)
	}
	values := make([]float64, len(list))
	for i, n := range list {
		if n == nil {
			values[i] = math.NaN()
			continue
		}
		values[i] = *n
	}
	return values, nil
}

func mojibake(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteRune(rune(c)) // UTF-8 read as Latin-1
	}
	return b.String()
}

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
	compressed, err := base64.StdEncoding.Strict().DecodeString(packed)
	if err != nil || strings.ContainsAny(packed, "\r\n") {
		return nil, decodeError("%s is not base64", name)
	}
	data, err := c.inflate(compressed)
	if err != nil {
		return nil, decodeError("%s is not a whole zlib stream: %v", name, err)
	}
	if len(data) == 0 && c.m.Has("empty-series-error") {
		return nil, decodeError("%s is empty", name)
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

func (c *Client) inflate(data []byte) ([]byte, error) {
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
		return nil, decodeError("more than %d bytes", maxSeries)
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
			return nil, decodeError("%s: type %q of %d bits is not known", name, kind, bits)
		}
		bits, read = 8, func(b []byte) float64 { return float64(b[0]) }
	}
	width := bits / 8
	if len(data)%width != 0 && !c.m.Has("ragged-tail-dropped") {
		return nil, decodeError("%s: %d bytes are not a multiple of %d", name, len(data), width)
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
