package columns

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// reader reads one column, row group by row group, page by page.
type reader struct {
	file   *file
	field  field
	column *Column
	budget *int64 // bytes of pages that may still be decoded
	at     int    // the next row
	end    int    // of the row group
	codec  format.CompressionCodec

	dictionary dictionary
	known      map[string]int32 // the texts in column.Dict
	*scratch
}

// scratch is memory that pages and columns use one after the other.
type scratch struct {
	codings decompressor
	index   [512]int32 // a multiple of eight: where it ends, so does a byte of packed numbers
	words   []int32
	lengths []int64
	bytes   []byte
	last    []byte
}

func (r *reader) read() error {
	rows := int(r.file.meta.NumRows)
	switch {
	case r.field.single():
		r.column.Float32s = make([]float32, rows)
	case r.field.short(r.column.Kind):
		r.column.Int32s = make([]int32, rows)
	case r.column.Kind == Float:
		r.column.Floats = make([]float64, rows)
	case r.column.Kind == Text:
		r.column.Codes = make([]int32, rows)
		r.column.Dict = []string{}
		r.known = map[string]int32{}
	default:
		r.column.Ints = make([]int64, rows)
	}
	for i := range r.file.meta.RowGroups {
		g := &r.file.meta.RowGroups[i]
		chunk := &g.Columns[r.field.leaf]
		pages, err := r.file.chunk(chunk)
		if err != nil {
			return err
		}
		r.end, r.codec, r.dictionary = r.at+int(g.NumRows), chunk.MetaData.Codec, dictionary{}
		for r.at < r.end {
			if pages, err = r.page(pages); err != nil {
				return err
			}
		}
	}
	return nil
}

// page reads the first of the pages, and returns the others.
func (r *reader) page(pages []byte) ([]byte, error) {
	if len(pages) == 0 {
		return nil, damaged("its pages end %d rows early", r.end-r.at)
	}
	n, err := measure(pages)
	if err != nil {
		return nil, err
	}
	var h format.PageHeader
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), pages[:n], &h); err != nil {
		return nil, damaged("%w", err)
	}
	size, plain := int64(h.CompressedPageSize), int64(h.UncompressedPageSize)
	if size < 0 || plain < 0 || size > int64(len(pages)-n) {
		return nil, damaged("a page claims %d bytes, decoded %d, where %d are left", size, plain, len(pages)-n)
	}
	if *r.budget -= plain; *r.budget < 0 {
		return nil, fmt.Errorf("a page of %d bytes: %w", plain, ErrTooLarge)
	}
	end := n + int(size)
	body, rest := pages[n:end:end], pages[end:]
	if h.CRC != 0 && crc32.ChecksumIEEE(body) != uint32(h.CRC) {
		return nil, damaged("a page is not what its checksum says")
	}
	switch {
	case h.Type == format.DictionaryPage && h.DictionaryPageHeader.Valid:
		return rest, r.dictionaryPage(body, int(plain), &h.DictionaryPageHeader.V)
	case h.Type == format.DataPage && h.DataPageHeader.Valid:
		return rest, r.dataPage(body, int(plain), &h.DataPageHeader.V)
	case h.Type == format.DataPageV2 && h.DataPageHeaderV2.Valid:
		return rest, r.dataPageV2(body, int(plain), &h.DataPageHeaderV2.V)
	case h.Type == format.IndexPage:
		return rest, nil
	}
	return nil, damaged("a page is of type %d, or has no header", h.Type)
}

func (r *reader) dataPage(body []byte, plain int, h *format.DataPageHeader) error {
	data, err := r.codings.decode(r.codec, body, plain)
	if err != nil {
		return err
	}
	var levels []byte
	if r.field.optional {
		if h.DefinitionLevelEncoding != format.RLE {
			return fmt.Errorf("the encoding %s of levels is %w", h.DefinitionLevelEncoding, ErrUnsupported)
		}
		if levels, data, err = prefixed(data); err != nil {
			return err
		}
	}
	return r.values(int(h.NumValues), levels, data, h.Encoding)
}

