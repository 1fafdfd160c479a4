package frame_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

func fields() []frame.Field {
	return []frame.Field{
		{Name: "duration", Kind: frame.Span},
		{Name: "power", Kind: frame.Int16},
		{Name: "lap", Kind: frame.Int8},
		{Name: "speed", Kind: frame.Float16},
		{Name: "distance", Kind: frame.Float32},
		{Name: "after", Kind: frame.Float64},
		{Name: "sport", Kind: frame.Category, Words: 2},
		{Name: "notes", Kind: frame.Text},
		{Name: "wall", Kind: frame.Instant},
		{Name: "timestamp", Kind: frame.Instant, Index: true, Zone: "UTC"},
	}
}

func columns(n int) []frame.Column {
	c := make([]frame.Column, len(fields()))
	for i := range n {
		c[0].Ints = append(c[0].Ints, 1)
		c[8].Ints, c[9].Ints = append(c[8].Ints, int64(i)*1000+7200_000), append(c[9].Ints, int64(i)*1000)
		for k := 1; k <= 5; k++ {
			v := float64(i) + 0.5
			if i%3 == 2 {
				v = math.NaN()
			}
			c[k].Floats = append(c[k].Floats, v)
		}
		c[6].Words, c[7].Words = append(c[6].Words, []string{"running", "cycling"}[i%2]), append(c[7].Words, fmt.Sprint("note ", i))
	}
	return c
}

