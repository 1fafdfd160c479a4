package sweatstack

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// The shapes in this package are this simulator's reading of what the vendor has
// published. The client has its own reading, on purpose: if the two were one, a
// misread member would agree with itself in every test.

const mediaJSON = "application/json"

// value is what a handler answers with: it knows its own JSON.
type value interface {
	appendJSON(t *tenant, c *caller, b []byte) []byte
}

// encode is for values that are no answer yet, of which there are none.
func encode(_ *tenant, _ *httpx.Request, v any) (httpx.Response, error) {
	return httpx.Response{}, fmt.Errorf("%T has no spelling", v)
}

func reply(status int, body []byte) httpx.Response {
	return httpx.Response{Status: status, ContentType: mediaJSON, Body: body}
}

// answer spells a value.
func answer(t *tenant, c *caller, v value) httpx.Response {
	return reply(http.StatusOK, v.appendJSON(t, c, nil))
}

// list spells an array. [confirmed: document, where lists have no envelope]
func list[T value](t *tenant, c *caller, all []T) httpx.Response {
	b := append(make([]byte, 0, 4096*len(all)+2), '[') // most are not longer
	for i, v := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = v.appendJSON(t, c, b)
	}
	return reply(0, append(b, ']'))
}

// said is the answer to what only confirms: {"message": …}. [confirmed: notes of
// the vendor's client]
func said(words string) httpx.Response {
	o := open(nil)
	o.text("message", words)
	return reply(0, o.close())
}

// object appends the members of one JSON object: all of them, in the order of
// their declaration, null where there is nothing. [confirmed: observed on FastAPI]
type object struct {
	b     []byte
	first bool
}

func open(b []byte) object { return object{append(b, '{'), true} }

func (o *object) close() []byte { return append(o.b, '}') }

// key appends the name of the next member, which needs no escapes.
func (o *object) key(name string) {
	if !o.first {
		o.b = append(o.b, ',')
	}
	o.first = false
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

func (o *object) null(name string) {
	o.key(name)
	o.b = append(o.b, "null"...)
}

func (o *object) text(name, s string) {
	o.key(name)
	o.b = wirejson.AppendString(o.b, s)
}

// textOr is text, or null for nothing.
func (o *object) textOr(name, s string) {
	if s == "" {
		o.null(name)
		return
	}
	o.text(name, s)
}

func (o *object) texts(name string, all []string) {
	o.key(name)
	o.b = append(o.b, '[')
	for i, s := range all {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = wirejson.AppendString(o.b, s)
	}
	o.b = append(o.b, ']')
}

func (o *object) bool(name string, v bool) {
	o.key(name)
	o.b = strconv.AppendBool(o.b, v)
}

func (o *object) int(name string, v int) {
	o.key(name)
	o.b = wirejson.AppendInt(o.b, v)
}

// intOr is a whole number, or null.
func (o *object) intOr(name string, v *int) {
	if v == nil {
		o.null(name)
		return
	}
	o.int(name, *v)
}

// float is a number of the type float, which always has a fraction.
func (o *object) float(name string, v float64) {
	o.key(name)
	o.b = appendFloat(o.b, v)
}

func (o *object) floatOr(name string, v *float64) {
	if v == nil {
		o.null(name)
		return
	}
	o.float(name, *v)
}

// number is a number of the type int or float: a whole one has no fraction.
func (o *object) number(name string, v float64) {
	o.key(name)
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		o.b = wirejson.AppendInt(o.b, int64(v))
		return
	}
	o.b = appendFloat(o.b, v)
}

func (o *object) raw(name string, json []byte) {
	if json == nil {
		o.null(name)
		return
	}
	o.key(name)
	o.b = append(o.b, json...)
}

// appendFloat spells a number as Python does: the shortest digits that read back,
// with a fraction or an exponent. [confirmed: observed on FastAPI]
func appendFloat(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, "null"...)
	}
	if abs := math.Abs(v); abs != 0 && (abs < 1e-4 || abs >= 1e16) {
		return strconv.AppendFloat(b, v, 'e', -1, 64)
	}
	b = strconv.AppendFloat(b, v, 'f', -1, 64)
	if v == math.Trunc(v) {
		b = append(b, ".0"...)
	}
	return b
}

// instant is a point in time: with the record's own offset in the document's time,
// in UTC since August 2026. [confirmed: change log of the vendor's client, 0.88.0]
func (o *object) instant(t *tenant, name string, at time.Time, zone *time.Location) {
	o.key(name)
	if t.set.current.In(t.x) {
		zone = time.UTC
	}
	o.b = appendTime(o.b, at.In(zone), true)
}

// local is the clock on the wall, without an offset. [confirmed: models of the
// vendor's client]
func (o *object) local(name string, at time.Time, zone *time.Location) {
	o.key(name)
	o.b = appendTime(o.b, at.In(zone), false)
}

// appendTime spells a time as pydantic does: microseconds are there or not, UTC is
// Z. [confirmed: observed on FastAPI]
func appendTime(b []byte, at time.Time, offset bool) []byte {
	b = append(b, '"')
	at = at.Truncate(time.Microsecond)
	b = at.AppendFormat(b, "2006-01-02T15:04:05")
	if at.Nanosecond() != 0 {
		b = at.AppendFormat(b, ".000000")
	}
	if offset {
		b = at.AppendFormat(b, "Z07:00")
	}
	return append(b, '"')
}

func (o *object) duration(name string, d time.Duration) {
	o.key(name)
	o.b = append(o.b, '"')
	o.b = appendDuration(o.b, d)
	o.b = append(o.b, '"')
}

// appendDuration spells a duration as pydantic does: ISO 8601 with years of 365
// days, without what is zero. [confirmed: observed on FastAPI]
func appendDuration(b []byte, d time.Duration) []byte {
	if d < 0 {
		b, d = append(b, '-'), -d
	}
	const day = 24 * time.Hour
	b = append(b, 'P')
	unit := func(n time.Duration, letter byte) {
		if n > 0 {
			b = append(wirejson.AppendInt(b, n), letter)
		}
	}
	begin := len(b)
	unit(d/(365*day), 'Y')
	unit(d/day%365, 'D')
	if rest := d % day; rest > 0 || len(b) == begin {
		b = append(b, 'T')
		unit(rest/time.Hour, 'H')
		unit(rest/time.Minute%60, 'M')
		if s := rest % time.Minute; s > 0 || rest == 0 {
			b = append(wirejson.AppendFixed(b, s.Truncate(time.Microsecond).Seconds(), 6), 'S')
		}
	}
	return b
}
