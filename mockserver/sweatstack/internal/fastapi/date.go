package fastapi

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// The reasons why a text is no date or time. [confirmed: the words of speedate,
// which pydantic reads dates with]
const (
	tooShort     = "input is too short"
	badYear      = "invalid character in year"
	badMonth     = "invalid character in month"
	badDay       = "invalid character in day"
	badDateSep   = "invalid date separator, expected `-`"
	monthRange   = "month value is outside expected range of 1-12"
	dayRange     = "day value is outside expected range"
	badSeparator = "invalid datetime separator, expected `T`, `t`, `_` or space"
	badHour      = "invalid character in hour"
	badMinute    = "invalid character in minute"
	badSecond    = "invalid character in second"
	badTimeSep   = "invalid time separator, expected `:`"
	hourRange    = "hour value is outside expected range of 0-23"
	minuteRange  = "minute value is outside expected range of 0-59"
	secondRange  = "second value is outside expected range of 0-59"
	noFraction   = "second fraction value is missing"
	badSign      = "invalid timezone sign"
	badZoneHour  = "invalid timezone hour"
	badZoneMin   = "invalid timezone minute"
	zoneMinRange = "timezone minute value is outside expected range of 0-59"
	zoneRange    = "timezone offset must be less than 24 hours"
	extra        = "unexpected extra characters at the end of the input"
	tooEarly     = "dates before 0000 are not supported as unix timestamps"
	tooLate      = "dates after 9999 are not supported as unix timestamps"
	yearZero     = "year 0 is out of range"
)

// parseDate reads a date as pydantic does: also as a date with the time 00:00,
// and as seconds since 1970.
func parseDate(s string) (time.Time, *Issue) {
	if len(s) == 10 {
		if d, why := datePart(s); why == "" {
			return d, nil
		}
	}
	t, _, why := parseTime(s)
	if why != "" {
		return t, &Issue{Type: "date_from_datetime_parsing", Msg: "Input should be a valid date or datetime, " + why, Ctx: []Pair{{"error", why}}}
	}
	h, m, sec := t.Clock()
	if h != 0 || m != 0 || sec != 0 || t.Nanosecond() != 0 {
		return t, &Issue{Type: "date_from_datetime_inexact", Msg: "Datetimes provided to dates should have zero time - e.g. be exact dates"}
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), nil
}

// parseTime reads a date and a time, whether it names its zone, and why it cannot
// be read.
func parseTime(s string) (t time.Time, aware bool, why string) {
	t, aware, why = rfc3339(s)
	if why == "" {
		return t, aware, ""
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "xXpP_iInN") {
		t, why := fromUnix(n)
		return t, true, why
	} else if errors.Is(err, strconv.ErrRange) {
		return t, false, tooLate
	}
	return t, aware, why
}

// fromUnix takes large numbers for milliseconds, as pydantic does.
func fromUnix(n float64) (time.Time, string) {
	const watershed = 2e10
	if math.Abs(n) > watershed {
		n /= 1000
	}
	switch {
	case math.IsNaN(n):
		return time.Time{}, tooShort
	case n < -62_167_219_200:
		return time.Time{}, tooEarly
	case n > 253_402_300_799:
		return time.Time{}, tooLate
	}
	whole := math.Floor(n)
	return time.Unix(int64(whole), int64(math.Round((n-whole)*1e6))*1000).UTC(), ""
}

func datePart(s string) (time.Time, string) {
	if len(s) < 10 {
		return time.Time{}, tooShort
	}
	for i := range 10 {
		switch {
		case i == 4 || i == 7:
			if s[i] != '-' {
				return time.Time{}, badDateSep
			}
		case s[i] >= '0' && s[i] <= '9':
		case i < 4:
			return time.Time{}, badYear
		case i < 7:
			return time.Time{}, badMonth
		default:
			return time.Time{}, badDay
		}
	}
	y, m, d := digits(s[:4]), digits(s[5:7]), digits(s[8:10])
	if m < 1 || m > 12 {
		return time.Time{}, monthRange
	}
	if d < 1 || d > time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		return time.Time{}, dayRange
	}
	if y == 0 {
		return time.Time{}, yearZero
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC), ""
}

