package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/kit/datetime"
	"github.com/muktihari/fit/kit/semicircles"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"
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
		c.kind = typedef.File(m.FieldValueByNum(fieldnum.FileIdType).Uint8())
	case mesgnum.Record:
		c.record(&m)
	case mesgnum.Lap:
		c.lap(&m)
	case mesgnum.Session:
		c.speak(&m, fieldnum.SessionSport, fieldnum.SessionSubSport)
	case mesgnum.Sport:
		c.speak(&m, fieldnum.SportSport, fieldnum.SportSubSport)
	case mesgnum.Activity:
		c.activity(&m)
	case mesgnum.DeviceInfo:
		c.device(&m)
	}
}

// speak takes the sport that is named first.
func (c *collector) speak(m *proto.Message, sport, sub byte) {
	if !c.spoken {
		c.sport, c.sub, c.spoken = typedef.Sport(m.FieldValueByNum(sport).Uint8()), typedef.SubSport(m.FieldValueByNum(sub).Uint8()), true
	}
}

func (c *collector) record(m *proto.Message) {
	at := when(m, fieldnum.RecordTimestamp)
	if at.Before(datetime.Epoch()) {
		return // a sample at no time is none
	}
	s := newSample(at)
	set := func(metric effort.Metric, v float64) {
		if f, ok := number(v); ok {
			s.values[metric] = f
		}
	}
	set(effort.Power, measure(m, fieldnum.RecordPower))
	set(effort.HeartRate, measure(m, fieldnum.RecordHeartRate))
	set(effort.Cadence, measure(m, fieldnum.RecordCadence))
	set(effort.Temperature, measure(m, fieldnum.RecordTemperature))
	set(effort.Distance, measure(m, fieldnum.RecordDistance))
	set(effort.Speed, either(measure(m, fieldnum.RecordEnhancedSpeed), measure(m, fieldnum.RecordSpeed)))
	set(effort.Altitude, either(measure(m, fieldnum.RecordEnhancedAltitude), measure(m, fieldnum.RecordAltitude)))
	set(effort.Latitude, semicircles.ToDegrees(m.FieldValueByNum(fieldnum.RecordPositionLat).Int32()))
	set(effort.Longitude, semicircles.ToDegrees(m.FieldValueByNum(fieldnum.RecordPositionLong).Int32()))
	set(effort.CoreTemperature, measure(m, fieldnum.RecordCoreTemperature))
	set(effort.SmO2, measure(m, fieldnum.RecordSaturatedHemoglobinPercent))
	set(effort.RespirationRate, measure(m, fieldnum.RecordEnhancedRespirationRate))
	c.samples = append(c.samples, s)
}

func either(first, second float64) float64 {
	if math.IsNaN(first) {
		return second
	}
	return first
}

func (c *collector) lap(m *proto.Message) {
	seconds, from := measure(m, fieldnum.LapTotalElapsedTime), when(m, fieldnum.LapStartTime)
	if from.Before(datetime.Epoch()) || math.IsNaN(seconds) || seconds > maxSeconds || len(c.laps) >= maxLaps {
		return
	}
	c.laps = append(c.laps, Lap{from, from.Add(time.Duration(seconds * float64(time.Second)).Truncate(time.Second))})
}

// activity tells where the file is from: its clock against the world's. [confirmed:
// FIT profile, local_timestamp]
func (c *collector) activity(m *proto.Message) {
	at, local := when(m, fieldnum.ActivityTimestamp), when(m, fieldnum.ActivityLocalTimestamp)
	if at.Before(datetime.Epoch()) || local.Before(datetime.Epoch()) {
		return
	}
	offset := local.Sub(at).Round(15 * time.Minute)
	if offset >= -14*time.Hour && offset <= 14*time.Hour {
		c.zone = time.FixedZone("", int(offset/time.Second))
	}
}

func (c *collector) device(m *proto.Message) {
	name := m.FieldValueByNum(fieldnum.DeviceInfoProductName).String()
	maker := typedef.Manufacturer(m.FieldValueByNum(fieldnum.DeviceInfoManufacturer).Uint16())
	if name == "" && !strings.HasPrefix(maker.String(), "ManufacturerInvalid") { // nor any that the profile does not know
		name = maker.String()
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
		a.Sport = sportName(c.sport, c.sub, s.Columns[effort.Latitude] != nil)
	}
	a.Laps = orderly(c.laps, s.Start, a.End)
	s.Columns[effort.Lap] = LapColumn(s, a.Laps)
	return a, nil
}
