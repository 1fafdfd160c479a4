package frame

import (
	"encoding/binary"
	"slices"
)

// builder makes a FlatBuffer from its end to its beginning, as the format wants:
// what is pointed to comes first. [confirmed: FlatBuffers internals document]
type builder struct {
	b       []byte // reversed
	align   int
	layouts map[string]int // of tables, and where they are
}

// at is the place of what was written last, counted from the end.
func (f *builder) at() int { return len(f.b) }

// pad makes room so that after n more bytes the end is a multiple of size.
func (f *builder) pad(size, n int) {
	f.align = max(f.align, size)
	for (len(f.b)+n)%size != 0 {
		f.b = append(f.b, 0)
	}
}

func (f *builder) byte(v byte) { f.b = append(f.b, v) }

func (f *builder) uint(size int, v uint64) {
	f.pad(size, size)
	for i := size - 1; i >= 0; i-- {
		f.b = append(f.b, byte(v>>(8*i)))
	}
}

// ref points to what is at a place.
func (f *builder) ref(to int) {
	f.pad(4, 4)
	f.uint(4, uint64(f.at()+4-to))
}

func (f *builder) text(s string) int {
	f.pad(4, len(s)+1+4)
	f.byte(0)
	for i := len(s) - 1; i >= 0; i-- {
		f.byte(s[i])
	}
	f.uint(4, uint64(len(s)))
	return f.at()
}

// refs is a vector of what is at places.
func (f *builder) refs(places []int) int {
	f.pad(4, 4*len(places)+4)
	for i := len(places) - 1; i >= 0; i-- {
		f.ref(places[i])
	}
	f.uint(4, uint64(len(places)))
	return f.at()
}

// slot is a member of a table: a number of so many bytes, or a pointer.
type slot struct {
	size  int // 0: not there
	value uint64
	to    int // a pointer when size is ref
}

const ref = -1

// number is left out when it is zero, which it then is by default.
func number(size int, v uint64) slot {
	if v == 0 {
		return slot{}
	}
	return slot{size: size, value: v}
}

func pointer(to int) slot { return slot{size: ref, to: to} }

// table writes members, the widest first and of a width the last first, and tells
// where the table is. Tables that are laid out alike share the description of it.
func (f *builder) table(slots ...slot) int {
	begin := f.at()
	places := make([]int, len(slots))
	for _, size := range []int{8, 4, 2, 1} {
		for i := len(slots) - 1; i >= 0; i-- {
			switch s := slots[i]; {
			case s.size == size:
				f.uint(size, s.value)
				places[i] = f.at()
			case s.size == ref && size == 4:
				f.ref(s.to)
				places[i] = f.at()
			}
		}
	}
	for len(places) > 0 && places[len(places)-1] == 0 {
		places = places[:len(places)-1]
	}
	f.uint(4, 0)
	table := f.at() // where the pointer to the layout is
	layout := binary.LittleEndian.AppendUint16(nil, uint16(4+2*len(places)))
	layout = binary.LittleEndian.AppendUint16(layout, uint16(table-begin))
	for _, p := range places {
		if p != 0 {
			p = table - p
		}
		layout = binary.LittleEndian.AppendUint16(layout, uint16(p))
	}
	at, ok := f.layouts[string(layout)]
	if !ok {
		for _, c := range slices.Backward(layout) {
			f.byte(c)
		}
		if at = f.at(); f.layouts == nil {
			f.layouts = map[string]int{}
		}
		f.layouts[string(layout)] = at
	}
	distance := uint32(int32(at - table))
	for i := range 4 { // the buffer is reversed
		f.b[table-1-i] = byte(distance >> (8 * i))
	}
	return table
}

// finish is the buffer whose root is at a place.
func (f *builder) finish(root int) []byte {
	f.pad(max(f.align, 4), 4)
	f.ref(root)
	out := make([]byte, len(f.b))
	for i, c := range f.b {
		out[len(out)-1-i] = c
	}
	return out
}

// message frames the metadata of an Arrow stream: a mark, the length, the
// FlatBuffer. [confirmed: Arrow columnar format, encapsulated message]
func message(flat []byte) []byte {
	for len(flat)%8 != 0 {
		flat = append(flat, 0)
	}
	out := binary.LittleEndian.AppendUint32(nil, 0xffffffff)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(flat)))
	return append(out, flat...)
}
