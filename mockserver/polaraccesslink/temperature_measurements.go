package polaraccesslink

import (
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	listTemperaturesResponse struct {
		TemperatureMeasurementPeriod []temperaturePeriod `json:"temperatureMeasurementPeriod"`
	}
	temperaturePeriod struct {
		Created                       utc             `json:"created"`
		Modified                      utc             `json:"modified"`
		StartTime                     local           `json:"startTime"`
		StopTime                      local           `json:"stopTime"`
		MeasurementType               enum            `json:"measurementType"`
		DeviceReference               uuidReference   `json:"deviceReference"`
		SensorLocation                enum            `json:"sensorLocation"`
		TemperatureMeasurementSamples temperatureList `json:"temperatureMeasurementSamples"`
	}
)

// temperatureList are samples: some 26,000 in a quarter of a year, so that they are
// spelled without looking at each one's kind.
type temperatureList []dataset.Temperature

func (l temperatureList) appendJSON(b []byte) []byte {
	const each = 80 // the longest
	b = append(slices.Grow(b, len(l)*each), '[')
	for i := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"recordingTimeDeltaMilliseconds":`...)
		b = sinceStart(l[i].At).appendJSON(b)
		b = append(b, `,"temperatureCelsius":`...)
		b = appendFloat(b, float64(l[i].Celsius), 32)
		b = append(b, '}')
	}
	return append(b, ']')
}

// listTemperatureMeasurements lists the times in which a sensor touched skin: that of
// the watch, and one on the chest in workouts.
func listTemperatureMeasurements(t *tenant, c *caller) (any, error) {
	if err := c.bounded(mostSampledDays); err != nil {
		return nil, err
	}
	out := listTemperaturesResponse{[]temperaturePeriod{}}
	for d := range t.recordedDays(c) {
		for _, p := range t.data.Temperatures(c.athlete, d.number) {
			if c.within.hasLocal(p.Start, p.Zone) && p.Start.Before(d.until) {
				out.TemperatureMeasurementPeriod = append(out.TemperatureMeasurementPeriod, t.temperatures(c.athlete, &p, &d))
			}
		}
	}
	return c.listed(t, len(out.TemperatureMeasurementPeriod), out)
}

// temperatures are what is there of a period.
func (t *tenant) temperatures(athlete int, p *dataset.TemperaturePeriod, d *recordedDay) temperaturePeriod {
	w := t.wearable(athlete, p.Device)
	m := temperaturePeriod{
		Created: utc{d.created}, Modified: utc{d.modified}, StartTime: local{p.Start.In(p.Zone)}, StopTime: local{earliest(p.Stop, d.until).In(p.Zone)},
		MeasurementType: "TM_SKIN_TEMPERATURE", DeviceReference: w.byUUID(), SensorLocation: "SL_DISTAL",
	}
	if p.Core {
		m.MeasurementType = "TM_CORE_TEMPERATURE"
	}
	if p.Proximal {
		m.SensorLocation = "SL_PROXIMAL"
	}
	n := len(p.Samples)
	for n > 0 && !p.Start.Add(p.Samples[n-1].At).Before(d.until) {
		n--
	}
	m.TemperatureMeasurementSamples = p.Samples[:n]
	return m
}
