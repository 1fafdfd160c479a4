package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	stdzlib "compress/zlib"

	"github.com/klauspost/compress/zlib"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// decoding measures the client's half: one vector, and a whole body.
func decoding(ctx context.Context, p programs) ([]row, error) {
	s, err := simulator(ctx, p)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	paths, err := s.exercises(ctx, 1)
	if err != nil {
		return nil, err
	}
	body, err := s.get(ctx, paths[0]+"?var="+allSeries, "")
	if err != nil {
		return nil, err
	}
	vector, err := vectorRow()
	if err != nil {
		return nil, err
	}
	whole, err := bodyRows(body)
	if err != nil {
		return nil, err
	}
	return append([]row{vector}, whole...), nil
}

// vectorRow decodes an hour of full-mantissa doubles at 1 Hz.
func vectorRow() (row, error) {
	chance := rand.New(rand.NewPCG(1, 2))
	var raw []byte
	for range 3600 {
		raw = binary.BigEndian.AppendUint64(raw, math.Float64bits(chance.NormFloat64()*1000))
	}
	// The vendor's deflater codes literals where klauspost's would store them.
	var packed bytes.Buffer
	w := stdzlib.NewWriter(&packed)
	if _, err := w.Write(raw); err != nil {
		return row{}, err
	}
	if err := w.Close(); err != nil {
		return row{}, err
	}
	text := []byte(base64.StdEncoding.EncodeToString(packed.Bytes()))
	decoder := firstbeat.NewDecoder()
	source := bytes.NewReader(packed.Bytes())
	inflater, err := zlib.NewReader(source)
	if err != nil {
		return row{}, err
	}
	out := make([]byte, len(raw))
	ratio, ours, floor, err := pairwise(rounds,
		seconds(func() error { _, err := decoder.Vector(text, "Float", 64); return err }),
		seconds(func() error {
			source.Reset(packed.Bytes())
			resetter, ok := inflater.(zlib.Resetter)
			if !ok {
				return errors.New("zlib readers cannot be reset")
			}
			if err := resetter.Reset(source, nil); err != nil {
				return err
			}
			_, err := io.ReadFull(inflater, out)
			return err
		}))
	return atLeast("vector of 1 h of doubles, speed against inflate alone", 1/ratio, 0.75, fmt.Sprintf("%.0f us, %.0f us", ours*1e6, floor*1e6)), err
}

// bodyRows decodes a results body with the client and with a straightforward
// program of encoding/json and compress/zlib.
func bodyRows(body []byte) ([]row, error) {
	decoder := firstbeat.NewDecoder()
	ours := func() error { _, err := decoder.Results(body); return err }
	ratio, a, b, err := pairwise(rounds, seconds(func() error { return naive(body) }), seconds(ours))
	if err != nil {
		return nil, err
	}
	allocated := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := ours(); err != nil {
				b.Fatal(err)
			}
		}
	}).AllocedBytesPerOp()
	return []row{
		atLeast("whole results body, times faster than encoding/json and compress/zlib", ratio, 1.8, fmt.Sprintf("%.2f ms, %.2f ms", b*1e3, a*1e3)),
		atMost("whole results body, allocated bytes a body byte", float64(allocated)/float64(len(body)), 4, fmt.Sprintf("%d of %d", allocated, len(body))),
	}, nil
}

// seconds times one call of f, averaged over many.
func seconds(f func() error) func() (float64, error) {
	return func() (float64, error) {
		var failed error
		r := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				if err := f(); err != nil {
					failed = err
					b.FailNow()
				}
			}
		})
		return r.T.Seconds() / float64(max(r.N, 1)), failed
	}
}

// naive is the client that everybody writes first.
func naive(body []byte) error {
	var results struct {
		Variables []struct {
			Name  string          `json:"name"`
			Type  string          `json:"type"`
			Bits  int             `json:"bits"`
			Value json.RawMessage `json:"value"`
		} `json:"variables"`
	}
	if err := json.Unmarshal(body, &results); err != nil {
		return err
	}
	for _, v := range results.Variables {
		var text string
		if json.Unmarshal(v.Value, &text) != nil {
			continue
		}
		packed, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		r, err := stdzlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			return err
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		values := make([]float64, len(raw)*8/v.Bits)
		for i := range values {
			switch {
			case v.Type == "Float" && v.Bits == 64:
				values[i] = math.Float64frombits(binary.BigEndian.Uint64(raw[8*i:]))
			case v.Type == "Float" && v.Bits == 32:
				values[i] = float64(math.Float32frombits(binary.BigEndian.Uint32(raw[4*i:])))
			case v.Type == "Unsigned" && v.Bits == 16:
				values[i] = float64(binary.BigEndian.Uint16(raw[2*i:]))
			case v.Type == "Unsigned" && v.Bits == 8:
				values[i] = float64(raw[i])
			default:
				return fmt.Errorf("unknown type %s of %d bits", v.Type, v.Bits)
			}
		}
	}
	return nil
}
