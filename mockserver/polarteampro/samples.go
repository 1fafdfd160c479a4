package polarteampro

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// column is one field of a table of samples.
type column uint8

// The columns in the documents' order. [confirmed: document 1.0.2]
const (
	colDistance column = iota
	colHeartRate
	colSpeed
	colCadence
	colLatitude
	colLongitude
	colAltitude
	colAcceleration
	colPower
	columns
)

func (c column) name() string {
	return [...]string{"distance", "hr", "speed", "cadence", "lat", "lon", "altitude", "forward_acceleration", "power"}[c]
}

// selection is what a caller wants to see of the samples.
type selection struct {
	wanted [columns]bool
	table  bool // a column at least
	rr     bool
}

func (s *selection) none() bool { return !s.table && !s.rr }

// sampleNames are the values of the parameter. Power is a column but no value:
// it comes with all alone. [confirmed: document 1.0.2]
func sampleNames() string {
	return "distance,location,hr,speed,cadence,altitude,forward_acceleration,rr"
}

// add wants one name more, and says whether there is such a name.
func (s *selection) add(name string) bool {
	want := func(c ...column) bool {
		for _, c := range c {
			s.wanted[c] = true
		}
		s.table = true
		return true
	}
	switch name {
	case "all":
		for c := range columns {
			want(c)
		}
		s.rr = true
		return true
	case "location":
		return want(colLatitude, colLongitude)
	case "rr":
		s.rr = true
		return true
	case "power":
		return false
	}
	for c := range columns {
		if c.name() == name && c != colLatitude && c != colLongitude {
			return want(c)
		}
	}
	return false
}

// perSecond is how many rows a second has. Heart rate, cadence and place are in
// the first of them only. [confirmed: public clients]
const perSecond = 10

// table makes rows of samples from what happened at 1 Hz.
type table struct {
	effort *effort
	set    *settings
	x      *journal.Exchange
	want   []column
	gapAt  int     // the second before which the belt lost the heart
	gap    int     // for how many seconds
	way    float64 // metres up to the second that is being written
}

func newTable(e *effort, s *settings, x *journal.Exchange, sel selection) *table {
	t := &table{effort: e, set: s, x: x, gapAt: int(e.record.GapAt / time.Second), gap: int(e.record.Gap / time.Second)}
	for c := range columns {
		if sel.wanted[c] {
			t.want = append(t.want, c)
		}
	}
	return t
}

// seconds is how long the table is, by the clock.
func (t *table) seconds() int { return len(t.effort.record.HeartRate) + t.gap }

func (t *table) appendFields(b []byte) []byte {
	b = append(b, `["time"`...)
	for _, c := range t.want {
		b = append(b, ',')
		b = wirejson.AppendString(b, c.name())
	}
	return append(b, ']')
}

// at is where a second of the clock lies in the series, -1 inside of the hole.
func (t *table) at(second int) int {
	switch {
	case t.gap == 0 || second < t.gapAt:
		return second
	case second < t.gapAt+t.gap:
		return -1
	}
	return second - t.gap
}

// appendSecond appends the rows of one second, which must be asked for in turn.
func (t *table) appendSecond(b []byte, second int) []byte {
	i := t.at(second)
	for tenth := range perSecond {
		if second+tenth > 0 {
			b = append(b, ',')
		}
		b = t.appendRow(b, second, tenth, i)
	}
	if speed := t.effort.record.Speed; i >= 0 && i < len(speed) {
		t.way += float64(speed[i])
	}
	return b
}

func (t *table) appendRow(b []byte, second, tenth, i int) []byte {
	b = append(b, `["`...)
	b = appendOffset(b, second, tenth)
	b = append(b, '"')
	if t.set.longRows.In(t.x) && (second*perSecond+tenth)%3 == 2 {
		return t.appendLong(b, tenth, i)
	}
	end := len(b) // of the last value that is none of null
	for _, c := range t.want {
		b = append(b, ',')
		var there bool
		if b, there = t.appendCell(b, c, tenth, i); there || t.set.padRows.In(t.x) {
			end = len(b)
		}
	}
	return append(b[:end], ']')
}

// appendLong appends a row with a null too many, as the documents print it.
func (t *table) appendLong(b []byte, tenth, i int) []byte {
	for n, c := range t.want {
		if n == max(0, len(t.want)-2) {
			b = append(b, ",null"...)
		}
		b = append(b, ',')
		b, _ = t.appendCell(b, c, tenth, i)
	}
	return append(b, ']')
}

// appendOffset appends the time since the start: "PT0S", "PT0.1S", "PT1H2M3.4S".
func appendOffset(b []byte, second, tenth int) []byte {
	return appendDuration(b, time.Duration(second)*time.Second+time.Duration(tenth)*100*time.Millisecond)
}

// appendCell appends a value, and says whether there is one.
func (t *table) appendCell(b []byte, c column, tenth, i int) ([]byte, bool) {
	r, sparse := t.effort.record, tenth > 0
	null := func() ([]byte, bool) { return append(b, "null"...), false }
	number := func(v float64, decimals int) ([]byte, bool) { return wirejson.AppendFixed(b, v, decimals), true }
	missing := func() ([]byte, bool) {
		if t.set.notANumber.In(t.x) {
			return append(b, `"NaN"`...), true
		}
		return null()
	}
	switch c {
	case colHeartRate:
		if hr := t.effort.heart.series; i >= 0 && !sparse && i < len(hr) {
			return number(float64(hr[i]), 0)
		}
		return null()
	case colCadence:
		if i < 0 || sparse || i >= len(r.Cadence) {
			return null()
		}
		return number(math.Round(float64(r.Cadence[i])), 0)
	case colLatitude, colLongitude:
		series := r.Latitude
		if c == colLongitude {
			series = r.Longitude
		}
		if i < 0 || sparse || i >= len(series) {
			return null()
		}
		return number(series[i], 7)
	case colPower:
		if w, ok := t.effort.watts(max(0, i)); ok && i >= 0 {
			return number(w, 0)
		}
		return null()
	case colAltitude:
		if i < 0 || i >= len(r.Altitude) {
			return missing()
		}
		return number(float64(r.Altitude[i]), 1)
	}
	if i < 0 || i >= len(r.Speed) {
		return missing()
	}
	now, next := float64(r.Speed[i]), float64(r.Speed[min(i+1, len(r.Speed)-1)])
	part := float64(tenth) / perSecond
	switch c {
	case colDistance:
		return number(t.way+now*part, 2)
	case colSpeed:
		return number((now+(next-now)*part)*kmh, 2)
	}
	return number(next-now, 2)
}

// appendIntervals appends R-R intervals in milliseconds as the belt gave them;
// null where it missed beats, which is longer than any heart waits, and where it
// lost the heart. [confirmed: null in the document's example; inferred: when]
func (t *table) appendIntervals(b []byte, from, to int, clock float64) ([]byte, float64) {
	const longest = 2000
	gapAt := float64(t.effort.record.GapAt.Milliseconds())
	for i := from; i < to; i++ {
		ms := t.effort.record.RawRR[i]
		if i > 0 {
			b = append(b, ',')
		}
		if t.gap > 0 && clock < gapAt && clock+float64(ms) >= gapAt {
			b = append(b, "null,"...)
		}
		if ms > longest {
			b = append(b, "null"...)
		} else {
			b = wirejson.AppendInt(b, ms)
		}
		clock += float64(ms)
	}
	return b, clock
}
