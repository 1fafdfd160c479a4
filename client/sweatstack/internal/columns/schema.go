package columns

import (
	"time"

	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// field is a column as the schema describes it.
type field struct {
	column   Column // without values
	physical format.Type
	width    int  // bytes of a value of fixed length
	optional bool // may lack values
	scale    int  // decimal digits behind the point, -1 if it is no decimal
	half     bool // a 16-bit float
	unsigned int  // bits, 0 if signed
	leaf     int  // which column of a row group it is
	leaves   int  // how many it takes: more than one for a group
}

// fields reads the top level of a schema: what lies deeper is not read.
func fields(schema []format.SchemaElement) ([]field, error) {
	if len(schema) == 0 || !schema[0].NumChildren.Valid || schema[0].Type.Valid {
		return nil, damaged("the schema has no root")
	}
	children := int(schema[0].NumChildren.V)
	if children < 0 || children > len(schema)-1 || children > maxColumns {
		return nil, damaged("the schema claims %d columns of %d", children, len(schema)-1)
	}
	out := make([]field, 0, children)
	names := make(map[string]bool, children)
	at, leaf := 1, 0
	for range children {
		if at >= len(schema) {
			return nil, damaged("the schema breaks off")
		}
		e := &schema[at]
		f := describe(e)
		f.leaf = leaf
		next, leaves, err := subtree(schema, at, 0)
		if err != nil {
			return nil, err
		}
		f.leaves = leaves
		at, leaf = next, leaf+leaves
		if names[e.Name] {
			return nil, damaged("the schema has the column %.60q twice", e.Name)
		}
		names[e.Name] = true
		out = append(out, f)
	}
	if at != len(schema) {
		return nil, damaged("the schema has %d elements too many", len(schema)-at)
	}
	return out, nil
}

// subtree returns where the next element begins, and how many leaves it passed.
func subtree(schema []format.SchemaElement, at, depth int) (next, leaves int, _ error) {
	if at >= len(schema) || depth > maxDepth {
		return 0, 0, damaged("the schema breaks off, or lies %d deep", depth)
	}
	n := schema[at].NumChildren
	if schema[at].Type.Valid || !n.Valid || n.V == 0 {
		return at + 1, 1, nil
	}
	next = at + 1
	for range n.V {
		after, more, err := subtree(schema, next, depth+1)
		if err != nil {
			return 0, 0, err
		}
		next, leaves = after, leaves+more
	}
	return next, leaves, nil
}

// describe says what a column's values mean. [Parquet LogicalTypes.md]
func describe(e *format.SchemaElement) field {
	f := field{column: Column{Name: e.Name, Kind: Unknown, Type: "group"}, scale: -1}
	if !e.Type.Valid {
		return f
	}
	f.physical = e.Type.V
	f.column.Type = f.physical.String()
	repetition := e.RepetitionType
	f.optional = repetition.Valid && repetition.V == format.Optional
	if repetition.Valid && repetition.V == format.Repeated {
		return f
	}
	switch f.physical {
	case format.Boolean:
		f.column.Kind = Bool
	case format.Int32, format.Int64:
		f.column.Kind, f.width = Int, 8
		if f.physical == format.Int32 {
			f.width = 4
		}
		f.meaning(e)
	case format.Float:
		f.column.Kind, f.width = Float, 4
	case format.Double:
		f.column.Kind, f.width = Float, 8
	case format.ByteArray:
		if !isDecimal(e) {
			f.column.Kind = Text
		}
	case format.FixedLenByteArray:
		// Two bytes are a float even where nobody says so: nothing else is that short.
		if e.TypeLength.V == 2 && !isDecimal(e) {
			f.column.Kind, f.width, f.half = Float, 2, true
		}
	}
	return f
}

// single says that 32 bits hold all that a float has.
func (f *field) single() bool { return f.physical == format.Float || f.half }

// short says that 32 bits hold all that a whole number has. What counts
// days or such is not short: it goes by its unit.
func (f *field) short(kind string) bool {
	return f.physical == format.Int32 && kind == Int && f.unsigned != 32
}

func isDecimal(e *format.SchemaElement) bool {
	_, logical := e.LogicalType.Value.(*format.DecimalType)
	return logical || e.ConvertedType.Valid && e.ConvertedType.V == deprecated.Decimal
}

// meaning says what an integer stands for.
func (f *field) meaning(e *format.SchemaElement) {
	c := &f.column
	switch t := e.LogicalType.Value.(type) {
	case *format.TimestampType:
		c.Kind, c.Unit, c.UTC = Time, unit(t.Unit), t.IsAdjustedToUTC
		return
	case *format.TimeType:
		c.Kind, c.Unit = Duration, unit(t.Unit)
		return
	case *format.DateType:
		c.Kind, c.Unit = Time, 24*time.Hour
		return
	case *format.DecimalType:
		f.decimal(t.Scale)
		return
	case *format.IntType:
		if !t.IsSigned {
			f.unsigned = int(t.BitWidth)
		}
		return
	}
	if !e.ConvertedType.Valid {
		return
	}
	switch e.ConvertedType.V {
	case deprecated.TimestampMillis:
		c.Kind, c.Unit, c.UTC = Time, time.Millisecond, true
	case deprecated.TimestampMicros:
		c.Kind, c.Unit, c.UTC = Time, time.Microsecond, true
	case deprecated.TimeMillis:
		c.Kind, c.Unit = Duration, time.Millisecond
	case deprecated.TimeMicros:
		c.Kind, c.Unit = Duration, time.Microsecond
	case deprecated.Date:
		c.Kind, c.Unit = Time, 24*time.Hour
	case deprecated.Decimal:
		f.decimal(e.Scale.V)
	case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
		f.unsigned = 8 << (e.ConvertedType.V - deprecated.Uint8)
	}
}

// decimal is an integer that counts tenths, hundredths and so on.
func (f *field) decimal(scale int32) {
	if f.column.Kind, f.scale = Float, int(scale); scale < 0 || scale > 38 { // [Parquet LogicalTypes.md]
		f.column.Kind = Unknown
	}
}

func unit(u format.TimeUnit) time.Duration {
	if u.Value == nil {
		return time.Millisecond
	}
	return u.Value.Duration()
}
