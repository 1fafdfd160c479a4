package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter returns the wait that a Retry-After header asks for: a number of
// seconds, or a date in any of HTTP's three forms, counted from the answer's
// own Date if it has one and from now if not. ok is false for no header, for
// one that is neither, and for a wait that is over. A number of seconds too
// large for a duration is the longest duration. [RFC 9110 10.2.3]
func RetryAfter(h http.Header, now time.Time) (wait time.Duration, ok bool) {
	s := strings.Trim(h.Get("Retry-After"), " \t")
	if s == "" {
		return 0, false
	}
	if strings.Trim(s, "0123456789") == "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil || n > uint64(math.MaxInt64/time.Second) {
			return math.MaxInt64, true
		}
		return time.Duration(n) * time.Second, n > 0
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	wait = at.Sub(now)
	return max(wait, 0), wait > 0
}
