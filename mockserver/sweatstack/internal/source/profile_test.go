package source

import (
	"math"
	"testing"

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
		kind          fit.Type
		scale, offset float64
	}{
		{mesgnum.FileId, fieldnum.FileIdType, fit.Enum, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdManufacturer, fit.Uint16, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdProduct, fit.Uint16, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdSerialNumber, fit.Uint32z, 1, 0},
		{mesgnum.FileId, fieldnum.FileIdTimeCreated, fit.Uint32, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoTimestamp, fit.Uint32, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoDeviceIndex, fit.Uint8, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoManufacturer, fit.Uint16, 1, 0},
		{mesgnum.DeviceInfo, fieldnum.DeviceInfoProductName, fit.String, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityTotalTimerTime, fit.Uint32, seconds, 0},
		{mesgnum.Activity, fieldnum.ActivityNumSessions, fit.Uint16, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityType, fit.Enum, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityEvent, fit.Enum, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityEventType, fit.Enum, 1, 0},
		{mesgnum.Activity, fieldnum.ActivityLocalTimestamp, fit.Uint32, 1, 0},
		{mesgnum.Session, fieldnum.SessionEvent, fit.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionEventType, fit.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionStartTime, fit.Uint32, 1, 0},
		{mesgnum.Session, fieldnum.SessionSport, fit.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionSubSport, fit.Enum, 1, 0},
		{mesgnum.Session, fieldnum.SessionTotalElapsedTime, fit.Uint32, seconds, 0},
		{mesgnum.Session, fieldnum.SessionTotalTimerTime, fit.Uint32, seconds, 0},
		{mesgnum.Session, fieldnum.SessionFirstLapIndex, fit.Uint16, 1, 0},
		{mesgnum.Session, fieldnum.SessionNumLaps, fit.Uint16, 1, 0},
		{mesgnum.Lap, fieldnum.LapMessageIndex, fit.Uint16, 1, 0},
		{mesgnum.Lap, fieldnum.LapEvent, fit.Enum, 1, 0},
		{mesgnum.Lap, fieldnum.LapEventType, fit.Enum, 1, 0},
		{mesgnum.Lap, fieldnum.LapStartTime, fit.Uint32, 1, 0},
		{mesgnum.Lap, fieldnum.LapTotalElapsedTime, fit.Uint32, seconds, 0},
		{mesgnum.Lap, fieldnum.LapTotalTimerTime, fit.Uint32, seconds, 0},
		{mesgnum.Record, fieldnum.RecordTimestamp, fit.Uint32, 1, 0},
		{mesgnum.Record, fieldnum.RecordPositionLat, fit.Sint32, 1, 0}, // the profile's unit is the semicircle
		{mesgnum.Record, fieldnum.RecordPositionLong, fit.Sint32, 1, 0},
		{mesgnum.Record, fieldnum.RecordHeartRate, fit.Uint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordCadence, fit.Uint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordDistance, fit.Uint32, metres, 0},
		{mesgnum.Record, fieldnum.RecordPower, fit.Uint16, 1, 0},
		{mesgnum.Record, fieldnum.RecordTemperature, fit.Sint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordSpeed, fit.Uint16, speeds, 0},
		{mesgnum.Record, fieldnum.RecordEnhancedSpeed, fit.Uint32, speeds, 0},
		{mesgnum.Record, fieldnum.RecordAltitude, fit.Uint16, heights, seaLevel},
		{mesgnum.Record, fieldnum.RecordEnhancedAltitude, fit.Uint32, heights, seaLevel},
		{mesgnum.Record, fieldnum.RecordCoreTemperature, fit.Uint16, 100, 0},
		{mesgnum.Record, fieldnum.RecordSaturatedHemoglobinPercent, fit.Uint16, 10, 0},
		{mesgnum.Record, fieldnum.RecordRespirationRate, fit.Uint8, 1, 0},
		{mesgnum.Record, fieldnum.RecordEnhancedRespirationRate, fit.Uint16, 100, 0},
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
		return &fit.Message{Num: uint16(mesgnum.Record), Fields: []fit.Field{{
			Num: fieldnum.RecordCompressedSpeedDistance, Type: fit.Byte, Data: []byte{byte(v), byte(v >> 8), byte(v >> 16)},
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
