package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// listTests lists tests that are no trainings, by when they began. The feature
// samples adds intervals and voltages. [confirmed: AccessLink v4 page; a public
// client, that results come without it; inferred: what it adds]
func listTests(t *tenant, c *caller) (any, error) {
	if c.features.has("samples") {
		if err := c.bounded(mostSampledDays); err != nil {
			return nil, err
		}
	}
	out := fitnessTests{[]fitnessTest{}}
	from, to := c.within.instants()
	to = earliest(to, c.Call.Now)
	if first := t.data.Midnight(c.athlete, 0); from.Before(first) {
		from = first
	}
	page := testPage{t: t, athlete: c.athlete, watch: t.watch(c.athlete), from: from, to: to}
	for x := range t.data.Tests(c.athlete, from, to) {
		if !c.within.hasLocal(x.Start, x.Zone) {
			continue
		}
		arrived, there := t.arrival(c.athlete, x.Stop, page.place(&x), c.Call.Now)
		if !there {
			continue
		}
		if c.features.has("samples") {
			x = t.data.TestSeries(x)
		}
		out.Tests = append(out.Tests, page.test(&x, arrived))
	}
	return c.listed(t, len(out.Tests), envelope{"data", out})
}

// testPage is what the tests of an answer share.
type testPage struct {
	t        *tenant
	athlete  int
	watch    device
	from, to time.Time
	electric []time.Time // ECGs and oxygen tests, from baselineDays before from on
	optical  []time.Time
	counted  bool
}

// place is where a test stands among all that there may be.
func (p *testPage) place(x *dataset.Test) uint64 {
	return p.t.ids.event(dataset.Ref{Athlete: x.Athlete, Day: x.Day})*16 + uint64(x.Number)
}

func (p *testPage) test(x *dataset.Test, arrived time.Time) fitnessTest {
	m := fitnessTest{Created: utc{arrived}, Modified: utc{arrived}, StartTime: local{x.Start.In(x.Zone)}}
	switch {
	case x.Orthostatic != nil:
		m.OrthostaticTestResult = p.orthostatic(x.Orthostatic)
	case x.Fitness != nil:
		m.FitnessTestResult = p.fitness(x)
	case x.Jumps != nil:
		m.JumpTestResult = jumps(x.Jumps)
	case x.Recording != nil:
		r := x.Recording
		m.RRRecording = &rrRecording{r.HRMax, r.HRMin, r.HRAverage, local{x.Stop.In(x.Zone)}, r.RR}
	case x.ECG != nil:
		m.ECGTestResult = p.ecg(x)
	case x.Oxygen != nil:
		m.SpO2TestResult = p.oxygen(x)
	}
	return m
}

func (p *testPage) orthostatic(o *dataset.Orthostatic) *orthostaticResult {
	ms := func(v float64) int { return int(rounded(v, 0)) }
	return &orthostaticResult{
		RRAvgSupine: ms(o.RRLying), RRMinStandup: ms(o.RRPeak), RRAvgStand: ms(o.RRStanding),
		RRLtAvgSupine: ms(o.UsualRRLying), RRLtAvgMinStandup: ms(o.UsualRRPeak), RRLtAvgStand: ms(o.UsualRRStanding),
		RMSSDSupine: ms(o.RMSSDLying), RMSSDLtAvgSupine: ms(o.UsualRMSSDLying), RMSSDStand: ms(o.RMSSDStanding), RMSSDLtAvgStand: ms(o.UsualRMSSDStanding),
		RRSamples: o.RR, LastResetDate: date{p.t.data.Date(o.Reset)},
	}
}

// fitnessClasses are from the lowest. [confirmed: AccessLink v4 page, the words]
var fitnessClasses = [...]enum{"VERY_LOW", "LOW", "FAIR", "MODERATE", "GOOD", "VERY_GOOD", "ELITE"}

func (p *testPage) fitness(x *dataset.Test) *fitnessResult {
	f, body := x.Fitness, p.t.physique(p.athlete, x.Start)
	return &fitnessResult{
		OwnIndex: int(rounded(f.VO2Max, 0)), MaximumHeartRate: f.HRMax, AverageHeartRate: f.HRAverage, FitnessClass: fitnessClasses[f.Class-1],
		TimezoneOffsetMinutes: offsetMinutes(x.Start, x.Zone), PhysicalInformation: body.testPerson(),
	}
}

// testPerson has a sex without the prefix that it has elsewhere. [confirmed: AccessLink v4
// page]
func (p *physique) testPerson() fitnessPerson {
	m := fitnessPerson{
		Birthday: date{p.birthday}, Sex: "MALE", Height: float32(p.height), Weight: float32(p.weight), MaximumHeartRate: p.maximum, RestingHeartRate: p.resting,
		AerobicThreshold: p.aerobic, AnaerobicThreshold: p.anaerobic, VO2Max: p.vo2Max, TrainingBackground: p.trainingBackground(),
		WeightSource: p.source(false), SleepGoal: p.goalMillis(),
	}
	if p.female {
		m.Sex = "FEMALE"
	}
	return m
}

// offsetMinutes is how far a zone's clock is from UTC.
func offsetMinutes(at time.Time, zone *time.Location) int {
	_, seconds := at.In(zone).Zone()
	return seconds / 60
}

// jumpKinds are the names of dataset's. [confirmed: AccessLink v4 page]
var jumpKinds = [...]enum{
	dataset.SquatJump: "JUMP_TEST_TYPE_SQUAT", dataset.CounterJump: "JUMP_TEST_TYPE_COUNTER", dataset.ContinuousJump: "JUMP_TEST_TYPE_CONTINUOUS",
}

// jumps tells of the legs' recovery where the jumps are those of the vendor's test of
// it. [confirmed: manuals of the vendor's watches, three countermovement jumps, and
// that a baseline takes some tests; inferred: that heights are centimetres]
func jumps(x *dataset.JumpTest) *jumpResult {
	m := &jumpResult{JumpTestType: jumpKinds[x.Kind], DurationMillis: x.Length.Milliseconds()}
	for _, j := range x.Jumps {
		m.Jumps = append(m.Jumps, jump{j.Flight.Milliseconds(), j.Contact.Milliseconds()})
	}
	if x.Kind != dataset.CounterJump {
		return m
	}
	m.LegMuscleRecovery = &legRecovery{RecoveryStatus: "NOT_AVAILABLE"}
	if x.Baseline > 0 {
		m.LegMuscleRecovery = &legRecovery{"RECOVERED", new(rounded(x.LowLimit, 2)), new(rounded(x.Baseline, 2))}
		if x.Result <= x.LowLimit {
			m.LegMuscleRecovery.RecoveryStatus = "UNRECOVERED"
		}
	}
	return m
}
