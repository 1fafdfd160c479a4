package dataset

import "time"

// Beat is one interval between two pulses at the wrist.
type Beat struct {
	At       int32  // where it begins, ms after local midnight
	Interval uint16 // ms
	Error    uint16 // estimated error of Interval, ms
	Contact  bool   // the sensor touched skin
	Movement bool   // the arm moved
	Offline  bool   // the first after a loss of the signal
}

// Beats are the intervals of one calendar day on device 0. One that begins
// before midnight belongs to the day in which it begins.
type Beats struct {
	Day      int
	Beats    []Beat    // ascending; holes where the device was off
	Triggers []Trigger // ascending; the first begins with the first beat
}

// Trigger is why beats were recorded from At on: by themselves, or because the
// athlete started a workout or a test.
type Trigger struct {
	At     int32 // ms after local midnight
	Manual bool
}

// HeartRate is a measured heart rate.
type HeartRate struct {
	At    int32 // ms after local midnight
	Rate  uint8 // 1/min
	Cause Cause
}

// Cause is why a heart rate was kept.
type Cause uint8

// The causes. Each day has at most one Lowest and one Highest.
const (
	Timed   Cause = iota
	Lowest        // of the day
	Highest       // of the day
	Started       // by the athlete: a workout or a test
)

// HeartRateEvery is the time between two heart rates of a day.
const HeartRateEvery = 10 * time.Second
