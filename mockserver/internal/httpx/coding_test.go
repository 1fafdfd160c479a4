package httpx

import (
	"bytes"
	stdgzip "compress/gzip"
	stdzlib "compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// decoders are other implementations than the encoders, where there are any.
var decoders = map[string]func(io.Reader) (io.Reader, error){
	Zstd:    func(r io.Reader) (io.Reader, error) { d, err := zstd.NewReader(r); return d, err },
	Brotli:  func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	Gzip:    func(r io.Reader) (io.Reader, error) { return stdgzip.NewReader(r) },
	Deflate: func(r io.Reader) (io.Reader, error) { return stdzlib.NewReader(r) },
}

func decoded(tb testing.TB, coding string, body []byte) []byte {
	tb.Helper()
	r, err := decoders[coding](bytes.NewReader(body))
	require.NoError(tb, err)
	plain, err := io.ReadAll(r)
	require.NoError(tb, err)
	return plain
}

// vectors is a JSON document of about size bytes that is nearly all Base64 of
// compressed numbers, as results with time series are.
func vectors(size int) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	doc, total, v := map[string]any{}, 0, 60.0
	for k := 0; total < size; k++ {
		var raw []byte
		for range 3600 {
			v += rnd.NormFloat64()
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(v))
		}
		var b bytes.Buffer
		w := stdzlib.NewWriter(&b)
		_, _ = w.Write(raw)
		_ = w.Close()
		text := base64.StdEncoding.EncodeToString(b.Bytes())
		total += len(text)
		doc[fmt.Sprintf("series%d", k)] = map[string]any{"type": "float", "bits": 64, "rate": 1, "value": text}
	}
	return must(json.Marshal(doc))
}

// people is a JSON list of about size bytes.
func people(size int) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	var all []any
	for i := range size / 90 {
		all = append(all, map[string]any{"id": rnd.IntN(1e6), "given": "Anna", "family": fmt.Sprint("Virtanen", rnd.IntN(99)), "email": fmt.Sprintf("anna%d@example.com", i)})
	}
	return must(json.Marshal(all))
}

func TestEncodeShrinks(t *testing.T) {
	c := NewCoder()
	for _, coding := range allCodings {
		for _, in := range []struct {
			name string
			body []byte
			most float64
		}{
			{"1 MB of vectors", vectors(1 << 20), 0.77},
			{"50 kB of vectors", vectors(50_000), 0.77},
			{"100 kB of text", people(100_000), 0.15},
			{"2 kB of text", people(2000), 0.35},
		} {
			t.Run(coding+" shrinks "+in.name, func(t *testing.T) {
				out, err := c.Encode(coding, in.body)
				require.NoError(t, err)
				ratio := float64(len(out)) / float64(len(in.body))
				require.LessOrEqual(t, ratio, in.most)
				require.Equal(t, in.body, decoded(t, coding, out))
			})
		}
	}
}

func TestEncodeRoundTrip(t *testing.T) {
	c := NewCoder()
	rapid.Check(t, func(rt *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 1, 5000).Draw(rt, "body")
		body = bytes.Repeat(body, rapid.IntRange(1, 20).Draw(rt, "times"))
		coding := rapid.SampledFrom(allCodings).Draw(rt, "coding")
		out, err := c.Encode(coding, body)
		require.NoError(rt, err)
		require.Equal(rt, body, decoded(t, coding, out))
	})
}

