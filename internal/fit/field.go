package fit

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"unicode/utf8"
)

// Type is one of the protocol's base types.
type Type byte

// The base types.
const (
	Enum    Type = 0x00
	Sint8   Type = 0x01
	Uint8   Type = 0x02
	String  Type = 0x07
	Uint8z  Type = 0x0A
	Byte    Type = 0x0D
	Sint16  Type = 0x83
	Uint16  Type = 0x84
	Sint32  Type = 0x85
	Uint32  Type = 0x86
	Float32 Type = 0x88
	Float64 Type = 0x89
	Uint16z Type = 0x8B
	Uint32z Type = 0x8C
	Sint64  Type = 0x8E
	Uint64  Type = 0x8F
	Uint64z Type = 0x90
)

// Size is how many bytes a value takes; 0 for what is no type.
func (t Type) Size() int {
	switch t {
	case Enum, Sint8, Uint8, String, Uint8z, Byte:
		return 1
	case Sint16, Uint16, Uint16z:
		return 2
	case Sint32, Uint32, Float32, Uint32z:
		return 4
	case Float64, Sint64, Uint64, Uint64z:
		return 8
	}
	return 0
}

func (t Type) signed() bool { return t == Sint8 || t == Sint16 || t == Sint32 || t == Sint64 }

// Field is one value of a message, or several of one type.
type Field struct {
	Num  byte
	Type Type
	Data []byte // as it stands in the file

	big     bool // the most significant byte first
	implied bool // by the header of the message
}

// Len is how many values there are; the texts of a field are its Texts.
func (f *Field) Len() int {
	if len(f.Data) == 0 {
		return 0
	}
	return max(1, len(f.Data)/f.Type.Size())
}

// bits are those of a value. A field that is too short for one has the others zero.
func (f *Field) bits(i int) uint64 {
	size := f.Type.Size()
	b := f.Data[i*size : min((i+1)*size, len(f.Data))]
	var v uint64
	for k, c := range b {
		if f.big {
			v = v<<8 | uint64(c)
		} else {
			v |= uint64(c) << (8 * k)
		}
	}
	return v
}

// Int is a value of a type of whole numbers; not so where there is none, or the one that
// stands for none.
func (f *Field) Int(i int) (int64, bool) {
	if i >= f.Len() || f.Type == String || f.Type == Float32 || f.Type == Float64 {
		return 0, false
	}
	v, size := f.bits(i), 8*f.Type.Size()
	switch {
	case f.Type == Uint8z || f.Type == Uint16z || f.Type == Uint32z || f.Type == Uint64z:
		return int64(v), v != 0
	case f.Type.signed():
		return int64(v<<(64-size)) >> (64 - size), v != 1<<(size-1)-1
	}
	return int64(v), v != math.MaxUint64>>(64-size)
}

// Text spells a value that is no text; not so as with Int.
func (f *Field) Text(i int) (string, bool) {
	switch {
	case i >= f.Len() || f.Type == String:
		return "", false
	case f.Type == Float32:
		v := float64(math.Float32frombits(uint32(f.bits(i))))
		return strconv.FormatFloat(v, 'g', -1, 32), v == v
	case f.Type == Float64:
		v := math.Float64frombits(f.bits(i))
		return strconv.FormatFloat(v, 'g', -1, 64), v == v
	case f.Type == Uint64 || f.Type == Uint64z:
		_, ok := f.Int(i)
		return strconv.FormatUint(f.bits(i), 10), ok
	}
	v, ok := f.Int(i)
	return strconv.FormatInt(v, 10), ok
}

// Texts are the texts of a field of the type String, which ends each with a NUL.
func (f *Field) Texts() []string {
	if f.Type != String {
		return nil
	}
	var out []string
	for _, part := range bytes.Split(bytes.TrimRight(f.Data, "\x00"), []byte{0}) {
		out = append(out, string(part))
	}
	if len(out) == 1 && out[0] == "" {
		return nil
	}
	return out
}

// SetInt replaces a value.
func (f *Field) SetInt(i int, v int64) {
	f.Data = bytes.Clone(f.Data)
	size := f.Type.Size()
	for k := range f.Data[i*size : min((i+1)*size, len(f.Data))] {
		shift := 8 * k
		if f.big {
			shift = 8 * (min(size, len(f.Data)-i*size) - 1 - k)
		}
		f.Data[i*size+k] = byte(v >> shift)
	}
}

// maxText is what a field holds of a text: the definition says its size in a byte.
const maxText = 254

// SetTexts replaces the texts. They take as much room as those before where that is
// enough; what no field can hold is cut.
func (f *Field) SetTexts(texts []string) {
	var data []byte
	for _, s := range texts {
		room := maxText - len(data)
		if room < 0 {
			break
		}
		if len(s) > room {
			for room > 0 && !utf8.RuneStart(s[room]) {
				room--
			}
			s = s[:room]
		}
		data = append(append(data, s...), 0)
	}
	for len(data) < len(f.Data) {
		data = append(data, 0)
	}
	f.Data = data
}

// append writes a value in the order of bytes that this package writes.
func (t Type) append(b []byte, v uint64) []byte {
	whole := binary.LittleEndian.AppendUint64(nil, v)
	return append(b, whole[:t.Size()]...)
}