func digits(s string) int { n, _ := strconv.Atoi(s); return n } // of digits alone

// two reads two digits at the front of s.
func two(s, bad string) (int, string) {
	if len(s) < 2 {
		return 0, tooShort
	}
	if s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return 0, bad
	}
	return digits(s[:2]), ""
}

func rfc3339(s string) (time.Time, bool, string) {
	day, why := datePart(s)
	if why != "" {
		return day, false, why
	}
	rest := s[10:]
	if rest == "" {
		return day, false, "" // a date is midnight
	}
	if !strings.ContainsRune("Tt _", rune(rest[0])) {
		return day, false, badSeparator
	}
	of, rest, why := clock(rest[1:])
	if why != "" {
		return day, false, why
	}
	zone, aware, why := offset(rest)
	if why != "" {
		return day, false, why
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone).Add(of), aware, ""
}

// clock reads hours, minutes, and perhaps seconds and a fraction.
func clock(s string) (time.Duration, string, string) {
	if len(s) < 5 {
		return 0, "", tooShort
	}
	h, why := two(s, badHour)
	if why != "" {
		return 0, "", why
	}
	if s[2] != ':' {
		return 0, "", badTimeSep
	}
	m, why := two(s[3:], badMinute)
	switch {
	case why != "":
		return 0, "", why
	case h > 23:
		return 0, "", hourRange
	case m > 59:
		return 0, "", minuteRange
	}
	d, s := time.Duration(h)*time.Hour+time.Duration(m)*time.Minute, s[5:]
	if !strings.HasPrefix(s, ":") {
		return d, s, ""
	}
	sec, why := two(s[1:], badSecond)
	switch {
	case why != "":
		return 0, "", why
	case sec > 59:
		return 0, "", secondRange
	}
	d, s = d+time.Duration(sec)*time.Second, s[3:]
	if s == "" || s[0] != '.' && s[0] != ',' {
		return d, s, ""
	}
	n, micros, unit := 1, 0, 100_000
	for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ { // what is finer than microseconds is cut off
		micros += int(s[n]-'0') * unit
		unit /= 10
	}
	if n == 1 {
		return 0, "", noFraction
	}
	return d + time.Duration(micros)*time.Microsecond, s[n:], ""
}

// offset reads what follows a time: nothing, Z, or hours and minutes.
func offset(s string) (*time.Location, bool, string) {
	switch {
	case s == "":
		return time.UTC, false, ""
	case s == "Z" || s == "z":
		return time.UTC, true, ""
	case s[0] == 'Z' || s[0] == 'z':
		return nil, false, extra
	case s[0] != '+' && s[0] != '-':
		return nil, false, badSign
	}
	h, why := two(s[1:], badZoneHour)
	if why != "" {
		return nil, false, why
	}
	rest := strings.TrimPrefix(s[3:], ":")
	m, why := two(rest, badZoneMin)
	switch {
	case why != "":
		return nil, false, why
	case m > 59:
		return nil, false, zoneMinRange
	case h > 23:
		return nil, false, zoneRange
	case len(rest) > 2:
		return nil, false, extra
	}
	seconds := h*3600 + m*60
	if s[0] == '-' {
		seconds = -seconds
	}
	if seconds == 0 {
		return time.UTC, true, ""
	}
	return time.FixedZone("", seconds), true, ""
}

// ParseInstant reads a date and a time, and whether it names its zone.
func ParseInstant(s string) (t time.Time, aware, ok bool) {
	if len(s) < 11 { // nor bare dates, nor small numbers
		return t, false, false
	}
	t, aware, why := rfc3339(s)
	return t, aware, why == ""
}
