package sweatstack

import (
	"encoding/json"
	"errors"
	"time"
)

// LocalTime is what a clock on the wall of the place showed: a date and a time
// of day without a zone. It is no instant; [LocalTime.In] and [LocalTime.At]
// make one, given the zone or the offset of the place. The zero LocalTime is
// none. Values are compared by ==.
type LocalTime struct {
	wall  time.Time // the clock's figures, as if they were in UTC
	zoned bool
}

// Local returns the figures of a clock at t.
func Local(t time.Time) LocalTime {
	return LocalTime{wall: time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)}
}

const layout = "2006-01-02T15:04:05.999999999"

// ParseLocalTime reads 2017-04-14T09:20:06, with or without a fraction. A zone
// after it is not part of the time, and is remembered: see [LocalTime.Zoned].
func ParseLocalTime(s string) (LocalTime, error) {
	if t, err := time.Parse(layout, s); err == nil {
		return LocalTime{wall: t}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return LocalTime{}, errors.New("a local time like 2017-04-14T09:20:06")
	}
	l := Local(t)
	l.zoned = true
	return l, nil
}

// IsZero reports whether there is no time.
func (t LocalTime) IsZero() bool { return t.wall.IsZero() }

// Zoned reports whether the vendor wrote a zone after the time, against its
// own description. What to make of it is for the caller to decide.
// [confirmed: the markers in the Team Pro document 1.0.2]
func (t LocalTime) Zoned() bool { return t.zoned }

// Wall returns the clock's figures in a time.Time of UTC, for arithmetic and
// formatting. It is no instant.
func (t LocalTime) Wall() time.Time { return t.wall }

// In is the instant at a place. A time that the place's clock skipped or
// showed twice is what time.Date makes of it.
func (t LocalTime) In(place *time.Location) time.Time {
	w := t.wall
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), place)
}

// At is the instant at an offset from UTC in minutes, east positive.
func (t LocalTime) At(offsetMinutes int) time.Time {
	return t.In(time.FixedZone("", offsetMinutes*60))
}

// Before reports whether the clock showed t before u.
func (t LocalTime) Before(u LocalTime) bool { return t.wall.Before(u.wall) }

// Add is the clock's figures d later, if it was not put back or forward.
func (t LocalTime) Add(d time.Duration) LocalTime { return LocalTime{wall: t.wall.Add(d)} }

// String is 2017-04-14T09:20:06, with a fraction if there is one.
func (t LocalTime) String() string {
	if t.IsZero() {
		return ""
	}
	return t.wall.Format(layout)
}

// MarshalJSON writes String.
func (t LocalTime) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// UnmarshalJSON reads what ParseLocalTime reads, and "" and null as none.
func (t *LocalTime) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return errors.New("a local time in quotes")
	}
	if s == "" {
		*t = LocalTime{}
		return nil
	}
	parsed, err := ParseLocalTime(s)
	if err == nil {
		*t = parsed
	}
	return err
}
