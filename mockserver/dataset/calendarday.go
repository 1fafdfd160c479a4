package dataset

import "time"

// DayNumber is the calendar date that t shows in its own location, counted from
// Config.FirstDay as Ref.Day is. It may be negative.
func (s *Set) DayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(floorDiv64(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix(), secondsPerDay)) - s.firstDay
}

// Date is the calendar date of a day number, at 00:00 UTC.
func (s *Set) Date(day int) time.Time { return s.config.FirstDay.AddDate(0, 0, day) }

// Midnight is when a day begins where the athlete, whose number must be in range,
// lives. The next one is 23,
// 24 or 25 hours later.
func (s *Set) Midnight(athlete, day int) time.Time {
	p := s.profile(athlete)
	return s.local(day, 0, p.zone).In(s.zones.at(p.zone))
}

func floorDiv64(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// lived says whether there is anything to say of a day of an athlete.
func (s *Set) lived(athlete, day int) bool {
	return athlete >= 0 && athlete < s.Athletes() && day >= 0 && day <= lastDay
}
