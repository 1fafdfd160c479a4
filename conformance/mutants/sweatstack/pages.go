package sweatstack

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// column is one column while it is read.
type column struct {
	client *Client
	schema *format.SchemaElement
	unit   string // of a length of time
	dict   []any
	values []any
}

const (
	// maxPage bounds a page, unpacked.
	maxPage = 64 << 20
	// maxValues bounds a column: a day at ten values a second.
	maxValues = 10 * 86400
)

var errDamaged = errors.New("the pages are damaged")

// chunk reads the pages of one part of the file.
func (col *column) chunk(file []byte, m *format.ColumnMetaData) error {
	at := m.DataPageOffset
	if d := m.DictionaryPageOffset; d > 0 && d < at {
		at = d
	}
	end := at + m.TotalCompressedSize
	if at < int64(len(magic)) || m.TotalCompressedSize <= 0 || end > int64(len(file)) || m.NumValues < 0 || m.NumValues > maxValues {
		if m.NumValues == 0 {
			return nil
		}
		return errDamaged
	}
	rest := bytes.NewReader(file[at:end])
	col.dict = nil
	want := len(col.values) + int(m.NumValues)
	for rest.Len() > 0 {
		var h format.PageHeader
		if err := thrift.NewDecoder(new(thrift.CompactProtocol).NewReader(rest)).Decode(&h); err != nil {
			return errDamaged
		}
		if h.CompressedPageSize < 0 || int(h.CompressedPageSize) > rest.Len() || h.UncompressedPageSize < 0 || h.UncompressedPageSize > maxPage {
			return errDamaged
		}
		packed := make([]byte, h.CompressedPageSize)
		if _, err := io.ReadFull(rest, packed); err != nil {
			return errDamaged
		}
		if h.CRC != 0 && crc32.ChecksumIEEE(packed) != uint32(h.CRC) {
			return errDamaged
		}
		if err := col.page(&h, m.Codec, packed); err != nil {
			return err
		}
	}
	if len(col.values) != want {
		return errDamaged
	}
	return nil
}

func (col *column) page(h *format.PageHeader, codec format.CompressionCodec, packed []byte) error {
	size := int(h.UncompressedPageSize)
	switch h.Type {
	case format.DictionaryPage:
		raw, err := col.client.unpacked(codec, packed, size)
		if err != nil {
			return err
		}
		n := int(h.DictionaryPageHeader.V.NumValues)
		if n < 0 || n > maxValues {
			return errDamaged
		}
		col.dict, err = col.plain(raw, n)
		return err
	case format.DataPage:
		if !h.DataPageHeader.Valid {
			return errDamaged
		}
		raw, err := col.client.unpacked(codec, packed, size)
		if err != nil {
			return err
		}
		return col.first(&h.DataPageHeader.V, raw)
	case format.DataPageV2:
		if !h.DataPageHeaderV2.Valid {
			return errDamaged
		}
		return col.second(&h.DataPageHeaderV2.V, codec, packed, size)
	}
	return errDamaged
}

// optional says whether values may be missing.
func (col *column) optional() bool { return col.schema.RepetitionType.V == format.Optional }

// first reads a data page of the first version: levels and values are one.
func (col *column) first(h *format.DataPageHeader, raw []byte) error {
	n := int(h.NumValues)
	if n < 0 || n > maxValues {
		return errDamaged
	}
	var levels []int
	if col.optional() {
		if len(raw) < 4 {
			return errDamaged
		}
		size := int(le32(raw))
		if size < 0 || size > len(raw)-4 {
			return errDamaged
		}
		var err error
		if levels, err = hybrid(raw[4:4+size], 1, n); err != nil {
			return err
		}
		raw = raw[4+size:]
	}
	return col.fill(h.Encoding, levels, n, raw)
}

// second reads a data page of the second version: levels are never packed.
func (col *column) second(h *format.DataPageHeaderV2, codec format.CompressionCodec, packed []byte, size int) error {
	n, head := int(h.NumValues), int(h.DefinitionLevelsByteLength)
	if n < 0 || n > maxValues || head < 0 || head > len(packed) || h.RepetitionLevelsByteLength != 0 {
		return errDamaged
	}
	var levels []int
	if col.optional() {
		var err error
		if levels, err = hybrid(packed[:head], 1, n); err != nil {
			return err
		}
	}
	raw := packed[head:]
	if !h.IsCompressed.Valid || h.IsCompressed.V {
		var err error
		if raw, err = col.client.unpacked(codec, raw, size-head); err != nil {
			return err
		}
	}
	return col.fill(h.Encoding, levels, n, raw)
}

// fill puts the values of a page where its levels say that there are some.
func (col *column) fill(e format.Encoding, levels []int, n int, raw []byte) error {
	there := n
	if levels != nil {
		there = 0
		for _, l := range levels {
			there += l
		}
	}
	values, err := col.decoded(e, raw, there)
	if err != nil {
		return err
	}
	if col.client.M.Has("gaps-at-the-end") {
		col.values = append(append(col.values, values...), make([]any, n-there)...)
		return nil
	}
	for i := range n {
		switch {
		case levels == nil || levels[i] == 1:
			col.values = append(col.values, values[0])
			values = values[1:]
		case col.client.M.Has("gaps-are-zero"):
			col.values = append(col.values, int64(0))
		default:
			col.values = append(col.values, nil)
		}
	}
	return nil
}

func (col *column) decoded(e format.Encoding, raw []byte, n int) ([]any, error) {
	switch e {
	case format.Plain:
		return col.plain(raw, n)
	case format.RLEDictionary:
		if n == 0 {
			return nil, nil
		}
		if len(raw) == 0 || raw[0] > 32 {
			return nil, errDamaged
		}
		keys, err := hybrid(raw[1:], int(raw[0]), n)
		if err != nil {
			return nil, err
		}
		out := make([]any, n)
		for i, k := range keys {
			if k >= len(col.dict) {
				return nil, errDamaged
			}
			out[i] = col.dict[k]
		}
		return out, nil
	}
	return nil, fmt.Errorf("the encoding %s is not known", e)
}

// unpacked undoes a page's codec.
func (c *Client) unpacked(codec format.CompressionCodec, packed []byte, size int) ([]byte, error) {
	if codec != format.Snappy && c.M.Has("snappy-only") {
		return nil, errDamaged
	}
	var raw []byte
	var err error
	switch codec {
	case format.Uncompressed:
		raw = packed
	case format.Snappy:
		var n int
		if n, err = snappy.DecodedLen(packed); err == nil && n == size {
			raw, err = snappy.Decode(nil, packed)
		}
	case format.Gzip:
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(packed)); err == nil {
			raw, err = io.ReadAll(io.LimitReader(z, int64(size)+1))
		}
	case format.Zstd:
		var z *zstd.Decoder
		if z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPage)); err == nil {
			raw, err = z.DecodeAll(packed, nil)
			z.Close()
		}
	default:
		return nil, fmt.Errorf("the codec %s is not known", codec)
	}
	if err != nil || len(raw) != size {
		return nil, errDamaged
	}
	return raw, nil
}
