package source

import (
	"bytes"
	"fmt"
	"time"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/filedef"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// WriteFIT writes an activity as a FIT file: one record a sample, the laps, one
// session. [confirmed: FIT, what an activity file consists of]
func WriteFIT(a *Activity) ([]byte, error) {
	s := a.Series
	f := filedef.NewActivity()
	f.FileId = *mesgdef.NewFileId(nil).SetType(typedef.FileActivity).SetManufacturer(typedef.ManufacturerDevelopment).SetProduct(1).SetSerialNumber(1).SetTimeCreated(s.Start)
	for i, at := range s.At {
		f.Records = append(f.Records, record(s, i, s.Start.Add(time.Duration(at)*time.Second)))
	}
	sport, sub := fitSport(a.Sport)
	elapsed := a.End.Sub(s.Start).Seconds()
	laps := a.Laps
	if len(laps) == 0 { // a file has one at least
		laps = []Lap{{s.Start, a.End}}
	}
	for i, l := range laps {
		seconds := l.To.Sub(l.From).Seconds()
		f.Laps = append(f.Laps, mesgdef.NewLap(nil).SetMessageIndex(typedef.MessageIndex(i)).SetTimestamp(l.To).SetStartTime(l.From).
			SetTotalElapsedTimeScaled(seconds).SetTotalTimerTimeScaled(seconds).SetEvent(typedef.EventLap).SetEventType(typedef.EventTypeStop))
	}
	session := mesgdef.NewSession(nil).SetTimestamp(a.End).SetStartTime(s.Start).SetTotalElapsedTimeScaled(elapsed).SetTotalTimerTimeScaled(elapsed).
		SetSport(sport).SetSubSport(sub).SetEvent(typedef.EventSession).SetEventType(typedef.EventTypeStop).SetFirstLapIndex(0).SetNumLaps(uint16(len(laps)))
	f.Sessions = append(f.Sessions, session)
	f.Activity = mesgdef.NewActivity(nil).SetTimestamp(a.End).SetNumSessions(1).SetType(typedef.ActivityManual).SetEvent(typedef.EventActivity).
		SetEventType(typedef.EventTypeStop).SetTotalTimerTimeScaled(elapsed)
	if a.Zone != nil {
		_, offset := a.End.In(a.Zone).Zone()
		f.Activity.SetLocalTimestamp(a.End.UTC().Add(time.Duration(offset) * time.Second))
	}
	for i, name := range a.Devices {
		f.DeviceInfos = append(f.DeviceInfos, mesgdef.NewDeviceInfo(nil).SetTimestamp(s.Start).SetDeviceIndex(typedef.DeviceIndex(i)).
			SetManufacturer(typedef.ManufacturerDevelopment).SetProductName(name))
	}
	fit := f.ToFIT(nil)
	var b bytes.Buffer
	if err := encoder.New(&b).Encode(&fit); err != nil {
		return nil, fmt.Errorf("source: write FIT: %w", err)
	}
	return b.Bytes(), nil
}

// record is one sample; what was not measured is left out.
func record(s *effort.Series, i int, at time.Time) *mesgdef.Record {
	r := mesgdef.NewRecord(nil).SetTimestamp(at)
	has := func(m effort.Metric) (float64, bool) {
		if c := s.Columns[m]; c != nil && c[i] == c[i] {
			return float64(c[i]), true
		}
		return 0, false
	}
	if v, ok := has(effort.Power); ok {
		r.SetPower(uint16(max(0, min(v, 65_534))))
	}
	if v, ok := has(effort.HeartRate); ok {
		r.SetHeartRate(uint8(max(0, min(v, 254))))
	}
	if v, ok := has(effort.Cadence); ok {
		r.SetCadence(uint8(max(0, min(v, 254))))
	}
	if v, ok := has(effort.Temperature); ok {
		r.SetTemperature(int8(max(-127, min(v, 126))))
	}
	if v, ok := has(effort.Speed); ok {
		r.SetEnhancedSpeedScaled(max(0, min(v, 4e6)))
	}
	if v, ok := has(effort.Altitude); ok {
		r.SetEnhancedAltitudeScaled(max(-500, min(v, 8e8)))
	}
	if v, ok := has(effort.Distance); ok {
		r.SetDistanceScaled(max(0, min(v, 4e7)))
	}
	if v, ok := has(effort.Latitude); ok {
		r.SetPositionLatDegrees(v)
	}
	if v, ok := has(effort.Longitude); ok {
		r.SetPositionLongDegrees(v)
	}
	return r
}
