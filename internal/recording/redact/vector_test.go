package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// layouts are those in which a track may be packed.
func layouts() map[string]layout {
	return map[string]layout{
		"64 bits, big": {8, binary.BigEndian, false}, "64 bits, little": {8, binary.LittleEndian, false},
		"32 bits, big": {4, binary.BigEndian, false}, "32 bits, little": {4, binary.LittleEndian, false},
	}
}

func series(l layout, values ...float64) []byte {
	b := make([]byte, l.width*len(values))
	for i, x := range values {
		l.put(b[i*l.width:], x)
	}
	return b
}

func inBase64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// unpacked reads a vector as its users do.
func unpacked(t require.TestingT, how, s string) []byte {
	packed, err := base64.StdEncoding.DecodeString(s)
	require.NoError(t, err)
	var z io.Reader = bytes.NewReader(packed)
	switch how {
	case "zlib":
		z, err = zlib.NewReader(z)
	case "gzip":
		z, err = gzip.NewReader(z)
	}
	require.NoError(t, err)
	raw, err := io.ReadAll(z)
	require.NoError(t, err)
	return raw
}

// TestAPackedTrackIsMovedAndStaysOne: as long, of the same type, with its gaps, the
// same place by the same place as everywhere, and nothing of the original is left.
func TestAPackedTrackIsMovedAndStaysOne(t *testing.T) {
	track := []float64{60.1234567, 60.1234667, math.NaN(), 0, -24.7654321, 60.1234567}
	for name, l := range layouts() {
		for how, squeeze := range map[string]func([]byte) []byte{"zlib": zl, "gzip": gz, "": func(b []byte) []byte { return b }} {
			for _, member := range []string{`{"latitude":%q}`, `{"variables":[{"name":"latitude","bits":64,"value":%q}]}`, `{"name":"latitudeSeries","value":%q}`, `{"a":{"lat":[%q]},"b":1}`, `{"longitude_vector":%q}`} {
				t.Run(name+"/"+how+"/"+member, func(t *testing.T) {
					r := redactor()
					original := inBase64(squeeze(series(l, track...)))
					in := fmt.Sprintf(member, original)
					out := body(t, r, "application/json", in)
					moved := strings.Split(strings.TrimPrefix(out, in[:strings.Index(in, original)]), `"`)[0]
					raw := unpacked(t, how, moved)
					require.Len(t, raw, l.width*len(track))
					for i, x := range track {
						got := l.at(raw[i*l.width:])
						switch {
						case math.IsNaN(x):
							require.True(t, math.IsNaN(got))
						case x == 0:
							require.Zero(t, got)
						default:
							require.Greater(t, got, 0.0)
							require.LessOrEqual(t, got, nowhere)
						}
					}
					require.Equal(t, l.at(raw), l.at(raw[5*l.width:]), "the same place stays the same place")
					if l.width == 8 {
						require.Equal(t, body(t, r, "application/json", `[{"latitude":60.1234567}]`), fmt.Sprintf(`[{"latitude":%.7f}]`, l.at(raw)), "and in other bodies too")
					}
					require.NotEmpty(t, search1(t, r.o, []byte(in)))
					require.NotEmpty(t, search1(t, r.o, []byte(`{"z":"`+inBase64(zl(series(l, 1, track[0], 2)))+`"}`)), "repacked, it would be found too")
					require.Empty(t, search1(t, r.o, []byte(out)), "%s", out)
					require.Equal(t, out, body(t, r.Again(), "application/json", out), "what was moved stays")
				})
			}
		}
	}
}

// TestARouteIsNotToBeSeen: neither distances nor directions between places are kept,
// by which a route could be found on a map.
func TestARouteIsNotToBeSeen(t *testing.T) {
	l := layout{8, binary.BigEndian, false}
	var track []float64
	for i := range 500 {
		track = append(track, 60+float64(i)*1e-5)
	}
	out, ok := redactor().track("latitude", inBase64(zl(series(l, track...))))
	require.True(t, ok)
	raw := unpacked(t, "zlib", out)
	up := 0
	for i := 1; i < len(track); i++ {
		if l.at(raw[8*i:]) > l.at(raw[8*i-8:]) {
			up++
		}
	}
	require.InDelta(t, 250, up, 60, "one that leads north leads anywhere")
}

