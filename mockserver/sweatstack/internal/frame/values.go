package frame

import (
	"math"
	"slices"
)

// values are a column as it is written: which rows have one, and those.
type values struct {
	field  *Field
	levels []byte   // 1 for each row that has a value
	keys   []uint64 // of numbers: the bits; of integers also the sign
	words  []string
}

// set spells a column; it uses the memory of the one before.
func (v *values) set(f *Field, c *Column) {
	v.field, v.words = f, c.Words
	v.levels, v.keys = slices.Grow(v.levels[:0], c.Len()), slices.Grow(v.keys[:0], c.Len())
	for range max(len(c.Ints), len(c.Words)) {
		v.levels = append(v.levels, 1)
	}
	for _, x := range c.Ints {
		v.keys = append(v.keys, uint64(x))
	}
	for _, x := range c.Floats {
		if math.IsNaN(x) {
			v.levels = append(v.levels, 0)
			continue
		}
		v.levels, v.keys = append(v.levels, 1), append(v.keys, f.key(x))
	}
}

func (f *Field) key(x float64) uint64 {
	switch f.Kind {
	case Int8:
		return clamp(x, math.MinInt8, math.MaxInt8)
	case Int16:
		return clamp(x, math.MinInt16, math.MaxInt16)
	case Float16:
		return uint64(half(x))
	case Float64:
		return math.Float64bits(x)
	default:
		return uint64(math.Float32bits(float32(x)))
	}
}

// fill is the row where a page of words is full that begins at one. Of words none is
// missing.
func (v *values) fill(row, at, end int) int {
	bytes := 0
	for i := row; i < end; i++ {
		if bytes += 4 + len(v.words[at+i-row]); bytes >= pageBytes && (i+1-row)%batchRows == 0 {
			return i + 1
		}
	}
	return end
}

func clamp(x, least, most float64) uint64 {
	return uint64(int64(max(least, min(most, math.RoundToEven(x)))))
}

// size is how many bytes a number has.
func (f *Field) size() int {
	switch f.Kind {
	case Float16:
		return 2
	case Int8, Int16, Float32:
		return 4
	default:
		return 8
	}
}

// word says that values have no fixed size.
func (f *Field) word() bool { return f.Kind == Category || f.Kind == Text }

// signed is the bit of the sign of a float, which is no integer with a sign.
func (f *Field) signed() uint64 {
	switch f.Kind {
	case Float16, Float32, Float64:
		return 1 << (8*f.size() - 1)
	default:
		return 0
	}
}

// longestBound is how long a word may be to be a bound. [confirmed: properties.h of
// Apache Arrow's parquet writer]
const longestBound = 4096

// bounds are the least and the most of what was seen.
type bounds struct {
	field       *Field
	sign        uint64
	seen        bool
	least, most int64 // in the order of numbers
	low, high   string
	nulls, size int64 // size: bytes of words
	count       int64
}

func (b *bounds) keys(all []uint64) {
	b.count += int64(len(all))
	for _, k := range all {
		v := int64(k)
		if k&b.sign != 0 {
			v = -int64(k &^ b.sign)
		}
		if !b.seen {
			b.least, b.most, b.seen = v, v, true
		}
		b.least, b.most = min(b.least, v), max(b.most, v)
	}
}

func (b *bounds) words(all []string) {
	b.count += int64(len(all))
	for i, w := range all {
		b.size += int64(len(w))
		if i > 0 && w == all[i-1] {
			continue
		}
		if !b.seen {
			b.low, b.high, b.seen = w, w, true
		}
		b.low, b.high = min(b.low, w), max(b.high, w)
	}
}

// merge adds what another part of the column has.
func (b *bounds) merge(c *bounds) {
	b.count, b.nulls, b.size = b.count+c.count, b.nulls+c.nulls, b.size+c.size
	switch {
	case !c.seen:
	case !b.seen:
		b.seen, b.least, b.most, b.low, b.high = true, c.least, c.most, c.low, c.high
	default:
		b.least, b.most = min(b.least, c.least), max(b.most, c.most)
		b.low, b.high = min(b.low, c.low), max(b.high, c.high)
	}
}

// statistics spells bounds. Those of words have no older spelling, whose order was
// another. A zero is below itself as the least, and above as the most.
// [recorded: pyarrow 25.0.0; confirmed: parquet.thrift, for zeros]
func (b *bounds) statistics() statistics {
	s := statistics{NullCount: b.nulls}
	if !b.seen {
		return s
	}
	if b.field.word() {
		if len(b.low) <= longestBound {
			s.MinValue, s.MinExact = []byte(b.low), true
		}
		if len(b.high) <= longestBound {
			s.MaxValue, s.MaxExact = []byte(b.high), true
		}
		return s
	}
	s.MinValue, s.MaxValue = b.spell(b.least, b.least <= 0), b.spell(b.most, b.most < 0)
	s.Min, s.Max, s.MinExact, s.MaxExact = s.MinValue, s.MaxValue, true, true
	return s
}

// spell turns an order back into a number.
func (b *bounds) spell(v int64, below bool) []byte {
	k := uint64(v)
	if b.sign != 0 && below {
		k = uint64(-v) | b.sign
	}
	return appendKeys(nil, []uint64{k}, b.field.size())
}
