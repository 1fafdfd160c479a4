package firstbeat_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// pack writes values as the vendor does, by the standard library alone.
func pack(values any) string {
	var raw bytes.Buffer
	if err := binary.Write(&raw, binary.BigEndian, values); err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(deflate(raw.Bytes()))
}

func deflate(raw []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(raw)
	_ = w.Close()
	return z.Bytes()
}

// wave is an hour of something physiological, in full-mantissa doubles.
func wave(n int, r *rand.Rand) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 140 + 30*math.Sin(float64(i)/600) + r.NormFloat64()
	}
	return out
}

// exercise is a results body of the size and mixture that the vendor's first
// sample has: an hour and forty minutes, fifteen series, a quarter of a megabyte.
func exercise(seconds int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var vars []string
	series := func(name, unit, rate, typ string, bits int, values any) {
		vars = append(vars, fmt.Sprintf(`{"bits":%d,"name":%q,"samplingRate":%q,"type":%q,"unit":%q,"value":%q}`, bits, name, rate, typ, unit, pack(values)))
	}
	bytesOf := func(n int) []uint8 {
		out := make([]uint8, n)
		for i := range out {
			out[i] = uint8(140 + 30*math.Sin(float64(i)/600) + r.NormFloat64())
		}
		return out
	}
	for _, name := range []string{"hfSeries", "lfSeries", "vlfSeries"} {
		series(name, "ms²", "1Hz", "Float", 64, wave(seconds, r))
	}
	rr := make([]uint16, 2*seconds)
	for i := range rr {
		rr[i] = uint16(450 + 60*math.Sin(float64(i)/900) + 8*r.NormFloat64())
	}
	series("rriSeries", "ms", "", "Unsigned", 16, rr)
	series("heartRateSeries", "min⁻¹", "0.2Hz", "Unsigned", 8, bytesOf(seconds/5))
	series("heartRateSeries1s", "min⁻¹", "1Hz", "Unsigned", 8, bytesOf(seconds))
	for _, name := range []string{"epocSeries", "trimpSeries"} {
		sum, total := make([]float64, seconds/5), 0.0
		for i := range sum {
			total += float64(r.IntN(4096)) / 65536
			sum[i] = total
		}
		series(name, "ml/kg", "0.2Hz", "Float", 64, sum)
	}
	for i := range 60 {
		vars = append(vars, fmt.Sprintf(`{"name":"scalar%d","unit":"%%","value":%v}`, i, r.Float64()*100))
	}
	return []byte(`{"athleteId":416370,"endTime":"2026-03-03T17:54:39Z","exerciseType":"Indoor bike","measurementId":15218998,` +
		`"measurementType":"exercise","sessionId":0,"sportsType":"indoorCycling","startTime":"2026-03-03T16:12:27Z","variables":[` + strings.Join(vars, ",") + `]}`)
}
