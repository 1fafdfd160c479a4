// Package twotone encodes pictures of two colours as PNG and as JPEG.
//
// The encoders of the standard library bring decoders and every colour model with them:
// 0.2 MiB of a program for pictures that are squares of one colour on another.
package twotone

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/zlib"
)

// Colour is red, green and blue.
type Colour [3]uint8

// Picture is a square.
type Picture struct {
	Pixels     int // of a side
	Paper, Ink Colour
	Inked      func(x, y int) bool
}

// PNG encodes a picture, a bit for each pixel. [confirmed: PNG, third edition]
func (p *Picture) PNG() ([]byte, error) {
	var rows bytes.Buffer
	z := zlib.NewWriter(&rows)
	row := make([]byte, 1+(p.Pixels+7)/8) // behind the filter of the row, which is none
	for y := range p.Pixels {
		clear(row)
		for x := range p.Pixels {
			if p.Inked(x, y) {
				row[1+x/8] |= 0x80 >> (x % 8)
			}
		}
		if _, err := z.Write(row); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	header := binary.BigEndian.AppendUint32(nil, uint32(p.Pixels))
	header = binary.BigEndian.AppendUint32(header, uint32(p.Pixels))
	header = append(header, 1, 3, 0, 0, 0) // bits, with a palette, and the only ways to compress, filter and order
	out := []byte("\x89PNG\r\n\x1a\n")
	out = chunk(out, "IHDR", header)
	out = chunk(out, "PLTE", append(p.Paper[:], p.Ink[:]...))
	out = chunk(out, "IDAT", rows.Bytes())
	return chunk(out, "IEND", nil), nil
}

func chunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	at := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
}
