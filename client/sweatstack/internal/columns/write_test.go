package columns

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"math"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/require"
)

// sample is a row of a frame as the service writes them, and of more types.
type sample struct {
	Duration  int64    `parquet:"duration"`
	Power     *int32   `parquet:"power,optional"`
	HeartRate int32    `parquet:"heart_rate,optional,delta"`
	Speed     [2]byte  `parquet:"speed"`
	Distance  float32  `parquet:"distance,split"`
	Latitude  *float64 `parquet:"latitude,optional"`
	Lap       *uint32  `parquet:"lap,optional,dict"`
	Moving    bool     `parquet:"moving"`
	Sport     string   `parquet:"sport,dict"`
	Notes     string   `parquet:"notes,optional,delta"`
	Micros    int64    `parquet:"micros,timestamp(microsecond)"`
	Nanos     int64    `parquet:"nanos,timestamp(nanosecond)"`
	Day       int32    `parquet:"day,date"`
	Price     int64    `parquet:"price,decimal(2:18)"`
	Tags      []string `parquet:"tags,list"`
	Timestamp int64    `parquet:"timestamp,timestamp(millisecond)"`
}

// halves are the bits of floats that a test can say by heart.
func halves() [][2]byte {
	return [][2]byte{{0x00, 0x3c}, {0x00, 0xc0}, {0x55, 0x35}, {0xff, 0x7b}, {0x01, 0x00}, {0x00, 0x80}, {0x00, 0x7c}}
}

func halfValues() []float64 {
	return []float64{1, -2, 0.333251953125, 65504, 1.0 / (1 << 24), math.Copysign(0, -1), math.Inf(1)}
}

func samples(n int) []sample {
	out := make([]sample, n)
	for i := range out {
		s := &out[i]
		*s = sample{
			Duration: 1, Speed: halves()[i%7], Distance: float32(i) * 3.25, Moving: i%3 > 0,
			Sport: []string{"cycling", "running", "cycling.road"}[i%3], Micros: int64(i) * 1e6, Nanos: int64(i) * 1e9,
			Day: int32(i), Price: int64(i)*100 + 25, Timestamp: 1779118320000 + int64(i)*1000,
		}
		if i%7 != 3 {
			s.Power, s.Latitude = new(int32(200+i%50)), new(59.9+float64(i)/1e5)
			s.HeartRate = int32(120 - i%39*3)
		}
		if i%100 < 50 {
			s.Lap, s.Notes = new(uint32(i/100)), string(rune('a'+i%26))+"é"
		}
		if i%2 == 0 {
			s.Tags = []string{"x", "y"}
		}
	}
	return out
}

