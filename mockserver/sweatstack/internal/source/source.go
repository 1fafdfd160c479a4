// Package source reads files of activities, FIT and CSV, within bounds, and writes FIT.
package source

import (
	"fmt"
	"math"
	"sort"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// The bounds of one activity.
const (
	// MaxBytes is the size of the largest file.
	MaxBytes    = 16 << 20
	maxSamples  = 250_000
	maxSeconds  = 7 * 24 * 3600
	maxLaps     = 1_000
	maxDevices  = 20
	maxName     = 100
	maxMessages = 2_000_000
	firstYear   = 1990 // of what FIT can tell
	lastYear    = 2120
)

// The codes of errors. [inferred: the vendor publishes that there are some]
const (
	CodeTooLarge    = "file_too_large"
	CodeUnreadable  = "unreadable_file"
	CodeNoData      = "no_data"
	CodeBadValue    = "invalid_value"
	CodeNoTimestamp = "missing_timestamp"
	CodeNoSport     = "missing_sport"
	CodeTooLong     = "activity_too_long"
	CodeUnsupported = "unsupported_file_type"
	CodeNoRoom      = "storage_full"
)

// Error is why a file is no activity.
type Error struct {
	Code    string
	Message string // where, what is wrong, and what would be right
}

func (e *Error) Error() string { return "source: " + e.Code + ": " + e.Message }

func refuse(code, format string, args ...any) *Error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

// Activity is what a file holds.
type Activity struct {
	Sport   string // in the spelling of the spring of 2026
	Series  *effort.Series
	End     time.Time
	Laps    []Lap
	Zone    *time.Location // nil when the file does not say
	Devices []string
}

// Lap is a part of an activity.
type Lap struct{ From, To time.Time }

// sample is one line of a file.
type sample struct {
	at     time.Time
	values [effort.Metrics]float32
}

func newSample(at time.Time) sample {
	s := sample{at: at}
	for i := range s.values {
		s.values[i] = effort.Missing()
	}
	return s
}

// assemble makes a series of samples in any order. Of those of one second the last
// one counts.
func assemble(all []sample) (*effort.Series, *Error) {
	if len(all) == 0 {
		return nil, refuse(CodeNoData, "the file has no samples: record some seconds of an activity")
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].at.Before(all[j].at) })
	start := all[0].at.Truncate(time.Second)
	if span := all[len(all)-1].at.Sub(start); span >= maxSeconds*time.Second {
		return nil, refuse(CodeTooLong, "the samples span %s: an activity lasts at most %d days", span.Round(time.Hour), maxSeconds/86400)
	}
	s := &effort.Series{Start: start}
	var found [effort.Metrics]bool
	kept := all[:0]
	for _, x := range all {
		at := int32(x.at.Sub(start) / time.Second)
		if n := len(s.At); n > 0 && s.At[n-1] == at {
			kept[n-1] = x
		} else {
			s.At, kept = append(s.At, at), append(kept, x)
		}
		for m, v := range x.values {
			found[m] = found[m] || v == v
		}
	}
	for m := range effort.Metrics {
		if !found[m] || m == effort.Duration {
			continue
		}
		c := make([]float32, len(kept))
		for i := range kept {
			c[i] = kept[i].values[m]
		}
		s.Columns[m] = c
	}
	return s, nil
}

// end is when the last sample is over.
func end(s *effort.Series) time.Time {
	return s.Start.Add(time.Duration(s.At[len(s.At)-1]+1) * time.Second)
}

// orderly sorts laps and cuts them to the activity and to each other.
func orderly(laps []Lap, from, to time.Time) []Lap {
	sort.SliceStable(laps, func(i, j int) bool { return laps[i].From.Before(laps[j].From) })
	var out []Lap
	for _, l := range laps {
		if l.From.Before(from) {
			l.From = from
		}
		if l.To.After(to) {
			l.To = to
		}
		if n := len(out); n > 0 && out[n-1].To.After(l.From) {
			out[n-1].To = l.From
			if !out[n-1].To.After(out[n-1].From) {
				out = out[:n-1]
			}
		}
		if l.To.After(l.From) {
			out = append(out, l)
		}
	}
	return out
}

// number refuses what no sensor shows, and what its column cannot tell. Curves have a
// point for each watt and each 0.05 m/s, so one wild number would make them endless.
func number(m effort.Metric, v float64) (float32, bool) {
	return float32(v), math.Abs(v) <= largest(m) // which NaN is not
}

func largest(m effort.Metric) float64 {
	switch m {
	case effort.Power:
		return 5_000
	case effort.Speed:
		return 200
	case effort.HeartRate, effort.Cadence, effort.RPE:
		return math.MaxInt16
	case effort.Altitude, effort.Elevation:
		return 65_504 // of sixteen bits
	}
	return 1e7
}

// LapColumn numbers the laps from 1; samples outside of them have none.
func LapColumn(s *effort.Series, laps []Lap) []float32 {
	if len(laps) == 0 {
		return nil
	}
	out := make([]float32, s.Len())
	k := 0
	for i, at := range s.At {
		now := s.Start.Add(time.Duration(at) * time.Second)
		for k < len(laps) && !now.Before(laps[k].To) {
			k++
		}
		if out[i] = effort.Missing(); k < len(laps) && !now.Before(laps[k].From) {
			out[i] = float32(min(k+1, math.MaxInt8))
		}
	}
	return out
}
