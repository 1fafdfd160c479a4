package columns

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/format"
)

// FuzzRead feeds files to the reader. What is read has the shape it says, and
// costs no more than it may.
func FuzzRead(f *testing.F) {
	for _, opts := range [][]parquet.WriterOption{
		nil, {parquet.Compression(&parquet.Snappy)}, {parquet.Compression(&parquet.Zstd), parquet.DataPageVersion(1)}, {parquet.MaxRowsPerRowGroup(2)},
	} {
		f.Add(written(f, samples(5), opts...))
	}
	f.Add([]byte("PAR1PAR1PAR1"))
	three := int64s(1, 2, 3)
	for _, made := range []forged{ // without checksums, so that a change gets beyond them
		{physical: format.Int64, rows: 3, pages: []forgedPage{dictionaryPage(3, three), dataPage(3, format.RLEDictionary, []byte{2, 3, 0b100100})}},
		{physical: format.Int64, optional: true, rows: 3, pages: []forgedPage{dataPage(3, format.Plain, levelled([]byte{3, 0b101}, three[:16]))}},
		{physical: format.Int64, rows: 3, pages: []forgedPage{dataPage(3, format.DeltaBinaryPacked, append(uvarint(128, 4, 3, 2, 0), 8, 0, 0, 0, 1, 2))}},
		{physical: format.Boolean, rows: 3, pages: []forgedPage{dataPage(3, format.RLE, levelled([]byte{3, 0b101}, nil))}},
		{physical: format.ByteArray, rows: 3, pages: []forgedPage{dataPage(3, format.DeltaByteArray, append(encodedDelta(3, 0, 1), append(encodedDelta(3, 1, 0), "xyz"...)...))}},
		{physical: format.FixedLenByteArray, rows: 3, pages: []forgedPage{dataPage(3, format.ByteStreamSplit, three[:6])}},
	} {
		f.Add(made.file(f))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := Read(file, Limits{Rows: 1 << 12, Bytes: 1 << 20})
		if err != nil {
			return
		}
		for _, c := range table.Columns {
			n := max(len(c.Ints), len(c.Int32s), len(c.Floats), len(c.Float32s), len(c.Codes))
			if c.Kind != Unknown && n != table.Rows || c.Valid != nil && len(c.Valid) != table.Rows {
				t.Fatalf("%s: %d values in %d rows", c.Name, n, table.Rows)
			}
			for i, code := range c.Codes {
				has := c.Valid == nil || c.Valid[i]
				if has && (code < 0 || int(code) >= len(c.Dict)) || !has && code != -1 {
					t.Fatalf("%s: row %d has code %d of %d", c.Name, i, code, len(c.Dict))
				}
			}
		}
	})
}

// FuzzDelta reads deltas twice: here, and with parquet-go if they are no more
// than its encoder would write.
func FuzzDelta(f *testing.F) {
	f.Add(int64(0), int64(1), int64(-5), uint8(3))
	f.Add(int64(1)<<62, int64(-1)<<62, int64(7), uint8(200))
	f.Fuzz(func(t *testing.T, a, b, c int64, n uint8) {
		want := make([]int64, n)
		for i := range want {
			want[i] = []int64{a, b, c}[i%3] + int64(i)*c
		}
		src, err := new(delta.BinaryPackedEncoding).EncodeInt64(nil, want)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]int64, n)
		if rest, err := deltas(got, src, 64); err != nil || len(rest) != 0 {
			t.Fatalf("%v, %d bytes left", err, len(rest))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%d: %d, want %d", i, got[i], want[i])
			}
		}
	})
}

// FuzzArrow reads messages that may lead anywhere.
func FuzzArrow(f *testing.F) {
	raw, err := base64.StdEncoding.DecodeString(arrowSchemaOf("a", "duration"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		units := map[string]time.Duration{}
		arrowDurations(raw, units)
		for name, u := range units {
			if u <= 0 || u > time.Second {
				t.Errorf("%q counts in %v", name, u)
			}
		}
	})
}
