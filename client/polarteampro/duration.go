package polarteampro

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"time"

	iso "github.com/sosodev/duration"
)

// Duration is a length of time that the vendor writes as ISO 8601 does: PT4.2S.
type Duration time.Duration

var errDuration = errors.New("an ISO 8601 duration like PT4.2S")

// ParseDuration reads an ISO 8601 duration of at most days, exactly. Months and
// years have no fixed length and are refused.
func ParseDuration(s string) (Duration, error) {
	if d, ok := seconds(s); ok {
		return Duration(d), nil
	}
	if len(s) > 64 || strings.ContainsAny(s, "eE") || !strings.ContainsAny(s, "0123456789") {
		return 0, errDuration
	}
	p, err := iso.Parse(s)
	if err != nil || p.Years != 0 || p.Months != 0 || !strings.HasPrefix(strings.TrimLeft(s, "+-"), "P") {
		return 0, errDuration
	}
	total := ((p.Weeks*7+p.Days)*24+p.Hours)*3600 + p.Minutes*60
	if math.Abs(total)+math.Abs(p.Seconds) > math.MaxInt64/1e9-1 {
		return 0, errDuration
	}
	d := time.Duration(math.Round(total*1e3))*time.Millisecond + time.Duration(math.Round(p.Seconds*1e9))
	if p.Negative {
		d = -d
	}
	return Duration(d), nil
}

// seconds reads PT12.345S, which is how every sample begins, without
// allocating. ok is false for anything else.
func seconds[T string | []byte](s T) (d time.Duration, ok bool) {
	if len(s) < 4 || len(s) > 20 || s[0] != 'P' || s[1] != 'T' || s[len(s)-1] != 'S' {
		return 0, false
	}
	var whole, fraction int64
	scale := int64(time.Second)
	digits, point := 0, false
	for _, c := range []byte(s[2 : len(s)-1]) {
		switch {
		case c == '.' && !point && digits > 0:
			point, digits = true, 0
			continue
		case c < '0' || c > '9':
			return 0, false
		case point:
			if scale /= 10; scale == 0 {
				return 0, false
			}
			fraction += int64(c-'0') * scale
		default:
			if whole = whole*10 + int64(c-'0'); whole > 9e9 {
				return 0, false
			}
		}
		digits++
	}
	return time.Duration(whole*int64(time.Second) + fraction), digits > 0
}

// String is PT4.2S.
func (d Duration) String() string {
	text := time.Duration(d).Abs()
	whole, fraction := text/time.Second, text%time.Second
	s := "PT" + itoa(int64(whole))
	if fraction != 0 {
		s += "." + strings.TrimRight(itoa(int64(fraction) + int64(time.Second))[1:], "0")
	}
	if d < 0 {
		s = "-" + s
	}
	return s + "S"
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
