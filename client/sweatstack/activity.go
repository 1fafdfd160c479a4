package sweatstack

import (
	"fmt"
	"slices"
	"time"
)

// Activity is what the user did. In a list, Distance and Devices are absent.
// Members that are null or missing are nil, not zero.
// [confirmed: ActivitySummary and ActivityDetails in the Activities page]
type Activity struct {
	Tags    []string  `json:"tags"`
	ID      string    `json:"id"`
	Sport   Sport     `json:"sport,omitempty"`
	Start   time.Time `json:"start,omitzero"` // the instant
	End     time.Time `json:"end,omitzero"`
	Metrics []Metric  `json:"metrics"` // that were measured
	// SourceID names the file or the integration that it came from.
	SourceID string   `json:"source_id,omitempty"`
	Summary  *Summary `json:"summary,omitempty"`
	Laps     []Lap    `json:"laps,omitempty"`
	Traces   []Trace  `json:"traces,omitempty"`
	// AppMetadata is what this application wrote; no other sees it.
	AppMetadata Extra     `json:"app_metadata,omitempty"`
	Distance    *float64  `json:"distance,omitempty"` // m
	Devices     []string  `json:"devices,omitempty"`
	Duration    Duration  `json:"duration"`
	StartLocal  LocalTime `json:"start_local,omitzero"` // the clock on the wall of the place
	EndLocal    LocalTime `json:"end_local,omitzero"`
	Extra       Extra     `json:"extra,omitempty"`
}

// Has reports whether a metric was measured.
func (a *Activity) Has(m Metric) bool { return slices.Contains(a.Metrics, m) }

// sound refuses an activity whose duration is none: zero would be a lie.
func (a *Activity) sound() error {
	if raw, odd := a.Extra["duration"]; odd {
		return fmt.Errorf("duration is %.40s, want %w", raw, errDuration)
	}
	for i, l := range a.Laps {
		if raw, odd := l.Extra["duration"]; odd {
			return fmt.Errorf("laps[%d].duration is %.40s, want %w", i, raw, errDuration)
		}
	}
	return nil
}

// Lap is a part of an activity.
type Lap struct {
	Summaries
	Start      time.Time `json:"start,omitzero"`
	End        time.Time `json:"end,omitzero"`
	Duration   Duration  `json:"duration"`
	StartLocal LocalTime `json:"start_local,omitzero"`
	EndLocal   LocalTime `json:"end_local,omitzero"`
	Extra      Extra     `json:"extra,omitempty"`
}

// Summary is an activity in a few numbers.
type Summary struct {
	Summaries
	Extra Extra `json:"extra,omitempty"`
}

// Summaries are the numbers, by metric. [confirmed: ActivitySummarySummary]
type Summaries struct {
	Power           *PeakSummary     `json:"power,omitempty"`
	Speed           *PeakSummary     `json:"speed,omitempty"`
	Distance        *DistanceSummary `json:"distance,omitempty"`
	Altitude        *AltitudeSummary `json:"altitude,omitempty"`
	HeartRate       *RangeSummary    `json:"heart_rate,omitempty"`
	Cadence         *PeakSummary     `json:"cadence,omitempty"`
	Temperature     *RangeSummary    `json:"temperature,omitempty"`
	CoreTemperature *RangeSummary    `json:"core_temperature,omitempty"`
	SmO2            *RangeSummary    `json:"smo2,omitempty"`
}

// PeakSummary is of power, speed and cadence.
type PeakSummary struct {
	Mean  *float64 `json:"mean,omitempty"`
	Max   *float64 `json:"max,omitempty"`
	Extra Extra    `json:"extra,omitempty"`
}

// DistanceSummary is of distance.
type DistanceSummary struct {
	Sum   *float64 `json:"sum,omitempty"`
	Extra Extra    `json:"extra,omitempty"`
}

// AltitudeSummary is of altitude.
type AltitudeSummary struct {
	Mean  *float64 `json:"mean,omitempty"`
	Gain  *float64 `json:"gain,omitempty"`
	Loss  *float64 `json:"loss,omitempty"`
	Min   *float64 `json:"min,omitempty"`
	Max   *float64 `json:"max,omitempty"`
	Extra Extra    `json:"extra,omitempty"`
}

// RangeSummary is of heart rate, temperatures and oxygen.
type RangeSummary struct {
	Mean  *float64 `json:"mean,omitempty"`
	Min   *float64 `json:"min,omitempty"`
	Max   *float64 `json:"max,omitempty"`
	Start *float64 `json:"start,omitempty"`
	End   *float64 `json:"end,omitempty"`
	Extra Extra    `json:"extra,omitempty"`
}
