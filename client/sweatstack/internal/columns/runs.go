package columns

import (
	"encoding/binary"
	"math/bits"
)

// run is a stretch of numbers: one that repeats, or some that are packed.
type run struct {
	count  int
	value  uint32
	packed []byte // nil if value repeats
}

// nextRun reads a run of numbers of a width, of which no more than left are
// wanted: what it claims beyond is not looked at. [Parquet Encodings.md, RLE]
func nextRun(src []byte, width, left int) (_ run, rest []byte, _ error) {
	if len(src) == 0 && width == 0 {
		return run{count: left}, nil, nil // nothing need be said of numbers that are all zero
	}
	var head uint64
	if len(src) > 0 && src[0] < 0x80 { // as it is of short ones
		head, src = uint64(src[0]), src[1:]
	} else {
		var n int
		if head, n = binary.Uvarint(src); n <= 0 {
			return run{}, nil, damaged("runs end %d numbers early", left)
		}
		src = src[n:]
	}
	if head&1 == 0 {
		size := (width + 7) / 8
		if len(src) < size {
			return run{}, nil, damaged("a run breaks off")
		}
		r := run{count: int(min(uint64(left), head>>1))}
		for i, b := range src[:size] {
			r.value |= uint32(b) << (8 * i)
		}
		if width < 32 && r.value>>width != 0 {
			return run{}, nil, damaged("a run repeats %d, which is wider than %d bits", r.value, width)
		}
		return r, src[size:], nil
	}
	groups := min(head>>1, uint64(left+7)/8) // of eight
	size := int(groups) * width
	r := run{count: min(left, 8*int(groups))}
	if need := (r.count*width + 7) / 8; len(src) < need { // the last may lack its padding
		return run{}, nil, damaged("packed numbers break off")
	}
	r.packed = src
	return r, src[min(size, len(src)):], nil
}

// each calls f with the runs of n numbers.
func each(src []byte, width, n int, f func(at int, r run) error) error {
	if width < 0 || width > 32 {
		return damaged("numbers are %d bits wide", width)
	}
	for at := 0; at < n; {
		r, rest, err := nextRun(src, width, n-at)
		if err != nil {
			return err
		}
		if err := f(at, r); err != nil {
			return err
		}
		at, src = at+r.count, rest
	}
	return nil
}

// count is how many of n numbers of one bit are set.
func count(src []byte, n int) (set int, _ error) {
	err := each(src, 1, n, func(_ int, r run) error {
		if r.packed == nil {
			set += r.count * int(r.value)
			return nil
		}
		b := r.packed[:r.count/8]
		for ; len(b) >= 8; b = b[8:] {
			set += bits.OnesCount64(binary.LittleEndian.Uint64(b))
		}
		for _, x := range b {
			set += bits.OnesCount8(x)
		}
		if rest := r.count % 8; rest > 0 { // what follows is padding, whatever it holds
			set += bits.OnesCount8(r.packed[r.count/8] & byte(1<<rest-1))
		}
		return nil
	})
	return set, err
}

// flags reads numbers of one bit.
func flags(dst []bool, src []byte) error {
	return each(src, 1, len(dst), func(at int, r run) error {
		out := dst[at : at+r.count]
		if r.packed == nil {
			for i := range out {
				out[i] = r.value == 1
			}
			return nil
		}
		whole := len(out) / 8
		for i, b := range r.packed[:whole] {
			eight := (*[8]bool)(out[8*i:])
			eight[0], eight[1], eight[2], eight[3] = b&1 != 0, b&2 != 0, b&4 != 0, b&8 != 0
			eight[4], eight[5], eight[6], eight[7] = b&16 != 0, b&32 != 0, b&64 != 0, b&128 != 0
		}
		for i := 8 * whole; i < len(out); i++ {
			out[i] = r.packed[whole]>>(i-8*whole)&1 == 1
		}
		return nil
	})
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
	i, shift := 0, uint(width)&63
	if width <= 8 { // eight are within eight bytes, and begin with one
		for ; len(dst)-i >= 8 && len(src)-i/8*width >= 8; i += 8 {
			v, eight := binary.LittleEndian.Uint64(src[i/8*width:]), dst[i:i+8]
			for j := range eight {
				eight[j] = T(v & mask)
				v >>= shift
			}
		}
	}
	at := i * width
	if width <= 57 { // within eight bytes, wherever it begins
		for whole := 8*len(src) - 63; i < len(dst) && at < whole; i++ {
			dst[i] = T(binary.LittleEndian.Uint64(src[at>>3:][:8]) >> (at & 7) & mask)
			at += width
		}
	}
	for ; i < len(dst); i++ {
		first, shift := at>>3, at&7
		at += width
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
func deltas[T int32 | int64](dst []T, src []byte, bitsOfType int) (rest []byte, _ error) {
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
	dst[0] = T(last)
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
				last += least + int64(d)
				if bitsOfType == 32 {
					last = int64(int32(last)) // differences wrap around, as the type does
				}
				out[i] = T(last)
			}
			done += len(out)
		}
	}
	return src, nil
}
