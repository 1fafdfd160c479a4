package redact

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// parquet redacts a table: columns by their names, and texts wherever they are.
// Pages of other columns stay byte by byte, and so does a table in which nothing
// had to be replaced.
func (r *Redactor) parquet(dst io.Writer, src *bufio.Reader) (changed bool, err error) {
	defer recovered("Parquet", &err)
	raw, err := whole(src, "Parquet")
	if err != nil {
		return false, err
	}
	t, err := openTable(raw)
	if err != nil {
		return false, withhold("it is called Parquet, but %v", err)
	}
	w := &rewriter{r: r, t: t, out: []byte(parquetMark)}
	for i := range t.meta.RowGroups {
		if err := w.group(&t.meta.RowGroups[i]); err != nil {
			return false, withhold("it is Parquet, but %v", err)
		}
	}
	if !w.changed {
		_, err := dst.Write(raw)
		return false, err
	}
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), &t.meta)
	if err != nil {
		return true, withhold("this Parquet file cannot be written again: %v", err)
	}
	w.out = append(w.out, footer...)
	w.out = binary.LittleEndian.AppendUint32(w.out, uint32(len(footer)))
	_, err = dst.Write(append(w.out, parquetMark...))
	return true, err
}

// rewriter writes a table again.
type rewriter struct {
	r       *Redactor
	t       *table
	out     []byte
	changed bool
}

func (w *rewriter) group(g *format.RowGroup) error {
	g.FileOffset, g.TotalByteSize, g.TotalCompressedSize = int64(len(w.out)), 0, 0
	for i := range g.Columns {
		c := &g.Columns[i]
		if err := w.column(w.t.leaves[i], c); err != nil {
			return fmt.Errorf("column %.60q: %w", w.t.leaves[i].name, err)
		}
		g.TotalByteSize += c.MetaData.TotalUncompressedSize
		g.TotalCompressedSize += c.MetaData.TotalCompressedSize
	}
	return nil
}

// column writes the pages of a column, replaced or as they are.
func (w *rewriter) column(l leaf, c *format.ColumnChunk) error {
	m := &c.MetaData
	k := w.r.kindOf(l.name, l.within)
	from, old, err := w.t.chunk(c)
	if err != nil {
		return err
	}
	var pages []*page
	changed := false
	if l.kind == format.ByteArray && k != verbatim || k != none && k != verbatim {
		err := w.t.pages(l, c, func(p *page) error {
			did, err := w.replace(k, l.kind, p)
			changed = changed || did
			pages = append(pages, p)
			return err
		})
		if err != nil {
			return err
		}
	}
	start := int64(len(w.out))
	c.OffsetIndexOffset, c.OffsetIndexLength, c.ColumnIndexOffset, c.ColumnIndexLength = 0, 0, 0, 0
	m.BloomFilterOffset, m.BloomFilterLength, m.IndexPageOffset = 0, 0, 0
	if c.FileOffset > 0 {
		c.FileOffset += start - from
	}
	if !changed {
		w.out = append(w.out, old...)
		m.DataPageOffset += start - from
		if m.DictionaryPageOffset > 0 {
			m.DictionaryPageOffset += start - from
		}
		return nil
	}
	w.changed = true
	m.Statistics = format.Statistics{NullCount: m.Statistics.NullCount}
	m.TotalUncompressedSize, m.DataPageOffset, m.DictionaryPageOffset = 0, 0, 0
	for _, p := range pages {
		switch at := int64(len(w.out)); {
		case p.header.Type == format.DictionaryPage:
			m.DictionaryPageOffset = at
		case m.DataPageOffset == 0:
			m.DataPageOffset = at
		}
		var size int
		if w.out, size, err = appendPage(w.out, p, m.Codec); err != nil {
			return err
		}
		m.TotalUncompressedSize += int64(size)
	}
	m.TotalCompressedSize = int64(len(w.out)) - start
	return nil
}

// replace replaces the values of a page.
func (w *rewriter) replace(k kind, t format.Type, p *page) (changed bool, err error) {
	const old = format.PlainDictionary //nolint:staticcheck // files of old writers still have it
	switch e := p.encoding(); {
	case len(p.values) == 0, e == format.RLEDictionary || e == old:
		return false, nil // numbers of values in the dictionary
	case e == format.Plain: // a dictionary's own page too
	case e == format.ByteStreamSplit && (t == format.Float || t == format.Double):
		width := 4 << (t - format.Float)
		p.values = transpose(p.values, width)
		changed, err = w.plain(k, t, p)
		p.values = transpose(p.values, len(p.values)/width)
		return changed, err
	default:
		return false, fmt.Errorf("its encoding %v is not looked into", e)
	}
	return w.plain(k, t, p)
}

