package fit

import (
	"encoding/binary"
	"slices"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/profile"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
)

// Made is a message that is being made. The library's has room in each field for what the
// profile says of it.
type Made struct {
	num    uint16 // the library's type would have the names of all messages linked
	layout []proto.FieldDefinition
	data   []byte
}

// New begins a message.
func New(num typedef.MesgNum) *Made { return &Made{num: uint16(num)} }

// Set adds a field of one value; of a negative one the lower bits count.
func (m *Made) Set(num byte, t basetype.BaseType, v uint64) *Made {
	return m.add(num, t, encoded(t, v))
}

// Text adds a field of one text.
func (m *Made) Text(num byte, s string) *Made {
	f := Field{Type: basetype.String}
	f.SetTexts([]string{s})
	return m.add(num, basetype.String, proto.SliceUint8(f.Data))
}

func (m *Made) add(num byte, t basetype.BaseType, v proto.Value) *Made {
	m.layout = append(m.layout, proto.FieldDefinition{Num: num, Size: byte(v.Size()), BaseType: t})
	m.data, _ = v.MarshalAppend(m.data, proto.LittleEndian) // it has no error
	return m
}

// Write makes a file of messages.
func Write(messages []*Made) []byte {
	out := make([]byte, header, header+32*len(messages))
	var last *Made
	for _, m := range messages {
		if last == nil || last.num != m.num || !slices.Equal(last.layout, m.layout) {
			out = define(out, &proto.MessageDefinition{
				Header: proto.MesgDefinitionMask, MesgNum: typedef.MesgNum(m.num), FieldDefinitions: m.layout,
			})
		}
		out = append(append(out, proto.MesgNormalHeaderMask), m.data...)
		last = m
	}
	return seal(out, 0, proto.V1, profile.Version) // nothing here is newer
}

func define(out []byte, d *proto.MessageDefinition) []byte {
	out, _ = d.MarshalAppend(out) // it has no error
	return out
}

// header is how long those are that are written.
const header = int(proto.DefaultFileHeaderSize)

// seal writes the header, for which there is room, and the checksum of the file that out ends
// with.
func seal(out []byte, start int, protocol proto.Version, profile uint16) []byte {
	h := proto.FileHeader{
		Size: proto.DefaultFileHeaderSize, ProtocolVersion: protocol, ProfileVersion: profile,
		DataSize: uint32(len(out) - start - header), DataType: proto.DataTypeFIT,
	}
	b, _ := h.MarshalAppend(nil) // it has no error
	binary.LittleEndian.PutUint16(b[12:], checksum(b[:12]))
	copy(out[start:], b)
	return binary.LittleEndian.AppendUint16(out, checksum(out[start:]))
}

// Rewrite copies files that follow one another, and has each message edited on the way: edit
// says whether it has changed any field. Definitions follow texts that need more room. All else
// stays as it is, to the byte, which it does not where the library decodes and encodes a file.
func Rewrite(raw []byte, edit func(*Message) bool) (out []byte, changed bool, err error) {
	w := rewriter{edit: edit}
	if err := split(raw, false, w.part); err != nil {
		return nil, false, err
	}
	return w.out, w.changed, nil
}

type rewriter struct {
	edit    func(*Message) bool
	changed bool
	out     []byte
	start   int     // of the file that is written
	first   [4]byte // of its header, as it was
	layouts layouts
	written [proto.LocalMesgNumMask + 1]proto.MessageDefinition // last
}

func (w *rewriter) part(flag decoder.RawFlag, b []byte) error {
	switch flag {
	case decoder.RawFlagFileHeader:
		w.start, w.layouts, w.first = len(w.out), layouts{}, [4]byte(b)
		w.out = append(w.out, make([]byte, header)...) // one of twelve bytes has no sum of its own
	case decoder.RawFlagMesgDef:
		local := proto.LocalMesgNum(b[0])
		if err := w.layouts.define(b); err != nil {
			return err
		}
		d := w.layouts.definitions[local]
		d.FieldDefinitions, d.DeveloperFieldDefinitions = slices.Clone(d.FieldDefinitions), slices.Clone(d.DeveloperFieldDefinitions)
		w.written[local] = d
		w.out = append(w.out, b...)
	case decoder.RawFlagMesgData:
		w.message(b)
	case decoder.RawFlagCRC:
		w.out = seal(w.out, w.start, proto.Version(w.first[1]), binary.LittleEndian.Uint16(w.first[2:]))
	}
	return nil
}

func (w *rewriter) message(b []byte) {
	m := w.layouts.message(b)
	w.changed = w.edit(&m) || w.changed
	fields := m.Fields
	if len(fields) > 0 && fields[0].implied {
		fields = fields[1:]
	}
	d := &w.written[proto.LocalMesgNum(b[0])]
	fits := true
	for i, f := range fields {
		fits = resize(&d.FieldDefinitions[i].Size, f) && fits
	}
	for i, f := range m.Developers {
		fits = resize(&d.DeveloperFieldDefinitions[i].Size, f) && fits
	}
	if !fits {
		w.out = define(w.out, d)
	}
	w.out = append(w.out, b[0])
	for _, f := range fields {
		w.out = append(w.out, f.Data...)
	}
	for _, f := range m.Developers {
		w.out = append(w.out, f.Data...)
	}
}

// resize makes a definition of a field's size, and tells whether it was.
func resize(size *byte, f Field) bool {
	was := *size
	*size = byte(len(f.Data))
	return *size == was
}