// written is a Parquet file of samples, by somebody else's writer.
func written(t testing.TB, rows []sample, opts ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[sample](&b, opts...)
	for len(rows) > 0 { // rows written at once share a row group whatever the options say
		n := min(len(rows), 500)
		_, err := w.Write(rows[:n])
		require.NoError(t, err)
		rows = rows[n:]
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func limits() Limits { return Limits{Rows: 1 << 20, Bytes: 64 << 20} }

// forged is a file made by hand, so that it can lie.
type forged struct {
	physical format.Type
	optional bool
	codec    format.CompressionCodec
	rows     int64
	pages    []forgedPage
	meta     func(m *format.FileMetaData)
	footer   func(footer []byte) []byte
}

type forgedPage struct {
	header format.PageHeader
	body   []byte
}

// dataPage is a page of n plain values.
func dataPage(n int32, e format.Encoding, body []byte) forgedPage {
	return forgedPage{format.PageHeader{
		Type: format.DataPage, UncompressedPageSize: int32(len(body)), CompressedPageSize: int32(len(body)),
		DataPageHeader: thrift.New(format.DataPageHeader{NumValues: n, Encoding: e, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE}),
	}, body}
}

func dictionaryPage(n int32, body []byte) forgedPage {
	return forgedPage{format.PageHeader{
		Type: format.DictionaryPage, UncompressedPageSize: int32(len(body)), CompressedPageSize: int32(len(body)),
		DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{NumValues: n, Encoding: format.Plain}),
	}, body}
}

func (f forged) file(t testing.TB) []byte {
	t.Helper()
	out := []byte(magic)
	for _, p := range f.pages {
		h, err := thrift.Marshal(new(thrift.CompactProtocol), p.header)
		require.NoError(t, err)
		out = append(append(out, h...), p.body...)
	}
	repetition := format.Required
	if f.optional {
		repetition = format.Optional
	}
	m := format.FileMetaData{
		Version: 1, NumRows: f.rows, CreatedBy: "a forger",
		Schema: []format.SchemaElement{
			{Name: "schema", NumChildren: thrift.New[int32](1)},
			{Name: "power", Type: thrift.New(f.physical), RepetitionType: thrift.New(repetition), TypeLength: thrift.New[int32](2)},
		},
		RowGroups: []format.RowGroup{{NumRows: f.rows, Columns: []format.ColumnChunk{{MetaData: format.ColumnMetaData{
			Type: f.physical, Codec: f.codec, PathInSchema: []string{"power"}, NumValues: f.rows,
			DataPageOffset: 4, TotalCompressedSize: int64(len(out) - 4),
		}}}}},
	}
	if f.meta != nil {
		f.meta(&m)
	}
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), m)
	require.NoError(t, err)
	if f.footer != nil {
		footer = f.footer(footer)
	}
	out = binary.LittleEndian.AppendUint32(append(out, footer...), uint32(len(footer)))
	return append(out, magic...)
}

// int64s are plain values.
func int64s(values ...int64) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, uint64(v))
	}
	return b
}

// levels precede values that may lack.
func levelled(levels []byte, values []byte) []byte {
	return append(append(binary.LittleEndian.AppendUint32(nil, uint32(len(levels))), levels...), values...)
}

// arrowSchemaOf is the message of a schema whose columns are durations of
// seconds, laid out by hand: tables of one width, each with its own vtable.
func arrowSchemaOf(names ...string) string {
	var b []byte
	u16 := func(v ...int) {
		for _, x := range v {
			b = binary.LittleEndian.AppendUint16(b, uint16(x))
		}
	}
	u32 := func(v ...int) {
		for _, x := range v {
			b = binary.LittleEndian.AppendUint32(b, uint32(x))
		}
	}
	patch := func(at, to int) { binary.LittleEndian.PutUint32(b[at:], uint32(to-at)) }
	u32(0)                  // root
	u16(10, 12, 0, 4, 8, 0) // vtable: version absent, header type at 4, header at 8
	patch(0, len(b))        // message
	u32(12, arrowSchema, 0) // its vtable lies 12 before
	header := len(b) - 4    //
	u16(8, 8, 0, 4)         // vtable: fields at 4
	patch(header, len(b))   // schema
	u32(8, 0)               //
	patch(len(b)-4, len(b)) // fields
	u32(len(names))         //
	vector := len(b)        //
	b = append(b, make([]byte, 4*len(names))...)
	for i, name := range names {
		u16(12, 16, 4, 0, 8, 12)          // vtable: name, type's type, type
		patch(vector+4*i, len(b))         // field
		u32(12, 0, arrowDuration, 0)      //
		field := len(b) - 16              //
		patch(field+4, len(b))            // name
		u32(len(name))                    //
		b = append(b, name...)            //
		b = append(b, make([]byte, 4)...) // its end
		u16(6, 6, 4)                      // vtable: unit at 4
		patch(field+12, len(b))           // duration
		u32(6)                            //
		u16(0)                            // seconds
	}
	framed := binary.LittleEndian.AppendUint32([]byte{0xff, 0xff, 0xff, 0xff}, uint32(len(b)))
	return base64.StdEncoding.EncodeToString(append(framed, b...))
}
