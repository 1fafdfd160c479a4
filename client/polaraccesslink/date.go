package polaraccesslink

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Date is a day of the user's calendar. The zero Date is none. Values are
// compared by ==.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date that a clock at t shows.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads 2025-06-13. Of a date with a time it reads the date.
func ParseDate(s string) (Date, error) {
	if len(s) > 10 && s[10] == 'T' {
		s = s[:10]
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, errors.New("a date like 2025-06-13")
	}
	return DateOf(t), nil
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays returns the date so many days later. Days have no length: a change
// of the clocks skips and doubles none.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Before reports whether d is before e.
func (d Date) Before(e Date) bool { return d.days() < e.days() }

// Until returns how many days it is until e.
func (d Date) Until(e Date) int { return int(e.days() - d.days()) }

func (d Date) days() int64 {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// Midnight is when the date begins by the user's clock.
func (d Date) Midnight() LocalTime {
	return Local(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC))
}

// String is 2025-06-13.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalJSON writes String.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads what ParseDate reads, and "" as none.
func (d *Date) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return errors.New("a date in quotes")
	}
	if s == "" {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(s)
	if err == nil {
		*d = parsed
	}
	return err
}