// TestAPackedTrackOfSemicirclesIsMovedAsDegreesAre: the same place as in degrees and in FIT files.
func TestAPackedTrackOfSemicirclesIsMovedAsDegreesAre(t *testing.T) {
	north := []float64{60.1234567, 60.1234667, math.NaN(), 60.1235, 0}
	dallas := make([]float64, 0, 40) // where semicircles are degrees of 32 bits too
	for i := range 40 {
		north, dallas = append(north, 60.1235+float64(i)*1e-5), append(dallas, -96.7969879+float64(i)*1e-5)
	}
	for name, c := range map[string]struct {
		track  []float64
		member string
	}{
		"a latitude":              {north[:4], `{"latitude":%q}`},
		"with FIT's name":         {dallas, `{"position_long":%q}`},
		"with it as a value":      {dallas, `{"name":"position_long","value":%q}`},
		"with a fix that is lost": {north, `{"startPositionLat":%q,"a":1}`},
	} {
		for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
			r, l := redactor(), layout{4, order, true}
			raw := series(l, c.track...)
			for i, x := range c.track {
				if math.IsNaN(x) {
					order.PutUint32(raw[4*i:], math.MaxInt32)
				}
			}
			in := fmt.Sprintf(c.member, inBase64(zl(raw)))
			out := body(t, r, "application/json", in)
			moved := unpacked(t, "zlib", strings.Split(out[strings.Index(in, inBase64(zl(raw))):], `"`)[0])
			require.Len(t, moved, len(raw), name)
			for i, x := range c.track {
				got := l.at(moved[4*i:])
				switch {
				case math.IsNaN(x):
					require.True(t, math.IsNaN(got), name)
				case x == 0:
					require.Zero(t, got, name)
				default:
					require.Greater(t, got, 0.0, name)
					require.LessOrEqual(t, got, nowhere, name)
					before := int64(l.order.Uint32(raw[4*i:]))
					require.Equal(t, int64(l.order.Uint32(moved[4*i:])), r.semicircles(int64(int32(before))), "%s: as in a FIT file", name)
				}
			}
			require.NotEmpty(t, search1(t, r.o, []byte(`{"z":"`+inBase64(gz(raw))+`"}`)), "%s: repacked, it would be found", name)
			require.Empty(t, search1(t, r.o, []byte(out)), name)
			require.Equal(t, out, body(t, r.Again(), "application/json", out), "%s: what was moved stays", name)
		}
	}
}

func TestWhatIsNoTrackBecomesZeros(t *testing.T) {
	for name, raw := range map[string][]byte{
		"words without a way": bytes.Repeat([]byte{0x2a, 0xc1, 0x90, 0x17, 0x91, 3, 0xf1, 0x2a}, 50),
		"odd bytes":           []byte("0123456789abc"),
		"one word":            {0x2a, 0xc1, 0x90, 0x17},
	} {
		in := `{"position_lat":"` + inBase64(zl(raw)) + `"}`
		r := redactor()
		var out map[string]string
		require.NoError(t, json.Unmarshal([]byte(body(t, r, "application/json", in)), &out))
		require.Equal(t, make([]byte, len(raw)), unpacked(t, "zlib", out["position_lat"]), name)
		require.NotEmpty(t, search1(t, r.o, []byte(in)), "it is known as it was packed")
	}
}

// TestSemicirclesThatAreWholeNumbersAreMoved wherever a position can stand.
func TestSemicirclesThatAreWholeNumbersAreMoved(t *testing.T) {
	const north, west = 717_302_371, -1_154_847_362 // of a half circle that is 2^31
	r := redactor()
	for _, c := range []struct{ media, form string }{
		{"application/json", `[{"position_lat":%d},{"position_long":%d}]`},
		{"application/json", `[{"position_lat":"%d"},{"position_long":"%d"}]`},
		{"text/csv", "position_lat,position_long\n%d,%d\n"},
	} {
		in := fmt.Sprintf(c.form, north, west)
		out := body(t, r, c.media, in)
		require.Equal(t, fmt.Sprintf(c.form, r.semicircles(north), r.semicircles(west)), out)
		require.NotEmpty(t, search1(t, r.o, []byte(in)))
		require.Empty(t, search1(t, r.o, []byte(out)))
	}
	require.Equal(t, `{"latitude":0}`, body(t, r, "application/json", `{"latitude":60}`), "a whole degree")
}

func TestOtherVectorsStay(t *testing.T) {
	hr := inBase64(zl(series(layout{8, binary.BigEndian, false}, 94.5, 95.25, 96)))
	for _, in := range []string{`{"heartRateSeries":"` + hr + `"}`, `{"variables":[{"name":"rriSeries","value":"` + hr + `","bits":64}]}`} {
		require.Equal(t, in, body(t, redactor(), "application/json", in))
	}
}

func TestNoTrackSurvivesInAnyLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := layouts()
		l := all[rapid.SampledFrom([]string{"64 bits, big", "64 bits, little", "32 bits, big", "32 bits, little"}).Draw(t, "layout")]
		values := rapid.SliceOfN(rapid.Float64Range(-180, 180), 2, 40).Draw(t, "values")
		values[0] = 10 + math.Abs(values[0])/2 + 0.1234567
		r := redactor()
		in := `{"longitude":"` + inBase64(zl(series(l, values...))) + `"}`
		out := body(t, r, "application/json", in)
		require.Len(t, unpacked(t, "zlib", strings.Split(out, `"`)[3]), l.width*len(values))
		require.Empty(t, search1(t, r.o, []byte(out)))
		require.NotEmpty(t, search1(t, r.o, []byte(in)))
	})
}
