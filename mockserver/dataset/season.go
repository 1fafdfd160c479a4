package dataset

import "time"

// phase is the part of a sport's year.
type phase uint8

const (
	preparation phase = iota
	competition
	transition // the weeks after the last competition
)

// date is a calendar day, as training plans see it.
type date struct {
	day     int // days since 1970-01-01
	weekday int // 0 is Monday
	yearDay int // 1 is 1 January, shifted by half a year south of the equator
	month   time.Month
	ofMonth int
}

func (s *Set) date(day, zone int) date {
	unix := s.firstDay + day
	t := time.Unix(int64(unix)*secondsPerDay, 0).UTC()
	d := date{day: unix, weekday: (unix%7 + 10) % 7, yearDay: t.YearDay(), month: t.Month(), ofMonth: t.Day()}
	if placeOf(zone).latitude < 0 {
		d.yearDay = (d.yearDay+182)%365 + 1
	}
	return d
}

// week counts weeks that begin on Mondays.
func (d date) week() int { return (d.day + 3) / 7 }

// warmSeason says whether people train outdoors who have the choice.
func (d date) warmSeason() bool { return d.yearDay > 90 && d.yearDay < 305 }

func (d date) festive() bool {
	return d.month == time.December && d.ofMonth >= 23 && d.ofMonth <= 27
}

func (d date) phase(s Sport) phase {
	y := d.yearDay
	switch s {
	case SkiingClassic, SkiingSkate:
		return yearPart(y, 86, 126, 335)
	case Football, Rugby, IceHockey, Floorball, Basketball, Handball, Volleyball:
		return yearPart(y, 156, 183, 232)
	}
	switch { // summer sports
	case y >= 120 && y < 285:
		return competition
	case y >= 285 && y < 308:
		return transition
	}
	return preparation
}

// yearPart: the transition begins on day rest, the preparation on day work, and the
// competitions on day compete; they last into the next year.
func yearPart(y, rest, work, compete int) phase {
	switch {
	case y >= rest && y < work:
		return transition
	case y >= work && y < compete:
		return preparation
	}
	return competition
}

// volume is how much is trained: three weeks rise, the fourth recovers.
func (d date) volume(p phase) float64 {
	wave := [4]float64{1, 1.06, 1.12, 0.72}[d.week()%4]
	if p == competition {
		return 0.5 + wave/2.2
	}
	return wave
}
