package frame_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"testing"

	"github.com/klauspost/compress/snappy"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

// page is what a file says of a page, but for the bytes after compression.
type page struct {
	Column       string
	Type         uint64
	Uncompressed uint64
	Header       []byte // from the fourth member on
	Body         []byte
}

// pages takes a file apart without the reader of the library.
func pages(t *testing.T, content []byte) (all []page, footer format.FileMetaData) {
	t.Helper()
	require.Equal(t, "PAR1", string(content[:4]))
	end := len(content) - 8
	require.Equal(t, "PAR1", string(content[end+4:]))
	begin := end - int(binary.LittleEndian.Uint32(content[end:]))
	require.NoError(t, thrift.Unmarshal(new(thrift.CompactProtocol), content[begin:end], &footer))
	at := int64(4)
	for g := range footer.RowGroups {
		group := &footer.RowGroups[g]
		require.Equal(t, at, group.FileOffset)
		first := at
		for c := range group.Columns {
			m := &group.Columns[c].MetaData
			require.Equal(t, at, m.DictionaryPageOffset, "nothing lies between columns")
			raw := int64(0)
			for chunk := at + m.TotalCompressedSize; at < chunk; {
				p := page{Column: m.PathInSchema[0]}
				head := content[at:]
				var compressed uint64
				for _, member := range []*uint64{&p.Type, &p.Uncompressed, &compressed} {
					require.Equal(t, byte(0x15), head[0])
					v, n := binary.Uvarint(head[1:])
					*member, head = v/2, head[1+n:]
				}
				var h format.PageHeader
				r := bytes.NewReader(content[at:])
				require.NoError(t, thrift.NewDecoder(new(thrift.CompactProtocol).NewReader(r)).Decode(&h))
				size := r.Size() - int64(r.Len())
				p.Header = head[:size-(r.Size()-int64(len(head)))]
				if h.Type == format.DataPage && p.Type == 0 && m.DataPageOffset == at {
					m.DataPageOffset = 0
				}
				body := content[at+size:][:compressed]
				var err error
				p.Body, err = snappy.Decode(nil, body)
				require.NoError(t, err)
				require.Len(t, p.Body, int(p.Uncompressed))
				all = append(all, p)
				raw += size + int64(p.Uncompressed)
				at += size + int64(compressed)
			}
			require.Equal(t, m.TotalUncompressedSize, raw)
			require.Zero(t, m.DataPageOffset, "the first page of data is where the footer says")
			m.DictionaryPageOffset, m.TotalCompressedSize, m.TotalUncompressedSize = 0, 0, 0
		}
		require.Equal(t, group.TotalCompressedSize, at-first)
		group.TotalCompressedSize, group.FileOffset, group.TotalByteSize = 0, 0, 0
	}
	require.EqualValues(t, begin, at)
	return all, footer
}

// The file was written by pandas 2.3.3 with pyarrow 25.0.0, with two columns of the
// types that the vendor's client tells of, and a hole in each of some.
func TestFramesAreThoseOfPandasByteByByte(t *testing.T) {
	t.Parallel()
	theirs, err := os.ReadFile("testdata/pandas.parquet")
	require.NoError(t, err)
	columns := make([]frame.Column, 5)
	for _, row := range readAll(t, openFile(t, theirs)) {
		for i, v := range row {
			c := &columns[i]
			switch {
			case i == 0 || i == 4:
				c.Ints = append(c.Ints, v.Int64())
			case v.IsNull():
				c.Floats = append(c.Floats, math.NaN())
			case i == 2:
				h := binary.LittleEndian.Uint16(v.ByteArray())
				c.Floats = append(c.Floats, math.Ldexp(1+float64(h&1023)/1024, int(h>>10)-15))
			default:
				c.Floats = append(c.Floats, float64(v.Int32()))
			}
		}
	}
	var b bytes.Buffer
	w, err := frame.NewWriter(&b, []frame.Field{
		{Name: "duration", Kind: frame.Span},
		{Name: "power", Kind: frame.Int16},
		{Name: "speed", Kind: frame.Float16},
		{Name: "heart_rate", Kind: frame.Int16},
		{Name: "timestamp", Kind: frame.Instant, Index: true, Zone: "UTC"},
	})
	require.NoError(t, err)
	require.NoError(t, w.Write(columns))
	require.NoError(t, w.Close())
	want, wantFooter := pages(t, theirs)
	got, gotFooter := pages(t, b.Bytes())
	require.Equal(t, wantFooter, gotFooter)
	require.Equal(t, want, got)
	require.Len(t, got, 10)
	tail := theirs[bytes.LastIndex(theirs, []byte("pandas_version")):]
	require.True(t, bytes.HasSuffix(b.Bytes()[:b.Len()-8], tail[:len(tail)-8]), "the end of the footer")
}

