package columns

import (
	"fmt"

	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/encoding/bytestreamsplit"
	"github.com/parquet-go/parquet-go/encoding/plain"
	"github.com/parquet-go/parquet-go/format"
)

// oldDictionary is PLAIN_DICTIONARY, which older writers put for both encodings
// that a dictionary takes. [Parquet Encodings.md]
const oldDictionary format.Encoding = 2

// dictionary is what the pages of a row group refer to by number.
type dictionary struct {
	have     bool
	ints     []int64
	int32s   []int32
	floats   []float64
	float32s []float32
	codes    []int32 // in column.Dict
}

func (r *reader) dictionaryPage(body []byte, plain int, h *format.DictionaryPageHeader) error {
	if r.dictionary.have {
		return damaged("it has two dictionaries")
	}
	if h.Encoding != format.Plain && h.Encoding != oldDictionary {
		return fmt.Errorf("the encoding %s of a dictionary is %w", h.Encoding, ErrUnsupported)
	}
	data, err := r.codings.decode(r.codec, body, plain)
	if err != nil {
		return err
	}
	n := int(h.NumValues)
	least := 8 * r.field.width // bits of a value
	switch r.column.Kind {
	case Text:
		least = 32
	case Bool:
		least = 1
	}
	if n < 0 || n > 8*len(data)/least {
		return damaged("a dictionary of %d bytes claims %d values", len(data), n)
	}
	if *r.budget -= 8 * int64(n); *r.budget < 0 {
		return fmt.Errorf("a dictionary of %d values: %w", n, ErrTooLarge)
	}
	d := dictionary{have: true}
	switch {
	case r.field.single():
		d.float32s = make([]float32, n)
		err = r.singleValues(d.float32s, data, format.Plain)
	case r.field.short(r.column.Kind):
		d.int32s = make([]int32, n)
		err = r.shortValues(d.int32s, data, format.Plain)
	case r.column.Kind == Float:
		d.floats = make([]float64, n)
		err = r.floatValues(d.floats, data, format.Plain)
	case r.column.Kind == Text:
		d.codes = make([]int32, n)
		err = r.textValues(d.codes, data, format.Plain)
	default:
		d.ints = make([]int64, n)
		err = r.intValues(d.ints, data, format.Plain)
	}
	r.dictionary = d
	return err
}

// indexed fills dst from a dictionary.
func indexed[T any](r *reader, dst, from []T, data []byte) error {
	if !r.dictionary.have {
		return damaged("a page refers to a dictionary that there is not")
	}
	if len(dst) == 0 {
		return nil
	}
	if len(data) == 0 {
		return damaged("a page has no values")
	}
	return each(data[1:], int(data[0]), len(dst), func(at int, run run) error {
		out := dst[at : at+run.count]
		if run.packed == nil {
			if uint64(run.value) >= uint64(len(from)) {
				return damaged("a page refers to value %d of a dictionary of %d", run.value, len(from))
			}
			v := from[run.value]
			for i := range out {
				out[i] = v
			}
			return nil
		}
		width := int(data[0])
		index := &r.index
		for done := 0; done < len(out); done += len(index) {
			some := index[:min(len(index), len(out)-done)]
			unpack(some, run.packed[done*width/8:], width)
			here := out[done : done+len(some)]
			for i, x := range some {
				k := uint(uint32(x))
				if k >= uint(len(from)) {
					return damaged("a page refers to value %d of a dictionary of %d", k, len(from))
				}
				here[i] = from[k]
			}
		}
		return nil
	})
}

func isIndexed(e format.Encoding) bool {
	return e == format.RLEDictionary || e == oldDictionary
}

// exact is the part of data that n values of the column's width take: what an
// encoding of fixed size is given, it turns into just as much.
func (r *reader) exact(data []byte, n int, e format.Encoding) ([]byte, error) {
	if e != format.Plain && e != format.ByteStreamSplit {
		return nil, fmt.Errorf("the encoding %s of %s is %w", e, r.field.physical, ErrUnsupported)
	}
	size := n * r.field.width
	if len(data) < size || e == format.ByteStreamSplit && len(data) != size {
		return nil, damaged("%d values take %d bytes, and a page has %d", n, size, len(data))
	}
	return data[:size:size], nil
}

// fixed is how values of a fixed size are stored: see exact.
func fixed(e format.Encoding) encoding.Encoding {
	if e == format.ByteStreamSplit {
		return new(bytestreamsplit.Encoding)
	}
	return new(plain.Encoding)
}

func (r *reader) intValues(dst []int64, data []byte, e format.Encoding) (err error) {
	switch {
	case isIndexed(e):
		return indexed(r, dst, r.dictionary.ints, data)
	case r.column.Kind == Bool:
		return r.boolValues(dst, data, e)
	case r.field.width == 4:
		r.words = grow(r.words, len(dst))
		if err = r.wordValues(r.words, data, e); err != nil {
			return err
		}
		for i, v := range r.words {
			dst[i] = int64(v)
		}
	case e == format.DeltaBinaryPacked:
		if _, err = deltas(dst, data, 64); err != nil {
			return err
		}
	default:
		if data, err = r.exact(data, len(dst), e); err != nil {
			return err
		}
		if _, err = fixed(e).DecodeInt64(dst[:0:len(dst)], data); err != nil {
			return damaged("%w", err)
		}
	}
	return unsigned(dst, r.field.unsigned)
}

// shortValues reads whole numbers of columns that are short.
func (r *reader) shortValues(dst []int32, data []byte, e format.Encoding) error {
	if isIndexed(e) {
		return indexed(r, dst, r.dictionary.int32s, data)
	}
	if err := r.wordValues(dst, data, e); err != nil {
		return err
	}
	return unsigned(dst, r.field.unsigned)
}

func (r *reader) wordValues(dst []int32, data []byte, e format.Encoding) (err error) {
	if e == format.DeltaBinaryPacked {
		_, err = deltas(dst, data, 32)
		return err
	}
	if data, err = r.exact(data, len(dst), e); err != nil {
		return err
	}
	if _, err = fixed(e).DecodeInt32(dst[:0:len(dst)], data); err != nil {
		return damaged("%w", err)
	}
	return nil
}

// unsigned undoes the sign that a number without one was read with.
func unsigned[T int32 | int64](dst []T, bits int) error {
	switch bits {
	case 8, 16, 32:
		mask := T(int64(1)<<bits - 1)
		for i := range dst {
			dst[i] &= mask
		}
	case 64:
		for _, v := range dst {
			if v < 0 {
				return fmt.Errorf("the number %d is %w: it needs 64 bits and has no sign", uint64(v), ErrUnsupported)
			}
		}
	}
	return nil
}

func (r *reader) boolValues(dst []int64, data []byte, e format.Encoding) (err error) {
	switch e {
	case format.Plain:
		if len(data) < (len(dst)+7)/8 {
			return damaged("%d truths in %d bytes", len(dst), len(data))
		}
		unpack(dst, data, 1)
		return nil
	case format.RLE:
		if data, _, err = prefixed(data); err != nil {
			return err
		}
		truths := make([]bool, len(dst))
		if err = flags(truths, data); err != nil {
			return err
		}
		for i, v := range truths {
			if v {
				dst[i] = 1
			}
		}
		return nil
	}
	return fmt.Errorf("the encoding %s of %s is %w", e, r.field.physical, ErrUnsupported)
}
