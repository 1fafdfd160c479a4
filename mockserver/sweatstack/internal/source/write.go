package source

import (
	"sort"
	"time"

	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"
	"github.com/muktihari/fit/profile/untyped/mesgnum"

	"github.com/ergodrome/ergodrome/internal/fit"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// WriteFIT writes an activity as a FIT file: one record a sample, the laps, one
// session. [confirmed: FIT, what an activity file consists of]
func WriteFIT(a *Activity) []byte {
	s := a.Series
	first := newMessage(mesgnum.FileId).
		set(fieldnum.FileIdType, basetype.Enum, int64(typedef.FileActivity)).
		set(fieldnum.FileIdManufacturer, basetype.Uint16, int64(typedef.ManufacturerDevelopment)).
		set(fieldnum.FileIdProduct, basetype.Uint16, 1).
		set(fieldnum.FileIdSerialNumber, basetype.Uint32z, 1).
		time(fieldnum.FileIdTimeCreated, s.Start)
	var all []*message
	for i, name := range a.Devices {
		m := newMessage(mesgnum.DeviceInfo).
			time(fieldnum.DeviceInfoTimestamp, s.Start).
			set(fieldnum.DeviceInfoDeviceIndex, basetype.Uint8, int64(i)).
			set(fieldnum.DeviceInfoManufacturer, basetype.Uint16, int64(typedef.ManufacturerDevelopment))
		m.Text(fieldnum.DeviceInfoProductName, name)
		all = append(all, m)
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
	sort.SliceStable(all, func(i, j int) bool { return all[i].at < all[j].at })
	made := []*fit.Made{first.Made}
	for _, m := range all {
		made = append(made, m.Made)
	}
	return fit.Write(made)
}

// closing is the message that ends an activity, and tells its clock.
func closing(a *Activity) *message {
	m := newMessage(mesgnum.Activity).
		time(fieldnum.ActivityTimestamp, a.End).
		scale(fieldnum.ActivityTotalTimerTime, basetype.Uint32, a.End.Sub(a.Series.Start).Seconds(), seconds, 0).
		set(fieldnum.ActivityNumSessions, basetype.Uint16, 1).
		set(fieldnum.ActivityType, basetype.Enum, int64(typedef.ActivityManual)).
		set(fieldnum.ActivityEvent, basetype.Enum, int64(typedef.EventActivity)).
		set(fieldnum.ActivityEventType, basetype.Enum, int64(typedef.EventTypeStop))
	if a.Zone != nil {
		_, offset := a.End.In(a.Zone).Zone()
		m.time(fieldnum.ActivityLocalTimestamp, a.End.UTC().Add(time.Duration(offset)*time.Second))
	}
	return m
}

func session(a *Activity, laps int) *message {
	sport, sub := fitSport(a.Sport)
	elapsed := a.End.Sub(a.Series.Start).Seconds()
	return newMessage(mesgnum.Session).
		time(fieldnum.SessionTimestamp, a.End).
		set(fieldnum.SessionEvent, basetype.Enum, int64(typedef.EventSession)).
		set(fieldnum.SessionEventType, basetype.Enum, int64(typedef.EventTypeStop)).
		time(fieldnum.SessionStartTime, a.Series.Start).
		set(fieldnum.SessionSport, basetype.Enum, int64(sport)).
		set(fieldnum.SessionSubSport, basetype.Enum, int64(sub)).
		scale(fieldnum.SessionTotalElapsedTime, basetype.Uint32, elapsed, seconds, 0).
		scale(fieldnum.SessionTotalTimerTime, basetype.Uint32, elapsed, seconds, 0).
		set(fieldnum.SessionFirstLapIndex, basetype.Uint16, 0).
		set(fieldnum.SessionNumLaps, basetype.Uint16, int64(laps))
}

func lap(i int, l Lap) *message {
	elapsed := l.To.Sub(l.From).Seconds()
	return newMessage(mesgnum.Lap).
		set(fieldnum.LapMessageIndex, basetype.Uint16, int64(i)).
		time(fieldnum.LapTimestamp, l.To).
		set(fieldnum.LapEvent, basetype.Enum, int64(typedef.EventLap)).
		set(fieldnum.LapEventType, basetype.Enum, int64(typedef.EventTypeStop)).
		time(fieldnum.LapStartTime, l.From).
		scale(fieldnum.LapTotalElapsedTime, basetype.Uint32, elapsed, seconds, 0).
		scale(fieldnum.LapTotalTimerTime, basetype.Uint32, elapsed, seconds, 0)
}

// record is one sample; what was not measured is left out.
func record(s *effort.Series, i int, at time.Time) *message {
	m := newMessage(mesgnum.Record).time(fieldnum.RecordTimestamp, at)
	has := func(metric effort.Metric, least, most float64) (float64, bool) {
		if c := s.Columns[metric]; c != nil && c[i] == c[i] {
			return max(least, min(float64(c[i]), most)), true
		}
		return 0, false
	}
	for _, w := range []struct {
		metric        effort.Metric
		num           byte
		kind          basetype.BaseType
		least, most   float64
		scale, offset float64
	}{
		{effort.Latitude, fieldnum.RecordPositionLat, basetype.Sint32, -90, 90, semicircles, 0},
		{effort.Longitude, fieldnum.RecordPositionLong, basetype.Sint32, -180, 179.99999, semicircles, 0},
		{effort.HeartRate, fieldnum.RecordHeartRate, basetype.Uint8, 0, 254, 1, 0},
		{effort.Cadence, fieldnum.RecordCadence, basetype.Uint8, 0, 254, 1, 0},
		{effort.Distance, fieldnum.RecordDistance, basetype.Uint32, 0, 4e7, metres, 0},
		{effort.Power, fieldnum.RecordPower, basetype.Uint16, 0, 65_534, 1, 0},
		{effort.Temperature, fieldnum.RecordTemperature, basetype.Sint8, -127, 126, 1, 0},
		{effort.Speed, fieldnum.RecordEnhancedSpeed, basetype.Uint32, 0, 4e6, speeds, 0},
		{effort.Altitude, fieldnum.RecordEnhancedAltitude, basetype.Uint32, -500, 8e8, heights, seaLevel},
	} {
		if v, ok := has(w.metric, w.least, w.most); ok {
			m.scale(w.num, w.kind, v, w.scale, w.offset)
		}
	}
	return m
}
