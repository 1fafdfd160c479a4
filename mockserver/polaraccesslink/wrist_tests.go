package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// baselineDays is how many days before a test are looked at to know what is usual,
// baselineTests how many tests in them that takes. [confirmed: manuals of the vendor's
// watches, for jumps; inferred: the same for others]
const (
	baselineDays  = 28
	baselineTests = 2
)

// known says whether earlier tests of the same kind tell what is usual.
func (p *testPage) known(x *dataset.Test) bool {
	const before = baselineDays * 24 * time.Hour
	if !p.counted {
		p.counted = true
		p.electric, p.optical = p.t.data.WristTests(p.athlete, p.from.Add(-before), p.to)
	}
	all, n := p.electric, 0
	if x.Oxygen != nil {
		all = p.optical
	}
	for _, at := range all {
		if at.Before(x.Start) && !at.Before(x.Start.Add(-before)) {
			n++
		}
	}
	return n >= baselineTests
}

// besideUsual is the word for a value below, within or above what is usual.
func (p *testPage) besideUsual(x *dataset.Test, deviation int, none, below, usual, above enum) enum {
	if !p.known(x) {
		return none
	}
	return [...]enum{below, usual, above}[deviation+1]
}

// ecgQualities are the names of dataset's. [confirmed: AccessLink v4 page]
var ecgQualities = [...]enum{"ECG_QUALITY_NO_CONTACT", "ECG_QUALITY_LOW", "ECG_QUALITY_HIGH"}

func (p *testPage) ecg(x *dataset.Test) *ecgResult {
	e := x.ECG
	m := &ecgResult{
		TestTime: local{x.Start.In(x.Zone)}, StopTime: local{x.Stop.In(x.Zone)}, TimeZoneOffsetMinutes: offsetMinutes(x.Start, x.Zone),
		DeviceReference: p.watch.byUUID(), AverageHeartRateBpm: e.HRAverage, HeartRateVariabilityMs: round32(e.RMSSD, 1),
		HeartRateVariabilityLevel: p.besideUsual(x, e.UsualHRV, "ECG_HRV_LEVEL_NO_BASELINE", "ECG_HRV_LEVEL_BELOW_USUAL", "ECG_HRV_LEVEL_USUAL", "ECG_HRV_LEVEL_ABOVE_USUAL"),
		RRIMs:                     round32(e.RR, 1), PulseArrivalTimeAtContractionMs: float32(e.Arrival[0]), PulseArrivalTimeAtRelaxationMs: float32(e.Arrival[1]),
		PulseTransitTimeQualityIndex: round32(100*e.Quality, 1),
	}
	if len(e.Millivolt) > 0 {
		m.Samples = &ecgCurve{e.Rate, e.Millivolt}
	}
	for _, q := range e.Contact {
		m.QualityMeasurements = append(m.QualityMeasurements, ecgQuality{q.At.Milliseconds(), ecgQualities[q.Quality]})
	}
	return m
}

// oxygen is an SpO2 test. One that failed has no value.
func (p *testPage) oxygen(x *dataset.Test) *oxygenResult {
	o := x.Oxygen
	beside := func(deviation int) enum {
		return p.besideUsual(x, deviation, "DEVIATION_NO_BASELINE", "DEVIATION_BELOW_USUAL", "DEVIATION_USUAL", "DEVIATION_ABOVE_USUAL")
	}
	m := &oxygenResult{
		TestTime: local{x.Start.In(x.Zone)}, StopTime: local{x.Stop.In(x.Zone)}, DeviceReference: p.watch.byUUID(),
		TimeZoneOffsetMinutes: offsetMinutes(x.Start, x.Zone), TestStatus: "SPO2_TEST_PASSED", SpO2QualityAveragePercent: round32(o.Quality, 1),
		AverageHeartRateBpm: o.HRAverage, HeartRateVariabilityMs: round32(o.RMSSD, 1), SpO2HrvDeviationFromBaseline: beside(o.HRVDeviation),
		AltitudeMeters: round32(o.AltitudeM, 1),
	}
	if !o.Passed {
		m.TestStatus = "SPO2_TEST_INCONCLUSIVE_" + pick[enum](p.t.eventful(p.place(x), "oxygen"), "TOO_LOW_QUALITY_IN_SAMPLES", "TOO_LOW_OVERALL_QUALITY", "TOO_MANY_MISSING_SAMPLES")
		m.SpO2Class, m.SpO2ValueDeviationFromBaseline = "SPO2_CLASS_UNKNOWN", "DEVIATION_FROM_BASELINE_UNKNOWN"
		return m
	}
	m.BloodOxygenPercent, m.SpO2Class, m.SpO2ValueDeviationFromBaseline = new(o.Percent), oxygenClass(o.Percent), beside(o.Deviation)
	return m
}

// oxygenClass is by the saturation in percent. [confirmed: the vendor's public page on
// blood oxygen, the limits]
func oxygenClass(percent int) enum {
	switch {
	case percent >= 95:
		return "SPO2_CLASS_NORMAL"
	case percent >= 90:
		return "SPO2_CLASS_LOW"
	}
	return "SPO2_CLASS_VERY_LOW"
}
