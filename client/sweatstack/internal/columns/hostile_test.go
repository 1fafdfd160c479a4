package columns

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/require"
)

// cost is what reading a file allocates.
func cost(file []byte, l Limits) (allocated uint64, table *Table, err error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	table, err = Read(file, l)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, table, err
}

func uvarint(v ...uint64) []byte {
	var b []byte
	for _, x := range v {
		b = binary.AppendUvarint(b, x)
	}
	return b
}

func compressed(t *testing.T, codec format.CompressionCodec, plain []byte, claims int32, n int32) forgedPage {
	t.Helper()
	p := dataPage(n, format.Plain, nil)
	var b bytes.Buffer
	switch codec {
	case format.Snappy:
		p.body = snappy.Encode(nil, plain)
	case format.Gzip:
		w := gzip.NewWriter(&b)
		_, _ = w.Write(plain)
		require.NoError(t, w.Close())
		p.body = b.Bytes()
	case format.Zstd:
		w, err := zstd.NewWriter(&b)
		require.NoError(t, err)
		_, _ = w.Write(plain)
		require.NoError(t, w.Close())
		p.body = b.Bytes()
	}
	p.header.CompressedPageSize, p.header.UncompressedPageSize = int32(len(p.body)), claims
	return p
}

// TestLies feeds files that are in order but for one lie.
func TestLies(t *testing.T) {
	three := int64s(1, 2, 3)
	zeros := make([]byte, 32<<20)
	plain := func(pages ...forgedPage) forged {
		return forged{physical: format.Int64, rows: 3, pages: pages}
	}
	meta := func(change func(m *format.FileMetaData)) forged {
		f := plain(dataPage(3, format.Plain, three))
		f.meta = change
		return f
	}
	column := func(change func(c *format.ColumnMetaData)) forged {
		return meta(func(m *format.FileMetaData) { change(&m.RowGroups[0].Columns[0].MetaData) })
	}
	packed := func(codec format.CompressionCodec, plainSize int, claims int32) forged {
		f := plain(compressed(t, codec, zeros[:plainSize], claims, 3))
		f.codec = codec
		return f
	}
	text := func(e format.Encoding, body []byte) forged {
		return forged{physical: format.ByteArray, rows: 3, pages: []forgedPage{dataPage(3, e, body)}}
	}
	v2 := func(levels, rep int32) forged {
		return forged{physical: format.Int64, rows: 3, optional: true, pages: []forgedPage{{format.PageHeader{
			Type: format.DataPageV2, UncompressedPageSize: 24, CompressedPageSize: 24,
			DataPageHeaderV2: thrift.New(format.DataPageHeaderV2{NumValues: 3, NumRows: 3, Encoding: format.Plain, DefinitionLevelsByteLength: levels, RepetitionLevelsByteLength: rep}),
		}, three}}}
	}
	tests := []struct {
		name string
		file forged
		want string // of the error; empty for a file that can be read
	}{
		{"nothing false", plain(dataPage(3, format.Plain, three)), ""},
		{"two pages", plain(dataPage(1, format.Plain, three[:8]), dataPage(2, format.Plain, three[8:])), ""},
		{"a page without rows", plain(dataPage(0, format.Plain, nil), dataPage(3, format.Plain, three)), ""},
		{"more rows than the file has", meta(func(m *format.FileMetaData) { m.NumRows = 4 }), "has 3 rows, and claims 4"},
		{"2^40 rows", meta(func(m *format.FileMetaData) { m.NumRows, m.RowGroups[0].NumRows = 1<<40, 1<<40 }), "larger than this client reads"},
		{"2^62 rows twice", meta(func(m *format.FileMetaData) {
			m.RowGroups = append(m.RowGroups, m.RowGroups[0])
			m.RowGroups[0].NumRows, m.RowGroups[1].NumRows = 1<<62, 1<<62
		}), "larger than this client reads"},
		{"fewer rows than none", meta(func(m *format.FileMetaData) { m.NumRows, m.RowGroups[0].NumRows = -3, -3 }), "claims -3 rows"},
		{"no columns in the row group", meta(func(m *format.FileMetaData) { m.RowGroups[0].Columns = nil }), "has 0 columns, and the schema 1"},
		{"a column in another file", meta(func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].FilePath = "/etc/passwd" }), "another file"},
		{"no schema", meta(func(m *format.FileMetaData) { m.Schema = nil }), "no root"},
		{"more columns than the schema has", meta(func(m *format.FileMetaData) { m.Schema[0].NumChildren.V = 1 << 30 }), "claims 1073741824 columns"},
		{"a group that claims what follows", meta(func(m *format.FileMetaData) {
			m.Schema = append(m.Schema, format.SchemaElement{Name: "g", NumChildren: thrift.New[int32](1 << 30)})
			m.Schema[0].NumChildren.V = 2
		}), "breaks off"},
		{"a column twice", meta(func(m *format.FileMetaData) {
			m.Schema = append(m.Schema, m.Schema[1])
			m.Schema[0].NumChildren.V = 2
		}), "twice"},
		{"a schema that lies deep", meta(func(m *format.FileMetaData) {
			m.Schema = m.Schema[:1]
			for range 100 {
				m.Schema = append(m.Schema, format.SchemaElement{Name: "g", NumChildren: thrift.New[int32](1)})
			}
		}), "deep"},
		{"an element of the schema too many", meta(func(m *format.FileMetaData) { m.Schema = append(m.Schema, m.Schema[1]) }), "too many"},
		{"pages beyond the file", column(func(c *format.ColumnMetaData) { c.DataPageOffset = 1 << 40 }), "beyond the file"},
		{"pages before the file", column(func(c *format.ColumnMetaData) { c.DataPageOffset = -9 }), "beyond the file"},
		{"more pages than the file", column(func(c *format.ColumnMetaData) { c.TotalCompressedSize = 1 << 62 }), "beyond the file"},
		{"no pages", column(func(c *format.ColumnMetaData) { c.TotalCompressedSize = 0 }), "3 rows early"},
		{"another type than the schema's", column(func(c *format.ColumnMetaData) { c.Type = format.Int32 }), "its pages hold INT32"},
		{"another number of values", column(func(c *format.ColumnMetaData) { c.NumValues = 1 << 40 }), "values in 3 rows"},
		{"a coding nobody knows", column(func(c *format.ColumnMetaData) { c.Codec = 77 }), "not supported"},
		{"LZ4", column(func(c *format.ColumnMetaData) { c.Codec = format.Lz4Raw }), "LZ4_RAW is not supported"},
		{"another coding than it has", column(func(c *format.ColumnMetaData) { c.Codec = format.Snappy }), "snappy"},
		{"a page with more rows than are left", plain(dataPage(4, format.Plain, int64s(1, 2, 3, 4))), "claims 4 rows where 3"},
		{"a page with fewer rows than none", plain(dataPage(-1, format.Plain, three)), "claims -1 rows"},
		{"a page with fewer values than rows", plain(dataPage(3, format.Plain, three[:23])), "take 24 bytes, and a page has 23"},
		{"a page that ends early", plain(dataPage(2, format.Plain, three)), "end 1 rows early"},
		{"a page of another size", plain(forgedPage{func() format.PageHeader {
			h := dataPage(3, format.Plain, three).header
			h.CompressedPageSize = 1 << 30
			return h
		}(), three}), "claims 1073741824 bytes"},
		{"a page of less than no size", plain(forgedPage{func() format.PageHeader {
			h := dataPage(3, format.Plain, three).header
			h.CompressedPageSize = -1
			return h
		}(), three}), "claims -1 bytes"},
		{"a checksum", plain(forgedPage{func() format.PageHeader { h := dataPage(3, format.Plain, three).header; h.CRC = 7; return h }(), three}), "checksum"},
		{"a page without the header of its type", plain(forgedPage{format.PageHeader{Type: format.DataPage, UncompressedPageSize: 24, CompressedPageSize: 24}, three}), "has no header"},
		{"a page of no type", plain(forgedPage{format.PageHeader{Type: 9, UncompressedPageSize: 24, CompressedPageSize: 24}, three}), "type 9"},
		{"snappy that says the truth", packed(format.Snappy, 24, 24), ""},
		{"snappy of 32 MiB that claims 24 bytes", packed(format.Snappy, 32<<20, 24), "holds 33554432 bytes, and claims 24"},
		{"snappy of 24 bytes that claims 32 MiB", packed(format.Snappy, 24, 32<<20), "holds 24 bytes"},
		{"2 GiB that nobody has", packed(format.Snappy, 24, 1<<31-1), "larger than this client reads"},
		{"gzip of 32 MiB that claims 24 bytes", packed(format.Gzip, 32<<20, 24), "more than the 24 bytes"},
		{"gzip of 24 bytes that claims 25", packed(format.Gzip, 24, 25), "EOF"},
		{"zstd of 32 MiB that claims 24 bytes", packed(format.Zstd, 32<<20, 24), "more than the 24 bytes"},
		{"zstd of 24 bytes that claims 25", packed(format.Zstd, 24, 25), "EOF"},
		{"a dictionary that there is not", plain(dataPage(3, format.RLEDictionary, append([]byte{1}, uvarint(6, 0)...))), "that there is not"},
		{"a value beyond the dictionary", plain(dictionaryPage(2, three[:16]), dataPage(3, format.RLEDictionary, []byte{2, 6, 3})), "value 3 of a dictionary of 2"},
		{"a dictionary larger than its page", plain(dictionaryPage(4, three)), "claims 4 values"},
		{"two dictionaries", plain(dictionaryPage(1, three[:8]), dictionaryPage(1, three[:8])), "two dictionaries"},
		{"numbers 200 bits wide", plain(dictionaryPage(3, three), dataPage(3, format.RLEDictionary, []byte{200, 6, 3})), "200 bits wide"},
		{"a run of 2^62 of which three count", plain(dictionaryPage(3, three), dataPage(3, format.RLEDictionary, append(append([]byte{2}, uvarint(1<<63)...), 1))), ""},
		{"2^60 packed numbers of which three count", plain(dictionaryPage(3, three), dataPage(3, format.RLEDictionary, append(append([]byte{2}, uvarint(1<<61|1)...), 0b100100))), ""},
		{"packed numbers that break off", plain(dictionaryPage(3, three), dataPage(3, format.RLEDictionary, []byte{2, 3})), "break off"},
		{"runs that end early", plain(dictionaryPage(3, three), dataPage(3, format.RLEDictionary, []byte{2, 2, 1})), "2 numbers early"},
		{"levels that break off", forged{physical: format.Int64, optional: true, rows: 3, pages: []forgedPage{dataPage(3, format.Plain, []byte{0xff, 0xff, 0xff, 0x7f})}}, "of levels in 0"},
		{"levels of a run of 2^62", forged{physical: format.Int64, optional: true, rows: 3, pages: []forgedPage{dataPage(3, format.Plain, levelled(append(uvarint(1<<63), 1), three))}}, ""},
		{"levels that are no levels", forged{physical: format.Int64, optional: true, rows: 3, pages: []forgedPage{dataPage(3, format.Plain, levelled([]byte{6, 9}, three))}}, "repeats 9, which is wider"},
		{"second levels beyond the page", v2(30, 0), "bytes of levels"},
		{"second levels before the page", v2(-1, 0), "bytes of levels"},
		{"second levels of both kinds beyond it", v2(20, 20), "bytes of levels"},
		{"deltas of 2^40 values", plain(dataPage(3, format.DeltaBinaryPacked, uvarint(128, 4, 1<<40, 0))), "claim to be 1099511627776"},
		{"deltas in no blocks", plain(dataPage(3, format.DeltaBinaryPacked, uvarint(0, 0, 3, 0))), "come in 0 blocks"},
		{"deltas 255 bits wide", plain(dataPage(3, format.DeltaBinaryPacked, append(uvarint(128, 4, 3, 2, 0), 255, 0, 0, 0))), "255 bits wide"},
		{"deltas that break off", plain(dataPage(3, format.DeltaBinaryPacked, append(uvarint(128, 4, 3, 2, 0), 8, 0, 0, 0))), "break off"},
		{"a text of 2 GiB", text(format.Plain, []byte{0xff, 0xff, 0xff, 0x7f}), "claims 2147483647 bytes"},
		{"a text that breaks off", text(format.Plain, []byte{1, 0}), "breaks off"},
		{"a text shorter than nothing", text(format.DeltaLengthByteArray, append(uvarint(128, 4, 3, 1, 0), 0, 0, 0, 0)), "claims -1 bytes"},
		{"a text longer than the last", text(format.DeltaByteArray, append(append(uvarint(128, 4, 3, 14, 0), 0, 0, 0, 0), append(uvarint(128, 4, 3, 2, 0), 0, 0, 0, 0, 'a', 'b', 'c')...)), "claims 7 bytes of one of 0"},
		{"an encoding that texts do not have", text(format.ByteStreamSplit, three), "not supported"},
		{"an encoding nobody knows", plain(dataPage(3, 77, three)), "not supported"},
		{"a list of 2^31 elements", forged{physical: format.Int64, footer: func([]byte) []byte { return append([]byte{0x15, 2, 0x19, 0xfc}, uvarint(1<<31-1)...) }}, "claims 2147483647 elements"},
		{"a list of 2^17 structures of nothing", forged{physical: format.Int64, footer: func([]byte) []byte {
			return append(append([]byte{0x15, 2, 0x39, 0x1c, 0x19, 0xfc}, uvarint(1<<17-9)...), make([]byte, 1<<17)...)
		}}, "more than 32768 structures"},
		{"a text of the footer beyond it", forged{physical: format.Int64, footer: func([]byte) []byte { return append([]byte{0x68}, uvarint(1<<40)...) }}, "claims 1099511627776 bytes"},
		{"structures in structures", forged{physical: format.Int64, footer: func([]byte) []byte { return bytes.Repeat([]byte{0x1c}, 1000) }}, "deep"},
		{"lists in lists", forged{physical: format.Int64, footer: func([]byte) []byte { return append([]byte{0x19}, bytes.Repeat([]byte{0x19}, 1000)...) }}, "deep"},
		{"a footer that breaks off", forged{physical: format.Int64, footer: func(b []byte) []byte { return b[:len(b)/2] }}, "breaks off"},
		{"a number without end", forged{physical: format.Int64, footer: func([]byte) []byte { return bytes.Repeat([]byte{0xff}, 100) }}, "not a sound"},
		{"encryption", meta(func(m *format.FileMetaData) {
			m.EncryptionAlgorithm.Value = &format.AesGcmV1{}
		}), "not supported"},
		{"numbers without sign beyond a signed one's", func() forged {
			f := plain(dataPage(3, format.Plain, int64s(-1, 0, 0)))
			f.meta = func(m *format.FileMetaData) { m.Schema[1].ConvertedType = thrift.New(deprecated.Uint64) }
			return f
		}(), "not supported"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			allocated, table, err := cost(tt.file.file(t), limits())
			if tt.want == "" {
				require.NoError(t, err)
				require.Equal(t, 3, table.Rows)
				require.Len(t, table.Columns[0].Ints, 3)
			} else {
				require.ErrorContains(t, err, tt.want)
				require.Nil(t, table)
			}
			most := uint64(4 << 20)
			if tt.file.codec == format.Zstd {
				most += maxWindow
			}
			require.Less(t, allocated, most, "what a lie claims is not allocated")
		})
	}
}

