package polaraccesslink

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Local is a wall-clock time whose zone is unknown.
type Local struct{ Wall string }

// Duration is a length of time.
type Duration time.Duration

// Period is a stretch of the calendar, as text.
type Period string

// localTime lists the members whose times have no zone. [confirmed: AccessLink v4 page]
func localTime(name string) bool {
	return slices.Contains([]string{"startTime", "stopTime", "endTime", "testTime", "dateTime"}, name)
}

// instant lists the members whose times are moments. [confirmed: AccessLink v4 page]
func instant(name string) bool {
	return slices.Contains([]string{"created", "modified", "sleepStart", "sleepEnd", "alarmStopTime", "purchasedAt", "expiresAt", "createdAt", "modifiedAt"}, name)
}

// whole lists members that are numbers, in quotes or not. [confirmed: AccessLink v4 page]
func whole(name string) bool {
	return slices.Contains([]string{
		"interval", "height", "weight", "maximumHeartRate", "restingHeartRate", "vo2Max", "offsetMillis", "heartRate",
		"recordingTimeDeltaMilliseconds", "recoveryTimeMillis", "sleepStartOffsetSeconds", "sleepEndOffsetSeconds", "intervalMillis",
		offsetMember, "timeZoneOffsetMinutes",
	}, name)
}

// offsetMember is one of two spellings of one thing, and that which is reported.
const offsetMember = "timezoneOffsetMinutes"

// series lists members that are lists of numbers. [confirmed: AccessLink v4 page]
func series(name string) bool {
	return slices.Contains([]string{"values", "mets", "steps", "hrvValues", "breathingRateValues"}, name)
}

// object gives the members of an object their types.
func (c *Client) object(o Item) (Item, error) {
	out := make(Item, len(o))
	for name, v := range o {
		v, err := c.value(name, v)
		if err != nil {
			return nil, err
		}
		if name == "timeZoneOffsetMinutes" {
			if c.M.Has("one-spelling") {
				continue
			}
			name = offsetMember
		}
		out[name] = v
	}
	return c.bent(out), nil
}

// value gives one member its type.
func (c *Client) value(name string, v any) (any, error) {
	switch t := v.(type) {
	case map[string]any:
		return c.object(t)
	case []any:
		if series(name) {
			return c.numbers(t)
		}
		out := make([]any, len(t))
		for i := range t {
			var err error
			if out[i], err = c.value(name, t[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	case string:
		if whole(name) {
			return c.number(name, t, true)
		}
		return c.text(name, t)
	case json.Number:
		return c.number(name, t.String(), false)
	}
	return v, nil
}

// number reads a whole number exactly, and any other as one with a fraction.
func (c *Client) number(name, s string, quoted bool) (any, error) {
	switch {
	case quoted && c.M.Has("quoted-numbers-refused"):
		return nil, caller.Undecodable("%s is text", name)
	case !quoted && (name == "interval" || name == "recordingTimeDeltaMilliseconds") && c.M.Has("bare-numbers-refused"):
		return nil, caller.Undecodable("%s is a number", name)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok || strings.Contains(s, "/") || len(s) > 40 {
		return nil, caller.Undecodable("%s is no number", name)
	}
	f, _ := r.Float64()
	switch {
	case c.M.Has("numbers-as-floats"):
		return f, nil
	case quoted && strings.Contains(s, ".") && c.M.Has("decimals-refused"):
		return nil, caller.Undecodable("%s is no whole number", name)
	case r.IsInt():
		return new(big.Int).Set(r.Num()), nil
	}
	return f, nil
}

// numbers reads a series; what is no number is NaN.
func (c *Client) numbers(list []any) (any, error) {
	out := make([]float64, len(list))
	for i, v := range list {
		s, _ := v.(string)
		if n, ok := v.(json.Number); ok {
			s = n.String()
		}
		f, err := strconv.ParseFloat(s, 64)
		if out[i] = f; err != nil || math.IsNaN(f) {
			if c.M.Has("nan-loses-series") {
				return []float64{}, nil
			}
			out[i] = math.NaN()
		}
	}
	return out, nil
}

var protoDuration = lazyregexp.New(`^(-?)(\d{1,9})(?:\.(\d{1,9}))?s$`)

// text reads what a string means by the name of its member.
func (c *Client) text(name, s string) (any, error) {
	switch {
	case localTime(name):
		return c.local(s), nil
	case name == "id" && c.M.Has("numbers-as-floats"):
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return f, nil
		}
	case instant(name):
		form := time.RFC3339Nano
		if c.M.Has("millis-only") {
			form = "2006-01-02T15:04:05.000Z07:00"
		}
		if t, err := time.Parse(form, s); err == nil {
			return t, nil
		} else if c.M.Has("millis-only") {
			return nil, nil
		}
	case name == "duration" && strings.HasPrefix(s, "P"):
		if c.M.Has("months-as-days") {
			return Duration(30 * 24 * time.Hour), nil
		}
		return Period(s), nil
	case name == "newState" && c.M.Has("words-strict") && !slices.Contains([]string{
		"SLEEP_STATE_WAKE", "SLEEP_STATE_REM", "SLEEP_STATE_NON_REM1", "SLEEP_STATE_NON_REM2", "SLEEP_STATE_NON_REM3", "SLEEP_STATE_UNKNOWN",
	}, s):
		return nil, caller.Undecodable("%s is no state of sleep", s)
	}
	if m := protoDuration.FindStringSubmatch(s); m != nil {
		seconds, _ := strconv.ParseInt(m[2], 10, 64)                   // digits
		nanos, _ := strconv.ParseInt((m[3] + "000000000")[:9], 10, 64) // digits
		if m[1] == "-" && c.M.Has("durations-sign-of-seconds") {
			return Duration(time.Duration(nanos) - time.Duration(seconds)*time.Second), nil
		}
		d := time.Duration(seconds)*time.Second + time.Duration(nanos)
		if c.M.Has("durations-in-milliseconds") {
			d = d.Round(time.Millisecond)
		}
		if m[1] == "-" && !c.M.Has("durations-unsigned") {
			d = -d
		}
		return Duration(d), nil
	}
	return s, nil
}

// local reads a time without a zone; a zone that follows is no part of it.
func (c *Client) local(s string) any {
	const layout = "2006-01-02T15:04:05.999999999"
	if t, err := time.Parse(layout, s); err == nil {
		if c.M.Has("local-times-as-utc") {
			return t
		}
		return Local{s}
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	switch {
	case err != nil:
		return s
	case c.M.Has("zone-believed"):
		return t
	}
	return Local{t.Format(layout)}
}

// bent is the place of defects that bend members.
func (c *Client) bent(o Item) Item {
	for _, name := range []string{"sleepStartOffsetSeconds", "sleepEndOffsetSeconds"} {
		if n, ok := o[name].(*big.Int); ok && n.Sign() < 0 && c.M.Has("offsets-unsigned") {
			o[name] = new(big.Int).Add(n, big.NewInt(1<<32))
		}
	}
	if n, ok := o["offsetMillis"].(*big.Int); ok && n.Sign() == 0 && c.M.Has("zero-is-missing") {
		delete(o, "offsetMillis")
	}
	return o
}
