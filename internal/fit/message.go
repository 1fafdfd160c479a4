package fit

import (
	"encoding/binary"
	"fmt"

	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/muktihari/fit/proto"
)

// Message is what one data message says. It is valid until the function that was given
// it returns.
type Message struct {
	Num        typedef.MesgNum
	Fields     []Field
	Developers []Field // developers' own, which other messages of the file describe
}

// Field finds a field by its number; one that is not there has no values.
func (m *Message) Field(num byte) *Field {
	for i := range m.Fields {
		if m.Fields[i].Num == num {
			return &m.Fields[i]
		}
	}
	return &Field{Num: num}
}

// layouts are how the messages of a file are laid out, by local type.
type layouts struct {
	definitions [proto.LocalMesgNumMask + 1]proto.MessageDefinition
	stamp       uint32 // what compressed timestamps continue
	fields      []Field
	developers  []Field
	described   map[described]*Description
}

// define reads a definition, which the raw layer has cut out whole.
func (l *layouts) define(b []byte) error {
	d := &l.definitions[proto.LocalMesgNum(b[0])]
	d.Header, d.Reserved, d.Architecture = b[0], b[1], b[2]
	d.MesgNum = typedef.MesgNum(order(d.Architecture).Uint16(b[3:]))
	own, others := b[6:6+3*int(b[5])], b[6+3*int(b[5]):]
	d.FieldDefinitions = d.FieldDefinitions[:0]
	for ; len(own) > 0; own = own[3:] {
		f := proto.FieldDefinition{Num: own[0], Size: own[1], BaseType: basetype.BaseType(own[2])}
		if !f.BaseType.Valid() {
			return fmt.Errorf("field %d of message %d is of the type %#x, which there is not", f.Num, uint16(d.MesgNum), own[2])
		}
		d.FieldDefinitions = append(d.FieldDefinitions, f)
	}
	d.DeveloperFieldDefinitions = d.DeveloperFieldDefinitions[:0]
	if d.Header&proto.DevDataMask != 0 {
		for others = others[1:]; len(others) > 0; others = others[3:] {
			d.DeveloperFieldDefinitions = append(d.DeveloperFieldDefinitions,
				proto.DeveloperFieldDefinition{Num: others[0], Size: others[1], DeveloperDataIndex: others[2]})
		}
	}
	return nil
}

func order(architecture byte) binary.ByteOrder {
	if architecture == proto.LittleEndian {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

// message reads a data message. A compressed timestamp becomes a field, the first.
func (l *layouts) message(b []byte) Message {
	d := &l.definitions[proto.LocalMesgNum(b[0])]
	l.fields, l.developers = l.fields[:0], l.developers[:0]
	if b[0]&proto.MesgCompressedHeaderMask != 0 {
		l.stamp += (uint32(b[0]) - l.stamp) & proto.CompressedTimeMask
		l.fields = append(l.fields, Field{
			Num: Timestamp, Type: basetype.Uint32, Data: binary.LittleEndian.AppendUint32(nil, l.stamp), implied: true,
		})
	}
	b = b[1:]
	for _, def := range d.FieldDefinitions {
		f := Field{Num: def.Num, Type: def.BaseType, Data: b[:def.Size:def.Size], architecture: d.Architecture}
		b = b[def.Size:]
		if f.Num == Timestamp && f.Type == basetype.Uint32 && f.Len() == 1 {
			l.stamp = f.value(0).Uint32()
		}
		l.fields = append(l.fields, f)
	}
	for _, def := range d.DeveloperFieldDefinitions {
		l.developers = append(l.developers, l.developer(def, b[:def.Size:def.Size], d))
		b = b[def.Size:]
	}
	m := Message{Num: d.MesgNum, Fields: l.fields, Developers: l.developers}
	if m.Num == mesgnum.FieldDescription {
		l.describe(&m)
	}
	return m
}
