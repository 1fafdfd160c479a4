package columns

import (
	"encoding/binary"
	"fmt"

	"github.com/parquet-go/parquet-go/format"
)

// textValues reads texts as codes in the column's dictionary, so that one that
// stands in every row takes its place once.
func (r *reader) textValues(dst []int32, data []byte, e format.Encoding) error {
	switch e {
	case format.RLEDictionary, oldDictionary:
		return indexed(r, dst, r.dictionary.codes, data)
	case format.Plain:
		for i := range dst {
			if len(data) < 4 {
				return damaged("a text breaks off")
			}
			n := binary.LittleEndian.Uint32(data)
			if uint64(n) > uint64(len(data)-4) {
				return damaged("a text claims %d bytes of %d", n, len(data)-4)
			}
			dst[i] = r.code(data[4 : 4+n])
			data = data[4+n:]
		}
		return nil
	case format.DeltaLengthByteArray:
		return r.suffixes(dst, data, nil)
	case format.DeltaByteArray:
		prefixes := make([]int64, len(dst))
		data, err := deltas(prefixes, data, 32)
		if err != nil {
			return err
		}
		return r.suffixes(dst, data, prefixes)
	}
	return fmt.Errorf("the encoding %s of texts is %w", e, ErrUnsupported)
}

// suffixes reads texts that stand one after the other behind their lengths,
// each preceded by as much of the last as its prefix says, if there are prefixes.
func (r *reader) suffixes(dst []int32, data []byte, prefixes []int64) error {
	r.lengths = grow(r.lengths, len(dst))
	data, err := deltas(r.lengths, data, 32)
	if err != nil {
		return err
	}
	var text []byte
	r.last = r.last[:0] // of a page, and not beyond
	for i, n := range r.lengths {
		if n < 0 || n > int64(len(data)) {
			return damaged("a text claims %d bytes of %d", n, len(data))
		}
		text = text[:0]
		if prefixes != nil {
			p := prefixes[i]
			if p < 0 || p > int64(len(r.last)) {
				return damaged("a text claims %d bytes of one of %d", p, len(r.last))
			}
			// How large they are does not show in the size of the page.
			if *r.budget -= p; *r.budget < 0 {
				return fmt.Errorf("a text of %d bytes: %w", p+n, ErrTooLarge)
			}
			text = append(text, r.last[:p]...)
		}
		text = append(text, data[:n]...)
		dst[i] = r.code(text)
		data = data[n:]
		r.last, text = text, r.last
	}
	return nil
}

// code is where a text stands in the column's dictionary.
func (r *reader) code(text []byte) int32 {
	if c, ok := r.known[string(text)]; ok {
		return c
	}
	c := int32(len(r.column.Dict))
	s := string(text)
	r.known[s] = c
	r.column.Dict = append(r.column.Dict, s)
	return c
}
