package wirejson_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

func TestAppend(t *testing.T) {
	helsinki := time.FixedZone("", 2*3600)
	at := time.Date(2026, 11, 21, 10, 30, 5, 999, helsinki)
	tests := []struct {
		name, got, want string
	}{
		{"prints whole floats without a point", string(wirejson.AppendFloat(nil, 60)), "60"},
		{"prints large whole floats in full", string(wirejson.AppendFloat(nil, 123456789012)), "123456789012"},
		{"prints the shortest digits", string(wirejson.AppendFloat(nil, 0.1)), "0.1"},
		{"prints all digits that matter", string(wirejson.AppendFloat(nil, 1.0/3)), "0.3333333333333333"},
		{"prints exponents like ECMAScript", string(wirejson.AppendFloat(nil, 1e-7)), "1e-7"},
		{"keeps two digits of an exponent", string(wirejson.AppendFloat(nil, 1e-10)), "1e-10"},
		{"prints large exponents with a sign", string(wirejson.AppendFloat(nil, 1e21)), "1e+21"},
		{"drops the sign of zero", string(wirejson.AppendFloat(nil, math.Copysign(0, -1))), "0"},
		{"has no number for NaN", string(wirejson.AppendFloat(nil, math.NaN())), "null"},
		{"has no number for infinity", string(wirejson.AppendFixed(nil, math.Inf(1), 1)), "null"},
		{"rounds to decimals", string(wirejson.AppendFixed(nil, 12.345, 1)), "12.3"},
		{"drops zeros after the point", string(wirejson.AppendFixed(nil, 12.5001, 3)), "12.5"},
		{"drops the point", string(wirejson.AppendFixed(nil, 100, 2)), "100"},
		{"keeps zeros before the point", string(wirejson.AppendFixed(nil, 100, 0)), "100"},
		{"drops the sign of what rounds to zero", string(wirejson.AppendFixed(nil, -0.04, 1)), "0"},
		{"keeps other scripts", string(wirejson.AppendString(nil, "Mäkelä 走")), `"Mäkelä 走"`},
		{"keeps HTML", string(wirejson.AppendString(nil, "<a&b>")), `"<a&b>"`},
		{"keeps line separators", string(wirejson.AppendString(nil, "\u2028")), "\"\u2028\""},
		{"escapes what JSON wants escaped", string(wirejson.AppendString(nil, "\"\\\b\f\n\r\t\x00\x1f\x7f")), `"\"\\\b\f\n\r\t\u0000\u001f` + "\x7f\""},
		{"replaces what is not UTF-8", string(wirejson.AppendString(nil, "a\xffb\xc3")), "\"a\ufffdb\ufffd\""},
		{"takes bytes", string(wirejson.AppendString(nil, []byte("é\n"))), `"é\n"`},
		{"prints UTC", string(wirejson.AppendTimeUTC(nil, at)), `"2026-11-21T08:30:05Z"`},
		{"prints an offset", string(wirejson.AppendTimeOffset(nil, at)), `"2026-11-21T10:30:05+02:00"`},
		{"prints an offset of zero in digits", string(wirejson.AppendTimeOffset(nil, at.UTC())), `"2026-11-21T08:30:05+00:00"`},
		{"prints local time", string(wirejson.AppendTimeLocal(nil, at)), `"2026-11-21T10:30:05"`},
		{"prints the smallest integer", string(wirejson.AppendInt(nil, int64(math.MinInt64))), "-9223372036854775808"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, tt.got) })
	}
}

func FuzzString(f *testing.F) {
	for _, s := range []string{"", "plain", "ä\u2028<>&", "\x00\x1f\"\\", "\xff\xfe", "\xed\xa0\x80", "a\xe2\x82"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := wirejson.AppendString(nil, s)
		var back string
		if err := json.Unmarshal(out, &back); err != nil {
			t.Fatalf("%q became %q: %v", s, out, err)
		}
		want := s
		if !utf8.ValidString(s) {
			want = string([]rune(s)) // each bad byte is one U+FFFD
		}
		if back != want {
			t.Fatalf("%q came back as %q", s, back)
		}
		if strings.Contains(string(out), `\u`) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) {
			t.Fatalf("%q was escaped without need: %s", s, out)
		}
	})
}

func FuzzFloat(f *testing.F) {
	for _, v := range []float64{0, 1, -1.5, 0.1, 1e-7, 1e21, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Pi} {
		f.Add(v, 3)
	}
	f.Fuzz(func(t *testing.T, v float64, decimals int) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		for _, out := range [][]byte{wirejson.AppendFloat(nil, v), wirejson.AppendFixed(nil, v, decimals%20)} {
			if !json.Valid(out) {
				t.Fatalf("%v became %q", v, out)
			}
		}
		var back float64
		if err := json.Unmarshal(wirejson.AppendFloat(nil, v), &back); err != nil || back != v {
			t.Fatalf("%v came back as %v: %v", v, back, err)
		}
		want, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(wirejson.AppendFloat(nil, v)); v != 0 && got != string(want) {
			t.Fatalf("got %s, encoding/json says %s", got, want)
		}
	})
}

func BenchmarkAppendFloat(b *testing.B) {
	b.ReportAllocs()
	buf := make([]byte, 0, 64)
	for b.Loop() {
		buf = wirejson.AppendFloat(buf[:0], 63.271)
	}
}
