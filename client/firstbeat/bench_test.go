package firstbeat_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	kzlib "github.com/klauspost/compress/zlib"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// BenchmarkVector compares, in one run, decoding an hour of full-mantissa
// doubles with inflating them and nothing else, by the same library.
func BenchmarkVector(b *testing.B) {
	value := []byte(pack(wave(3600, rand.New(rand.NewPCG(1, 2)))))
	packed, _ := base64.StdEncoding.DecodeString(string(value))
	b.Run("inflate alone", func(b *testing.B) {
		out := make([]byte, 3600*8+1)
		src := bytes.NewReader(packed)
		z, _ := kzlib.NewReader(src)
		b.SetBytes(3600 * 8)
		for b.Loop() {
			src.Reset(packed)
			_ = z.(kzlib.Resetter).Reset(src, nil)
			if n, err := io.ReadFull(z, out); n != 3600*8 || err != io.ErrUnexpectedEOF {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		d := firstbeat.NewDecoder()
		b.SetBytes(3600 * 8)
		b.ReportAllocs()
		for b.Loop() {
			if v, err := d.Vector(value, "Float", 64); err != nil || len(v) != 3600 {
				b.Fatal(len(v), err)
			}
		}
	})
}

// BenchmarkRatios takes both sides of each comparison in turn, so that a busy
// machine slows both: "of-inflate" is the speed of decoding a vector against
// inflating it, "x-naive" that of a whole body against the naive client.
func BenchmarkRatios(b *testing.B) {
	ratio := func(name string, theirs, ours func()) {
		b.Run(name, func(b *testing.B) {
			var t, o time.Duration
			for b.Loop() {
				start := time.Now()
				theirs()
				middle := time.Now()
				ours()
				t, o = t+middle.Sub(start), o+time.Since(middle)
			}
			b.ReportMetric(float64(t)/float64(o), name)
		})
	}
	d := firstbeat.NewDecoder()
	value := []byte(pack(wave(3600, rand.New(rand.NewPCG(1, 2)))))
	packed, _ := base64.StdEncoding.DecodeString(string(value))
	out := make([]byte, 3600*8+1)
	src := bytes.NewReader(packed)
	z, _ := kzlib.NewReader(src)
	ratio("of-inflate", func() {
		src.Reset(packed)
		_ = z.(kzlib.Resetter).Reset(src, nil)
		_, _ = io.ReadFull(z, out)
	}, func() { _, _ = d.Vector(value, "Float", 64) })
	body := exercise(6000)
	ratio("x-naive", func() { _, _ = naive(body) }, func() { _, _ = d.Results(body) })
}

// BenchmarkResults compares a whole body to series with a client as one writes
// it in an afternoon.
func BenchmarkResults(b *testing.B) {
	body := exercise(6000)
	b.Run("naive", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if n, err := naive(body); err != nil || n != 8 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		d := firstbeat.NewDecoder()
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			r, err := d.Results(body)
			if err != nil || len(r.Variables) != 68 {
				b.Fatal(err)
			}
		}
	})
}

// naive decodes a results body with encoding/json and compress/zlib.
func naive(body []byte) (series int, err error) {
	var r struct {
		MeasurementID int64  `json:"measurementId"`
		AthleteID     int64  `json:"athleteId"`
		StartTime     string `json:"startTime"`
		EndTime       string `json:"endTime"`
		Variables     []struct {
			Name  string `json:"name"`
			Unit  string `json:"unit"`
			Type  string `json:"type"`
			Bits  int    `json:"bits"`
			Value any    `json:"value"`
		} `json:"variables"`
	}
	if err := json.Unmarshal(body, &r); err != nil {
		return 0, err
	}
	for _, v := range r.Variables {
		text, ok := v.Value.(string)
		if !ok {
			continue
		}
		packed, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return 0, err
		}
		z, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			return 0, err
		}
		raw, err := io.ReadAll(z)
		if err != nil {
			return 0, err
		}
		values := make([]float64, len(raw)/(v.Bits/8))
		for i := range values {
			switch v.Bits {
			case 64:
				values[i] = math.Float64frombits(binary.BigEndian.Uint64(raw[8*i:]))
			case 16:
				values[i] = float64(binary.BigEndian.Uint16(raw[2*i:]))
			default:
				values[i] = float64(raw[i])
			}
		}
		series++
	}
	return series, nil
}
