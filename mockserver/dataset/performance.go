package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// PerformanceKind is the way a performance test moves.
type PerformanceKind uint8

// The kinds of performance tests.
const (
	RunningPerformance PerformanceKind = iota
	CyclingPerformance
	WalkingPerformance
)

// PerformanceTest is a workout that tested what a body can do. Its phases are
// those of the workout's record.
type PerformanceTest struct {
	Kind                          PerformanceKind
	WarmUp, Performance, CoolDown TestPhase
	VO2Max                        float64 // ml/kg/min, whole
	Class                         int     // 1 to 7, see FitnessClass
	Maximal                       bool    // the heart came within 4 percent of its maximum
	AerobicSpeed                  float64 // that takes up VO2Max, m/s; running
	AerobicPower                  float64 // the same, W; running (the power of running) and cycling
	FTPWatts, BeforeFTP           float64 // cycling: now, and two months ago
	DistanceM                     float64 // of the performance
	Steps                         int     // of the performance; walking
	SpeedSpread, CadenceSpread    float64 // coefficients of variation of the performance, percent
	HardShare                     float64 // of its seconds above 65 percent of the maximal heart rate, 0-1
}

// TestPhase is a part of a performance test: means and peaks. Values that no
// sensor gave are 0.
type TestPhase struct {
	Start, End          time.Time
	HRAverage, HRMax    int
	Speed, SpeedMax     float64 // m/s
	Cadence, CadenceMax float64 // 1/min
	Power, PowerMax     float64 // W
}

// PerformanceTest looks at a workout as a performance test; false for those that
// were none. It is for workouts with three parts whose speed or power is known:
// some tempo runs and rides, and some walks.
func (s *Set) PerformanceTest(e Event) (PerformanceTest, bool) {
	p, plan, ok := s.find(e.Ref)
	if !ok || plan.kind != Workout || plan.gap > 0 {
		return PerformanceTest{}, false
	}
	whole := s.event(&p, e.Ref.Day, e.Ref.Slot, &plan)
	out := PerformanceTest{}
	often := 0.3
	switch motion := plan.sport.motion(); {
	case plan.sport == Walking && plan.end-plan.start > 25*60 && whole.GPS:
		out.Kind, often = WalkingPerformance, 0.5
	case plan.form == formTempo && motion == foot && whole.GPS:
		out.Kind = RunningPerformance
	case plan.form == formTempo && motion == wheel && whole.Power && whole.GPS:
		out.Kind = CyclingPerformance
	default:
		return PerformanceTest{}, false
	}
	if !p.key.With("performance test").At(s.firstDay + e.Ref.Day).At(e.Ref.Slot).Chance(often) {
		return PerformanceTest{}, false
	}
	r := s.Record(whole)
	from, to := s.performed(&p, &whole, &plan, len(r.HeartRate))
	out.WarmUp, out.Performance, out.CoolDown = r.phase(0, from), r.phase(from, to), r.phase(to, len(r.HeartRate))
	out.conclude(s, r, from, to)
	return out, true
}

// performed is the seconds of the performance in a workout.
func (s *Set) performed(p *profile, e *Event, plan *planned, n int) (from, to int) {
	if plan.sport == Walking { // fifteen minutes on the clock
		return 300, 300 + 15*60
	}
	from = max(0, plan.lead)
	parts := s.parts(p, e.Ref.Day, e.Ref.Slot, plan)
	if len(parts) != 3 {
		return n / 4, n * 3 / 4
	}
	from += parts[0].length
	return min(from, n-2), min(from+parts[1].length, n-1)
}

// phase sums up seconds from to to of a record.
func (r *Record) phase(from, to int) TestPhase {
	out := TestPhase{
		Start: r.Event.Start.Add(time.Duration(from) * time.Second),
		End:   r.Event.Start.Add(time.Duration(to) * time.Second),
	}
	total := 0
	for _, h := range r.HeartRate[from:to] {
		total += int(h)
		out.HRMax = max(out.HRMax, int(h))
	}
	n := max(1, to-from)
	out.HRAverage = (2*total + n) / (2 * n)
	out.Speed, out.SpeedMax = meanAndPeak(r.Speed, from, to)
	out.Cadence, out.CadenceMax = meanAndPeak(r.Cadence, from, to)
	out.Power, out.PowerMax = meanAndPeak(r.Power, from, to)
	return out
}

func meanAndPeak(x []float32, from, to int) (mean, peak float64) {
	if len(x) < to || from >= to {
		return 0, 0
	}
	for _, v := range x[from:to] {
		mean += float64(v)
		peak = max(peak, float64(v))
	}
	return mean / float64(to-from), peak
}

// conclude fills in what the performance says of the body.
func (t *PerformanceTest) conclude(s *Set, r *Record, from, to int) {
	p := s.profile(r.Event.Ref.Athlete)
	day := r.Event.Ref.Day
	miss := p.key.With("performance").At(s.firstDay + day).Stream()
	t.VO2Max = detmath.Round(float64(r.Body.VO2Max * (1 + float64(0.02*miss.Normal()))))
	t.Class = FitnessClass(t.VO2Max, float64(day-s.bornDay(&p))/365.25, p.sex)
	t.Maximal = float64(t.Performance.HRMax) >= float64(0.96*float64(r.Body.HRMax))
	t.DistanceM = float64(t.Performance.Speed * float64(to-from))
	t.SpeedSpread, t.CadenceSpread = spreadOf(r.Speed[from:to]), spreadOf(r.Cadence[from:to])
	hard := 0
	for _, h := range r.HeartRate[from:to] {
		if 100*int(h) > 65*r.Body.HRMax {
			hard++
		}
	}
	t.HardShare = float64(hard) / float64(to-from)
	switch t.Kind {
	case RunningPerformance:
		t.AerobicSpeed = runSpeed(t.VO2Max, 0)
		t.AerobicPower = detmath.Round(float64(1.04 * r.Body.MassKg * t.AerobicSpeed))
	case CyclingPerformance:
		t.AerobicPower = detmath.Round(bikePower(t.VO2Max, r.Body.MassKg))
		t.FTPWatts = r.Body.FTPWatts
		t.BeforeFTP = s.bodyOn(&p, max(0, day-60)).FTPWatts
	default:
		t.Steps = int(detmath.Round(float64(t.Performance.Cadence * float64(to-from) / 60)))
	}
}

// spreadOf is the coefficient of variation of a series, in percent.
func spreadOf(x []float32) float64 {
	values := make([]float64, len(x))
	for i, v := range x {
		values[i] = float64(v)
	}
	u := usual(values)
	if u.Mean == 0 {
		return 0
	}
	return 100 * u.SD / u.Mean
}
