// Package columns reads a Parquet file of flat columns, whole, within bounds, whatever the file says of itself.
//
// parquet-go decodes the format's structures and the encodings whose size is
// that of their input. It takes other sizes on trust: six bytes of a run can
// make it allocate eight gigabytes, a damaged LZ4 block all there is, and a page
// that promises more values than it has shows memory of somebody else.
// [measured: parquet-go 0.32.0] So what
// claims a size - lists of the footer, pages, codings, runs, deltas - is
// checked or decoded here.
package columns

import (
	"errors"
	"fmt"
	"time"
)

// The kinds of columns.
const (
	Int      = "int"      // Column.Ints, or Column.Int32s if the file has no more bits
	Float    = "float"    // Column.Floats, or Column.Float32s if the file has no more bits
	Bool     = "bool"     // Column.Ints, 0 or 1
	Text     = "text"     // Column.Dict by Column.Codes
	Time     = "time"     // Column.Ints, in Units since 1970
	Duration = "duration" // Column.Ints, in Units
	Unknown  = "unknown"  // there, but of a type that is not read: no values
)

// Column is one column of a table.
type Column struct {
	Name string
	Kind string
	// Type is how the file stores it: INT32, FIXED_LEN_BYTE_ARRAY, group.
	Type string
	// Unit is what a time or a duration is counted in.
	Unit time.Duration
	// UTC says that a time is an instant, not what a clock showed.
	UTC bool
	// Valid says which rows have a value; nil if all do.
	Valid    []bool
	Ints     []int64
	Int32s   []int32
	Floats   []float64
	Float32s []float32
	Dict     []string
	Codes    []int32 // into Dict, -1 where there is no value
}

// Table is what a file holds.
type Table struct {
	Rows      int
	Columns   []Column // in the file's order
	Index     []string // the columns that pandas calls the index
	CreatedBy string
}

// Limits are how much a file may ask for.
type Limits struct {
	Rows  int64
	Bytes int64 // of all values, decoded
}

// ErrTooLarge is a file that asks for more than the limits.
var ErrTooLarge = errors.New("the table is larger than this client reads")

// ErrUnsupported is a file that is in order and uses what is not read here.
var ErrUnsupported = errors.New("not supported")

func damaged(format string, args ...any) error {
	return fmt.Errorf("not a sound Parquet file: "+format, args...)
}

// Read reads a file.
func Read(file []byte, l Limits) (t *Table, err error) {
	defer func() {
		// Nothing is known to get here; a library that is fed by strangers is
		// still no reason for a program to end.
		if p := recover(); p != nil {
			t, err = nil, damaged("%v", p)
		}
	}()
	f, err := open(file, l)
	if err != nil {
		return nil, err
	}
	t = &Table{Rows: int(f.meta.NumRows), CreatedBy: f.meta.CreatedBy, Columns: make([]Column, len(f.fields))}
	marks := readMarks(f.meta.KeyValueMetadata)
	t.Index = marks.index
	budget, memory := l.Bytes, new(scratch)
	memory.codings.buf = make([]byte, 0, f.largest())
	for i, field := range f.fields {
		c := &t.Columns[i]
		*c = field.column
		marks.apply(c)
		if c.Kind == Unknown {
			continue
		}
		r := &reader{file: f, field: field, column: c, budget: &budget, scratch: memory}
		if err := r.read(); err != nil {
			return nil, fmt.Errorf("column %.60q: %w", c.Name, err)
		}
	}
	return t, nil
}
