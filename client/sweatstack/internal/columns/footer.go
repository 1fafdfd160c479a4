package columns

import (
	"encoding/binary"
	"fmt"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const (
	magic      = "PAR1"
	maxFooter  = 16 << 20
	maxColumns = 4096
)

// file is a file whose footer is in order.
type file struct {
	data   []byte // up to the footer
	meta   format.FileMetaData
	fields []field
	limits Limits
}

// open reads a file's footer, and believes of it what can be true.
func open(data []byte, l Limits) (*file, error) {
	switch {
	case len(data) < 12 || string(data[:4]) != magic:
		return nil, damaged("it does not begin with PAR1")
	case string(data[len(data)-4:]) == "PARE":
		return nil, fmt.Errorf("an encrypted footer is %w", ErrUnsupported)
	case string(data[len(data)-4:]) != magic:
		return nil, damaged("it breaks off: it does not end with PAR1")
	}
	body := data[:len(data)-8]
	size := int64(binary.LittleEndian.Uint32(data[len(data)-8:]))
	if size > int64(len(body)-4) || size > maxFooter {
		return nil, damaged("the footer claims %d bytes of %d", size, len(data))
	}
	footer := body[len(body)-int(size):]
	f := &file{data: body[:len(body)-int(size)], limits: l}
	n, err := measure(footer)
	if err != nil {
		return nil, err
	}
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), footer[:n], &f.meta); err != nil {
		return nil, damaged("%w", err)
	}
	if f.meta.EncryptionAlgorithm.Value != nil {
		return nil, fmt.Errorf("encryption is %w", ErrUnsupported)
	}
	if f.fields, err = fields(f.meta.Schema); err != nil {
		return nil, err
	}
	return f, f.check()
}

// check compares the numbers of the footer with each other and the file.
func (f *file) check() error {
	rows := int64(0)
	leaves := 0
	for _, field := range f.fields {
		leaves += field.leaves
	}
	for i, g := range f.meta.RowGroups {
		if g.NumRows < 0 || g.NumRows > f.limits.Rows {
			return f.tooLong(g.NumRows)
		}
		if rows += g.NumRows; rows > f.limits.Rows {
			return f.tooLong(rows)
		}
		if len(g.Columns) != leaves {
			return damaged("row group %d has %d columns, and the schema %d", i, len(g.Columns), leaves)
		}
		for _, field := range f.fields {
			if field.column.Kind == Unknown {
				continue
			}
			if err := f.checkChunk(field, &g.Columns[field.leaf], g.NumRows); err != nil {
				return fmt.Errorf("column %.60q: %w", field.column.Name, err)
			}
		}
	}
	if rows != f.meta.NumRows {
		return damaged("it has %d rows, and claims %d", rows, f.meta.NumRows)
	}
	// Nine bytes a value, before anything is allocated.
	if known := int64(len(f.fields)); known > 0 && rows > f.limits.Bytes/9/known {
		return f.tooLong(rows)
	}
	return nil
}

func (f *file) tooLong(rows int64) error {
	if rows < 0 {
		return damaged("it claims %d rows", rows)
	}
	return fmt.Errorf("%d rows of %d columns: %w", rows, len(f.fields), ErrTooLarge)
}

func (f *file) checkChunk(field field, c *format.ColumnChunk, rows int64) error {
	m := &c.MetaData
	switch {
	case c.FilePath != "":
		return fmt.Errorf("a column in another file is %w", ErrUnsupported)
	case m.Type != field.physical:
		return damaged("its pages hold %s, and the schema says %s", m.Type, field.physical)
	case m.NumValues != rows:
		return damaged("it has %d values in %d rows", m.NumValues, rows)
	}
	_, err := f.chunk(c)
	return err
}

// chunk is where the pages of a column lie in a row group.
func (f *file) chunk(c *format.ColumnChunk) ([]byte, error) {
	m := &c.MetaData
	begin := m.DataPageOffset
	if d := m.DictionaryPageOffset; d > 0 && d < begin {
		begin = d
	}
	size := m.TotalCompressedSize
	if begin < 4 || size < 0 || begin > int64(len(f.data)) || size > int64(len(f.data))-begin {
		return nil, damaged("its pages lie at %d, %d bytes, beyond the file's %d", begin, size, len(f.data))
	}
	return f.data[begin : begin+size : begin+size], nil
}

// largest is how much room a page may need, as far as the footer can be
// trusted: what is more is made room for when it comes.
func (f *file) largest() int64 {
	most := int64(0)
	for i := range f.meta.RowGroups {
		for j := range f.meta.RowGroups[i].Columns {
			m := &f.meta.RowGroups[i].Columns[j].MetaData
			if m.Codec != format.Uncompressed {
				most = max(most, m.TotalUncompressedSize)
			}
		}
	}
	return min(most, 1<<20)
}
