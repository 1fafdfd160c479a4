package polarteampro_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"testing"

	"github.com/ergodrome/ergodrome/client/polarteampro"
)

// match writes a player's session of n tenths of a second, as the document has
// it: all fields, with the slow ones once a second.
func match(w io.Writer, n int) int64 {
	b := bufio.NewWriterSize(w, 64<<10)
	size, _ := b.WriteString(`{"data":{"id":"wp9DQ9ln","samples":{"fields":["time","distance","hr","speed","cadence","lat","lon","altitude","forward_acceleration","power"],"values":[`)
	for i := range n {
		if i > 0 {
			size++
			_ = b.WriteByte(',')
		}
		slow := "null,%d.%d,null,null,null"
		if i%10 == 0 {
			slow = "94,%d.%d,80,55.67336654663086,12.49395084381104"
		}
		k, _ := fmt.Fprintf(b, `["PT%d.%dS",%s,`+slow+`,12.5,-0.02,125]`, i/10, i%10, strconv.FormatFloat(float64(i)*0.35, 'f', 2, 64), i%30, i%10)
		size += k
	}
	k, _ := b.WriteString(`]}}}`)
	_ = b.Flush()
	return int64(size + k)
}

// BenchmarkTeamDay streams a day of one team with all samples: 25 players, 90
// minutes each. peak-MiB is the most the heap held beyond what it began with.
func BenchmarkTeamDay(b *testing.B) {
	const players, tenths = 25, 90 * 60 * 10
	var body bytes.Buffer
	size := match(&body, tenths)
	v := start(b, func(int, *http.Request) reply {
		return reply{raw: func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body.Bytes()) }}
	})
	c := v.client(polarteampro.WithoutPacing())
	b.SetBytes(players * size)
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	idle, peak := m.HeapInuse, uint64(0)
	b.ReportAllocs()
	for b.Loop() {
		sum, n := 0.0, 0
		for range players {
			for row, err := range c.PlayerSessions.Rows(b.Context(), "wp9DQ9ln") {
				if err != nil {
					b.Fatal(err)
				}
				if hr, ok := row.Value("hr"); ok {
					sum += hr
				}
				if n++; n%10_000 == 0 {
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapInuse)
				}
			}
		}
		if n != players*tenths || sum != 94*float64(n)/10 {
			b.Fatalf("%d rows, heart beats %v", n, sum)
		}
	}
	b.ReportMetric(float64(peak-min(peak, idle))/(1<<20), "peak-MiB")
}

// BenchmarkSession reads one session into columns.
func BenchmarkSession(b *testing.B) {
	var body bytes.Buffer
	size := match(&body, 54_000)
	v := start(b, func(int, *http.Request) reply {
		return reply{raw: func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body.Bytes()) }}
	})
	c := v.client(polarteampro.WithoutPacing())
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		s, err := c.PlayerSessions.Get(b.Context(), "a", polarteampro.AllSamples)
		if err != nil || s.Samples.Len() != 54_000 {
			b.Fatal(err)
		}
	}
}