func TestCode(t *testing.T) {
	c := NewCoder()
	text := []byte(strings.Repeat("run, rest, run. ", 100))
	t.Run("codes and says so", func(t *testing.T) {
		shared := http.Header{"Vary": {"Origin"}}
		resp := c.Code("gzip", allCodings, 100, nil, Response{Body: text, Header: shared})
		require.Equal(t, http.Header{"Vary": {"Origin", "Accept-Encoding"}, "Content-Encoding": {"gzip"}}, resp.Header)
		require.Equal(t, text, decoded(t, Gzip, resp.Body))
		require.Equal(t, text, resp.Plain)
		require.Equal(t, http.Header{"Vary": {"Origin"}}, shared, "a header that a handler shares must stay as it was")
	})
	t.Run("says that it would have coded for others", func(t *testing.T) {
		resp := c.Code("", allCodings, 100, nil, Response{Body: text})
		require.Equal(t, http.Header{"Vary": {"Accept-Encoding"}}, resp.Header)
		require.Equal(t, text, resp.Body)
		require.Nil(t, resp.Plain)
	})
	for _, tt := range []struct {
		name string
		resp Response
	}{
		{"leaves short bodies", Response{Body: text[:99]}},
		{"leaves empty bodies", Response{Status: 204}},
		{"leaves coded bodies", Response{Body: text, Header: http.Header{"Content-Encoding": {"br"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.resp, c.Code("gzip", allCodings, 100, nil, tt.resp))
		})
	}
	t.Run("reports an offered coding that nobody knows as a bug", func(t *testing.T) {
		require.ErrorContains(t, c.Code("compress", []string{"compress"}, 0, nil, Response{Body: text}).Bug, "compress")
	})
}

func TestCodeCaches(t *testing.T) {
	c, cache := NewCoder(), NewLRU(1<<20)
	first := c.Code("gzip", allCodings, 0, cache, Response{Key: "a", Body: people(5000)})
	again := c.Code("gzip", allCodings, 0, cache, Response{Key: "a", Body: people(5000)})
	require.Same(t, &first.Body[0], &again.Body[0], "the second answer is the first one's bytes")
	other := c.Code("br", allCodings, 0, cache, Response{Key: "a", Body: people(5000)})
	require.Equal(t, people(5000), decoded(t, Brotli, other.Body))
	unnamed := c.Code("gzip", allCodings, 0, cache, Response{Body: people(5000)})
	require.NotSame(t, &first.Body[0], &unnamed.Body[0])
}

func TestLRU(t *testing.T) {
	kilobyte := make([]byte, 1024-entryCost)
	c := NewLRU(10 << 10)
	for i := range 10 {
		c.Put(fmt.Sprint(i), Gzip, kilobyte)
	}
	_, ok := c.Get("0", Gzip)
	require.True(t, ok, "it holds ten")
	c.Put("10", Gzip, kilobyte)
	_, ok = c.Get("1", Gzip)
	require.False(t, ok, "the one asked for least recently goes first")
	_, ok = c.Get("0", Gzip)
	require.True(t, ok)
	c.Put("0", Gzip, kilobyte)
	require.EqualValues(t, 10<<10, c.used, "an entry that is put twice counts once")
	c.Put("huge", Gzip, make([]byte, 4<<10))
	_, ok = c.Get("huge", Gzip)
	require.False(t, ok, "one body does not drive out all others")
}

// BenchmarkEncode measures what is used.
func BenchmarkEncode(b *testing.B) {
	c := NewCoder()
	for _, in := range []struct {
		name string
		body []byte
	}{{"vectors1M", vectors(1 << 20)}, {"text100k", people(100_000)}, {"text2k", people(2000)}} {
		for _, coding := range allCodings {
			b.Run(in.name+"/"+coding, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(in.body)))
				n := 0
				for b.Loop() {
					n = len(must(c.Encode(coding, in.body)))
				}
				b.ReportMetric(float64(n)/float64(len(in.body)), "out/in")
			})
		}
	}
}

// BenchmarkSettings measures what was chosen from: MB/s, and size out to in.
func BenchmarkSettings(b *testing.B) {
	type setting struct {
		name   string
		encode func(dst *bytes.Buffer, p []byte)
	}
	var settings []setting
	stream := func(name string, w writer) {
		settings = append(settings, setting{name, func(d *bytes.Buffer, p []byte) { w.Reset(d); _, _ = w.Write(p); _ = w.Close() }})
	}
	for _, level := range []int{gzip.StatelessCompression, gzip.HuffmanOnly, 1, 3, 6} {
		stream(fmt.Sprint("gzip", level), must(gzip.NewWriterLevel(io.Discard, level)))
	}
	for level := range 4 {
		stream(fmt.Sprint("br", level), brotli.NewWriterLevel(io.Discard, level))
		stream(fmt.Sprint("brV2-", level), brotli.NewWriterV2(io.Discard, level))
	}
	for _, level := range []zstd.EncoderLevel{zstd.SpeedFastest, zstd.SpeedDefault} {
		for _, all := range []bool{false, true} {
			e := must(zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1), zstd.WithAllLitEntropyCompression(all)))
			settings = append(settings, setting{fmt.Sprintf("zstd-%v-alllit=%v", level, all), func(d *bytes.Buffer, p []byte) { d.Write(e.EncodeAll(p, d.AvailableBuffer())) }})
		}
	}
	for _, in := range []struct {
		name string
		body []byte
	}{{"vectors1M", vectors(1 << 20)}, {"text100k", people(100_000)}} {
		for _, s := range settings {
			b.Run(in.name+"/"+s.name, func(b *testing.B) {
				var d bytes.Buffer
				d.Grow(2 << 20)
				b.SetBytes(int64(len(in.body)))
				for b.Loop() {
					d.Reset()
					s.encode(&d, in.body)
				}
				b.ReportMetric(float64(d.Len())/float64(len(in.body)), "out/in")
			})
		}
	}
}
