package source

import (
	"bytes"
	"fmt"
	"time"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/kit/semicircles"
	"github.com/muktihari/fit/profile/filedef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/muktihari/fit/proto"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// WriteFIT writes an activity as a FIT file: one record a sample, the laps, one
// session. [confirmed: FIT, what an activity file consists of]
func WriteFIT(a *Activity) ([]byte, error) {
	s := a.Series
	all := []proto.Message{newMessage(mesgnum.FileId).
		set(fieldnum.FileIdType, proto.Uint8(uint8(typedef.FileActivity))).
		set(fieldnum.FileIdManufacturer, proto.Uint16(uint16(typedef.ManufacturerDevelopment))).
		set(fieldnum.FileIdProduct, proto.Uint16(1)).
		set(fieldnum.FileIdSerialNumber, proto.Uint32(1)).
		time(fieldnum.FileIdTimeCreated, s.Start).Message}
	for i, name := range a.Devices {
		all = append(all, newMessage(mesgnum.DeviceInfo).
			time(fieldnum.DeviceInfoTimestamp, s.Start).
			set(fieldnum.DeviceInfoDeviceIndex, proto.Uint8(uint8(i))).
			set(fieldnum.DeviceInfoManufacturer, proto.Uint16(uint16(typedef.ManufacturerDevelopment))).
			set(fieldnum.DeviceInfoProductName, proto.String(name)).Message)
	}
	laps := a.Laps
	if len(laps) == 0 { // a file has one at least
		laps = []Lap{{s.Start, a.End}}
	}
	all = append(all, closing(a), session(a, len(laps)))
	for i, l := range laps {
		all = append(all, lap(i, l))
	}
	for i, at := range s.At {
		all = append(all, record(s, i, s.Start.Add(time.Duration(at)*time.Second)))
	}
	filedef.SortMessagesByTimestamp(all[1:])
	var b bytes.Buffer
	if err := encoder.New(&b).Encode(&proto.FIT{Messages: all}); err != nil {
		return nil, fmt.Errorf("source: write FIT: %w", err)
	}
	return b.Bytes(), nil
}

// closing is the message that ends an activity, and tells its clock.
func closing(a *Activity) proto.Message {
	m := newMessage(mesgnum.Activity).
		time(fieldnum.ActivityTimestamp, a.End).
		scale(fieldnum.ActivityTotalTimerTime, a.End.Sub(a.Series.Start).Seconds()).
		set(fieldnum.ActivityNumSessions, proto.Uint16(1)).
		set(fieldnum.ActivityType, proto.Uint8(uint8(typedef.ActivityManual))).
		set(fieldnum.ActivityEvent, proto.Uint8(uint8(typedef.EventActivity))).
		set(fieldnum.ActivityEventType, proto.Uint8(uint8(typedef.EventTypeStop)))
	if a.Zone != nil {
		_, offset := a.End.In(a.Zone).Zone()
		m.time(fieldnum.ActivityLocalTimestamp, a.End.UTC().Add(time.Duration(offset)*time.Second))
	}
	return m.Message
}

func session(a *Activity, laps int) proto.Message {
	sport, sub := fitSport(a.Sport)
	elapsed := a.End.Sub(a.Series.Start).Seconds()
	return newMessage(mesgnum.Session).
		time(fieldnum.SessionTimestamp, a.End).
		set(fieldnum.SessionEvent, proto.Uint8(uint8(typedef.EventSession))).
		set(fieldnum.SessionEventType, proto.Uint8(uint8(typedef.EventTypeStop))).
		time(fieldnum.SessionStartTime, a.Series.Start).
		set(fieldnum.SessionSport, proto.Uint8(uint8(sport))).
		set(fieldnum.SessionSubSport, proto.Uint8(uint8(sub))).
		scale(fieldnum.SessionTotalElapsedTime, elapsed).
		scale(fieldnum.SessionTotalTimerTime, elapsed).
		set(fieldnum.SessionFirstLapIndex, proto.Uint16(0)).
		set(fieldnum.SessionNumLaps, proto.Uint16(uint16(laps))).Message
}

func lap(i int, l Lap) proto.Message {
	seconds := l.To.Sub(l.From).Seconds()
	return newMessage(mesgnum.Lap).
		set(fieldnum.LapMessageIndex, proto.Uint16(uint16(i))).
		time(fieldnum.LapTimestamp, l.To).
		set(fieldnum.LapEvent, proto.Uint8(uint8(typedef.EventLap))).
		set(fieldnum.LapEventType, proto.Uint8(uint8(typedef.EventTypeStop))).
		time(fieldnum.LapStartTime, l.From).
		scale(fieldnum.LapTotalElapsedTime, seconds).
		scale(fieldnum.LapTotalTimerTime, seconds).Message
}

// record is one sample; what was not measured is left out.
func record(s *effort.Series, i int, at time.Time) proto.Message {
	m := newMessage(mesgnum.Record).time(fieldnum.RecordTimestamp, at)
	has := func(metric effort.Metric, least, most float64) (float64, bool) {
		if c := s.Columns[metric]; c != nil && c[i] == c[i] {
			return max(least, min(float64(c[i]), most)), true
		}
		return 0, false
	}
	if v, ok := has(effort.Latitude, -90, 90); ok {
		m.set(fieldnum.RecordPositionLat, proto.Int32(semicircles.ToSemicircles(v)))
	}
	if v, ok := has(effort.Longitude, -180, 179.99999); ok {
		m.set(fieldnum.RecordPositionLong, proto.Int32(semicircles.ToSemicircles(v)))
	}
	for _, w := range []struct {
		metric      effort.Metric
		num         byte
		least, most float64
	}{
		{effort.HeartRate, fieldnum.RecordHeartRate, 0, 254},
		{effort.Cadence, fieldnum.RecordCadence, 0, 254},
		{effort.Distance, fieldnum.RecordDistance, 0, 4e7},
		{effort.Power, fieldnum.RecordPower, 0, 65_534},
		{effort.Temperature, fieldnum.RecordTemperature, -127, 126},
		{effort.Speed, fieldnum.RecordEnhancedSpeed, 0, 4e6},
		{effort.Altitude, fieldnum.RecordEnhancedAltitude, -500, 8e8},
	} {
		if v, ok := has(w.metric, w.least, w.most); ok {
			m.scale(w.num, v)
		}
	}
	return m.Message
}
