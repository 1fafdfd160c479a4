package polaraccesslink

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	iso "github.com/sosodev/duration"
)

// Duration is a length of time that the vendor writes as protobuf does: "300s",
// "3.000000001s", "-3600s".
type Duration time.Duration

var errDuration = errors.New("a duration like 300s")

// ParseDuration reads a duration exactly.
func ParseDuration(s string) (Duration, error) {
	digits, ok := strings.CutSuffix(s, "s")
	digits, negative := strings.CutPrefix(digits, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if !ok || whole == "" || point && fraction == "" || len(fraction) > 9 || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, errDuration
	}
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds > 9e9 {
		return 0, errDuration
	}
	nanos, _ := strconv.ParseInt((fraction + "000000000")[:9], 10, 64)
	d := Duration(seconds*1e9 + nanos)
	if negative {
		d = -d
	}
	return d, nil
}

// String is 300s or 3.000000001s.
func (d Duration) String() string {
	sign, n := "", uint64(d)
	if d < 0 {
		sign, n = "-", -uint64(d)
	}
	s := sign + strconv.FormatUint(n/1e9, 10)
	if rest := n % 1e9; rest != 0 {
		s += "." + strings.TrimRight(strconv.FormatUint(rest+1e9, 10)[1:], "0")
	}
	return s + "s"
}

// MarshalJSON writes String.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads what ParseDuration reads.
func (d *Duration) UnmarshalJSON(raw []byte) error {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return errDuration
	}
	parsed, err := ParseDuration(s)
	if err == nil {
		*d = parsed
	}
	return err
}

// Period is a stretch of the calendar, such as a month: it has no length until
// it is known where it begins. The zero Period is none.
type Period struct {
	Years, Months, Weeks, Days float64
	Time                       time.Duration // what is shorter than a day
	text                       string
}

// ParsePeriod reads an ISO 8601 period: P1M, P1Y2M10DT2H30M.
func ParsePeriod(s string) (Period, error) {
	wrong := errors.New("a period like P1M")
	if len(s) > 64 || !strings.HasPrefix(s, "P") || strings.Trim(s, "PYMWDTHS.0123456789") != "" || !strings.ContainsAny(s, "0123456789") {
		return Period{}, wrong
	}
	p, err := iso.Parse(s)
	hours := 0.0
	if err == nil {
		hours = p.Hours + p.Minutes/60 + p.Seconds/3600
	}
	if err != nil || hours > 1e6 || max(p.Years, p.Months, p.Weeks, p.Days) > 1e6 {
		return Period{}, wrong
	}
	clock := iso.Duration{Hours: p.Hours, Minutes: p.Minutes, Seconds: p.Seconds}
	return Period{Years: p.Years, Months: p.Months, Weeks: p.Weeks, Days: p.Days, Time: clock.ToTimeDuration(), text: s}, nil
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p == Period{} }

// After returns the date a period later, by whole days.
func (p Period) After(d Date) Date {
	return DateOf(time.Date(d.Year+int(p.Years), d.Month+time.Month(p.Months), d.Day+int(p.Weeks*7+p.Days), 0, 0, 0, 0, time.UTC))
}

// String is the vendor's text.
func (p Period) String() string { return p.text }

// MarshalJSON writes String.
func (p Period) MarshalJSON() ([]byte, error) { return json.Marshal(p.text) }

// UnmarshalJSON reads what ParsePeriod reads.
func (p *Period) UnmarshalJSON(raw []byte) error {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return errors.New("a period in quotes")
	}
	parsed, err := ParsePeriod(s)
	if err == nil {
		*p = parsed
	}
	return err
}
