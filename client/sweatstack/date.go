package sweatstack

import (
	"fmt"
	"time"
)

// Date is a day of the user's calendar. The service wants no times where it
// filters: most of its operations refuse them. The zero Date is none.
// [confirmed: the vendor's notes for programs]
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

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is 2025-06-13, and empty for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// valid reports whether the calendar has the date.
func (d Date) valid() bool {
	return d.IsZero() || DateOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)) == d && d.Year > 0 && d.Year < 10000
}

// DateRange is the days that are asked for, both inclusive. A zero Date leaves
// the range open on its side; the service takes End for today then.
type DateRange struct{ Start, End Date }

// add puts the range into a query.
func (r DateRange) add(q *query, operation string) error {
	for _, d := range []Date{r.Start, r.End} {
		if !d.valid() {
			return invalid(operation, "there is no date %s", d)
		}
	}
	if !r.Start.IsZero() && !r.End.IsZero() && r.End.String() < r.Start.String() {
		return invalid(operation, "the range ends on %s, before it starts on %s", r.End, r.Start)
	}
	q.add("start", r.Start.String())
	q.add("end", r.End.String())
	return nil
}
