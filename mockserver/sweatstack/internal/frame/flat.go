package frame

import "encoding/binary"

// builder makes a FlatBuffer from its end to its beginning, as the format wants:
// what is pointed to comes first. [confirmed: FlatBuffers internals document]
type builder struct {
	b     []byte // reversed
	align int
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

func number(size int, v uint64) slot { return slot{size: size, value: v} }

func pointer(to int) slot { return slot{size: ref, to: to} }

// table writes members in the order of their IDs, the widest at the front, and
// tells where the table is.
func (f *builder) table(slots ...slot) int {
	begin := f.at()
	places := make([]int, len(slots))
	for _, size := range []int{1, 2, 4, 8} {
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
	f.pad(4, 4)
	table := f.at() + 4 // where the pointer to the vtable will be
	vtable := 4 + 2*len(slots)
	f.uint(4, uint64(vtable)) // the vtable comes right before: that far back
	if vtable%4 != 0 {
		vtable += 2
		f.b = f.b[:len(f.b)-4]
		f.uint(4, uint64(vtable))
		f.uint(2, 0)
	}
	for i := len(slots) - 1; i >= 0; i-- {
		offset := 0
		if places[i] != 0 {
			offset = table - places[i]
		}
		f.uint(2, uint64(offset))
	}
	f.uint(2, uint64(table-begin))
	f.uint(2, uint64(4+2*len(slots)))
	return table
}

// finish is the buffer whose root is at a place.
func (f *builder) finish(root int) []byte {
	f.pad(max(f.align, 8), 4)
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
