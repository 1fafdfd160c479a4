package polarteampro

import (
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// The shapes in this package are this simulator's reading of the vendor's
// documents. The client has its own reading, on purpose: if the two were one, a
// misread member would agree with itself in every test.

const mediaJSON = "application/json"

// value is what a handler answers with: it knows its own JSON.
type value interface {
	appendJSON(t *tenant, b []byte) []byte
}

// encode spells a handler's value.
func encode(t *tenant, _ *httpx.Request, v any) (httpx.Response, error) {
	known, ok := v.(value)
	if !ok {
		return httpx.Response{}, fmt.Errorf("%T has no JSON", v)
	}
	return httpx.Response{ContentType: mediaJSON, Body: known.appendJSON(t, make([]byte, 0, usualBody))}, nil
}

// usualBody is room for the short answers.
const usualBody = 1 << 10

// object appends the members of one JSON object.
type object struct {
	b     []byte
	first bool
	nulls bool // what has no value is null, and not left out
}

func (t *tenant) open(b []byte) object { return object{append(b, '{'), true, t.set.nulls.In(t.x)} }

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

// none stands for a member that has no value.
func (o *object) none(name string) {
	if o.nulls {
		o.key(name)
		o.b = append(o.b, "null"...)
	}
}

func (o *object) int(name string, n int) {
	o.key(name)
	o.b = wirejson.AppendInt(o.b, n)
}

// number appends a decimal with at most so many digits after the point.
func (o *object) number(name string, v float64, decimals int) {
	o.key(name)
	o.b = wirejson.AppendFixed(o.b, v, decimals)
}

// numberIf is number where there is something to tell.
func (o *object) numberIf(there bool, name string, v float64, decimals int) {
	if there {
		o.number(name, v, decimals)
	} else {
		o.none(name)
	}
}

// text appends a string, unless it is empty.
func (o *object) text(name, s string) {
	if s == "" {
		o.none(name)
		return
	}
	o.key(name)
	o.b = wirejson.AppendString(o.b, s)
}

func (o *object) utc(name string, t time.Time) {
	o.key(name)
	o.b = wirejson.AppendTimeUTC(o.b, t)
}

// local appends the wall clock without a zone. [confirmed: document 1.0.2]
func (o *object) local(name string, t time.Time, zone *time.Location) {
	o.key(name)
	o.b = wirejson.AppendTimeLocal(o.b, t.In(zone))
}

// duration appends ISO 8601 to the tenth of a second: "PT4.2S". [confirmed:
// document 1.0.2]
func (o *object) duration(name string, d time.Duration) {
	o.key(name)
	o.b = append(o.b, '"')
	o.b = appendDuration(o.b, d)
	o.b = append(o.b, '"')
}

// appendDuration appends a duration of at least 0, in hours, minutes and seconds,
// leaving out what is zero. [inferred: the form that Java gives it; the documents
// print less than a minute only]
func appendDuration(b []byte, d time.Duration) []byte {
	tenths := int64((d + 50*time.Millisecond) / (100 * time.Millisecond))
	h, m, s := tenths/36000, tenths/600%60, tenths%600
	b = append(b, "PT"...)
	if h > 0 {
		b = append(wirejson.AppendInt(b, h), 'H')
	}
	if m > 0 {
		b = append(wirejson.AppendInt(b, m), 'M')
	}
	if s == 0 && tenths > 0 {
		return b
	}
	b = wirejson.AppendInt(b, s/10)
	if s%10 > 0 {
		b = append(b, '.', byte('0'+s%10))
	}
	return append(b, 'S')
}

// array appends an array of n elements.
func (o *object) array(name string, n int, element func(i int, b []byte) []byte) {
	o.key(name)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = element(i, o.b)
	}
	o.b = append(o.b, ']')
}

// enveloped is one thing under data. [confirmed: document 1.0.2]
type enveloped struct{ value }

func (e enveloped) appendJSON(t *tenant, b []byte) []byte {
	o := t.open(b)
	o.key("data")
	o.b = e.value.appendJSON(t, o.b)
	return o.close()
}

// several are things under data that come in one piece.
type several[T value] struct{ list []T }

func (s several[T]) appendJSON(t *tenant, b []byte) []byte {
	o := t.open(b)
	o.array("data", len(s.list), func(i int, b []byte) []byte { return s.list[i].appendJSON(t, b) })
	return o.close()
}
