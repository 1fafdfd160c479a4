package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/kit/datetime"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/muktihari/fit/proto"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// ReadFIT reads a FIT file. Its error is an *Error.
func ReadFIT(content []byte) (a *Activity, err error) {
	defer func() { // the library is handed what strangers send
		if p := recover(); p != nil {
			a, err = nil, refuse(CodeUnreadable, "the file breaks off the reader: %.100s", fmt.Sprint(p))
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := &collector{cancel: cancel}
	d := decoder.New(bytes.NewReader(content), decoder.WithMesgListener(c), decoder.WithBroadcastOnly())
	if !d.Next() {
		return nil, refuse(CodeUnreadable, "the file does not begin as a FIT file does")
	}
	_, failure := d.DecodeWithContext(ctx) // of chained files the first
	switch {
	case c.bad != nil:
		return nil, c.bad
	case failure != nil:
		return nil, refuse(CodeUnreadable, "the file is no whole FIT file: %.200s", plain(failure))
	case c.kind != typedef.FileActivity && c.kind != typedef.FileInvalid:
		return nil, refuse(CodeNoData, "the FIT file is of the type %s: export an activity", c.kind)
	}
	return c.finish()
}

// plain are the words of an error, without a second reason that follows.
func plain(err error) string {
	if errors.Is(err, context.Canceled) {
		return "there is too much in it"
	}
	return err.Error()
}

// collector takes a file's messages as they are decoded: a small file can hold very
// many.
type collector struct {
	cancel  func()
	bad     *Error
	count   int
	kind    typedef.File
	samples []sample
	laps    []Lap
	sport   typedef.Sport
	sub     typedef.SubSport
	spoken  bool // the sport was named
	zone    *time.Location
	devices []string
	started bool
}

// OnMesg is called for each message, whose memory is used again afterwards.
func (c *collector) OnMesg(m proto.Message) {
	if !c.started {
		c.kind, c.started = typedef.FileInvalid, true
	}
	if c.count++; c.count > maxMessages || len(c.samples) > maxSamples {
		c.bad = refuse(CodeTooLarge, "the file has more than %d samples or %d messages", maxSamples, maxMessages)
		c.samples = nil
		c.cancel()
		return
	}
	if c.bad != nil {
		return
	}
	switch m.Num {
	case mesgnum.FileId:
		c.kind = mesgdef.NewFileId(&m).Type
	case mesgnum.Record:
		c.record(mesgdef.NewRecord(&m))
	case mesgnum.Lap:
		c.lap(mesgdef.NewLap(&m))
	case mesgnum.Session:
		if s := mesgdef.NewSession(&m); !c.spoken {
			c.sport, c.sub, c.spoken = s.Sport, s.SubSport, true
		}
	case mesgnum.Sport:
		if s := mesgdef.NewSport(&m); !c.spoken {
			c.sport, c.sub, c.spoken = s.Sport, s.SubSport, true
		}
	case mesgnum.Activity:
		c.activity(mesgdef.NewActivity(&m))
	case mesgnum.DeviceInfo:
		c.device(mesgdef.NewDeviceInfo(&m))
	}
}

func (c *collector) record(r *mesgdef.Record) {
	if r.Timestamp.Before(datetime.Epoch()) {
		return // a sample at no time is none
	}
	s := newSample(r.Timestamp)
	set := func(m effort.Metric, there bool, v float64) {
		if f, ok := number(v); there && ok {
			s.values[m] = f
		}
	}
	set(effort.Power, r.Power != basetype.Uint16Invalid, float64(r.Power))
	set(effort.HeartRate, r.HeartRate != basetype.Uint8Invalid, float64(r.HeartRate))
	set(effort.Cadence, r.Cadence != basetype.Uint8Invalid, float64(r.Cadence))
	set(effort.Temperature, r.Temperature != basetype.Sint8Invalid, float64(r.Temperature))
	set(effort.Distance, true, r.DistanceScaled())
	set(effort.Speed, true, either(r.EnhancedSpeedScaled(), r.SpeedScaled()))
	set(effort.Altitude, true, either(r.EnhancedAltitudeScaled(), r.AltitudeScaled()))
	set(effort.Latitude, true, r.PositionLatDegrees())
	set(effort.Longitude, true, r.PositionLongDegrees())
	set(effort.CoreTemperature, true, r.CoreTemperatureScaled())
	set(effort.SmO2, true, r.SaturatedHemoglobinPercentScaled())
	set(effort.RespirationRate, true, r.EnhancedRespirationRateScaled())
	c.samples = append(c.samples, s)
}

func either(first, second float64) float64 {
	if math.IsNaN(first) {
		return second
	}
	return first
}

func (c *collector) lap(l *mesgdef.Lap) {
	seconds := l.TotalElapsedTimeScaled()
	if l.StartTime.Before(datetime.Epoch()) || math.IsNaN(seconds) || seconds > maxSeconds || len(c.laps) >= maxLaps {
		return
	}
	c.laps = append(c.laps, Lap{l.StartTime, l.StartTime.Add(time.Duration(seconds * float64(time.Second)).Truncate(time.Second))})
}

// activity tells where the file is from: its clock against the world's. [confirmed:
// FIT profile, local_timestamp]
func (c *collector) activity(a *mesgdef.Activity) {
	if a.Timestamp.Before(datetime.Epoch()) || a.LocalTimestamp.Before(datetime.Epoch()) {
		return
	}
	offset := a.LocalTimestamp.Sub(a.Timestamp).Round(15 * time.Minute)
	if offset >= -14*time.Hour && offset <= 14*time.Hour {
		c.zone = time.FixedZone("", int(offset/time.Second))
	}
}

func (c *collector) device(d *mesgdef.DeviceInfo) {
	name := d.ProductName
	if name == "" && d.Manufacturer != typedef.ManufacturerInvalid {
		name = d.Manufacturer.String()
	}
	if name == "" || len(c.devices) >= maxDevices {
		return
	}
	c.devices = append(c.devices, clip(name))
}

func (c *collector) finish() (*Activity, error) {
	s, bad := assemble(c.samples)
	if bad != nil {
		return nil, bad
	}
	a := &Activity{Sport: "unknown", Series: s, End: end(s), Zone: c.zone, Devices: distinct(c.devices)}
	if c.spoken {
		a.Sport = sportName(c.sport, c.sub)
	}
	a.Laps = orderly(c.laps, s.Start, a.End)
	s.Columns[effort.Lap] = LapColumn(s, a.Laps)
	return a, nil
}
