package firstbeat

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// series is the values of a time series in the width that it has on the wire;
// one member is set. No values, no variable. [inferred: absent is what was seen].
type series struct {
	u8  []uint8
	u16 []uint16
	f32 []float32
	f64 []float64
}

// form is a series' type and width. [measured: vendor samples; the documents
// say 64 bits of heartRatePercentageSeries, the wire has 32].
func (s *series) form() (kind string, bits int) {
	switch {
	case s.u8 != nil:
		return "Unsigned", 8
	case s.u16 != nil:
		return "Unsigned", 16
	case s.f32 != nil:
		return "Float", 32
	}
	return "Float", 64
}

func (s *series) len() int { return len(s.u8) + len(s.u16) + len(s.f32) + len(s.f64) }

// pack appends the values, big-endian. [measured: vendor samples].
func (s *series) pack(b []byte) []byte {
	b = append(b, s.u8...)
	for _, v := range s.u16 {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	for _, v := range s.f32 {
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(v))
	}
	for _, v := range s.f64 {
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// appendList appends the values as a JSON array. Its numbers are finite. Single
// ones have the digits of doubles. [inferred: so they have where scalars are
// single, in vendor samples]
func (s *series) appendList(b []byte) []byte {
	b = append(b, '[')
	for _, v := range s.u8 {
		b = append(wirejson.AppendInt(b, v), ',')
	}
	for _, v := range s.u16 {
		b = append(wirejson.AppendInt(b, v), ',')
	}
	for _, v := range s.f32 {
		b = append(wirejson.AppendFloat(b, float64(v)), ',')
	}
	for _, v := range s.f64 {
		b = append(wirejson.AppendFloat(b, v), ',')
	}
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	return append(b, ']')
}

// finite says whether JSON can carry the values.
func (s *series) finite() bool {
	for _, v := range s.f32 {
		if v-v != 0 {
			return false
		}
	}
	for _, v := range s.f64 {
		if v-v != 0 {
			return false
		}
	}
	return true
}

// rate is a sampling rate as this world prints it.
func (s *settings) rate(hertz string, x *journal.Exchange) string {
	if s.commaRates.In(x) {
		return strings.ReplaceAll(hertz, ".", ",")
	}
	return hertz
}

// seriesVariables are all series, with units and rates as measured on the wire;
// the documents print other rates for some. The four presets are those of a
// published default answer. [measured: vendor samples].
func seriesVariables() []variable {
	const slow, fast, minute = "0.2Hz", "1Hz", "0.016666666666666666Hz"
	return []variable{
		{name: "heartRateSeries", unit: perMinute, rate: slow, preset: true, series: func(p *part) series { return series{u8: p.analysis().HeartRate} }},
		{name: "epocSeries", unit: "ml/kg", rate: slow, preset: true, series: func(p *part) series { return series{f64: p.analysis().EPOC} }},
		{name: "energyConsumptionSeries", unit: "kcal/h", rate: slow, preset: true, series: func(p *part) series { return series{u16: p.analysis().EnergyRate} }},
		{name: "trimpSeries", rate: slow, preset: true, series: func(p *part) series { return series{f64: p.analysis().TRIMP} }},
		{name: "heartRateSeries1s", unit: perMinute, rate: fast, series: func(p *part) series { return series{u8: p.analysis().HeartRate1s} }},
		{name: "heartRatePercentageSeries", rate: slow, series: func(p *part) series { return series{f32: p.analysis().HeartRatePercent} }},
		{name: "trimpPerMinuteSeries", unit: perMinute, rate: slow, series: func(p *part) series { return series{f64: p.analysis().TRIMPPerMinute} }},
		{name: "movementLoadAccumulationRate", unit: perMinute, rate: slow, only: plusOnly | needsMovement, series: func(p *part) series { return series{f64: p.analysis().MovementRate} }},
		{name: "movementLoadSeries", rate: fast, only: plusOnly | needsMovement | wholeOnly, series: func(p *part) series { return series{f64: p.analysis().MovementLoad} }},
		{name: "energyConsumptionRelativeFatSeries", unit: percent, rate: fast, series: func(p *part) series { return series{u8: p.analysis().RelativeFat} }},
		{name: "artifactPercentageSeries", unit: percent, rate: slow, series: func(p *part) series { return series{u8: p.analysis().ArtifactPercent} }},
		{name: "vlfSeries", unit: power, rate: fast, series: func(p *part) series { return series{f64: p.spectrum().VLF} }},
		{name: "lfSeries", unit: power, rate: fast, series: func(p *part) series { return series{f64: p.spectrum().LF} }},
		{name: "hfSeries", unit: power, rate: fast, series: func(p *part) series { return series{f64: p.spectrum().HF} }},
		{name: "rmssd1MinSeries", unit: milliSecond, rate: minute, series: func(p *part) series { return series{f64: p.analysis().RMSSD1Min} }},
		{name: "artifactCorrectedRrVector", unit: milliSecond, series: func(p *part) series { return series{f64: p.intervals()} }},
		{name: "rriSeries", unit: milliSecond, only: wholeOnly, series: func(p *part) series { return series{u16: p.data.Heart(p.event).RawRR} }},
	}
}
