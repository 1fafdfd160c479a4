package source

import (
	"math"
	"time"

	"github.com/muktihari/fit/kit/datetime"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"

	"github.com/ergodrome/ergodrome/internal/fit"
)

// What the profile says of the members that are read and written: how many of a member's
// units make one of ours. A test holds them, and their types, to a library's table of the
// profile, which would be most of what it adds to the program. [confirmed: FIT profile]
const (
	metres      = 100
	speeds      = 1000
	heights     = 5
	seaLevel    = 500 // what is added to a height before it is scaled
	seconds     = 1000
	semicircles = (1 << 31) / 180.0
)

// measure is a member in our unit, NaN when it is missing.
func measure(m *fit.Message, num byte, scale, offset float64) float64 {
	v, ok := m.Field(num).Int(0)
	if !ok {
		return math.NaN()
	}
	return float64(v)/scale - offset
}

// code is a member that says one of the profile's codes; the one that says none, when it
// is missing.
func code(m *fit.Message, num byte) byte {
	if v, ok := m.Field(num).Int(0); ok && v >= 0 && v < math.MaxUint8 {
		return byte(v)
	}
	return math.MaxUint8
}

// when is a member that is a time; before FIT's first one when it is missing.
func when(m *fit.Message, num byte) time.Time {
	if v, ok := m.Field(num).Int(0); ok && v >= 0 && v < math.MaxUint32 {
		return datetime.ToTime(uint32(v))
	}
	return time.Time{}
}

// odometer reads speeds and distances that share three bytes: twelve bits of hundredths
// of a metre a second, twelve of sixteenths of a metre, which count on from before.
// [confirmed: FIT profile, compressed_speed_distance]
type odometer struct{ total uint32 }

func (o *odometer) read(m *fit.Message) (speed, distance float64) {
	f := m.Field(fieldnum.RecordCompressedSpeedDistance)
	if len(f.Data) != 3 || f.Data[0]&f.Data[1]&f.Data[2] == math.MaxUint8 {
		return math.NaN(), math.NaN()
	}
	last := uint32(f.Data[1])>>4 | uint32(f.Data[2])<<4
	o.total += (last - o.total) & 0xFFF
	return float64(uint32(f.Data[0])|uint32(f.Data[1]&15)<<8) / 100, float64(o.total) / 16
}

// message is one that is being made.
type message struct {
	*fit.Made

	at uint32 // when it was made
}

func newMessage(num typedef.MesgNum) *message { return &message{Made: fit.New(num)} }

func (m *message) set(num byte, t basetype.BaseType, v int64) *message {
	m.Set(num, t, uint64(v))
	return m
}

// scale sets a measurement that is in our unit and in the profile's range.
func (m *message) scale(num byte, t basetype.BaseType, v, scale, offset float64) *message {
	return m.set(num, t, int64((v+offset)*scale))
}

func (m *message) time(num byte, at time.Time) *message {
	v := datetime.ToUint32(at)
	if num == fit.Timestamp {
		m.at = v
	}
	return m.set(num, basetype.Uint32, int64(v))
}
