package firstbeat

import (
	"fmt"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// outcome is one variable that a part has.
type outcome struct {
	*variable
	number float64
	vector      // bits is 0 for a number
	list   bool // text is a JSON array and not a string
}

// evaluate computes the variables that a part has, in the order that this world
// prints them.
func (t *tenant) evaluate(p *part, s *selection, id int64) ([]outcome, error) {
	var out []outcome
	for _, i := range t.order(s, id) {
		v := &t.catalog.list[i]
		if !v.available(p) {
			continue
		}
		if v.series == nil {
			if n, ok := v.value(p); ok {
				out = append(out, outcome{variable: v, number: n})
			}
			continue
		}
		o, err := t.vector(p, i, s.list)
		if err != nil {
			return nil, err
		}
		if o.bits != 0 {
			out = append(out, o)
		}
	}
	return out, nil
}

// vector is a series of a part, from the cache if it has been sent before.
func (t *tenant) vector(p *part, i int, asList bool) (outcome, error) {
	v := &t.catalog.list[i]
	o := outcome{variable: v, list: asList}
	key := p.key(i)
	key.list = asList
	var known bool
	if o.vector, known = t.vectors.get(key); known {
		return o, nil
	}
	values := v.series(p)
	if values.len() == 0 || !values.finite() {
		return o, nil
	}
	o.kind, o.bits = values.form()
	if asList {
		o.text = string(values.appendList(nil))
	} else {
		var err error
		if o.text, err = t.packers.encode(&values); err != nil {
			return o, fmt.Errorf("encode %s: %w", v.name, err)
		}
	}
	t.vectors.put(key, o.vector)
	return o, nil
}

func (o *outcome) appendJSON(t *tenant, b []byte) []byte {
	j := openObject(b)
	j.text("name", o.name)
	j.text("unit", o.unit)
	if o.bits == 0 {
		j.key("value")
		j.b = wirejson.AppendFloat(j.b, o.number)
		return j.close()
	}
	j.text("samplingRate", t.set.rate(o.rate, t.x))
	if !o.list || t.set.listKeepsType.In(t.x) {
		j.text("type", o.kind)
		j.int("bits", int64(o.bits))
	}
	j.key("value")
	if o.list {
		j.b = append(j.b, o.text...)
		return j.close()
	}
	j.b = append(j.b, '"')
	j.b = append(j.b, o.text...)
	j.b = append(j.b, '"')
	return j.close()
}

// result is the variables of one part, with what it is a part of.
type result struct {
	event     dataset.Event
	session   int64
	inSession bool // of a session: without measurementType [confirmed: OpenAPI 1.1.0]
	lap       *dataset.Lap
	lapID     int64
	start     time.Time
	end       time.Time
	variables []outcome
}

func (r *result) appendJSON(t *tenant, b []byte) []byte {
	b = slices.Grow(b, r.size())
	o := openObject(b)
	o.int("athleteId", t.ids.athlete(r.event.Ref.Athlete))
	o.int("measurementId", t.ids.measurement(r.event.Ref))
	o.int("sessionId", r.session)
	if r.lap != nil {
		o.int("lapId", r.lapID)
		o.text("name", r.lap.Name)
	}
	o.times(t.set.localTimes.In(t.x), r.start, r.end, r.event.Zone)
	if !r.inSession {
		o.text("measurementType", measurementType(r.event.Kind))
	}
	o.tags(t, r.event.Title, "exerciseType", r.event.Sport, r.event.Tag, r.event.Notes)
	o.array("variables", len(r.variables), func(i int, b []byte) []byte { return r.variables[i].appendJSON(t, b) })
	return o.close()
}

// size is about how many bytes the result takes.
func (r *result) size() int {
	n := 512
	for i := range r.variables {
		n += 160 + len(r.variables[i].text)
	}
	return n
}

// resultList is the results of a session's participants.
type resultList []result

func (l resultList) appendJSON(t *tenant, b []byte) []byte {
	size := 0
	for i := range l {
		size += l[i].size()
	}
	o := openObject(slices.Grow(b, size))
	o.array("measurements", len(l), func(i int, b []byte) []byte { return l[i].appendJSON(t, b) })
	return o.close()
}
