package dataset

import (
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/cache"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// memory is what has been made and may be asked for again. TRIMPs are kept
// apart: they are small and would be pushed out by series.
type memory struct {
	records  cache.Cache[Ref, *tape]
	analyses cache.Cache[Ref, *Analysis]
	trimps   cache.Cache[Ref, float64]
	nights   cache.Cache[nightKey, core]
	tests    cache.Cache[testKey, Orthostatic]
	work     cache.Cache[Ref, *workMinutes]
	people   cache.Cache[int, Athlete]
	loads    cache.Cache[loadKey, *[loadDays]float64]
}

// bytes is what all of it amounts to.
func (m *memory) bytes() int {
	return m.records.Bytes() + m.analyses.Bytes() + m.trimps.Bytes() + m.nights.Bytes() + m.tests.Bytes() + m.work.Bytes() +
		m.people.Bytes() + m.loads.Bytes()
}

// Of its room a quarter is for records, a sixteenth each for TRIMPs, the sums
// of nights, those of tests and the minutes of workouts, half as much each for people
// and planned loads, and the rest for analyses, which are asked for most.
func (s *Set) recordBytes() int   { return s.room / 4 }
func (s *Set) trimpBytes() int    { return s.room / 16 }
func (s *Set) nightBytes() int    { return s.room / 16 }
func (s *Set) testBytes() int     { return s.room / 16 }
func (s *Set) workBytes() int     { return s.room / 16 }
func (s *Set) peopleBytes() int   { return s.room / 32 }
func (s *Set) loadBytes() int     { return s.room / 32 }
func (s *Set) analysisBytes() int { return s.room - s.recordBytes() - 5*s.trimpBytes() }

// Record is the truth of one event: what the athlete's body and sensors did.
// It is found by e.Ref alone; a reference to nothing gives an empty record.
// Records are made on demand and shared: callers must not change them.
func (s *Set) Record(e Event) *Record {
	x := s.tape(e.Ref)
	x.once.Do(func() { x.full = s.moved(x.heart) })
	return x.full
}

// Heart is Record without what moved: speeds, places,
// power and temperature are nil in it. It takes a quarter less time.
func (s *Set) Heart(e Event) *Record { return s.tape(e.Ref).heart }

// tape is a record with and without what moved: an analysis does without, and
// making it takes as long as a quarter of the rest.
type tape struct {
	heart *Record // what the belt gave
	once  sync.Once
	full  *Record
}

func (s *Set) tape(ref Ref) *tape {
	return s.memory.records.Get(ref, s.recordBytes(), func() (*tape, int) {
		r := s.simulate(ref)
		return &tape{heart: r}, r.bytes()
	})
}

// Analysis is what exercise physiology says of a whole record. Analyses are
// made on demand and shared: callers must not change them.
func (s *Set) Analysis(e Event) *Analysis {
	return s.memory.analyses.Get(e.Ref, s.analysisBytes(), func() (*Analysis, int) {
		r := s.Heart(e)
		a := s.analyse(r, r.all())
		return a, a.bytes()
	})
}

// AnalysisOf analyses the part of e from one time to another: a lap, or the
// time of a session. Beats belong to the part in which they begin, so that laps
// without gaps share out the whole record.
func (s *Set) AnalysisOf(e Event, from, to time.Time) *Analysis {
	r := s.Heart(e)
	return s.analyse(r, r.between(r.offset(from), r.offset(to)))
}

// Load is an athlete's training history at t: the TRIMP sum of the workouts and
// manual entries that began in the 7 days before t, and that of 28 days divided
// by 4.
func (s *Set) Load(athlete int, t time.Time) (acute, chronic float64) {
	week := t.AddDate(0, 0, -7)
	for e := range s.Events(athlete, t.AddDate(0, 0, -28), t) {
		load := s.trimp(e)
		chronic += load
		if !e.Start.Before(week) {
			acute += load
		}
	}
	return physiology.Dyadic(acute), physiology.Dyadic(chronic / 4)
}

// trimp is Analysis(e).TRIMPTotal without the analysis.
func (s *Set) trimp(e Event) float64 {
	switch e.Kind {
	case Manual:
		return physiology.Dyadic(e.PlannedTRIMP)
	case Workout:
	default:
		return 0 // lying still never reaches the heart rate that counts
	}
	return s.memory.trimps.Get(e.Ref, s.trimpBytes(), func() (float64, int) {
		p, plan, _ := s.find(e.Ref)
		t := s.live(&p, e.Ref, &plan)
		rr, _ := artifacts(t.pulse.beats(t.key), t.wear(), t.key)
		series := physiology.TRIMP(physiology.FiveSeconds(heartRate(rr)), t.body.HRRest, t.body.HRMax)
		return last(series), 8
	})
}

func last(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	return x[len(x)-1]
}

// bytes is what a record takes, together with what moved, which may be added later.
func (r *Record) bytes() int {
	const moving = 5*4 + 2*8 // a second
	n := 1024 + 8*cap(r.RR) + 2*cap(r.RawRR) + cap(r.HeartRate) + 16*len(r.Stages)
	n += 4*(cap(r.Respiration)+cap(r.VO2)) + 8*cap(r.Movement)
	switch {
	case r.Event.Kind == Workout && r.Event.GPS:
		n += moving * len(r.HeartRate)
	case r.Event.Kind == Workout && r.Event.Power:
		n += 4 * 4 * len(r.HeartRate)
	}
	return n
}

// bytes is what an analysis takes, together with its spectrum, which may be added later.
func (a *Analysis) bytes() int {
	n := 2048 + cap(a.HeartRate1s) + cap(a.HeartRate) + 4*cap(a.HeartRatePercent) + 2*cap(a.EnergyRate) +
		cap(a.ArtifactPercent) + cap(a.RelativeFat)
	if a.bands != nil {
		n += 8 * 3 * a.bands.length // as long as the intervals, which it keeps until then
	}
	return n + 8*(cap(a.EPOC)+cap(a.TRIMP)+cap(a.TRIMPPerMinute)+cap(a.MovementRate)+
		cap(a.MovementLoad)+cap(a.RMSSD1Min))
}
