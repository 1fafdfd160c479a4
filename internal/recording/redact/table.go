package redact

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// table is a Parquet file, page by page. [Apache Parquet, parquet.thrift]
type table struct {
	raw    []byte
	meta   format.FileMetaData
	leaves []leaf
	budget int64 // bytes of pages that may still be unpacked
}

// leaf is a column.
type leaf struct {
	name, within           string
	kind                   format.Type
	definition, repetition bool // whether there are such levels
}

const parquetMark = "PAR1"

func openTable(raw []byte) (*table, error) {
	if len(raw) < 12 || string(raw[:4]) != parquetMark || string(raw[len(raw)-4:]) != parquetMark {
		return nil, errors.New("it does not begin and end as Parquet does")
	}
	size := int64(binary.LittleEndian.Uint32(raw[len(raw)-8:]))
	if size > int64(len(raw)-12) {
		return nil, errStructure
	}
	t := &table{raw: raw, budget: 8 * maxBinary}
	if _, err := unmarshal(raw[int64(len(raw)-8)-size:len(raw)-8], &t.meta); err != nil {
		return nil, err
	}
	if rest, err := t.schema(t.meta.Schema, leaf{}, 0); err != nil || len(rest) > 0 {
		return nil, errStructure
	}
	for _, g := range t.meta.RowGroups {
		if len(g.Columns) != len(t.leaves) {
			return nil, errStructure
		}
	}
	return t, nil
}

