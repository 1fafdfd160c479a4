package polaraccesslink

import (
	"encoding/json"
	"errors"
	"time"
)

// OffsetTime is an instant together with what the user's clock was ahead of
// UTC then: its location is that offset. The zero OffsetTime is none.
type OffsetTime struct{ time.Time }

// UnmarshalJSON reads an RFC 3339 time and keeps its offset.
func (t *OffsetTime) UnmarshalJSON(raw []byte) error {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return errors.New("a time in quotes")
	}
	parsed, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return errors.New("a time with an offset, like 2025-06-13T00:55:14.9+02:00")
	}
	_, offset := parsed.Zone()
	t.Time = parsed.In(time.FixedZone("", offset))
	return nil
}

// TimeOfDay is what a clock showed on a day that is told elsewhere, from
// midnight.
type TimeOfDay time.Duration

var errTimeOfDay = errors.New("a time of day like 14:41:45")

// ParseTimeOfDay reads 14:41:45, with or without seconds and a fraction.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	for _, layout := range []string{"15:04:05.999999999", "15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return TimeOfDay(t.Sub(t.Truncate(24 * time.Hour))), nil
		}
	}
	return 0, errTimeOfDay
}

// String is 14:41:45.
func (t TimeOfDay) String() string {
	return time.Unix(0, 0).UTC().Add(time.Duration(t)).Format("15:04:05.999999999")
}

// MarshalJSON writes String.
func (t TimeOfDay) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// UnmarshalJSON reads what ParseTimeOfDay reads.
func (t *TimeOfDay) UnmarshalJSON(raw []byte) error {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return errTimeOfDay
	}
	parsed, err := ParseTimeOfDay(s)
	if err == nil {
		*t = parsed
	}
	return err
}

// Time is the instant. Members that the vendor left out are zero, which is
// their least; it is the zero time if all are.
func (t UTCTime) Time() time.Time {
	v := func(p *int64) int {
		if p == nil {
			return 0
		}
		return int(*p)
	}
	if v(t.Year) == 0 {
		return time.Time{}
	}
	return time.Date(v(t.Year), time.Month(v(t.Month)), v(t.Day), v(t.Hour), v(t.Min), v(t.Sec), 0, time.UTC)
}

// At is the instant of a time of the user's clock, by an offset from UTC in
// minutes; ok is false if either is not there.
func At(t LocalTime, offsetMinutes *int64) (_ time.Time, ok bool) {
	if t.IsZero() || offsetMinutes == nil || *offsetMinutes < -24*60 || *offsetMinutes > 24*60 {
		return time.Time{}, false
	}
	return t.At(int(*offsetMinutes)), true
}
