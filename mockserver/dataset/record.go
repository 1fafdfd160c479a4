package dataset

import "time"

// Record is one event at 1 Hz and beat by beat.
//
// Series at 1 Hz have one value per second of Duration, rounded up. A series
// that no worn sensor could give is nil.
type Record struct {
	Event    Event
	Body     Body
	Duration time.Duration // the sum of RR

	// A belt that lost the heart leaves a hole: what lies at or after GapAt in
	// the series happened Gap later on the clock.
	GapAt, Gap time.Duration

	RR    []float64 // artefact-corrected R-R intervals, ms
	RawRR []uint16  // as the belt gave them, ms; same sum, other count

	HeartRate   []uint8   // 1/min
	Respiration []float32 // breaths a minute
	VO2         []float32 // ml/kg/min
	Speed       []float32 // m/s
	Power       []float32 // W
	Cadence     []float32 // 1/min: steps or crank turns
	Altitude    []float32 // m
	Temperature []float32 // degrees Celsius
	Latitude    []float64 // degrees
	Longitude   []float64 // degrees
	Movement    []float64 // accelerometer load gained in each second

	Stages []Stage // of a night
}

// Sleep is what a sleeper does.
type Sleep uint8

// The stages of sleep.
const (
	Awake Sleep = iota
	Light
	Deep
	REM
)

// Stage begins at From, counted from the record's start, and lasts until the
// next one.
type Stage struct {
	From  time.Duration
	Sleep Sleep
}

// offset is where the time t of the clock lies in the series of r.
func (r *Record) offset(t time.Time) time.Duration {
	d := t.Sub(r.Event.Start)
	if d > r.GapAt {
		d = max(r.GapAt, d-r.Gap)
	}
	return max(0, min(d, r.Duration))
}
