package frame

import (
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Who says that it wrote the file. Readers know what to make of its files.
// [recorded: a frame that pandas 2.3.3 and pyarrow 25.0.0 wrote; inferred: that the
// vendor's is much like it]
const (
	pyarrowVersion = "25.0.0"
	pandasVersion  = "2.3.3"
	createdBy      = "parquet-cpp-arrow version " + pyarrowVersion
	formatVersion  = 2
)

// statistics have two members that the library's type has not: that the bounds are
// values which occur. The types below are the library's on the way to it. Their tags
// are the numbers of the format. [confirmed: parquet.thrift of Apache Parquet]
type statistics struct {
	Max       []byte `thrift:"1"`
	Min       []byte `thrift:"2"`
	NullCount int64  `thrift:"3,writezero"`
	MaxValue  []byte `thrift:"5"`
	MinValue  []byte `thrift:"6"`
	MaxExact  bool   `thrift:"7"`
	MinExact  bool   `thrift:"8"`
}

type dataHeader struct {
	NumValues        int32           `thrift:"1,required"`
	Encoding         format.Encoding `thrift:"2,required"`
	DefinitionLevels format.Encoding `thrift:"3,required"`
	RepetitionLevels format.Encoding `thrift:"4,required"`
	Statistics       statistics      `thrift:"5,required"`
}

type dictionaryHeader struct {
	NumValues int32           `thrift:"1,required"`
	Encoding  format.Encoding `thrift:"2,required"`
	Sorted    bool            `thrift:"3,required"`
}

type pageHeader struct {
	Type             format.PageType               `thrift:"1,required"`
	UncompressedSize int32                         `thrift:"2,required"`
	CompressedSize   int32                         `thrift:"3,required"`
	Data             thrift.Null[dataHeader]       `thrift:"5,optional"`
	Dictionary       thrift.Null[dictionaryHeader] `thrift:"7,optional"`
}

type chunkMeta struct {
	Type                 format.Type                `thrift:"1,required"`
	Encodings            []format.Encoding          `thrift:"2,required"`
	Path                 []string                   `thrift:"3,required"`
	Codec                format.CompressionCodec    `thrift:"4,required"`
	NumValues            int64                      `thrift:"5,required"`
	UncompressedSize     int64                      `thrift:"6,required"`
	CompressedSize       int64                      `thrift:"7,required"`
	DataPageOffset       int64                      `thrift:"9,required"`
	DictionaryPageOffset int64                      `thrift:"11,optional"`
	Statistics           statistics                 `thrift:"12,required"`
	EncodingStats        []format.PageEncodingStats `thrift:"13,required"`
	SizeStatistics       format.SizeStatistics      `thrift:"16,required"`
}

type columnChunk struct {
	FileOffset int64     `thrift:"2,required"`
	Meta       chunkMeta `thrift:"3,required"`
}

type rowGroup struct {
	Columns        []columnChunk `thrift:"1,required"`
	TotalByteSize  int64         `thrift:"2,required"`
	NumRows        int64         `thrift:"3,required"`
	FileOffset     int64         `thrift:"5,required"`
	CompressedSize int64         `thrift:"6,required"`
}

type fileMeta struct {
	Version          int32                  `thrift:"1,required"`
	Schema           []format.SchemaElement `thrift:"2,required"`
	NumRows          int64                  `thrift:"3,required"`
	RowGroups        []rowGroup             `thrift:"4,required"`
	KeyValueMetadata []format.KeyValue      `thrift:"5,required"`
	CreatedBy        string                 `thrift:"6,required"`
	ColumnOrders     []format.ColumnOrder   `thrift:"7,required"`
}

func marshal(v any) ([]byte, error) { return thrift.Marshal(new(thrift.CompactProtocol), v) }

// schema is the columns' tree, which has no branches.
func schema(fields []Field) []format.SchemaElement {
	out := []format.SchemaElement{{
		Name: "schema", RepetitionType: thrift.New(format.Required), NumChildren: thrift.New(int32(len(fields))),
	}}
	for i := range fields {
		out = append(out, fields[i].element())
	}
	return out
}

// element is a field in parquet's words. Every column may have holes, as everything
// that pandas writes.
func (f *Field) element() format.SchemaElement {
	e := format.SchemaElement{Name: f.Name, Type: thrift.New(f.physical()), RepetitionType: thrift.New(format.Optional)}
	integer := func(bits int8, old deprecated.ConvertedType) {
		e.LogicalType.Value, e.ConvertedType = &format.IntType{BitWidth: bits, IsSigned: true}, thrift.New(old)
	}
	switch f.Kind {
	case Instant: // parquet has no seconds; who shows a clock on a wall has no older name
		t := &format.TimestampType{IsAdjustedToUTC: f.Zone != "", Unit: format.TimeUnit{Value: new(format.MilliSeconds)}}
		if e.LogicalType.Value = t; t.IsAdjustedToUTC {
			e.ConvertedType = thrift.New(deprecated.TimestampMillis)
		}
	case Int8:
		integer(8, deprecated.Int8)
	case Int16:
		integer(16, deprecated.Int16)
	case Float16:
		e.LogicalType.Value, e.TypeLength = new(format.Float16Type), thrift.New(int32(2))
	case Category, Text:
		e.LogicalType.Value, e.ConvertedType = new(format.StringType), thrift.New(deprecated.UTF8)
	case Span, Float32, Float64: // need no more words
	}
	return e
}

func (f *Field) physical() format.Type {
	switch f.Kind {
	case Instant, Span:
		return format.Int64
	case Int8, Int16:
		return format.Int32
	case Float16:
		return format.FixedLenByteArray
	case Float32:
		return format.Float
	case Float64:
		return format.Double
	case Category, Text:
	}
	return format.ByteArray
}
