package firstbeat_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

func b64(raw []byte) string { return base64.StdEncoding.EncodeToString(raw) }

// same compares bit by bit, so that NaN is itself and -0 is not 0.
func same(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })
}

func TestDecodeVector(t *testing.T) {
	nan, inf, minusZero := math.NaN(), math.Inf(1), math.Copysign(0, -1)
	tests := []struct {
		name  string
		value string
		typ   string
		bits  int
		want  []float64
	}{
		// [measured: vendor sample 3]
		{"reads the vendor's doubles", "eJxz0NAsNGRjj3TQut5wq+6PGAAl+AXF", "Float", 64, []float64{12.080941707597662, 13.420904949189246}},
		{"reads the vendor's bytes", "eJyztByaAADPJij5", "Unsigned", 8, slices.Repeat([]float64{57}, 184)},
		{"reads the vendor's zeros", "eJxjYBgF+AAAASAAAQ==", "Float", 64, make([]float64, 36)},
		{
			"reads bytes that change", "eJxjYMAO+CQZ+BR1TS29RRgYAAhjAVE=", "Unsigned", 8,
			append(make([]float64, 24), 14, 25, 0, 14, 33, 45, 53, 57, 75, 20, 0, 0),
		},

		{"reads big-endian singles", pack([]float32{1.5, -2.25}), "Float", 32, []float64{1.5, -2.25}},
		{"widens singles exactly", pack([]float32{0.1}), "Float", 32, []float64{float64(float32(0.1))}},
		{"reads 258 as 258", pack([]uint16{258, 65535}), "Unsigned", 16, []float64{258, 65535}},
		{"reads bytes without a sign", pack([]uint8{0, 128, 255}), "Unsigned", 8, []float64{0, 128, 255}},
		{"reads -2 as -2", pack([]int16{-2, 32767}), "Signed", 16, []float64{-2, 32767}},
		{"reads signed bytes", pack([]int8{-128, 127}), "Signed", 8, []float64{-128, 127}},
		{"reads wide integers", pack([]uint32{4294967295}), "Unsigned", 32, []float64{4294967295}},
		{"reads wide signed integers", pack([]int32{-2147483648}), "Signed", 32, []float64{-2147483648}},
		{"takes types in any case", pack([]float64{1}), "FLOAT", 64, []float64{1}},
		{"reads an empty series", pack([]float64{}), "Float", 64, []float64{}},
		{"keeps what is not finite", pack([]float64{nan, inf, -inf, minusZero}), "Float", 64, []float64{nan, inf, -inf, minusZero}},
		{"ignores bytes after the stream", b64(append(deflate([]byte{7}), "tail"...)), "Unsigned", 8, []float64{7}},
		{"reads a long constant", pack(make([]uint8, 100_000)), "Unsigned", 8, make([]float64, 100_000)},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			got, err := firstbeat.DecodeVector(tt.value, tt.typ, tt.bits)
			if err != nil || got == nil || !same(got, tt.want) {
				t.Errorf("DecodeVector(%.40s, %s, %d) = %.120v, %v, want %.120v", tt.value, tt.typ, tt.bits, got, err, tt.want)
			}
		})
	}
}

func TestDecodeVectorRefuses(t *testing.T) {
	good := deflate([]byte("0123456789abcdefghijklmnopqrstuv"))
	flipped := slices.Clone(good)
	flipped[len(flipped)-1] ^= 1
	var raw, zipped bytes.Buffer
	f, _ := flate.NewWriter(&raw, 6)
	_, _ = f.Write([]byte("01234567"))
	_ = f.Close()
	g := gzip.NewWriter(&zipped)
	_, _ = g.Write([]byte("01234567"))
	_ = g.Close()
	text := b64(good)
	tests := []struct {
		name  string
		value string
		typ   string
		bits  int
	}{
		{"nothing", "", "Float", 64},
		{"a stream cut by 1 byte", b64(good[:len(good)-1]), "Unsigned", 8},
		{"a stream cut by 4 bytes", b64(good[:len(good)-4]), "Unsigned", 8},
		{"a stream cut by 8 bytes", b64(good[:len(good)-8]), "Unsigned", 8},
		{"a wrong checksum", b64(flipped), "Unsigned", 8},
		{"a bare deflate stream", b64(raw.Bytes()), "Unsigned", 8},
		{"gzip", b64(zipped.Bytes()), "Unsigned", 8},
		{"plain bytes", b64([]byte("01234567")), "Unsigned", 8},
		{"bytes that are no whole number of values", b64(deflate(make([]byte, 12))), "Float", 64},
		{"an unknown type", pack([]float64{1}), "Complex", 64},
		{"no type", pack([]float64{1}), "", 64},
		{"an unknown width", pack([]float64{1}), "Float", 16},
		{"a width of nothing", pack([]float64{1}), "Float", 0},
		{"a negative width", pack([]float64{1}), "Unsigned", -8},
		{"a character outside the alphabet", strings.Replace(text, text[8:9], "!", 1), "Unsigned", 8},
		{"a URL-safe alphabet", strings.Replace(text, text[8:9], "_", 1), "Unsigned", 8},
		{"a line break", text[:8] + "\n" + text[8:], "Unsigned", 8},
		{"four line breaks", text[:8] + "\n\n\n\n" + text[8:], "Unsigned", 8},
		{"no padding", strings.TrimRight(pack([]uint8{1, 2}), "="), "Unsigned", 8},
		{"padding within", "====" + text, "Unsigned", 8},
		{"padding only", "====", "Unsigned", 8},
		{"one digit and padding", "A===", "Unsigned", 8},
		{"a bomb", pack(make([]uint8, 9<<20)), "Unsigned", 8},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			if tt.name == "no padding" && len(tt.value)%4 == 0 {
				t.Fatal("the fixture has no padding to lose")
			}
			if got, err := firstbeat.DecodeVector(tt.value, tt.typ, tt.bits); err == nil {
				t.Errorf("DecodeVector(%.40s, %s, %d) = %.60v, want an error", tt.value, tt.typ, tt.bits, got)
			}
		})
	}
}