// schema lists the leaves below the first element.
func (t *table) schema(list []format.SchemaElement, above leaf, depth int) ([]format.SchemaElement, error) {
	if len(list) == 0 || depth > maxStructures {
		return nil, errStructure
	}
	e := list[0]
	list = list[1:]
	here := leaf{name: e.Name, within: above.name, definition: above.definition, repetition: above.repetition}
	if depth > 0 && e.RepetitionType.Valid {
		here.definition = here.definition || e.RepetitionType.V != format.Required
		here.repetition = here.repetition || e.RepetitionType.V == format.Repeated
	}
	if children := int(e.NumChildren.V); children > 0 {
		var err error
		for range children {
			if list, err = t.schema(list, here, depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	}
	here.kind = e.Type.V
	t.leaves = append(t.leaves, here)
	return list, nil
}

// page is one page of a column, unpacked.
type page struct {
	header format.PageHeader
	levels []byte // before the values
	values []byte
}

// encoding is that of the values.
func (p *page) encoding() format.Encoding {
	switch p.header.Type {
	case format.DataPage:
		return p.header.DataPageHeader.V.Encoding
	case format.DataPageV2:
		return p.header.DataPageHeaderV2.V.Encoding
	default:
		return format.Plain
	}
}

// chunk is where the pages of a column lie.
func (t *table) chunk(c *format.ColumnChunk) (from int64, pages []byte, err error) {
	m := &c.MetaData
	from = m.DataPageOffset
	if m.DictionaryPageOffset > 0 {
		from = min(from, m.DictionaryPageOffset)
	}
	size := m.TotalCompressedSize
	if from < 4 || size < 0 || from > int64(len(t.raw)) || size > int64(len(t.raw))-from {
		return 0, nil, errStructure
	}
	return from, t.raw[from : from+size], nil
}

// pages yields the pages of a column.
func (t *table) pages(l leaf, c *format.ColumnChunk, yield func(*page) error) error {
	_, rest, err := t.chunk(c)
	for err == nil && len(rest) > 0 {
		p := new(page)
		var n int
		if n, err = unmarshal(rest, &p.header); err != nil {
			break
		}
		size := int64(p.header.CompressedPageSize)
		if size < 0 || size > int64(len(rest)-n) {
			return errStructure
		}
		body := rest[n : int64(n)+size]
		rest = rest[int64(n)+size:]
		if p.header.Type == format.IndexPage {
			continue
		}
		if err = t.unpack(p, l, c.MetaData.Codec, body); err == nil {
			err = yield(p)
		}
	}
	return err
}

func (t *table) unpack(p *page, l leaf, codec format.CompressionCodec, body []byte) error {
	size := int64(p.header.UncompressedPageSize)
	if t.budget -= size; size < 0 || t.budget < 0 {
		return errStructure
	}
	if h := p.header.DataPageHeaderV2; p.header.Type == format.DataPageV2 {
		levels := int64(h.V.DefinitionLevelsByteLength) + int64(h.V.RepetitionLevelsByteLength)
		if h.V.DefinitionLevelsByteLength < 0 || h.V.RepetitionLevelsByteLength < 0 || levels > int64(len(body)) || levels > size {
			return errStructure
		}
		p.levels = body[:levels]
		if h.V.IsCompressed.Valid && !h.V.IsCompressed.V {
			codec = format.Uncompressed
		}
		var err error
		p.values, err = unpack(codec, body[levels:], size-levels)
		return err
	}
	data, err := unpack(codec, body, size)
	if err != nil {
		return err
	}
	p.values = data
	if p.header.Type == format.DataPage {
		for _, there := range []bool{l.repetition, l.definition} {
			if !there {
				continue
			}
			if len(p.values) < 4 || uint64(binary.LittleEndian.Uint32(p.values)) > uint64(len(p.values)-4) {
				return errStructure
			}
			p.values = p.values[4+binary.LittleEndian.Uint32(p.values):]
		}
		p.levels = data[:len(data)-len(p.values)]
	}
	return nil
}

func unpack(codec format.CompressionCodec, body []byte, size int64) ([]byte, error) {
	var r io.Reader
	switch codec {
	case format.Uncompressed:
		return body, nil
	case format.Snappy:
		if n, err := snappy.DecodedLen(body); err != nil || int64(n) != size {
			return nil, errStructure
		}
		return snappy.Decode(nil, body)
	case format.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		r = z
	case format.Zstd:
		z, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		r = z
	default:
		return nil, fmt.Errorf("its compression %v is not known", codec)
	}
	return io.ReadAll(io.LimitReader(r, size))
}

func pack(codec format.CompressionCodec, data []byte) ([]byte, error) {
	var out bytes.Buffer
	switch codec {
	case format.Uncompressed:
		return data, nil
	case format.Snappy:
		return snappy.Encode(nil, data), nil
	case format.Gzip:
		z := gzip.NewWriter(&out)
		_, err := z.Write(data)
		err = errors.Join(err, z.Close())
		return out.Bytes(), err
	default:
		z, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
		if err != nil {
			return nil, err
		}
		_, err = z.Write(data)
		err = errors.Join(err, z.Close())
		return out.Bytes(), err
	}
}

// appendPage writes a page again, without statistics: they would tell the least and
// the largest value.
func appendPage(out []byte, p *page, codec format.CompressionCodec) ([]byte, int, error) {
	h := p.header
	h.CRC = 0
	h.DataPageHeader.V.Statistics = format.Statistics{NullCount: h.DataPageHeader.V.Statistics.NullCount}
	h.DataPageHeaderV2.V.Statistics = format.Statistics{NullCount: h.DataPageHeaderV2.V.Statistics.NullCount}
	var body []byte
	var err error
	if h.Type == format.DataPageV2 {
		if h.DataPageHeaderV2.V.IsCompressed.Valid && !h.DataPageHeaderV2.V.IsCompressed.V {
			codec = format.Uncompressed
		}
		body, err = pack(codec, p.values)
		body = append(bytes.Clone(p.levels), body...)
	} else {
		body, err = pack(codec, append(bytes.Clone(p.levels), p.values...))
	}
	if err != nil {
		return nil, 0, err
	}
	h.UncompressedPageSize, h.CompressedPageSize = int32(len(p.levels)+len(p.values)), int32(len(body))
	head, err := thrift.Marshal(new(thrift.CompactProtocol), &h)
	if err != nil {
		return nil, 0, err
	}
	return append(append(out, head...), body...), len(head) + int(h.UncompressedPageSize), nil
}