func (r *reader) dataPageV2(body []byte, plain int, h *format.DataPageHeaderV2) error {
	repetition, definition := int(h.RepetitionLevelsByteLength), int(h.DefinitionLevelsByteLength)
	if repetition < 0 || definition < 0 || repetition > len(body) || definition > len(body)-repetition || repetition+definition > plain {
		return damaged("a page claims %d and %d bytes of levels in %d", repetition, definition, len(body))
	}
	levels, data := body[repetition:repetition+definition], body[repetition+definition:]
	codec := r.codec
	if h.IsCompressed.Valid && !h.IsCompressed.V {
		codec = format.Uncompressed
	}
	data, err := r.codings.decode(codec, data, plain-repetition-definition)
	if err != nil {
		return err
	}
	if definition == 0 {
		levels = nil
	}
	return r.values(int(h.NumValues), levels, data, h.Encoding)
}

// prefixed splits what is preceded by its length from what follows.
func prefixed(data []byte) (first, rest []byte, _ error) {
	if len(data) < 4 {
		return nil, nil, damaged("a page breaks off")
	}
	n := binary.LittleEndian.Uint32(data)
	if uint64(n) > uint64(len(data)-4) {
		return nil, nil, damaged("a page claims %d bytes of levels in %d", n, len(data)-4)
	}
	return data[4 : 4+n], data[4+n:], nil
}

// values reads the values of a data page of n rows.
func (r *reader) values(n int, levels, data []byte, e format.Encoding) error {
	if n < 0 || n > r.end-r.at {
		return damaged("a page claims %d rows where %d are left", n, r.end-r.at)
	}
	present := n
	if r.field.optional && (levels != nil || r.column.Valid != nil) {
		var err error
		if present, err = r.levels(n, levels); err != nil {
			return err
		}
	}
	from, to := r.at, r.at+n
	r.at = to
	var valid []bool
	if present < n {
		valid = r.column.Valid[from:to]
	}
	c := r.column
	switch {
	case r.field.single():
		return fill(c.Float32s[from:to], valid, present, func(dst []float32) error { return r.singleValues(dst, data, e) }, 0)
	case r.field.short(c.Kind):
		return fill(c.Int32s[from:to], valid, present, func(dst []int32) error { return r.shortValues(dst, data, e) }, 0)
	case c.Kind == Float:
		return fill(c.Floats[from:to], valid, present, func(dst []float64) error { return r.floatValues(dst, data, e) }, 0)
	case c.Kind == Text:
		return fill(c.Codes[from:to], valid, present, func(dst []int32) error { return r.textValues(dst, data, e) }, -1)
	}
	return fill(c.Ints[from:to], valid, present, func(dst []int64) error { return r.intValues(dst, data, e) }, 0)
}

// levels says which of n rows have a value, and how many. There are none in
// a page that leaves them out because all have one.
func (r *reader) levels(n int, levels []byte) (present int, err error) {
	c := r.column
	if levels == nil {
		for i := range n {
			c.Valid[r.at+i] = true
		}
		return n, nil
	}
	if present, err = count(levels, n); err != nil {
		return 0, err
	}
	if c.Valid == nil {
		if present == n {
			return n, nil
		}
		c.Valid = make([]bool, r.file.meta.NumRows)
		for i := range c.Valid[:r.at] {
			c.Valid[i] = true
		}
	}
	return present, flags(c.Valid[r.at:r.at+n], levels)
}

// fill puts values where there are some, and none elsewhere: first those there
// are, and then, from the end, each in its row.
func fill[T any](dst []T, valid []bool, present int, decode func([]T) error, none T) error {
	if err := decode(dst[:present]); err != nil || valid == nil {
		return err
	}
	for row := len(dst) - 1; row >= 0; row-- {
		if valid[row] {
			present--
			dst[row] = dst[present]
		} else {
			dst[row] = none
		}
	}
	return nil
}

// grow returns a slice of length n, on the memory of s if it will do.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4) // the next may be a little larger
	}
	return s[:n]
}