func TestTextsThatGrow(t *testing.T) {
	// Each text is the last and a letter more: n letters make n²/2.
	const n = 1 << 14
	f := forged{physical: format.ByteArray, rows: n, pages: []forgedPage{dataPage(n, format.DeltaByteArray, append(
		encodedDelta(n, 0, 1), append(encodedDelta(n, 1, 0), []byte(strings.Repeat("x", n))...)...))}}
	_, err := Read(f.file(t), Limits{Rows: n, Bytes: 16 << 20})
	require.ErrorIs(t, err, ErrTooLarge)
	table, err := Read(f.file(t), Limits{Rows: n, Bytes: 1 << 30})
	require.NoError(t, err)
	require.Len(t, table.Columns[0].Dict[n-1], n)
}

// encodedDelta is n numbers from first on, each step more.
func encodedDelta(n int, first, step int64) []byte {
	b := uvarint(1<<16, 1, uint64(n))
	b = binary.AppendVarint(b, first)
	for done := 1; done < n; done += 1 << 16 {
		b = append(binary.AppendVarint(b, step), 0)
	}
	return b
}

// TestFilesThatBreakOff reads all beginnings of a file.
func TestFilesThatBreakOff(t *testing.T) {
	file := written(t, samples(20), parquet.Compression(&parquet.Snappy))
	for n := range file {
		_, err := Read(file[:n], limits())
		require.Error(t, err, n)
	}
	for _, other := range []string{"", "PAR1", "PAR1PAR1", "PAR1xxxxPAR1", "<!doctype html><html><body>Service unavailable", "PAR1\xff\xff\xff\xffPAR1", "PAR1\x00\x00\x00\x00PARE"} {
		_, err := Read([]byte(other), limits())
		require.Error(t, err)
	}
}

// TestFilesWithAByteThatIsWrong changes each byte: what can still be read is
// read within bounds, and nothing ends the program.
func TestFilesWithAByteThatIsWrong(t *testing.T) {
	file := written(t, samples(20), parquet.Compression(&parquet.Snappy))
	for i, old := range file {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, b := range []byte{0, 0xff, ^old, old + 1} {
			file[i] = b
			_, _ = Read(file, Limits{Rows: 1 << 16, Bytes: 8 << 20})
		}
		file[i] = old
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 4*48<<20 {
			t.Fatalf("byte %d: %d bytes", i, allocated)
		}
	}
}
