package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/client/localtime"
)

// LocalTime is what a clock on the wall of the place showed: a date and a time
// of day without a zone.
type LocalTime = localtime.Time

// Local returns the figures of a clock at t.
func Local(t time.Time) LocalTime { return localtime.Of(t) }

// ParseLocalTime reads 2017-04-14T09:20:06, with or without a fraction.
func ParseLocalTime(s string) (LocalTime, error) { return localtime.Parse(s) }