// written is a file of one row group.
func written(t *testing.T, fields []frame.Field, columns ...frame.Column) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := frame.NewWriter(&b, fields)
	require.NoError(t, err)
	require.NoError(t, w.Write(columns))
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestPagesOfLongActivities(t *testing.T) {
	t.Parallel()
	const n = 6 * 3600
	content := write(t, n)
	all, footer := pages(t, content)
	require.Len(t, all, 3*len(fields()), "a dictionary, 20,000 rows, the rest")
	require.EqualValues(t, n, footer.NumRows)
	for _, c := range footer.RowGroups[0].Columns {
		require.EqualValues(t, 2, c.MetaData.EncodingStats[1].Count)
		require.Equal(t, format.RLEDictionary, c.MetaData.EncodingStats[1].Encoding)
	}
	same(t, columns(n), readAll(t, openFile(t, content)))
	require.Equal(t, content, write(t, n), "the same rows are the same bytes")
}

func TestDictionariesHaveAnEnd(t *testing.T) {
	t.Parallel()
	const n = 200_000
	c := frame.Column{Ints: make([]int64, n)}
	long := frame.Column{Words: make([]string, n)}
	for i := range n {
		c.Ints[i] = int64(i) * 1000
		long.Words[i] = string(bytes.Repeat([]byte{byte('a' + i%26)}, i%100))
	}
	few := []frame.Field{{Name: "timestamp", Kind: frame.Instant, Zone: "UTC"}, {Name: "notes", Kind: frame.Text}}
	content := written(t, few, c, long)
	_, footer := pages(t, content)
	m := footer.RowGroups[0].Columns[0].MetaData
	require.EqualValues(t, thrift.Slice[format.Encoding]{format.Plain, format.RLE, format.RLEDictionary}, m.Encoding)
	require.EqualValues(t, thrift.Slice[format.PageEncodingStats]{
		{PageType: format.DictionaryPage, Encoding: format.Plain, Count: 1},
		{PageType: format.DataPage, Encoding: format.Plain, Count: 4},
		{PageType: format.DataPage, Encoding: format.RLEDictionary, Count: 7},
	}, m.EncodingStats, "after 131,480 rows, when batch 135 made the dictionary a mebibyte")
	for i, row := range readAll(t, openFile(t, content)) {
		if row[0].Int64() != c.Ints[i] || string(row[1].ByteArray()) != long.Words[i] {
			t.Fatalf("row %d: %v", i, row)
		}
	}
}

// same compares what was written with what the library reads.
func same(t *testing.T, want []frame.Column, rows []parquet.Row) {
	t.Helper()
	require.Len(t, rows, want[0].Len())
	for i, row := range rows {
		for k, v := range row {
			c, ok := &want[k], true
			switch {
			case c.Ints != nil:
				ok = v.Int64() == c.Ints[i]
			case c.Words != nil:
				ok = string(v.ByteArray()) == c.Words[i]
			case math.IsNaN(c.Floats[i]):
				ok = v.IsNull()
			case v.Kind() == parquet.Float:
				ok = float64(v.Float()) == c.Floats[i]
			case v.Kind() == parquet.Double:
				ok = v.Double() == c.Floats[i]
			}
			if !ok {
				t.Fatalf("row %d, column %d: %v", i, k, v)
			}
		}
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for name, c := range map[string]struct {
		kind      frame.Kind
		values    []float64
		low, high string
	}{
		"whole":          {frame.Int16, []float64{3, nan, -2}, "\xfe\xff\xff\xff", "\x03\x00\x00\x00"},
		"half":           {frame.Float16, []float64{1, -2, nan}, "\x00\xc0", "\x00\x3c"},
		"zero below":     {frame.Float32, []float64{0, 2}, "\x00\x00\x00\x80", "\x00\x00\x00\x40"},
		"zero above":     {frame.Float32, []float64{math.Copysign(0, -1), -2}, "\x00\x00\x00\xc0", "\x00\x00\x00\x00"},
		"double":         {frame.Float64, []float64{-1e300, math.Inf(1)}, "\x9c\x75\x00\x88\x3c\xe4\x37\xfe", "\x00\x00\x00\x00\x00\x00\xf0\x7f"},
		"nothing at all": {frame.Float32, []float64{nan, nan}, "", ""},
	} {
		content := written(t, []frame.Field{{Name: "x", Kind: c.kind}}, frame.Column{Floats: c.values})
		_, footer := pages(t, content)
		s := footer.RowGroups[0].Columns[0].MetaData.Statistics
		require.Equal(t, c.low, string(s.MinValue), name)
		require.Equal(t, c.high, string(s.MaxValue), name)
		require.Equal(t, s.Min, s.MinValue, name)
		nulls := 0
		for i, row := range readAll(t, openFile(t, content)) {
			require.Equal(t, math.IsNaN(c.values[i]), row[0].IsNull(), name)
			if row[0].IsNull() {
				nulls++
			}
		}
		require.EqualValues(t, nulls, s.NullCount, name)
	}
	words := func(w ...string) format.Statistics {
		_, footer := pages(t, written(t, []frame.Field{{Name: "x", Kind: frame.Text}}, frame.Column{Words: w}))
		return footer.RowGroups[0].Columns[0].MetaData.Statistics
	}
	require.Equal(t, format.Statistics{MinValue: []byte("a"), MaxValue: []byte("ä")}, words("b", "ä", "a"))
	require.Equal(t, format.Statistics{MinValue: []byte("a")}, words("a", string(bytes.Repeat([]byte("b"), 5000))), "words that are no longer short")
}
