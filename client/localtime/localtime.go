// Package localtime is what clocks on walls show: dates and times of day of a place that a vendor does not name.
package localtime

import (
	"encoding/json"
	"errors"
	"time"
)

// Time is what a clock on the wall of the place showed: a date and a time of day
// without a zone. It is no instant; [Time.In] and [Time.At] make one, given the
// zone or the offset of the place. The zero Time is none. Values are compared
// by ==.
type Time struct {
	wall  time.Time // the clock's figures, as if they were in UTC
	zoned bool
}

// Of returns the figures of a clock at t.
func Of(t time.Time) Time {
	return Time{wall: time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)}
}

const layout = "2006-01-02T15:04:05.999999999"

// Parse reads 2017-04-14T09:20:06, with or without a fraction. A zone after it is
// not part of the time, and is remembered: see [Time.Zoned].
func Parse(s string) (Time, error) {
	if t, err := time.Parse(layout, s); err == nil {
		return Time{wall: t}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return Time{}, errors.New("a local time like 2017-04-14T09:20:06")
	}
	l := Of(t)
	l.zoned = true
	return l, nil
}

// IsZero reports whether there is no time.
func (t Time) IsZero() bool { return t.wall.IsZero() }

// Zoned reports whether a vendor wrote a zone after the time, against its own
// description. What to make of it is for the caller to decide. [confirmed: the
// markers in the Team Pro document 1.0.2, examples of the AccessLink v4 document]
func (t Time) Zoned() bool { return t.zoned }

// Wall returns the clock's figures in a time.Time of UTC, for arithmetic and
// formatting. It is no instant.
func (t Time) Wall() time.Time { return t.wall }

// In is the instant at a place. A time that the place's clock skipped or
// showed twice is what time.Date makes of it.
func (t Time) In(place *time.Location) time.Time {
	w := t.wall
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), place)
}

// At is the instant at an offset from UTC in minutes, east positive.
func (t Time) At(offsetMinutes int) time.Time {
	return t.In(time.FixedZone("", offsetMinutes*60))
}

// Before reports whether the clock showed t before u.
func (t Time) Before(u Time) bool { return t.wall.Before(u.wall) }

// Add is the clock's figures d later, if it was not put back or forward.
func (t Time) Add(d time.Duration) Time { return Time{wall: t.wall.Add(d)} }

// String is 2017-04-14T09:20:06, with a fraction if there is one.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	return t.wall.Format(layout)
}

// MarshalJSON writes String.
func (t Time) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// UnmarshalJSON reads what [Parse] reads, and "" and null as none.
func (t *Time) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return errors.New("a local time in quotes")
	}
	if s == "" {
		*t = Time{}
		return nil
	}
	parsed, err := Parse(s)
	if err == nil {
		*t = parsed
	}
	return err
}
