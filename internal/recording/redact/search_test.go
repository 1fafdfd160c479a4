package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"net/url"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func search1(t require.TestingT, o *Originals, b []byte) []Survivor {
	var all []Survivor
	require.NoError(t, o.Search(bytes.NewReader(b), func(s Survivor) bool {
		all = append(all, s)
		return true
	}))
	return all
}

func gz(b []byte) []byte {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

func zl(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

// spellings are the encodings in which a survivor is found.
func spellings() map[string]func(string) []byte {
	std, web := base64.StdEncoding, base64.RawURLEncoding
	escape := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			fmt.Fprintf(&b, `\u%04x`, c)
		}
		return b.String()
	}
	percent := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			fmt.Fprintf(&b, `%%%02x`, c)
		}
		return b.String()
	}
	return map[string]func(string) []byte{
		"plain":               func(s string) []byte { return []byte(s) },
		"capitals":            func(s string) []byte { return []byte(strings.ToUpper(s)) },
		"URL":                 func(s string) []byte { return []byte(url.QueryEscape(s)) },
		"URL, every byte":     func(s string) []byte { return []byte(percent(s)) },
		"URL twice":           func(s string) []byte { return []byte(url.QueryEscape(percent(s))) },
		"JSON":                func(s string) []byte { return []byte(`"` + escape(s) + `"`) },
		"Base64":              func(s string) []byte { return []byte(std.EncodeToString([]byte("id:" + s + ":x"))) },
		"Base64 after a word": func(s string) []byte { return []byte("Ab/" + std.EncodeToString([]byte("user "+s+" and more"))) },
		"Base64 for URLs":     func(s string) []byte { return []byte("a." + web.EncodeToString([]byte(`{"n":"`+s+`??>"}`)) + ".c") },
		"hexadecimal":         func(s string) []byte { return []byte(hex.EncodeToString([]byte("n=" + s))) },
		"gzip":                func(s string) []byte { return gz([]byte(`{"a":"` + s + `"}`)) },
		"zlib in Base64":      func(s string) []byte { return []byte(std.EncodeToString(zl([]byte("x " + s + " y")))) },
		"gzip in Base64 in JSON in a URL": func(s string) []byte {
			return []byte("q=" + url.QueryEscape(`{"z":"`+std.EncodeToString(gz([]byte(s)))+`"}`))
		},
		"HTML": func(s string) []byte { return []byte("<p>&#" + fmt.Sprint(s[0]) + ";" + s[1:] + "</p>") },
	}
}

func TestSurvivorsAreFoundInEveryEncoding(t *testing.T) {
	for encoding, spell := range spellings() {
		t.Run(encoding, func(t *testing.T) {
			for _, v := range []string{"Virtanen", "356255", "jonna.v@club.fi", "act_01JVJ0M4Q8RIDE00000001", "60.1234567", "Säde Öhman"} {
				o := NewOriginals(fixed(), nil)
				k := id
				if v == "Virtanen" {
					k = name
				}
				o.add(k, v, "nothing-like-it-0")
				if v == "Säde Öhman" && (encoding == "capitals" || encoding == "JSON" || encoding == "HTML") {
					continue // these tests spell ASCII
				}
				require.NotEmpty(t, search1(t, o, append([]byte("before "), spell(v)...)[map[bool]int{true: 7}[encoding == "gzip"]:]), v)
				other := NewOriginals(fixed(), nil)
				other.add(id, "something-else-1", "nothing-like-it-0")
				require.Empty(t, search1(t, other, spell(v)))
			}
		})
	}
}

func TestPositionsAreFoundInSeries(t *testing.T) {
	for _, x := range []float64{60.1234567, -24.987654321} {
		for name, spell := range map[string]func() []byte{
			"float64, big": func() []byte { return binary.BigEndian.AppendUint64(make([]byte, 80), math.Float64bits(x)) },
			"float64, little": func() []byte {
				return binary.LittleEndian.AppendUint64(make([]byte, 80), math.Float64bits(x))
			},
			"float32, big": func() []byte {
				return binary.BigEndian.AppendUint32(make([]byte, 80), math.Float32bits(float32(x)))
			},
		} {
			o := NewOriginals(fixed(), nil)
			o.add(position, shortest(x, 64), "0")
			o.add(position, shortest(float64(float32(x)), 32), "0")
			got := search1(t, o, []byte(`{"a":"`+base64.StdEncoding.EncodeToString(zl(spell()))+`"}`))
			require.NotEmpty(t, got, name)
			require.Equal(t, []string{"Base64", "zlib", "floating-point numbers"}, got[0].Via)
			require.Equal(t, "position, in Base64, in zlib, in floating-point numbers", got[0].String())
		}
	}
}

// TestWhatIsRedactedHasNoSurvivors is the proof in small: whatever is replaced is
// remembered, and not there any more.
func TestWhatIsRedactedHasNoSurvivors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := redactor()
		first, last := rapid.StringMatching(`[A-Z][a-zåäö]{4,9}`).Draw(t, "first"), rapid.StringMatching(`[A-Z][a-z]{5,9}`).Draw(t, "last")
		number := rapid.Uint32Range(10000, 4_000_000).Draw(t, "id")
		lat := rapid.Float64Range(10, 80).Draw(t, "lat")
		in := fmt.Sprintf(`{"id":%d,"firstName":%q,"lastName":%q,"name":"%s %s","token":"tok%d%s","latitude":%v,"text":"by %s, %d","u":"http://x.example/a/%d?user_id=%d"}`,
			number, first, last, first, last, number, last, lat, last, number, number, number)
		out := body(t, r, "application/json", in)
		require.NotEmpty(t, search1(t, r.o, []byte(in)))
		require.Empty(t, search1(t, r.o, []byte(out)), "%s", out)
	})
}

func TestASearchIsBounded(t *testing.T) {
	o := NewOriginals(fixed(), nil)
	o.add(id, "abcdefgh12", "x")
	o.piece = 1 << 20
	err := o.Search(strings.NewReader(strings.Repeat("a", o.piece+10)), func(Survivor) bool { return true })
	require.ErrorContains(t, err, "nothing divides it")
	bomb := gz(make([]byte, o.piece+10))
	require.ErrorContains(t, o.Search(bytes.NewReader(bomb), func(Survivor) bool { return true }), "cannot be searched")
	n := 0
	require.NoError(t, o.Search(strings.NewReader(strings.Repeat("abcdefgh12 ", 100)), func(Survivor) bool { n++; return false }))
	require.Equal(t, 1, n, "who has seen enough says so")
	require.ErrorContains(t, o.Search(strings.NewReader("PAR1 no table"), func(Survivor) bool { return true }), "cannot be searched")
}

func FuzzSearch(f *testing.F) {
	for _, spell := range spellings() {
		f.Add(spell("356255 Virtanen"))
	}
	o := NewOriginals(fixed(), nil)
	o.add(id, "something", "x")
	o.add(position, "60.1234567", "0")
	f.Fuzz(func(_ *testing.T, b []byte) {
		_ = o.Search(bytes.NewReader(b), func(Survivor) bool { return true })
	})
}
