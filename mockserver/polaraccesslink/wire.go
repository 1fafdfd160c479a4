package polaraccesslink

import (
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// The messages in this package are this simulator's reading of the vendor's
// page. The client has its own reading, on purpose: if the two were one, a misread
// member would agree with itself in every test.
//
// The page was made from protobuf, and its JSON is protobuf's: a 64-bit unsigned
// number is a string, a 32-bit one a number; zeros, false and empty lists are
// printed, what is optional and not set is absent, null is never used.
// [confirmed: AccessLink v4 page; measured: published answers]
//
// In messages: a field that is a pointer is optional, any other always printed; a
// list tagged omitzero is absent when it is nil, which is for what a feature adds.

const (
	mediaJSON = "application/json"
	mediaText = "text/plain"
)

// appender is a value that knows its own JSON.
type appender interface {
	appendJSON(b []byte) []byte
}

// enum is the name of a value of an enumeration.
type enum string

func (e enum) appendJSON(b []byte) []byte { return quoted(b, string(e)) }

// uint64s is a string in JSON, so that no reader loses digits.
type uint64s uint64

func (n uint64s) appendJSON(b []byte) []byte {
	b = append(b, '"')
	b = strconv.AppendUint(b, uint64(n), 10)
	return append(b, '"')
}

// utc is a point in time: "2025-06-13T06:48:23.811Z", with three digits or none
// after the second. [measured: published answers]
type utc struct{ time.Time }

func (t utc) appendJSON(b []byte) []byte {
	layout := `"2006-01-02T15:04:05Z"`
	if t.Nanosecond() >= int(time.Millisecond) {
		layout = `"2006-01-02T15:04:05.000Z"`
	}
	return t.UTC().AppendFormat(b, layout)
}

// local is what the clock on the wall shows in the time's own zone:
// "2025-06-12T11:37:28". [measured: published answers]
type local struct{ time.Time }

func (t local) appendJSON(b []byte) []byte { return t.AppendFormat(b, `"2006-01-02T15:04:05.999"`) }

// zoned is local time with its offset: "2025-06-13T00:55:14.9+02:00". [measured:
// published answers]
type zoned struct{ time.Time }

func (t zoned) appendJSON(b []byte) []byte {
	return t.AppendFormat(b, `"2006-01-02T15:04:05.999-07:00"`)
}

// date is a day: "2025-06-13".
type date struct{ time.Time }

func (t date) appendJSON(b []byte) []byte { return t.AppendFormat(b, `"2006-01-02"`) }

// timeOfDay counts from midnight: "14:41:45". [confirmed: AccessLink v4 page]
type timeOfDay time.Duration

func (t timeOfDay) appendJSON(b []byte) []byte {
	return time.Time{}.Add(time.Duration(t)).AppendFormat(b, `"15:04:05.999"`)
}

// duration is protobuf's: "300s", "0.500s", "3.000000001s". [confirmed: AccessLink
// v4 page, sleep; measured: published answers]
type duration time.Duration

func (d duration) appendJSON(b []byte) []byte {
	b = append(b, '"')
	n := int64(d)
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/1e9, 10)
	if rest := n % 1e9; rest > 0 {
		digits := strconv.FormatInt(1e9+rest, 10)[1:]
		for _, keep := range [...]int{3, 6, 9} {
			if digits[keep:] == "000000000"[keep:] {
				digits = digits[:keep]
				break
			}
		}
		b = append(append(b, '.'), digits...)
	}
	return append(b, 's', '"')
}

// moment is a point in time in parts, UTC. [confirmed: AccessLink v4 page,
// training targets]
type moment struct {
	Year  int `json:"year"`
	Month int `json:"month"`
	Day   int `json:"day"`
	Hour  int `json:"hour"`
	Min   int `json:"min"`
	Sec   int `json:"sec"`
}

func momentOf(t time.Time) moment {
	t = t.UTC()
	return moment{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second()}
}

// when is a value that is there only under a condition.
func when[T any](there bool, v T) *T {
	if there {
		return &v
	}
	return nil
}

func quoted(b []byte, s string) []byte { return wirejson.AppendString(b, s) }

// appendFloat appends a number that is not whole by nature: "76.0", "0.1". What
// JSON has no number for is a string, as in protobuf. [measured: published answers;
// confirmed: ProtoJSON format]
func appendFloat(b []byte, v float64, bits int) []byte {
	switch {
	case v != v:
		return append(b, `"NaN"`...)
	case v > 1e300:
		return append(b, `"Infinity"`...)
	case v < -1e300:
		return append(b, `"-Infinity"`...)
	case v == 0:
		return append(b, "0.0"...)
	}
	start := len(b)
	b = strconv.AppendFloat(b, v, 'f', -1, bits)
	for _, c := range b[start:] {
		if c == '.' {
			return b
		}
	}
	return append(b, ".0"...)
}
