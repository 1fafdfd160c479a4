// Package effort is one activity at 1 Hz, and the curves, rows and figures that follow from it.
package effort

import (
	"math"
	"time"
)

// Metric is a column of an activity's data.
type Metric uint8

// The metrics in the vendor's order. [inferred: generated models of the vendor's
// client of October 2026; the document's example begins with duration]
const (
	Duration Metric = iota
	Lap
	Power           // W
	Speed           // m/s
	HeartRate       // 1/min
	RespirationRate // 1/min
	SmO2            // percent
	CoreTemperature // degrees Celsius
	Elevation       // m
	Altitude        // m
	Cadence         // 1/min
	Temperature     // degrees Celsius
	Distance        // m
	Longitude       // degrees
	Latitude
	Lactate // mmol/l
	RPE
	Notes
	Metrics // how many there are
)

// String is the metric's name on the wire.
func (m Metric) String() string {
	return [...]string{
		"duration", "lap", "power", "speed", "heart_rate", "respiration_rate", "smo2", "core_temperature", "elevation",
		"altitude", "cadence", "temperature", "distance", "longitude", "latitude", "lactate", "rpe", "notes", "",
	}[min(m, Metrics)]
}

// ParseMetric finds the metric of a name.
func ParseMetric(name string) (Metric, bool) {
	for m := range Metrics {
		if m.String() == name {
			return m, true
		}
	}
	return Metrics, false
}

// Names are the names of all metrics in their order.
func Names() []string {
	names := make([]string, Metrics)
	for m := range Metrics {
		names[m] = m.String()
	}
	return names
}

// Series is an activity second by second.
type Series struct {
	Start   time.Time
	At      []int32            // whole seconds since Start, ascending
	Columns [Metrics][]float32 // as long as At; nil where nothing was measured, NaN where a value is missing
}

// Len counts the samples.
func (s *Series) Len() int { return len(s.At) }

// Has says whether a metric was measured. Every sample has a duration.
func (s *Series) Has(m Metric) bool { return m == Duration || s.Columns[m] != nil }

// Available are the metrics that were measured.
func (s *Series) Available() []Metric {
	var out []Metric
	for m := range Metrics {
		if s.Has(m) {
			out = append(out, m)
		}
	}
	return out
}

// Cut is the samples from one second to another; it shares memory with s.
func (s *Series) Cut(from, to int32) *Series {
	a, b := s.index(from), s.index(to)
	out := &Series{Start: s.Start, At: s.At[a:b]}
	for m, c := range s.Columns {
		if c != nil {
			out.Columns[m] = c[a:b]
		}
	}
	return out
}

// index is the first sample at or after a second.
func (s *Series) index(second int32) int {
	low, high := 0, len(s.At)
	for low < high {
		if mid := (low + high) / 2; s.At[mid] < second {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// Missing is a value that is not there.
func Missing() float32 { return float32(math.NaN()) }

func missing(v float32) bool { return v != v }

// seconds is a metric on a line without holes: what was not measured counts as 0.
func (s *Series) seconds(m Metric) []float64 {
	c := s.Columns[m]
	if c == nil || len(s.At) == 0 {
		return nil
	}
	line := make([]float64, s.At[len(s.At)-1]+1)
	for i, at := range s.At {
		if !missing(c[i]) && at >= 0 {
			line[at] = float64(c[i])
		}
	}
	return line
}
