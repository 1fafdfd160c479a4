package frame

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// A dictionary grows by whole batches, until it is so large that the rest of the
// column does without. [confirmed: properties.h of Apache Arrow's parquet writer]
const (
	batchRows       = 1024
	dictionaryBytes = 1 << 20
)

// dictionary numbers what is different in a column, in the order in which it came.
type dictionary struct {
	places []int32 // by hash: a number, and one more
	keys   []uint64
	words  map[string]int32
	page   []byte  // the words, as they are written
	bytes  int     // of its page
	codes  []int32 // of the values that it has
}

func (d *dictionary) reset(rows int) {
	clear(d.places)
	clear(d.words)
	d.keys, d.codes, d.page, d.bytes = d.keys[:0], slices.Grow(d.codes[:0], rows), d.page[:0], 0
}

// add numbers values of a size each.
func (d *dictionary) add(keys []uint64, size int) {
	for i, k := range keys {
		if i > 0 && k == keys[i-1] { // most measurements last a while
			d.codes = append(d.codes, d.codes[len(d.codes)-1])
			continue
		}
		d.codes = append(d.codes, d.code(k))
	}
	d.bytes = len(d.keys) * size
}

func (d *dictionary) code(k uint64) int32 {
	if 2*len(d.keys) >= len(d.places) {
		d.grow()
	}
	at := d.at(k)
	for ; d.places[at] != 0; at = (at + 1) & (len(d.places) - 1) {
		if c := d.places[at] - 1; d.keys[c] == k {
			return c
		}
	}
	d.keys = append(d.keys, k)
	d.places[at] = int32(len(d.keys))
	return int32(len(d.keys) - 1)
}

// at is the place where the search for a value begins: the upper bits of a product.
func (d *dictionary) at(k uint64) int {
	return int(k * 0x9e3779b97f4a7c15 >> (64 - bits.Len(uint(len(d.places)-1))))
}

func (d *dictionary) grow() {
	d.places = make([]int32, max(256, 2*len(d.places)))
	for i, k := range d.keys {
		at := d.at(k)
		for d.places[at] != 0 {
			at = (at + 1) & (len(d.places) - 1)
		}
		d.places[at] = int32(i + 1)
	}
}

// addWords is add for words.
func (d *dictionary) addWords(words []string) {
	if d.words == nil {
		d.words = map[string]int32{}
	}
	for i, w := range words {
		if i > 0 && w == words[i-1] {
			d.codes = append(d.codes, d.codes[len(d.codes)-1])
			continue
		}
		c, ok := d.words[w]
		if !ok {
			c = int32(len(d.words))
			d.words[w] = c
			d.page = appendWord(d.page, w)
		}
		d.codes = append(d.codes, c)
	}
	d.bytes = len(d.page)
}

// len counts what is different.
func (d *dictionary) len() int { return max(len(d.keys), len(d.words)) }

// codeBits is how many bits the numbers of so many different values need; one has
// one all the same. [recorded: pyarrow 25.0.0]
func codeBits(different int) int {
	if different == 1 {
		return 1
	}
	return bits.Len(uint(max(different, 1) - 1))
}

func appendWord(b []byte, w string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(w))), w...)
}

// appendKeys spells numbers plainly.
func appendKeys(b []byte, keys []uint64, size int) []byte {
	switch size {
	case 2:
		for _, k := range keys {
			b = binary.LittleEndian.AppendUint16(b, uint16(k))
		}
	case 4:
		for _, k := range keys {
			b = binary.LittleEndian.AppendUint32(b, uint32(k))
		}
	default:
		for _, k := range keys {
			b = binary.LittleEndian.AppendUint64(b, k)
		}
	}
	return b
}
