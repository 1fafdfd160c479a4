package frame

import (
	"encoding/binary"

	"github.com/klauspost/compress/s2"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// How much a page holds. [confirmed: properties.h of Apache Arrow's parquet writer]
const (
	pageRows  = 20_000
	pageBytes = 1 << 20
)

// chunk makes a column of one row group: a page of what is different, and pages of
// numbers that say which. Its memory serves the next one.
type chunk struct {
	values values
	dict   dictionary
	page   []byte // as it is put together
	packed []byte // compressed
	first  []byte // the page of the dictionary, with its header
	rest   []byte // those of data
	raw    int64  // bytes of all before compression, with headers
	all    bounds
	coded  int32 // pages
	plain  int32
}

// make writes a column into first and rest. Its offsets begin at zero.
func (c *chunk) make(f *Field, column *Column) (chunkMeta, error) {
	c.values.set(f, column)
	c.dict.reset(column.Len())
	c.rest, c.raw, c.coded, c.plain = c.rest[:0], 0, 0, 0
	c.all = bounds{field: f, sign: f.signed()}
	rows := c.number()
	err := c.pages(rows)
	if err == nil {
		err = c.lead(f)
	}
	return c.meta(), err
}

// number numbers the values of as many rows as a dictionary is kept for.
func (c *chunk) number() (rows int) {
	v, from := &c.values, 0
	for rows < len(v.levels) && c.dict.bytes < dictionaryBytes {
		n := min(batchRows, len(v.levels)-rows, pageRows-rows%pageRows)
		to := from + ones(v.levels[rows:rows+n])
		if v.field.word() {
			c.dict.addWords(v.words[from:to])
		} else {
			c.dict.add(v.keys[from:to], v.field.size())
		}
		rows, from = rows+n, to
	}
	return rows
}

func ones(levels []byte) int {
	n := 0
	for _, l := range levels {
		n += int(l)
	}
	return n
}

// pages writes the pages of data: so many rows by their numbers, the others as they
// are.
func (c *chunk) pages(rows int) error {
	v, at, different := &c.values, 0, 0
	for row := 0; row < len(v.levels); {
		coded := row < rows
		end := min(row+pageRows, len(v.levels))
		if coded {
			end = min(end, rows)
		} else if v.field.word() {
			end = v.fill(row, at, end)
		}
		levels := v.levels[row:end]
		to := at + ones(levels)
		c.levels(levels)
		encoding := format.Plain
		switch {
		case coded:
			encoding = format.RLEDictionary
			for _, code := range c.dict.codes[at:to] {
				different = max(different, int(code)+1)
			}
			width := codeBits(different)
			c.page = appendHybrid(append(c.page, byte(width)), c.dict.codes[at:to], width)
			c.coded++
		case v.field.word():
			for _, w := range v.words[at:to] {
				c.page = appendWord(c.page, w)
			}
			c.plain++
		default:
			c.page = appendKeys(c.page, v.keys[at:to], v.field.size())
			c.plain++
		}
		b := c.bounds(at, to, len(levels))
		var err error
		c.rest, err = c.finish(c.rest, pageHeader{Type: format.DataPage, Data: thrift.New(dataHeader{
			NumValues: int32(len(levels)), Encoding: encoding, DefinitionLevels: format.RLE, RepetitionLevels: format.RLE, Statistics: b.statistics(),
		})})
		if err != nil {
			return err
		}
		row, at = end, to
	}
	return nil
}

// levels begin a page, behind their length.
func (c *chunk) levels(levels []byte) {
	c.page = appendHybrid(append(c.page[:0], 0, 0, 0, 0), levels, 1)
	binary.LittleEndian.PutUint32(c.page, uint32(len(c.page)-4))
}

func (c *chunk) bounds(from, to, rows int) *bounds {
	b := &bounds{field: c.values.field, sign: c.all.sign, nulls: int64(rows - (to - from))}
	if b.field.word() {
		b.words(c.values.words[from:to])
	} else {
		b.keys(c.values.keys[from:to])
	}
	c.all.merge(b)
	return b
}

// lead writes the page of the dictionary.
func (c *chunk) lead(f *Field) (err error) {
	if c.page = append(c.page[:0], c.dict.page...); !f.word() {
		c.page = appendKeys(c.page, c.dict.keys, f.size())
	}
	c.first, err = c.finish(c.first[:0], pageHeader{Type: format.DictionaryPage, Dictionary: thrift.New(dictionaryHeader{
		NumValues: int32(c.dict.len()), Encoding: format.Plain,
	})})
	return err
}

// finish appends a header and the page.
func (c *chunk) finish(to []byte, h pageHeader) ([]byte, error) {
	if n := s2.MaxEncodedLen(len(c.page)); cap(c.packed) < n {
		c.packed = make([]byte, n)
	}
	c.packed = s2.EncodeSnappy(c.packed[:cap(c.packed)], c.page)
	h.UncompressedSize, h.CompressedSize = int32(len(c.page)), int32(len(c.packed))
	head, err := marshal(&h)
	c.raw += int64(len(head) + len(c.page))
	return append(append(to, head...), c.packed...), err
}

// meta describes what was written last.
func (c *chunk) meta() chunkMeta {
	f, b := c.values.field, &c.all
	m := chunkMeta{
		Type: f.physical(), Encodings: []format.Encoding{format.Plain, format.RLE}, Path: []string{f.Name}, Codec: format.Snappy,
		NumValues: int64(len(c.values.levels)), UncompressedSize: c.raw, CompressedSize: int64(len(c.first) + len(c.rest)),
		DataPageOffset: int64(len(c.first)), Statistics: b.statistics(),
		EncodingStats: []format.PageEncodingStats{{PageType: format.DictionaryPage, Encoding: format.Plain, Count: 1}},
	}
	if c.plain > 0 {
		m.EncodingStats = append(m.EncodingStats, format.PageEncodingStats{PageType: format.DataPage, Encoding: format.Plain, Count: c.plain})
	}
	if c.coded > 0 {
		m.Encodings = append(m.Encodings, format.RLEDictionary)
		m.EncodingStats = append(m.EncodingStats, format.PageEncodingStats{PageType: format.DataPage, Encoding: format.RLEDictionary, Count: c.coded})
	}
	m.SizeStatistics = format.SizeStatistics{
		UnencodedByteArrayDataBytes: b.size, RepetitionLevelHistogram: []int64{}, DefinitionLevelHistogram: []int64{b.nulls, m.NumValues - b.nulls},
	}
	return m
}
