package firstbeat

import (
	"fmt"
	"strconv"
	"sync"
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
func encode(t *tenant, r *httpx.Request, v any) (httpx.Response, error) {
	if a, ok := v.(accepted); ok {
		return a.response(), nil
	}
	known, ok := v.(value)
	if !ok {
		return httpx.Response{}, fmt.Errorf("%T has no JSON", v)
	}
	memory := t.bodies.get()
	body := known.appendJSON(t, *memory)
	if t.set.measurePlain.In(t.x) || len(body) > maxPlain {
		if err := t.checkSize(r, len(body), "before content coding"); err != nil {
			return httpx.Response{}, err
		}
	}
	return httpx.Response{ContentType: mediaJSON, Body: body, Done: func() { t.bodies.put(memory, body) }}, nil
}

// bodies is the memory of answers that were sent, for those to come: a large
// one costs more to allocate than to fill. No world's state is in it.
type bodies struct{ pool sync.Pool }

func (b *bodies) get() *[]byte {
	if m, ok := b.pool.Get().(*[]byte); ok {
		return m
	}
	return new([]byte)
}

func (b *bodies) put(m *[]byte, body []byte) {
	const most = 8 << 20 // more is hardly ever answered: the vendor's bound is 6 MB
	if cap(body) > most {
		return
	}
	*m = body[:0]
	b.pool.Put(m)
}

// object appends the members of one JSON object. What is unset is left out:
// the vendor never sends null. [confirmed: basic concepts page; measured].
type object struct {
	b     []byte
	first bool
}

func openObject(b []byte) object { return object{append(b, '{'), true} }

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

func (o *object) int(name string, n int64) {
	o.key(name)
	o.b = wirejson.AppendInt(o.b, n)
}

func (o *object) bool(name string, v bool) {
	o.key(name)
	o.b = strconv.AppendBool(o.b, v)
}

// text appends a string, unless it is empty.
func (o *object) text(name, s string) {
	if s != "" {
		o.key(name)
		o.b = wirejson.AppendString(o.b, s)
	}
}

// times appends a start and an end in UTC to whole seconds, and their local
// forms where the profile has them. [confirmed: OpenAPI 1.1.0; measured: samples without].
func (o *object) times(local bool, start, end time.Time, zone *time.Location) {
	o.time("startTime", start)
	if local {
		o.localTime("startTimeLocal", start, zone)
	}
	o.time("endTime", end)
	if local {
		o.localTime("endTimeLocal", end, zone)
	}
}

func (o *object) time(name string, t time.Time) {
	o.key(name)
	o.b = wirejson.AppendTimeUTC(o.b, t)
}

func (o *object) localTime(name string, t time.Time, zone *time.Location) {
	if zone == nil {
		zone = time.UTC
	}
	o.key(name)
	o.b = wirejson.AppendTimeOffset(o.b, t.In(zone))
}

// array appends an array of n elements.
func (o *object) array(name string, n int, element func(i int, b []byte) []byte) {
	o.key(name)
	o.b = appendArray(o.b, n, element)
}

func appendArray(b []byte, n int, element func(i int, b []byte) []byte) []byte {
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = element(i, b)
	}
	return append(b, ']')
}

func appendMessage(b []byte, message string) []byte {
	o := openObject(b)
	o.text("message", message)
	return o.close()
}