// transpose puts the first bytes of all values together, or apart again.
func transpose(b []byte, width int) []byte {
	if width == 0 || len(b)%width != 0 {
		return b
	}
	n := len(b) / width
	out := make([]byte, len(b))
	for i := range b {
		out[i%n*width+i/n] = b[i]
	}
	return out
}

func (w *rewriter) plain(k kind, t format.Type, p *page) (changed bool, err error) {
	out := make([]byte, 0, len(p.values))
	err = eachPlain(t, p.values, func(v []byte) error {
		replaced, err := w.cell(k, t, v)
		if err != nil {
			return err
		}
		changed = changed || string(replaced) != string(v)
		if t == format.ByteArray {
			out = binary.LittleEndian.AppendUint32(out, uint32(len(replaced)))
		}
		out = append(out, replaced...)
		return nil
	})
	p.values = out
	return changed, err
}

// eachPlain yields the values of a page in the plain encoding.
func eachPlain(t format.Type, b []byte, yield func([]byte) error) error {
	width := map[format.Type]int{format.Int32: 4, format.Float: 4, format.Int64: 8, format.Double: 8}[t]
	if width == 0 && t != format.ByteArray {
		return fmt.Errorf("its type %v is not looked into", t)
	}
	for len(b) > 0 {
		n := width
		if t == format.ByteArray {
			if len(b) < 4 {
				return errStructure
			}
			if n = int(binary.LittleEndian.Uint32(b)); n < 0 || n > len(b)-4 {
				return errStructure
			}
			b = b[4:]
		}
		if n > len(b) {
			return errStructure
		}
		if err := yield(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// cell replaces a value by one of its own type.
func (w *rewriter) cell(k kind, t format.Type, v []byte) ([]byte, error) {
	r := w.r
	switch t {
	case format.ByteArray:
		if k == none && !printable(v) {
			return v, nil
		}
		return []byte(r.value(k, string(v))), nil
	case format.Float:
		x := float64(math.Float32frombits(binary.LittleEndian.Uint32(v)))
		r.o.add(position, shortest(math.Abs(x), 32), "")
		return binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(r.p.degrees(x)))), nil
	case format.Double:
		x := math.Float64frombits(binary.LittleEndian.Uint64(v))
		r.o.add(position, shortest(math.Abs(x), 64), "")
		return binary.LittleEndian.AppendUint64(nil, math.Float64bits(r.p.degrees(x))), nil
	case format.Int32, format.Int64:
		if t == format.Int32 && k == position {
			return r.semicircleCell(v), nil
		}
		if k != id {
			return nil, fmt.Errorf("it has whole numbers for a %v", k)
		}
		x := int64(int32(binary.LittleEndian.Uint32(v)))
		if t == format.Int64 {
			x = int64(binary.LittleEndian.Uint64(v))
		}
		text := strconv.FormatInt(x, 10)
		out := r.p.digits(text)
		r.o.add(id, text, out)
		if t == format.Int32 {
			return binary.LittleEndian.AppendUint32(nil, uint32(parseInt(out))), nil
		}
		return binary.LittleEndian.AppendUint64(nil, uint64(parseInt(out))), nil
	}
	return nil, fmt.Errorf("its type %v is not looked into", t)
}

// semicircleCell replaces a position in semicircles.
func (r *Redactor) semicircleCell(v []byte) []byte {
	l := layout{4, binary.LittleEndian, true}
	if x := l.at(v); x == 0 || math.IsNaN(x) {
		return v
	}
	out := bytes.Clone(v)
	r.move(out, l)
	return out
}

// eachParquetPage yields the values of every page as bytes.
func eachParquetPage(raw []byte, yield func(t format.Type, values []byte)) (err error) {
	defer recovered("Parquet", &err)
	t, err := openTable(raw)
	if err != nil {
		return err
	}
	for i := range t.meta.RowGroups {
		for j := range t.leaves {
			err := t.pages(t.leaves[j], &t.meta.RowGroups[i].Columns[j], func(p *page) error {
				if l := t.leaves[j]; p.encoding() == format.ByteStreamSplit && (l.kind == format.Float || l.kind == format.Double) {
					p.values = transpose(p.values, 4<<(l.kind-format.Float))
				}
				yield(t.leaves[j].kind, p.values)
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
