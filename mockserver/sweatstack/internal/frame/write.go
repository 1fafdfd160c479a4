package frame

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// Writer writes one file, a row group at a time, so that a file may be larger than
// memory.
type Writer struct {
	fields []Field
	out    *parquet.GenericWriter[any]
	values []parquet.Value
	halves []byte
}

// NewWriter begins a file.
func NewWriter(w io.Writer, fields []Field) (*Writer, error) {
	about, err := pandas(fields)
	if err != nil {
		return nil, err
	}
	group := &ordered{Group: parquet.Group{}}
	options := []parquet.WriterOption{
		parquet.Compression(&parquet.Snappy), // [confirmed: notes of the vendor's skills]
		parquet.KeyValueMetadata("pandas", about),
		parquet.KeyValueMetadata("ARROW:schema", arrowSchema(fields)),
		parquet.CreatedBy("parquet-cpp-arrow", "19.0.1", "ergodrome"),
		parquet.DataPageVersion(1),
	}
	for i := range fields {
		c := &column{Node: fields[i].node(), name: fields[i].Name}
		group.Group[c.name] = c.Node
		group.fields = append(group.fields, c)
		if fields[i].Kind == Float16 { // whose bytes have another order than its numbers
			options = append(options, parquet.SkipPageBounds(c.name))
		}
	}
	options = append([]parquet.WriterOption{parquet.NewSchema("schema", group)}, options...)
	return &Writer{fields: fields, out: parquet.NewGenericWriter[any](w, options...)}, nil
}

// ordered is a group whose fields keep their order; parquet.Group sorts them.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

func (o *ordered) Fields() []parquet.Field { return o.fields }

type column struct {
	parquet.Node
	name string
}

func (c *column) Name() string { return c.name }

// Value is for rows that are Go structs, of which there are none here.
func (c *column) Value(base reflect.Value) reflect.Value { return base.FieldByName(c.name) }

// node is a field in parquet's words. Every column may have holes, as everything
// that pandas writes.
func (c *Field) node() parquet.Node {
	switch c.Kind {
	case Instant:
		return parquet.Optional(parquet.TimestampAdjusted(parquet.Millisecond, c.Zone != ""))
	case Span:
		return parquet.Optional(parquet.Leaf(plain{parquet.Int64Type}))
	case Int8:
		return parquet.Optional(parquet.Int(8))
	case Int16:
		return parquet.Optional(parquet.Int(16))
	case Float16:
		return parquet.Optional(parquet.Leaf(float16{parquet.FixedLenByteArrayType(2)}))
	case Float32:
		return parquet.Optional(parquet.Leaf(parquet.FloatType))
	case Float64:
		return parquet.Optional(parquet.Leaf(parquet.DoubleType))
	case Category:
		return parquet.Optional(parquet.Encoded(parquet.String(), &parquet.RLEDictionary))
	}
	return parquet.Optional(parquet.String())
}

// float16 is a type that parquet has and the library has no node for.
type float16 struct{ parquet.Type }

func (float16) String() string { return "FLOAT16" }

func (float16) LogicalType() *format.LogicalType {
	return &format.LogicalType{Value: new(format.Float16Type)}
}

// plain is a type without a logical one, which a duration has not.
type plain struct{ parquet.Type }

func (plain) LogicalType() *format.LogicalType { return nil }

func (plain) ConvertedType() *deprecated.ConvertedType { return nil }

// Write adds a row group.
func (w *Writer) Write(columns []Column) error {
	if len(columns) != len(w.fields) {
		return fmt.Errorf("frame: %d columns for %d fields", len(columns), len(w.fields))
	}
	n := columns[0].Len()
	if n == 0 {
		return nil
	}
	for i := range columns {
		if columns[i].Len() != n {
			return fmt.Errorf("frame: column %s has %d values, %s has %d", w.fields[i].Name, columns[i].Len(), w.fields[0].Name, n)
		}
		if _, err := w.out.ColumnWriters()[i].WriteRowValues(w.spell(i, &columns[i])); err != nil {
			return fmt.Errorf("frame: column %s: %w", w.fields[i].Name, err)
		}
	}
	return w.out.Flush()
}

// spell is a column in the library's values, which last until the next call.
func (w *Writer) spell(i int, c *Column) []parquet.Value {
	w.values, w.halves = w.values[:0], w.halves[:0]
	if w.fields[i].Kind == Float16 && cap(w.halves) < 2*len(c.Floats) {
		w.halves = make([]byte, 0, 2*len(c.Floats))
	}
	add := func(v parquet.Value) { w.values = append(w.values, v.Level(0, 1, i)) }
	for _, v := range c.Ints {
		add(parquet.Int64Value(v))
	}
	for _, v := range c.Words {
		add(parquet.ByteArrayValue([]byte(v)))
	}
	for _, v := range c.Floats {
		if math.IsNaN(v) {
			w.values = append(w.values, parquet.NullValue().Level(0, 0, i))
			continue
		}
		switch w.fields[i].Kind {
		case Int8:
			add(parquet.Int32Value(int32(clamp(v, math.MinInt8, math.MaxInt8))))
		case Int16:
			add(parquet.Int32Value(int32(clamp(v, math.MinInt16, math.MaxInt16))))
		case Float16:
			from := len(w.halves)
			w.halves = binary.LittleEndian.AppendUint16(w.halves, half(v))
			add(parquet.FixedLenByteArrayValue(w.halves[from : from+2]))
		case Float64:
			add(parquet.DoubleValue(v))
		default:
			add(parquet.FloatValue(float32(v)))
		}
	}
	return w.values
}

func clamp(v, least, most float64) float64 { return max(least, min(most, math.RoundToEven(v))) }

// Close ends the file. A file without rows has columns all the same.
func (w *Writer) Close() error { return w.out.Close() }
