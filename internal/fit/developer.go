package fit

import (
	"slices"

	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"
	"github.com/muktihari/fit/proto"
)

// Description is what a file says of a developer's field.
type Description struct {
	Type   basetype.BaseType
	Names  []string // commonly one
	Units  []string
	Native *Place // the field of the profile that it stands for, if any
}

// Place is a field of a message of the profile.
type Place struct {
	Message typedef.MesgNum // MesgNumInvalid: the one that it is in
	Field   byte
}

// described is whose field it is, and which of theirs.
type described struct{ developer, num byte }

// describe takes up a message that describes a developer's field. One without a type that there is
// describes nothing. Of two that differ readers take the first or the last: then nothing is known.
func (l *layouts) describe(m *Message) {
	developer, ok := m.Field(fieldnum.FieldDescriptionDeveloperDataIndex).Int(0)
	num, ok2 := m.Field(fieldnum.FieldDescriptionFieldDefinitionNumber).Int(0)
	if !ok || !ok2 {
		return
	}
	d := &Description{
		Type:  basetype.Byte,
		Names: m.Field(fieldnum.FieldDescriptionFieldName).Texts(),
		Units: m.Field(fieldnum.FieldDescriptionUnits).Texts(),
	}
	if t, ok := m.Field(fieldnum.FieldDescriptionFitBaseTypeId).Int(0); ok {
		d.Type = basetype.BaseType(t)
	}
	if field, ok := m.Field(fieldnum.FieldDescriptionNativeFieldNum).Int(0); ok {
		d.Native = &Place{typedef.MesgNumInvalid, byte(field)}
		if message, ok := m.Field(fieldnum.FieldDescriptionNativeMesgNum).Int(0); ok {
			d.Native.Message = typedef.MesgNum(message)
		}
	}
	key := described{byte(developer), byte(num)}
	if was, again := l.described[key]; !d.Type.Valid() || again && !was.same(d) {
		d = nil
	}
	if l.described == nil {
		l.described = map[described]*Description{}
	}
	l.described[key] = d
}

func (d *Description) same(as *Description) bool {
	switch {
	case d == nil || d.Type != as.Type || !slices.Equal(d.Names, as.Names) || !slices.Equal(d.Units, as.Units):
		return false
	case d.Native == nil || as.Native == nil:
		return d.Native == as.Native
	}
	return *d.Native == *as.Native
}

// developer is a developer's field of a message. One that nothing describes is bytes.
func (l *layouts) developer(def proto.DeveloperFieldDefinition, data []byte, in *proto.MessageDefinition) Field {
	f := Field{Num: def.Num, Type: basetype.Byte, Data: data, Says: l.described[described{def.DeveloperDataIndex, def.Num}], architecture: in.Architecture}
	if f.Says != nil {
		f.Type = f.Says.Type
	}
	return f
}