func TestDecoderIsNotMarkedByAFault(t *testing.T) {
	d := firstbeat.NewDecoder()
	good := []byte(pack([]uint16{1, 2, 3}))
	for range 3 {
		if _, err := d.Vector(good[:len(good)-8], "Unsigned", 16); err == nil {
			t.Fatal("a cut vector was accepted")
		}
		if v, err := d.Vector(good, "Unsigned", 16); err != nil || !same(v, []float64{1, 2, 3}) {
			t.Fatalf("after a fault: %v, %v", v, err)
		}
	}
}

// TestVectorsRoundTrip holds every type to what the standard library packed.
func TestVectorsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		check(t, "Float", 64, rapid.SliceOf(rapid.Float64()).Draw(t, "float64"))
		check(t, "Float", 32, rapid.SliceOf(rapid.Float32()).Draw(t, "float32"))
		check(t, "Unsigned", 8, rapid.SliceOf(rapid.Uint8()).Draw(t, "uint8"))
		check(t, "Unsigned", 16, rapid.SliceOf(rapid.Uint16()).Draw(t, "uint16"))
		check(t, "Unsigned", 32, rapid.SliceOf(rapid.Uint32()).Draw(t, "uint32"))
		check(t, "Signed", 8, rapid.SliceOf(rapid.Int8()).Draw(t, "int8"))
		check(t, "Signed", 16, rapid.SliceOf(rapid.Int16()).Draw(t, "int16"))
		check(t, "Signed", 32, rapid.SliceOf(rapid.Int32()).Draw(t, "int32"))
	})
}

func check[N uint8 | uint16 | uint32 | int8 | int16 | int32 | float32 | float64](t *rapid.T, typ string, bits int, values []N) {
	got, err := firstbeat.DecodeVector(pack(values), typ, bits)
	if err != nil || len(got) != len(values) {
		t.Fatalf("%s %d: %d values, %v, want %d", typ, bits, len(got), err, len(values))
	}
	for i, v := range values {
		if got[i] != float64(v) {
			t.Fatalf("%s %d: value %d is %v, want %v", typ, bits, i, got[i], v)
		}
	}
}

func TestSamplingRate(t *testing.T) {
	tests := []struct {
		rate string
		hz   float64
		ok   bool
	}{
		{"0.2Hz", 0.2, true},
		{"0,2Hz", 0.2, true},
		{"1Hz", 1, true},
		{"0.016666666666666666Hz", 1.0 / 60, true},
		{" 1 hz ", 1, true},
		{"", 0, false},
		{"Hz", 0, false},
		{"5min", 0, false},
		{"-1Hz", 0, false},
		{"InfHz", 0, false},
	}
	for _, tt := range tests {
		s := firstbeat.Series{SamplingRate: tt.rate}
		if hz, ok := s.Hz(); ok != tt.ok || (ok && hz != tt.hz) {
			t.Errorf("Hz() of %q = %v, %v, want %v, %v", tt.rate, hz, ok, tt.hz, tt.ok)
		}
	}
}

func TestValuesAreAlwaysJSON(t *testing.T) {
	v := firstbeat.Values{1.5, math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 1e300, 5e-324}
	raw, err := json.Marshal(v)
	if want := `[1.5,null,null,null,-0,1e+300,5e-324]`; err != nil || string(raw) != want {
		t.Errorf("JSON = %s, %v, want %s", raw, err, want)
	}
}
