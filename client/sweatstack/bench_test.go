package sweatstack_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// second is a row of a frame with what a ride has.
type second struct {
	Duration  int64    `parquet:"duration,dict"`
	Lap       *int32   `parquet:"lap,optional,dict"`
	Power     *int32   `parquet:"power,optional,dict"`
	Speed     [2]byte  `parquet:"speed,dict"`
	HeartRate *int32   `parquet:"heart_rate,optional,dict"`
	Cadence   *int32   `parquet:"cadence,optional,dict"`
	Altitude  [2]byte  `parquet:"altitude,dict"`
	Distance  *float32 `parquet:"distance,optional"`
	Latitude  *float32 `parquet:"latitude,optional"`
	Longitude *float32 `parquet:"longitude,optional"`
	Activity  string   `parquet:"activity_id,dict"`
	Timestamp int64    `parquet:"timestamp,timestamp(millisecond)"`
}

// rideOf is a frame of some hours, one row a second.
func rideOf(b *testing.B, hours int) []byte {
	b.Helper()
	rows := make([]second, hours*3600)
	for i := range rows {
		x := float64(i)
		wave := func(mean, swing, period float64) int32 { return int32(mean + swing*math.Sin(x/period)) }
		rows[i] = second{
			Duration: 1, Lap: new(int32(i / 600)), HeartRate: new(wave(140, 25, 300)), Cadence: new(wave(85, 9, 47)),
			Speed: [2]byte{byte(i % 97), 0x48}, Altitude: [2]byte{byte(i / 40), 0x56},
			Distance: new(float32(x * 8.25)), Latitude: new(float32(59.9 + x/1e5)), Longitude: new(float32(10.7 + math.Sin(x/900)/100)),
			Activity: "act_01JVJ0M4Q8RIDE00000001", Timestamp: 1779118320000 + int64(i)*1000,
		}
		if i%11 > 0 {
			rows[i].Power = new(wave(200, 80, 33))
		}
	}
	var file bytes.Buffer
	w := parquet.NewGenericWriter[second](&file, parquet.Compression(&parquet.Snappy))
	if _, err := w.Write(rows); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

// bare reads all columns with parquet-go alone, page by page, to what the pages
// hold: no value is converted, and none checked.
func bare(file []byte) (values int64, err error) {
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return 0, err
	}
	for _, g := range f.RowGroups() {
		for _, c := range g.ColumnChunks() {
			pages := c.Pages()
			for {
				p, err := pages.ReadPage()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					return 0, err
				}
				_ = p.Data()
				values += p.NumValues()
				parquet.Release(p)
			}
			if err := pages.Close(); err != nil {
				return 0, err
			}
		}
	}
	return values, nil
}

// bareValues is bare to values that a program can use, with their nulls.
func bareValues(file []byte) (values int64, err error) {
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return 0, err
	}
	buf := make([]parquet.Value, 1024)
	for _, g := range f.RowGroups() {
		for _, c := range g.ColumnChunks() {
			pages := c.Pages()
			for {
				p, err := pages.ReadPage()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					return 0, err
				}
				for r := p.Values(); ; {
					n, err := r.ReadValues(buf)
					values += int64(n)
					if err != nil {
						break
					}
				}
				parquet.Release(p)
			}
			if err := pages.Close(); err != nil {
				return 0, err
			}
		}
	}
	return values, nil
}

// rowWise reads a row at a time, into a struct.
func rowWise(file []byte) (values int64, err error) {
	r := parquet.NewGenericReader[second](bytes.NewReader(file))
	defer r.Close()
	rows := make([]second, 64)
	for {
		n, err := r.Read(rows)
		values += 12 * int64(n)
		if errors.Is(err, io.EOF) {
			return values, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// BenchmarkFrame reads frames of one hour and of six: this client, parquet-go by
// column without and with values, and parquet-go by row.
func BenchmarkFrame(b *testing.B) {
	for _, hours := range []int{1, 6} {
		file := rideOf(b, hours)
		want := int64(hours) * 3600 * 12
		run := func(name string, read func() (int64, error)) {
			b.Run(fmt.Sprintf("%dh/%s", hours, name), func(b *testing.B) {
				b.SetBytes(want * 8)
				b.ReportAllocs()
				for b.Loop() {
					if n, err := read(); err != nil || n != want {
						b.Fatal(n, err)
					}
				}
			})
		}
		run("client", func() (int64, error) {
			f, err := sweatstack.ReadFrame(file)
			if err != nil {
				return 0, err
			}
			return int64(f.Rows * len(f.Columns)), nil
		})
		run("bare", func() (int64, error) { return bare(file) })
		run("bare-values", func() (int64, error) { return bareValues(file) })
		run("row-wise", func() (int64, error) { return rowWise(file) })
	}
}

// BenchmarkData fetches a frame of six hours and reads it.
func BenchmarkData(b *testing.B) {
	file := rideOf(b, 6)
	v := start(b, func(int, *http.Request) reply {
		return reply{raw: func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(file) }}
	})
	c := v.client()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		f, err := c.Activities.Data(b.Context(), "act_1", nil)
		if err != nil || f.Rows != 6*3600 {
			b.Fatal(err)
		}
	}
}
