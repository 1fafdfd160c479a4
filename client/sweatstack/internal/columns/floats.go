package columns

import (
	"encoding/binary"
	"math"

	"github.com/parquet-go/parquet-go/format"
)

func (r *reader) floatValues(dst []float64, data []byte, e format.Encoding) (err error) {
	if isIndexed(e) {
		return indexed(r, dst, r.dictionary.floats, data)
	}
	if r.field.scale >= 0 {
		numbers := make([]int64, len(dst))
		if err := r.intValues(numbers, data, e); err != nil {
			return err
		}
		unit := math.Pow10(r.field.scale)
		for i, v := range numbers {
			dst[i] = float64(v) / unit
		}
		return nil
	}
	if data, err = r.exact(data, len(dst), e); err != nil {
		return err
	}
	if _, err = fixed(e).DecodeDouble(dst[:0:len(dst)], data); err != nil {
		return damaged("%w", err)
	}
	return nil
}

// singleValues reads floats of 32 bits, or 16.
func (r *reader) singleValues(dst []float32, data []byte, e format.Encoding) (err error) {
	if isIndexed(e) {
		return indexed(r, dst, r.dictionary.float32s, data)
	}
	if data, err = r.exact(data, len(dst), e); err != nil {
		return err
	}
	if r.field.half {
		if e != format.Plain {
			r.bytes = grow(r.bytes, len(data))
			if data, err = fixed(e).DecodeFixedLenByteArray(r.bytes[:0:len(data)], data, 2); err != nil {
				return damaged("%w", err)
			}
		}
		for i := range dst {
			dst[i] = half(binary.LittleEndian.Uint16(data[2*i:][:2]))
		}
		return nil
	}
	if _, err = fixed(e).DecodeFloat(dst[:0:len(dst)], data); err != nil {
		return damaged("%w", err)
	}
	return nil
}

// half reads a float of 16 bits. [IEEE 754 binary16]
func half(b uint16) float32 {
	sign, exponent, fraction := uint32(b>>15)<<31, uint32(b>>10&0x1f), uint32(b&0x3ff)
	switch exponent {
	case 0: // too small for a leading one
		v := float32(fraction) / (1 << 24)
		return math.Float32frombits(math.Float32bits(v) | sign)
	case 0x1f: // infinite, or no number
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}
