package columns

import (
	"encoding/binary"
	"math/bits"
)

// hybrid fills dst from runs of repeated and of packed numbers. What the runs
// claim beyond dst is not looked at. [Parquet Encodings.md, RLE]
func hybrid(dst []int32, src []byte, width int) error {
	if width < 0 || width > 32 {
		return damaged("numbers are %d bits wide", width)
	}
	bytes := (width + 7) / 8
	for len(dst) > 0 {
		if len(src) == 0 && width == 0 {
			clear(dst) // nothing need be said of numbers that are all zero
			return nil
		}
		head, n := binary.Uvarint(src)
		if n <= 0 {
			return damaged("runs end %d numbers early", len(dst))
		}
		src = src[n:]
		if head&1 == 0 { // one number, repeated
			if len(src) < bytes {
				return damaged("a run breaks off")
			}
			var v uint32
			for i, b := range src[:bytes] {
				v |= uint32(b) << (8 * i)
			}
			src = src[bytes:]
			if v>>width != 0 && width < 32 {
				return damaged("a run repeats %d, which is wider than %d bits", v, width)
			}
			run := dst[:min(uint64(len(dst)), head>>1)]
			for i := range run {
				run[i] = int32(v)
			}
			dst = dst[len(run):]
			continue
		}
		groups := head >> 1 // of eight numbers
		count := uint64(len(dst))
		if groups < (count+7)/8 {
			count = groups * 8
		}
		need := (int(count)*width + 7) / 8
		if len(src) < need {
			return damaged("packed numbers break off")
		}
		unpack(dst[:count], src, width)
		dst = dst[count:]
		if hi, all := bits.Mul64(groups, uint64(width)); hi == 0 && all < uint64(len(src)) {
			src = src[all:]
		} else {
			src = nil
		}
	}
	return nil
}

// unpack reads numbers of a width from the least bit on. src has enough.
func unpack[T int32 | int64](dst []T, src []byte, width int) {
	if width == 0 {
		clear(dst)
		return
	}
	mask := uint64(1)<<width - 1
	if width == 64 {
		mask = 1<<64 - 1
	}
	at := 0
	for i := range dst {
		first := at >> 3
		shift := at & 7
		at += width
		if first+9 <= len(src) {
			v := binary.LittleEndian.Uint64(src[first:]) >> shift
			if shift+width > 64 {
				v |= uint64(src[first+8]) << (64 - shift)
			}
			dst[i] = T(v & mask)
			continue
		}
		var v uint64
		for j, b := range src[first:min(len(src), first+9)] {
			if s := 8*j - shift; s >= 0 {
				v |= uint64(b) << s
			} else {
				v |= uint64(b) >> -s
			}
		}
		dst[i] = T(v & mask)
	}
}

// deltas reads numbers of which each is the last and a difference. It returns
// what follows them. [Parquet Encodings.md, DELTA_BINARY_PACKED]
func deltas(dst []int64, src []byte, bitsOfType int) (rest []byte, _ error) {
	var head [3]uint64
	for i := range head {
		v, n := binary.Uvarint(src)
		if n <= 0 {
			return nil, damaged("deltas break off")
		}
		head[i], src = v, src[n:]
	}
	last, n := binary.Varint(src)
	if n <= 0 {
		return nil, damaged("deltas break off")
	}
	src = src[n:]
	block, minis, count := head[0], head[1], head[2]
	if minis == 0 || block == 0 || block > 1<<16 || minis > block || block%minis != 0 || block/minis%8 != 0 {
		return nil, damaged("deltas come in %d blocks of %d", minis, block)
	}
	if count != uint64(len(dst)) {
		return nil, damaged("%d deltas claim to be %d", len(dst), count)
	}
	if len(dst) == 0 {
		return src, nil
	}
	mini := int(block / minis)
	dst[0] = last
	for done := 1; done < len(dst); {
		least, n := binary.Varint(src)
		if n <= 0 || len(src)-n < int(minis) {
			return nil, damaged("deltas break off")
		}
		widths := src[n : n+int(minis)]
		src = src[n+int(minis):]
		for _, w := range widths {
			if done == len(dst) {
				break // the others are padding
			}
			if int(w) > bitsOfType {
				return nil, damaged("deltas are %d bits wide", w)
			}
			out := dst[done:min(len(dst), done+mini)]
			if need := (len(out)*int(w) + 7) / 8; len(src) < need {
				return nil, damaged("deltas break off")
			}
			unpack(out, src, int(w))
			src = src[min(len(src), mini*int(w)/8):]
			for i, d := range out {
				last += least + d
				if bitsOfType == 32 {
					last = int64(int32(last)) // differences wrap around, as the type does
				}
				out[i] = last
			}
			done += len(out)
		}
	}
	return src, nil
}
