package frame

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/format"
)

const magic = "PAR1" // [confirmed: file format of Apache Parquet]

// Writer writes one file, a row group at a time, so that a file may be larger than
// memory. The file's layout is that of Apache Arrow's writer, whose limits and order
// of bytes it keeps; compressed bytes may differ.
type Writer struct {
	fields []Field
	out    io.Writer
	at     int64
	meta   fileMeta
	chunk  chunk
}

// NewWriter begins a file.
func NewWriter(w io.Writer, fields []Field) (*Writer, error) {
	about := pandas(fields)
	out := &Writer{fields: fields, out: w, meta: fileMeta{
		Version: formatVersion, Schema: schema(fields), CreatedBy: createdBy, RowGroups: []rowGroup{},
		KeyValueMetadata: []format.KeyValue{{Key: "pandas", Value: about}, {Key: "ARROW:schema", Value: arrowSchema(fields, about)}},
	}}
	for range fields {
		out.meta.ColumnOrders = append(out.meta.ColumnOrders, format.ColumnOrder{Value: new(format.TypeDefinedOrder)})
	}
	return out, out.put([]byte(magic))
}

func (w *Writer) put(b []byte) error {
	n, err := w.out.Write(b)
	w.at += int64(n)
	return err
}

// Write adds a row group.
func (w *Writer) Write(columns []Column) error {
	if len(columns) != len(w.fields) {
		return fmt.Errorf("frame: %d columns for %d fields", len(columns), len(w.fields))
	}
	n := columns[0].Len()
	if n == 0 {
		return nil
	}
	g := rowGroup{NumRows: int64(n), FileOffset: w.at}
	for i := range columns {
		f, c := &w.fields[i], &columns[i]
		if got := f.rows(c); got != n || c.Len() != n {
			return fmt.Errorf("frame: column %s has %d values of its kind, %s has %d", f.Name, got, w.fields[0].Name, n)
		}
		m, err := w.chunk.make(f, c)
		if err != nil {
			return fmt.Errorf("frame: column %s: %w", f.Name, err)
		}
		m.DataPageOffset, m.DictionaryPageOffset = m.DataPageOffset+w.at, w.at
		if err = w.put(w.chunk.first); err == nil {
			err = w.put(w.chunk.rest)
		}
		if err != nil {
			return fmt.Errorf("frame: column %s: %w", f.Name, err)
		}
		g.Columns = append(g.Columns, columnChunk{Meta: m})
		g.TotalByteSize, g.CompressedSize = g.TotalByteSize+m.UncompressedSize, g.CompressedSize+m.CompressedSize
	}
	w.meta.NumRows += g.NumRows
	w.meta.RowGroups = append(w.meta.RowGroups, g)
	return nil
}

// rows counts the values of the slice that the kind uses.
func (f *Field) rows(c *Column) int {
	switch f.Kind {
	case Instant, Span:
		return len(c.Ints)
	case Category, Text:
		return len(c.Words)
	default:
		return len(c.Floats)
	}
}

// Close ends the file. A file without rows has columns all the same.
func (w *Writer) Close() error {
	footer, err := marshal(&w.meta)
	if err != nil {
		return fmt.Errorf("frame: footer: %w", err)
	}
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(footer)))
	return w.put(append(footer, magic...))
}
