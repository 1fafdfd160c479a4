package sweatstack

import (
	"encoding/json"
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time that the service writes as ISO 8601 does:
// PT1H2M3.5S, P1DT2H. In its mouth a year has 365 days and a month 30: it
// splits them off what it counted in seconds. [measured: pydantic 2]
type Duration time.Duration

var errDuration = errors.New("an ISO 8601 duration like PT1H2M3.5S")

// ParseDuration reads a duration exactly, to the nanosecond.
func ParseDuration(s string) (Duration, error) {
	rest, negative := strings.CutPrefix(s, "-")
	if !negative {
		rest = strings.TrimPrefix(rest, "+")
	}
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok || len(rest) > 64 {
		return 0, errDuration
	}
	const day = 24 * time.Hour
	units := []struct {
		sign byte
		unit time.Duration
	}{{'Y', 365 * day}, {'M', 30 * day}, {'W', 7 * day}, {'D', day}, {'T', 0}, {'H', time.Hour}, {'M', time.Minute}, {'S', time.Second}}
	var total uint64
	some, point, timed := false, false, false
	for rest != "" {
		n := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
		if n < 0 {
			return 0, errDuration
		}
		i := 0
		for i < len(units) && units[i].sign != rest[n] {
			i++
		}
		if i == len(units) || (n == 0) != (rest[n] == 'T') {
			return 0, errDuration
		}
		unit := units[i].unit
		number := rest[:n]
		units, rest = units[i+1:], rest[n+1:]
		if unit == 0 {
			timed, some = true, false // something has to follow
			continue
		}
		if point || timed != (unit < day) { // only the last may have a fraction
			return 0, errDuration
		}
		var d uint64
		if d, point, ok = times(number, unit); !ok || total+d > math.MaxInt64 {
			return 0, errDuration
		}
		total += d
		some = true
	}
	if !some {
		return 0, errDuration
	}
	if negative {
		return -Duration(total), nil
	}
	return Duration(total), nil
}

// times is a decimal number of units in nanoseconds. What is finer is cut off.
func times(number string, unit time.Duration) (total uint64, point, ok bool) {
	whole, fraction, point := strings.Cut(strings.Replace(number, ",", ".", 1), ".")
	n, err := strconv.ParseUint(whole, 10, 64)
	if err != nil || point && strings.Trim(fraction, "0123456789") != "" || point && fraction == "" {
		return 0, false, false
	}
	hi, total := bits.Mul64(n, uint64(unit))
	if hi != 0 || total > math.MaxInt64 {
		return 0, false, false
	}
	scale := uint64(unit)
	for _, c := range []byte(fraction) {
		// scale/10 is exact for the nine digits that a nanosecond has.
		scale /= 10
		total += uint64(c-'0') * scale
	}
	return total, point, true
}

// String is what the service writes: P1DT2H3M4.5S, PT0S.
func (d Duration) String() string {
	if d == 0 {
		return "PT0S"
	}
	n := time.Duration(d)
	left := uint64(n)
	var b strings.Builder
	if n < 0 {
		left = -left
		b.WriteByte('-')
	}
	b.WriteByte('P')
	part := func(unit time.Duration, sign string) {
		if v := left / uint64(unit); v > 0 {
			b.WriteString(strconv.FormatUint(v, 10) + sign)
			left %= uint64(unit)
		}
	}
	part(365*24*time.Hour, "Y")
	part(24*time.Hour, "D")
	if left > 0 {
		b.WriteByte('T')
	}
	part(time.Hour, "H")
	part(time.Minute, "M")
	if left > 0 {
		b.WriteString(strconv.FormatUint(left/1e9, 10))
		if f := left % 1e9; f > 0 {
			b.WriteString("." + strings.TrimRight(strconv.FormatUint(f+1e9, 10)[1:], "0"))
		}
		b.WriteByte('S')
	}
	return b.String()
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
