package fit

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"github.com/muktihari/fit/profile"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/proto"
)

// Timestamp is the field that says when a message was made, in every message.
const Timestamp = proto.FieldNumTimestamp

// Field is one value of a message, or several of one type.
type Field struct {
	Num  byte
	Type basetype.BaseType
	Data []byte // as it stands in the file

	Says *Description // of a developer's; nil where the file says nothing of it, or two things

	architecture byte // the order of its bytes
	implied      bool // by the header of the message
}

// Len is how many values there are; the texts of a field are its Texts.
func (f *Field) Len() int {
	if len(f.Data) == 0 {
		return 0
	}
	return max(1, len(f.Data)/int(f.Type.Size()))
}

// room is where a value stands. A field can be too short for one: the bytes that skip says are
// missing at the value's beginning, or as many at its end, are zero.
func (f *Field) room(i int) (b []byte, skip int) {
	size := int(f.Type.Size())
	b = f.Data[i*size : min((i+1)*size, len(f.Data))]
	if f.architecture != proto.LittleEndian {
		skip = size - len(b)
	}
	return b, skip
}

// value is one of the values; none has no type. The library's panics where it has too few bytes.
func (f *Field) value(i int) proto.Value {
	if i >= f.Len() {
		return proto.Value{}
	}
	var whole [8]byte
	b, skip := f.room(i)
	copy(whole[skip:], b)
	return decoded(whole[:f.Type.Size()], f.architecture, f.Type)
}

// decoded is a value of all its bytes, of a type that there is: the library has no other error.
func decoded(b []byte, architecture byte, t basetype.BaseType) proto.Value {
	v, _ := proto.UnmarshalValue(b, architecture, t, profile.Invalid, false)
	return v
}

// encoded is a value of a number, of which as many of the lower bits count as there is room for.
func encoded(t basetype.BaseType, v uint64) proto.Value {
	return decoded(binary.LittleEndian.AppendUint64(nil, v)[:t.Size()], proto.LittleEndian, t)
}

// Int is a value of a type of whole numbers; not so where there is none, or the one that
// stands for none.
func (f *Field) Int(i int) (int64, bool) {
	v := f.value(i)
	ok := v.Valid(f.Type)
	switch v.Type() {
	case proto.TypeInt8:
		return int64(v.Int8()), ok
	case proto.TypeUint8:
		return int64(v.Uint8()), ok
	case proto.TypeInt16:
		return int64(v.Int16()), ok
	case proto.TypeUint16:
		return int64(v.Uint16()), ok
	case proto.TypeInt32:
		return int64(v.Int32()), ok
	case proto.TypeUint32:
		return int64(v.Uint32()), ok
	case proto.TypeInt64:
		return v.Int64(), ok
	case proto.TypeUint64:
		return int64(v.Uint64()), ok
	}
	return 0, false
}

// Float is a value of a type of floating-point numbers; not so as with Int.
func (f *Field) Float(i int) (float64, bool) {
	v := f.value(i)
	switch v.Type() {
	case proto.TypeFloat32:
		return float64(v.Float32()), v.Valid(f.Type)
	case proto.TypeFloat64:
		return v.Float64(), v.Valid(f.Type)
	}
	return 0, false
}

// Text spells a value that is no text; not so as with Int.
func (f *Field) Text(i int) (string, bool) {
	if f.Type == basetype.String {
		return "", false
	}
	v := f.value(i)
	return fmt.Sprint(v.Any()), v.Valid(f.Type)
}

// Texts are the texts of a field of the type String, which ends each with a NUL. The library
// leaves out a last one that nothing ends, which some devices write: it is given an end.
func (f *Field) Texts() []string {
	if f.Type != basetype.String {
		return nil
	}
	ended := append(f.Data[:len(f.Data):len(f.Data)], 0)
	v, _ := proto.UnmarshalValue(ended, f.architecture, f.Type, profile.String, true) // as decoded
	return v.SliceString()
}

// SetInt replaces a value.
func (f *Field) SetInt(i int, v int64) { f.set(i, encoded(f.Type, uint64(v))) }

// SetFloat replaces a value of a type of floating-point numbers.
func (f *Field) SetFloat(i int, v float64) {
	if f.Type == basetype.Float32 {
		f.set(i, proto.Float32(float32(v)))
	} else {
		f.set(i, proto.Float64(v))
	}
}

func (f *Field) set(i int, v proto.Value) {
	b, skip := f.room(i)
	whole, _ := v.MarshalAppend(nil, f.architecture) // as decoded
	copy(b, whole[skip:])
}

// maxText is what a field holds of a text: the definition says its size in a byte.
const maxText = 254

// SetTexts replaces the texts. They take as much room as those before where that is
// enough; what no field can hold is cut.
func (f *Field) SetTexts(texts []string) {
	var kept []string
	room := maxText
	for _, s := range texts {
		if room < 0 {
			break
		}
		if len(s) > room {
			end := room
			for end > 0 && !utf8.RuneStart(s[end]) {
				end--
			}
			s = s[:end]
		}
		room -= len(s) + 1
		kept = append(kept, s)
	}
	data, _ := proto.SliceString(kept).MarshalAppend(nil, f.architecture) // it has no error
	f.Data = append(data, make([]byte, max(0, len(f.Data)-len(data)))...)
}
