package source

import (
	"math"
	"time"

	"github.com/muktihari/fit/kit/datetime"
	"github.com/muktihari/fit/kit/scaleoffset"
	"github.com/muktihari/fit/profile/factory"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
)

// Messages are handled member by member, as the library's table of the profile
// describes them: its types for whole messages would be most of what it adds to the
// program.

// measure is a member in the profile's unit, NaN when it is missing.
func measure(m *proto.Message, num byte) float64 {
	f := m.FieldByNum(num)
	if f == nil || !f.Value.Valid(f.BaseType) {
		return math.NaN()
	}
	var v float64
	switch f.Value.Type() {
	case proto.TypeUint8:
		v = float64(f.Value.Uint8())
	case proto.TypeInt8:
		v = float64(f.Value.Int8())
	case proto.TypeUint16:
		v = float64(f.Value.Uint16())
	case proto.TypeUint32:
		v = float64(f.Value.Uint32())
	default: // no measurement here is of another type
		return math.NaN()
	}
	return scaleoffset.Apply(v, f.Scale, f.Offset)
}

// when is a member that is a time; before FIT's first one when it is missing.
func when(m *proto.Message, num byte) time.Time {
	return datetime.ToTime(m.FieldValueByNum(num).Uint32())
}

// message is one that is being made.
type message struct{ proto.Message }

func newMessage(num typedef.MesgNum) *message { return &message{proto.Message{Num: num}} }

func (m *message) set(num byte, v proto.Value) *message {
	f := factory.CreateField(m.Num, num)
	f.Value = v
	m.Fields = append(m.Fields, f)
	return m
}

// scale sets a measurement that is in the profile's unit and in its range.
func (m *message) scale(num byte, v float64) *message {
	f := factory.CreateField(m.Num, num)
	return m.set(num, scaleoffset.DiscardValue(proto.Float64(v), f.BaseType, f.Scale, f.Offset))
}

func (m *message) time(num byte, at time.Time) *message {
	return m.set(num, proto.Uint32(datetime.ToUint32(at)))
}