func write(t *testing.T, groups ...int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := frame.NewWriter(&b, fields())
	require.NoError(t, err)
	for _, n := range groups {
		require.NoError(t, w.Write(columns(n)))
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func openFile(t *testing.T, content []byte) *parquet.File {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	return f
}

func readAll(t *testing.T, f *parquet.File) []parquet.Row {
	t.Helper()
	var out []parquet.Row
	for _, g := range f.RowGroups() {
		rows := make([]parquet.Row, g.NumRows())
		r := g.Rows()
		n, err := r.ReadRows(rows)
		if err != nil {
			require.ErrorIs(t, err, io.EOF)
		}
		for _, row := range rows[:n] {
			out = append(out, row.Clone())
		}
		require.EqualValues(t, g.NumRows(), n)
		require.NoError(t, r.Close())
	}
	return out
}

func TestColumnsAreOfTheirTypesInTheirOrder(t *testing.T) {
	t.Parallel()
	f := openFile(t, write(t, 5, 4))
	want := []string{
		"duration INT64  ", "power INT32 INT(16,true) ", "lap INT32 INT(8,true) ", "speed FIXED_LEN_BYTE_ARRAY FLOAT16 ", "distance FLOAT  ", "after DOUBLE  ",
		"sport BYTE_ARRAY STRING ", "notes BYTE_ARRAY STRING ", "wall INT64 TIMESTAMP(isAdjustedToUTC=false,unit=MILLIS) ", "timestamp INT64 TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS) ",
	}
	require.Len(t, f.Metadata().Schema, 1+len(want))
	for i, e := range f.Metadata().Schema[1:] {
		logical := e.LogicalType.String()
		require.Equal(t, want[i], fmt.Sprintf("%s %s %s ", e.Name, e.Type.V, logical), e.Name)
	}
	require.Equal(t, int64(9), f.NumRows())
	require.Len(t, f.RowGroups(), 2, "one row group for each activity")
	for _, c := range f.Metadata().RowGroups[0].Columns {
		require.Equal(t, "SNAPPY", c.MetaData.Codec.String())
	}
}

func TestValuesReadBack(t *testing.T) {
	t.Parallel()
	f := openFile(t, write(t, 3))
	rows := readAll(t, f)
	second := rows[1]
	require.EqualValues(t, 1, second[0].Int64())
	require.EqualValues(t, 2, second[1].Int32(), "halves go to the even number")
	require.Equal(t, uint16(0x3e00), binary.LittleEndian.Uint16(second[3].ByteArray()))
	require.InDelta(t, 1.5, second[4].Float(), 0)
	require.InDelta(t, 1.5, second[5].Double(), 0)
	require.Equal(t, "cycling", string(second[6].ByteArray()))
	require.EqualValues(t, 1000, second[9].Int64())
	for k := 1; k <= 5; k++ {
		require.True(t, rows[2][k].IsNull(), "what is missing is null")
	}
}

func TestEmptyFrameHasItsColumns(t *testing.T) {
	t.Parallel()
	f := openFile(t, write(t))
	require.Zero(t, f.NumRows())
	require.Len(t, f.Schema().Columns(), len(fields()))
}

func TestPandasIsToldOfIndexAndTypes(t *testing.T) {
	t.Parallel()
	about, ok := openFile(t, write(t, 1)).Lookup("pandas")
	require.True(t, ok)
	var d struct {
		IndexColumns []string `json:"index_columns"`
		Columns      []struct {
			Name       string         `json:"name"`
			PandasType string         `json:"pandas_type"`
			NumpyType  string         `json:"numpy_type"`
			Metadata   map[string]any `json:"metadata"`
		} `json:"columns"`
	}
	require.NoError(t, json.Unmarshal([]byte(about), &d))
	require.Equal(t, []string{"timestamp"}, d.IndexColumns)
	want := map[string]string{
		"duration": "object timedelta64[s]", "power": "int16 Int16", "lap": "int8 Int8", "speed": "float16 float16", "distance": "float32 float32", "after": "float64 float64",
		"sport": "categorical int8", "notes": "unicode object", "wall": "datetime datetime64[s]", "timestamp": "datetimetz datetime64[s]",
	}
	for _, c := range d.Columns {
		require.Equal(t, want[c.Name], c.PandasType+" "+c.NumpyType, c.Name)
	}
	require.Equal(t, map[string]any{"num_categories": 2.0, "ordered": false}, d.Columns[6].Metadata)
	require.Equal(t, map[string]any{"timezone": "UTC"}, d.Columns[9].Metadata)
}

// flat reads FlatBuffers, the obvious way.
type flat []byte

func (f flat) u32(at int) int { return int(binary.LittleEndian.Uint32(f[at:])) }

// member is where a table has a member, 0 when it has none.
func (f flat) member(table, id int) int {
	vtable := table - int(int32(binary.LittleEndian.Uint32(f[table:])))
	if 4+2*id >= int(binary.LittleEndian.Uint16(f[vtable:])) {
		return 0
	}
	offset := int(binary.LittleEndian.Uint16(f[vtable+4+2*id:]))
	if offset == 0 {
		return 0
	}
	return table + offset
}

func (f flat) follow(at int) int { return at + f.u32(at) }

func (f flat) text(at int) string { at = f.follow(at); return string(f[at+4 : at+4+f.u32(at)]) }

func TestArrowSchemaTellsWhatParquetCannot(t *testing.T) {
	t.Parallel()
	entry, ok := openFile(t, write(t, 1)).Lookup("ARROW:schema")
	require.True(t, ok)
	raw, err := base64.StdEncoding.DecodeString(entry)
	require.NoError(t, err)
	require.Equal(t, []byte{255, 255, 255, 255}, raw[:4])
	f := flat(raw[8:])
	require.Len(t, f, flat(raw).u32(4))
	require.Zero(t, len(f)%8)
	root := f.follow(0)
	require.EqualValues(t, 4, f[f.member(root, 0)], "version 5 of the format")
	require.EqualValues(t, 1, f[f.member(root, 1)], "a schema")
	list := f.follow(f.member(f.follow(f.member(root, 2)), 1))
	require.Equal(t, len(fields()), f.u32(list))
	types := map[frame.Kind]byte{frame.Span: 18, frame.Int8: 2, frame.Int16: 2, frame.Float16: 3, frame.Float32: 3, frame.Float64: 3, frame.Category: 5, frame.Text: 5, frame.Instant: 10}
	for i, want := range fields() {
		field := f.follow(list + 4 + 4*i)
		require.Equal(t, want.Name, f.text(f.member(field, 0)))
		require.EqualValues(t, 1, f[f.member(field, 1)], "may have holes")
		require.Equal(t, types[want.Kind], f[f.member(field, 2)], want.Name)
		of := f.follow(f.member(field, 3))
		switch want.Kind {
		case frame.Span:
			require.EqualValues(t, 0, f[f.member(of, 0)], "seconds, which is not the default")
		case frame.Int16:
			require.EqualValues(t, 16, f.u32(f.member(of, 0)))
			require.EqualValues(t, 1, f[f.member(of, 1)])
		case frame.Float64:
			require.EqualValues(t, 2, f[f.member(of, 0)])
		case frame.Instant:
			if want.Zone == "" {
				require.Zero(t, f.member(of, 1))
			} else {
				require.Equal(t, want.Zone, f.text(f.member(of, 1)))
			}
		case frame.Category:
			dictionary := f.follow(f.member(field, 4))
			require.Zero(t, f.member(dictionary, 0), "the first one has the number 0, which is not written")
			require.EqualValues(t, 8, f.u32(f.member(f.follow(f.member(dictionary, 1)), 0)))
		}
		for _, id := range []int{0, 3, 5} { // pointers are aligned
			require.Zero(t, f.member(field, id)%4)
		}
	}
}

func TestHalvesAreTheNearest(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]uint16{
		0: 0, math.Copysign(0, -1): 0x8000, 1: 0x3c00, -2: 0xc000, 65504: 0x7bff, 65520: 0x7c00, 1e9: 0x7c00, -1e9: 0xfc00, 0.1: 0x2e66,
		6e-8: 0x0001, 2e-8: 0x0000, 6.1e-5: 0x03ff, 6.104e-5: 0x0400, 1.0009765625: 0x3c01, 1.00048828125: 0x3c00, 1.00146484375: 0x3c02, math.Inf(1): 0x7c00,
	} {
		var b bytes.Buffer
		w, err := frame.NewWriter(&b, []frame.Field{{Name: "x", Kind: frame.Float16}})
		require.NoError(t, err)
		require.NoError(t, w.Write([]frame.Column{{Floats: []float64{v}}}))
		require.NoError(t, w.Close())
		rows := readAll(t, openFile(t, b.Bytes()))
		require.Equal(t, want, binary.LittleEndian.Uint16(rows[0][0].ByteArray()), "%g", v)
	}
}

func TestColumnsOfDifferentLengthsAreRefused(t *testing.T) {
	t.Parallel()
	w, err := frame.NewWriter(&bytes.Buffer{}, fields()[:2])
	require.NoError(t, err)
	require.Error(t, w.Write([]frame.Column{{Ints: []int64{1, 2}}, {Floats: []float64{1}}}))
	require.Error(t, w.Write([]frame.Column{{Ints: []int64{1, 2}}}))
	require.Error(t, w.Write([]frame.Column{{Ints: []int64{1, 2}}, {Words: []string{"a", "b"}}}), "words are no numbers")
}

func benchmark(b *testing.B, rows int) {
	b.Helper()
	c := columns(rows)
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		w, err := frame.NewWriter(&out, fields())
		if err == nil {
			err = w.Write(c)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "B/file")
}

func BenchmarkWriteHour(b *testing.B) { benchmark(b, 3600) }

func BenchmarkWriteSixHours(b *testing.B) { benchmark(b, 6*3600) }
