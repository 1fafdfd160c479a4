package columns

import (
	"bytes"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
)

const maxWindow = 8 << 20 // that a zstd frame may ask to remember [RFC 8878 3.1.1.1.2]

// decompressor undoes the codings of pages. What it returns is good until the
// next page.
type decompressor struct {
	buf  []byte
	gzip *gzip.Reader
	zstd *zstd.Decoder
}

// decode returns a page of exactly size bytes: a coding that holds more, or
// less, is damaged, and no more memory is used than that.
func (d *decompressor) decode(codec format.CompressionCodec, body []byte, size int) ([]byte, error) {
	if codec == format.Uncompressed {
		if len(body) != size {
			return nil, damaged("a page of %d bytes claims to be %d", len(body), size)
		}
		return body, nil
	}
	if size == 0 {
		return nil, nil
	}
	if codec == format.Snappy { // says how much it holds, before room is made for it
		if n, err := snappy.DecodedLen(body); err != nil || n != size {
			return nil, damaged("a snappy page holds %d bytes, and claims %d", n, size)
		}
	}
	d.buf = grow(d.buf, size)
	out := d.buf[:size:size]
	var err error
	switch codec {
	case format.Snappy:
		_, err = snappy.Decode(out, body)
	case format.Gzip:
		if d.gzip == nil {
			d.gzip = new(gzip.Reader)
		}
		if err = d.gzip.Reset(bytes.NewReader(body)); err == nil {
			err = exactly(out, d.gzip)
		}
	case format.Zstd:
		if d.zstd == nil {
			d.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return nil, err
			}
		}
		if err = d.zstd.Reset(bytes.NewReader(body)); err == nil {
			err = exactly(out, d.zstd)
		}
	case format.Brotli:
		err = exactly(out, brotli.NewReader(bytes.NewReader(body)))
	default: // LZ4 among them: the library's reader grows without end on a block that is damaged
		return nil, fmt.Errorf("the coding %s is %w", codec, ErrUnsupported)
	}
	if err != nil {
		return nil, damaged("a page's %s coding: %w", codec, err)
	}
	return out, nil
}

// exactly fills out with all that a reader has.
func exactly(out []byte, from io.Reader) error {
	if _, err := io.ReadFull(from, out); err != nil {
		return err
	}
	var more [1]byte
	if n, err := io.ReadFull(from, more[:]); n != 0 || err != io.EOF {
		return fmt.Errorf("it holds more than the %d bytes it claims, or does not end", len(out))
	}
	return nil
}
