package source

import (
	"math"
	"strings"
	"time"

	"github.com/muktihari/fit/kit/datetime"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"
	"github.com/muktihari/fit/profile/untyped/mesgnum"

	"github.com/ergodrome/ergodrome/internal/fit"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// ReadFIT reads a FIT file. Its error is an *Error.
func ReadFIT(content []byte) (*Activity, error) {
	c := &collector{kind: typedef.FileInvalid}
	failure := fit.ReadFirst(content, c.take) // of chained files
	switch {
	case c.bad != nil:
		return nil, c.bad
	case failure != nil:
		return nil, refuse(CodeUnreadable, "the file is no whole FIT file: %.200s", failure.Error())
	case c.kind != typedef.FileActivity && c.kind != typedef.FileInvalid:
		return nil, refuse(CodeNoData, "the FIT file is of the type %s: export an activity", c.kind)
	}
	return c.finish()
}

// collector takes a file's messages as they are decoded: a small file can hold very
// many.
type collector struct {
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
	meter   odometer
}

// take is called for each message, whose memory is used again afterwards.
func (c *collector) take(m *fit.Message) error {
	if c.count++; c.count > maxMessages || len(c.samples) > maxSamples {
		c.bad = refuse(CodeTooLarge, "the file has more than %d samples or %d messages", maxSamples, maxMessages)
		c.samples = nil
		return c.bad
	}
	switch m.Num {
	case mesgnum.FileId:
		c.kind = typedef.File(code(m, fieldnum.FileIdType))
	case mesgnum.Record:
		c.record(m)
	case mesgnum.Lap:
		c.lap(m)
	case mesgnum.Session:
		c.speak(m, fieldnum.SessionSport, fieldnum.SessionSubSport)
	case mesgnum.Sport:
		c.speak(m, fieldnum.SportSport, fieldnum.SportSubSport)
	case mesgnum.Activity:
		c.activity(m)
	case mesgnum.DeviceInfo:
		c.device(m)
	}
	return nil
}

// speak takes the sport that is named first.
func (c *collector) speak(m *fit.Message, sport, sub byte) {
	if !c.spoken {
		c.sport, c.sub, c.spoken = typedef.Sport(code(m, sport)), typedef.SubSport(code(m, sub)), true
	}
}

func (c *collector) record(m *fit.Message) {
	at := when(m, fieldnum.RecordTimestamp)
	if at.Before(datetime.Epoch()) {
		return // a sample at no time is none
	}
	s := newSample(at)
	set := func(metric effort.Metric, v float64) {
		if f, ok := number(metric, v); ok {
			s.values[metric] = f
		}
	}
	speed, distance := c.meter.read(m)
	set(effort.Power, measure(m, fieldnum.RecordPower, 1, 0))
	set(effort.HeartRate, measure(m, fieldnum.RecordHeartRate, 1, 0))
	set(effort.Cadence, measure(m, fieldnum.RecordCadence, 1, 0))
	set(effort.Temperature, measure(m, fieldnum.RecordTemperature, 1, 0))
	set(effort.Distance, either(distance, measure(m, fieldnum.RecordDistance, metres, 0)))
	set(effort.Speed, either(speed, measure(m, fieldnum.RecordSpeed, speeds, 0), measure(m, fieldnum.RecordEnhancedSpeed, speeds, 0)))
	set(effort.Altitude, either(measure(m, fieldnum.RecordAltitude, heights, seaLevel), measure(m, fieldnum.RecordEnhancedAltitude, heights, seaLevel)))
	set(effort.Latitude, measure(m, fieldnum.RecordPositionLat, semicircles, 0))
	set(effort.Longitude, measure(m, fieldnum.RecordPositionLong, semicircles, 0))
	set(effort.CoreTemperature, measure(m, fieldnum.RecordCoreTemperature, 100, 0))
	set(effort.SmO2, measure(m, fieldnum.RecordSaturatedHemoglobinPercent, 10, 0))
	set(effort.RespirationRate, either(measure(m, fieldnum.RecordRespirationRate, 1, 0), measure(m, fieldnum.RecordEnhancedRespirationRate, 100, 0)))
	c.samples = append(c.samples, s)
}

// either is the first that there is.
func either(values ...float64) float64 {
	for _, v := range values {
		if !math.IsNaN(v) {
			return v
		}
	}
	return math.NaN()
}

func (c *collector) lap(m *fit.Message) {
	elapsed, from := measure(m, fieldnum.LapTotalElapsedTime, seconds, 0), when(m, fieldnum.LapStartTime)
	if from.Before(datetime.Epoch()) || math.IsNaN(elapsed) || elapsed > maxSeconds || len(c.laps) >= maxLaps {
		return
	}
	c.laps = append(c.laps, Lap{from, from.Add(time.Duration(elapsed * float64(time.Second)).Truncate(time.Second))})
}

// activity tells where the file is from: its clock against the world's. [confirmed:
// FIT profile, local_timestamp]
func (c *collector) activity(m *fit.Message) {
	at, local := when(m, fieldnum.ActivityTimestamp), when(m, fieldnum.ActivityLocalTimestamp)
	if at.Before(datetime.Epoch()) || local.Before(datetime.Epoch()) {
		return
	}
	offset := local.Sub(at).Round(15 * time.Minute)
	if offset >= -14*time.Hour && offset <= 14*time.Hour {
		c.zone = time.FixedZone("", int(offset/time.Second))
	}
}

func (c *collector) device(m *fit.Message) {
	name := strings.Join(m.Field(fieldnum.DeviceInfoProductName).Texts(), " ")
	maker := typedef.ManufacturerInvalid
	if v, ok := m.Field(fieldnum.DeviceInfoManufacturer).Int(0); ok {
		maker = typedef.Manufacturer(v)
	}
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
