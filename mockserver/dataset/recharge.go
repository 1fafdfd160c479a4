package dataset

import "time"

// Recharge is how the autonomic nervous system recovered in a night: four hours
// from half an hour after falling asleep, beside the athlete's usual values.
type Recharge struct {
	Day        int // of getting up, as in Overnight
	Start, End time.Time
	Zone       *time.Location
	// Of all intervals in Start to End: mean and RMSSD in ms; mean breath in ms.
	RR, RMSSD, Breath float64
	// Of the same athlete's nights of the four weeks before.
	UsualRR, UsualRMSSD, UsualBreath Usual
	// Balance is how far the three lie from usual, in standard deviations:
	// positive is calmer; within ±10. 0 with less than three earlier nights.
	Balance float64
}

// Usual is the mean and the standard deviation of N nights.
type Usual struct {
	Mean, SD float64
	N        int
}

// RechargeSeries is a Recharge in pieces of five minutes.
type RechargeSeries struct {
	Start     time.Time
	Step      time.Duration
	HRV       []float64 // RMSSD of each piece, ms
	Breathing []float64 // breaths a minute
}
