package dataset

import (
	"iter"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// Test is one test that an athlete took at rest or on a jump mat. Exactly one of
// the pointers is set.
type Test struct {
	Athlete, Day int
	Number       int // of the day's tests, from 0
	Start, Stop  time.Time
	Zone         *time.Location
	Body         Body

	Orthostatic *Orthostatic
	Fitness     *FitnessTest
	Jumps       *JumpTest
	Recording   *RRRecording
	ECG         *ECGTest
	Oxygen      *OxygenTest
}

// Tests yields an athlete's tests at rest that start in [from, to), ascending,
// without their series: see TestSeries.
func (s *Set) Tests(athlete int, from, to time.Time) iter.Seq[Test] {
	return func(yield func(Test) bool) {
		if athlete < 0 || athlete >= s.Athletes() {
			return
		}
		p := s.profile(athlete)
		first, last := s.days(from, to)
		for day := first; day <= last; day++ {
			tests := s.restTests(&p, day)
			for i := range tests {
				start := time.Unix(tests[i].start, 0)
				if !start.Before(from) && start.Before(to) && !yield(s.taken(&p, day, &tests[i], false)) {
					return
				}
			}
		}
	}
}

// WristTests are when an athlete took the tests of the wrist in [from, to), ascending:
// of the heart's voltage, and of oxygen. What they found is much more work.
func (s *Set) WristTests(athlete int, from, to time.Time) (electric, optical []time.Time) {
	if athlete < 0 || athlete >= s.Athletes() {
		return nil, nil
	}
	p := s.profile(athlete)
	first, last := s.days(from, to)
	for day := first; day <= last; day++ {
		for _, t := range s.restTests(&p, day) {
			start := time.Unix(t.start, 0).UTC()
			switch {
			case start.Before(from) || !start.Before(to):
			case t.kind == electrocardiogram:
				electric = append(electric, start)
			case t.kind == oximetry:
				optical = append(optical, start)
			}
		}
	}
	return electric, optical
}

// TestSeries is a test with its intervals and samples; t is found by its
// athlete, day and number alone. A test that does not exist comes back empty.
func (s *Set) TestSeries(t Test) Test {
	if !s.lived(t.Athlete, t.Day) {
		return Test{}
	}
	p := s.profile(t.Athlete)
	for _, x := range s.restTests(&p, t.Day) {
		if x.number == t.Number {
			return s.taken(&p, t.Day, &x, true)
		}
	}
	return Test{}
}

// taken looks at one test.
func (s *Set) taken(p *profile, day int, t *restTest, series bool) Test {
	out := Test{
		Athlete: p.index, Day: day, Number: t.number, Zone: s.zones.at(p.zone), Body: s.bodyOn(p, day),
		Start: time.Unix(t.start, 0).UTC(), Stop: time.Unix(t.start+int64(t.seconds), 0).UTC(),
	}
	if t.kind == jumping {
		out.Jumps = s.jump(p, day, t)
		return out
	}
	rr := s.testBeats(p, day, t, &out.Body)
	kept := []uint16(nil)
	if series {
		kept = make([]uint16, len(rr))
		for i, x := range rr {
			kept[i] = uint16(x)
		}
	}
	average := int(detmath.Round(60000 / physiology.Mean(rr)))
	switch t.kind {
	case orthostatic:
		out.Orthostatic = s.stand(p, day, rr)
		out.Orthostatic.RR = kept
	case fitnessAtRest:
		out.Fitness = s.estimate(p, day, t, &out.Body)
		out.Fitness.HRAverage, out.Fitness.RR = average, kept
	case recording:
		x := &RRRecording{HRAverage: average, HRMin: average, HRMax: average, RR: kept}
		for _, h := range heartRate(rr) {
			x.HRMin, x.HRMax = min(x.HRMin, int(h)), max(x.HRMax, int(h))
		}
		out.Recording = x
	case electrocardiogram:
		out.ECG = p.voltage(t, rr, series)
		out.ECG.HRAverage = average
	default:
		out.Oxygen = s.saturation(p, day, t, rr)
		out.Oxygen.HRAverage = average
	}
	return out
}

func (s *Set) testBeats(p *profile, day int, t *restTest, b *Body) []float64 {
	x := t.pulse(p, b, s.readiness(p, day))
	return x.beats(t.key)
}

// standing is an orthostatic test's own values.
func standing(rr []float64) (o Orthostatic) {
	const ms = 1000 * standsAfter
	lying, upright := beatsBetween(rr, 60_000, ms), beatsBetween(rr, ms+60_000, 2*ms)
	o.RRLying, o.RMSSDLying = physiology.Mean(lying), physiology.RMSSD(lying)
	o.RRStanding, o.RMSSDStanding = physiology.Mean(upright), physiology.RMSSD(upright)
	o.RRPeak = o.RRStanding
	for _, x := range beatsBetween(rr, ms, ms+30_000) {
		o.RRPeak = min(o.RRPeak, x)
	}
	o.StoodUp = standsAfter * time.Second
	return o
}

// usualSince is how often usual values of orthostatic tests begin anew, in days.
const usualSince = 120

// OrthostaticReset is the day from which the usual values of an athlete's orthostatic
// tests count, as of a day; false for who takes none.
func (s *Set) OrthostaticReset(athlete, day int) (int, bool) {
	if !s.lived(athlete, day) {
		return 0, false
	}
	p := s.profile(athlete)
	return orthostaticReset(day), p.tests(orthostatic) > 0
}

func orthostaticReset(day int) int { return floorDiv(day, usualSince) * usualSince }

// stand sets an orthostatic test beside those before it.
func (s *Set) stand(p *profile, day int, rr []float64) *Orthostatic {
	out := standing(rr)
	out.Reset = orthostaticReset(day)
	all := []Orthostatic{out}
	for d := out.Reset; d < day; d++ {
		for _, t := range s.testsOf(p, d, orthostatic) {
			all = append(all, s.stood(p, d, &t))
		}
	}
	n := float64(len(all))
	for i := range all {
		o := &all[i]
		out.UsualRRLying += o.RRLying / n
		out.UsualRRPeak += o.RRPeak / n
		out.UsualRRStanding += o.RRStanding / n
		out.UsualRMSSDLying += o.RMSSDLying / n
		out.UsualRMSSDStanding += o.RMSSDStanding / n
	}
	return &out
}

// stood is an earlier test's own values.
func (s *Set) stood(p *profile, day int, t *restTest) Orthostatic {
	return s.memory.tests.Get(testKey{p.index, day, t.number}, s.testBytes(), func() (Orthostatic, int) {
		b := s.bodyOn(p, day)
		return standing(s.testBeats(p, day, t, &b)), 120
	})
}

func (s *Set) estimate(p *profile, day int, t *restTest, b *Body) *FitnessTest {
	stream := t.key.With("estimate").Stream()
	out := &FitnessTest{
		VO2Max: detmath.Round(float64(b.VO2Max * (1 + float64(0.03*stream.Normal())))),
		HRMax:  b.HRMax - 2 + stream.IntN(5),
	}
	out.Class = FitnessClass(out.VO2Max, float64(day-s.bornDay(p))/365.25, p.sex)
	return out
}

// FitnessClass is 1 very low to 7 elite: a maximal oxygen uptake beside those of
// people of an age and sex (Shvartz and Reibold 1990, smoothed by lines).
func FitnessClass(vo2Max, age float64, sex Sex) int {
	limits, slope := [...]float64{32, 38, 44, 51, 57, 63}, 0.33
	if sex == Female {
		limits, slope = [...]float64{27, 32, 37, 42, 47, 52}, 0.27
	}
	class := 1
	for _, limit := range limits {
		if vo2Max+float64(slope*max(0, age-22)) >= limit {
			class++
		}
	}
	return class
}

func (s *Set) saturation(p *profile, day int, t *restTest, rr []float64) *OxygenTest {
	stream := t.key.With("oxygen").Stream()
	usual := 98.2 - float64(placeOf(p.zone).altitude/620)
	if p.health(s.firstDay+day) == ill {
		usual -= 1.5
	}
	// A cold hand or a loose strap makes some measurements come out too low.
	below := 0.0
	if low := t.key.With("low oxygen").Stream(); low.Chance(0.04) {
		below = low.Between(2.5, 9)
	}
	value := min(100, detmath.Round(usual-below+float64(0.8*stream.Normal())))
	out := &OxygenTest{
		Passed: stream.Chance(0.92), Quality: detmath.Round(stream.Between(880, 995)) / 10,
		RMSSD: physiology.RMSSD(rr), AltitudeM: detmath.Round(placeOf(p.zone).altitude + stream.Between(0, 40)),
	}
	out.HRVDeviation = deviation(out.RMSSD, float64(0.8*p.vagal().swing))
	if !out.Passed {
		out.Quality = detmath.Round(float64(out.Quality*4)) / 10
		return out
	}
	out.Percent = int(value)
	switch {
	case value < usual-1.2:
		out.Deviation = -1
	case value > usual+1.2:
		out.Deviation = 1
	}
	return out
}

// deviation of variability from what is usual for somebody.
func deviation(rmssd, usual float64) int {
	switch {
	case rmssd < float64(0.7*usual):
		return -1
	case rmssd > float64(1.4*usual):
		return 1
	}
	return 0
}
