package source

import (
	"math"
	"testing"

	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/factory"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fit"
)

func TestScalesAndTypesAreThoseOfTheProfile(t *testing.T) {
	t.Parallel()
	for _, m := range []struct {
		message       typedef.MesgNum
		field         byte
		kind          basetype.BaseType
		scale, offset float64
	}{
		{mesgnum.FileId, fieldnum.FileIdType, basetype.Enum, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdManufacturer, basetype.Uint16, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdProduct, basetype.Uint16, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdSerialNumber, basetype.Uint32z, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdTimeCreated, basetype.Uint32, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoTimestamp, basetype.Uint32, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoDeviceIndex, basetype.Uint8, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoManufacturer, basetype.Uint16, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoProductName, basetype.String, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityTotalTimerTime, basetype.Uint32, seconds, 0},
		{mesgnum.Activity, fieldnum.ActivityNumSessions, basetype.Uint16, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityType, basetype.Enum, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityEvent, basetype.Enum, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityEventType, basetype.Enum, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityLocalTimestamp, basetype.Uint32, 1, 0},
		{mesgnum.Session, fieldnum.SessionEvent, basetype.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionEventType, basetype.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionStartTime, basetype.Uint32, 1, 0},
		{mesgnum.Session, fieldnum.SessionSport, basetype.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionSubSport, basetype.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionTotalElapsedTime, basetype.Uint32, seconds, 0},
		{mesgnum.Session, fieldnum.SessionTotalTimerTime, basetype.Uint32, seconds, 0},
		{mesgnum.Session, fieldnum.SessionFirstLapIndex, basetype.Uint16, 1, 0},
		{mesgnum.Session, fieldnum.SessionNumLaps, basetype.Uint16, 1, 0},
		{mesgnum.Lap, fieldnum.LapMessageIndex, basetype.Uint16, 1, 0},
		{mesgnum.Lap, fieldnum.LapEvent, basetype.Enum, 1, 0},
		{mesgnum.Lap, fieldnum.LapEventType, basetype.Enum, 1, 0},
		{mesgnum.Lap, fieldnum.LapStartTime, basetype.Uint32, 1, 0},
		{mesgnum.Lap, fieldnum.LapTotalElapsedTime, basetype.Uint32, seconds, 0},
		{mesgnum.Lap, fieldnum.LapTotalTimerTime, basetype.Uint32, seconds, 0},
		{mesgnum.Record, fieldnum.RecordTimestamp, basetype.Uint32, 1, 0},
		{mesgnum.Record, fieldnum.RecordPositionLat, basetype.Sint32, 1, 0}, // the profile's unit is the semicircle
		{mesgnum.Record, fieldnum.RecordPositionLong, basetype.Sint32, 1, 0},
		{mesgnum.Record, fieldnum.RecordHeartRate, basetype.Uint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordCadence, basetype.Uint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordDistance, basetype.Uint32, metres, 0},
		{mesgnum.Record, fieldnum.RecordPower, basetype.Uint16, 1, 0},
		{mesgnum.Record, fieldnum.RecordTemperature, basetype.Sint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordSpeed, basetype.Uint16, speeds, 0},
		{mesgnum.Record, fieldnum.RecordEnhancedSpeed, basetype.Uint32, speeds, 0},
		{mesgnum.Record, fieldnum.RecordAltitude, basetype.Uint16, heights, seaLevel},
		{mesgnum.Record, fieldnum.RecordEnhancedAltitude, basetype.Uint32, heights, seaLevel},
		{mesgnum.Record, fieldnum.RecordCoreTemperature, basetype.Uint16, 100, 0},
		{mesgnum.Record, fieldnum.RecordSaturatedHemoglobinPercent, basetype.Uint16, 10, 0},
		{mesgnum.Record, fieldnum.RecordRespirationRate, basetype.Uint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordEnhancedRespirationRate, basetype.Uint16, 100, 0},
	} {
		f := factory.CreateField(m.message, m.field)
		require.Equal(t, byte(f.BaseType), byte(m.kind), "%s %s", m.message, f.Name)
		require.InDelta(t, f.Scale, m.scale, 0, "%s %s", m.message, f.Name)
		require.InDelta(t, f.Offset, m.offset, 0, "%s %s", m.message, f.Name)
	}
	parts := factory.CreateField(mesgnum.Record, fieldnum.RecordCompressedSpeedDistance).Components
	require.Len(t, parts, 2)
	for i, scale := range []float64{100, 16} {
		require.Equal(t, byte(12), parts[i].Bits)
		require.InDelta(t, scale, parts[i].Scale, 0)
		require.Equal(t, i == 1, parts[i].Accumulate)
	}
}

func TestSpeedAndDistanceThatShareBytesCountOn(t *testing.T) {
	t.Parallel()
	var o odometer
	packed := func(speed, distance uint32) *fit.Message {
		v := speed | distance<<12
		return &fit.Message{Num: mesgnum.Record, Fields: []fit.Field{{
			Num: fieldnum.RecordCompressedSpeedDistance, Type: basetype.Byte, Data: []byte{byte(v), byte(v >> 8), byte(v >> 16)},
		}}}
	}
	speed, distance := o.read(packed(1234, 4000))
	require.InDelta(t, 12.34, speed, 1e-9)
	require.InDelta(t, 250, distance, 1e-9)
	_, distance = o.read(packed(0, 4095))
	require.InDelta(t, 4095.0/16, distance, 1e-9)
	_, distance = o.read(packed(0, 15)) // beyond twelve bits
	require.InDelta(t, (4096.0+15)/16, distance, 1e-9)
	speed, _ = o.read(packed(0xFFF, 0xFFF))
	require.True(t, math.IsNaN(speed), "none")
	speed, _ = o.read(&fit.Message{})
	require.True(t, math.IsNaN(speed))
}
