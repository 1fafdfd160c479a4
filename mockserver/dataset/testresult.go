package dataset

import "time"

// Orthostatic is three minutes lying and three minutes standing. Intervals are
// in ms; the usual values are means of the tests since Reset.
type Orthostatic struct {
	RRLying, RRPeak, RRStanding                float64 // means; the shortest on standing up
	UsualRRLying, UsualRRPeak, UsualRRStanding float64
	RMSSDLying, RMSSDStanding                  float64
	UsualRMSSDLying, UsualRMSSDStanding        float64
	RR                                         []uint16
	StoodUp                                    time.Duration // after the start
	Reset                                      int           // day from which usual values count
}

type testKey struct{ athlete, day, number int }

// FitnessTest estimates the maximal oxygen uptake from lying still.
type FitnessTest struct {
	VO2Max           float64 // ml/kg/min
	HRAverage, HRMax int     // measured; predicted maximum
	Class            int     // 1 very low to 7 elite, for age and sex
	RR               []uint16
}

// JumpKind is a way to jump.
type JumpKind uint8

// The jumps.
const (
	SquatJump JumpKind = iota
	CounterJump
	ContinuousJump
)

// JumpTest is some jumps. Only continuous jumps touch the ground between two.
type JumpTest struct {
	Kind     JumpKind
	Length   time.Duration
	Jumps    []Jump
	Result   float64 // height of the jumps, cm
	Baseline float64 // usual result of the four weeks before, cm; 0 with less than two tests
	LowLimit float64 // legs have recovered that jump higher, cm
}

// Jump is one jump.
type Jump struct {
	Flight, Contact time.Duration // whole milliseconds
}

// HeightCM is how high the body's centre rose, from the time in the air.
func (j Jump) HeightCM() float64 {
	t := j.Flight.Seconds()
	return float64(9.81*t*t) * 100 / 8
}

// RRRecording is beats recorded at rest for their own sake.
type RRRecording struct {
	HRAverage, HRMax, HRMin int
	RR                      []uint16
}

// ECGTest is a recording of the heart's voltage between wrist and finger.
type ECGTest struct {
	HRAverage int
	RR, RMSSD float64    // of the intervals between R waves, ms
	UsualHRV  int        // -1 below, 0 within, 1 above what is usual
	Arrival   [2]float64 // pulse arrival time at contraction and at relaxation, ms
	Quality   float64    // of the pulse transit time, 0-1
	Rate      int        // samples a second
	Millivolt []float32
	Contact   []ECGContact
}

// ECGContact is how well the electrodes touched from At on: 0 not at all, 1
// badly, 2 well.
type ECGContact struct {
	At      time.Duration
	Quality int
}

// OxygenTest is a measurement of the blood's oxygen saturation.
type OxygenTest struct {
	Passed       bool
	Percent      int     // 0 when not passed
	Deviation    int     // from usual: -1, 0, 1
	Quality      float64 // 0-100
	HRAverage    int
	RMSSD        float64 // ms
	HRVDeviation int     // from usual: -1, 0, 1
	AltitudeM    float64
}
