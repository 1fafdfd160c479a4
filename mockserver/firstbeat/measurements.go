package firstbeat

import (
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// syncLatency is how long after its end an event shows up.
// [confirmed: FAQ page, a few seconds after data is synced].
const syncLatency = 10 * time.Second

// visible says whether something that ended at end has been synced by now.
func visible(end, now time.Time) bool { return !end.Add(syncLatency).After(now) }

// measurement is one recording in a list. [confirmed: OpenAPI 1.1.0].
type measurement struct {
	dataset.Event
	session int64 // 0: in none
	laps    bool
}

func (m *measurement) appendJSON(t *tenant, b []byte) []byte {
	o := openObject(b)
	o.int("measurementId", t.ids.measurement(m.Ref))
	o.int("athleteId", t.ids.athlete(m.Ref.Athlete))
	o.int("sessionId", m.session)
	o.times(t.set.localTimes.In(t.x), m.Start, m.End, m.Zone)
	o.text("measurementType", measurementType(m.Kind))
	o.tags(t, m.Title, "exerciseType", m.Sport, m.Tag, m.Notes)
	if m.laps && (len(m.Laps) > 0 || t.set.emptyLaps.In(t.x)) {
		o.array("laps", min(len(m.Laps), lapsPerEvent), func(i int, b []byte) []byte {
			lap := openObject(b)
			lap.lap(t, t.ids.measurementLap(m.Ref, m.Laps[i].Index), m.Laps[i], m.Zone)
			return lap.close()
		})
	}
	return o.close()
}

// tags appends what people call an event; unset ones are left out.
func (o *object) tags(t *tenant, title, titleName string, sport dataset.Sport, tag dataset.Tag, notes string) {
	o.text(titleName, title)
	o.text("sportsType", sportsType(sport, t.set.profile.In(t.x)))
	o.text("eventType", string(tag))
	o.text("notes", notes)
}

func (o *object) lap(t *tenant, id int64, l dataset.Lap, zone *time.Location) {
	o.int("lapId", id)
	o.text("name", l.Name)
	o.times(t.set.localTimes.In(t.x), l.Start, l.End, zone)
}

type measurementPage struct {
	page
	list []measurement
}

func (p measurementPage) appendJSON(t *tenant, b []byte) []byte {
	return p.append(t, b, "measurements", func(i int, b []byte) []byte { return p.list[i].appendJSON(t, b) })
}

func listMeasurements(t *tenant, c *caller) (any, error) {
	_, athlete, err := t.athlete(c)
	if err != nil {
		return nil, err
	}
	q := query{t: t, c: c}
	f, offset := q.filter("exerciseType"), q.offset()
	kind := q.choice("measurementType", "exercise", "quickRecoveryTest", "night", "manual")
	if q.err != nil {
		return nil, q.err
	}
	w := window[measurement]{offset: offset, size: t.set.pageSize.In(t.x), reverse: t.set.descending.In(t.x)}
	for e := range t.data.Events(athlete, f.from, f.to) {
		if !visible(e.End, c.Call.Now) || kind != "" && kind != measurementType(e.Kind) ||
			!f.matches(e.Title, sportsType(e.Sport, t.set.profile.In(t.x)), string(e.Tag)) {
			continue
		}
		if !w.add(func() measurement { return measurement{e, t.sessionOf(&e, c.Call.Now), f.laps} }) {
			break
		}
	}
	p, list := w.page()
	return measurementPage{p, list}, nil
}

// sessionOf is the session that a measurement shows: of several only one.
// [confirmed: OpenAPI 1.1.0].
func (t *tenant) sessionOf(e *dataset.Event, now time.Time) int64 {
	for _, ref := range e.Sessions {
		// A session ends on the day of its events: an old one needs no look.
		if now.Sub(e.End) > 48*time.Hour {
			return t.ids.session(ref)
		}
		if s, ok := t.data.Session(ref); ok && visible(s.End, now) {
			return t.ids.session(ref)
		}
	}
	return 0
}

// window takes one page out of a sequence without keeping the rest.
type window[T any] struct {
	offset, size int
	reverse      bool // the page is counted from the end
	seen         int
	list         []T
	more         bool
}

// add offers one element and says whether more are wanted. element is called
// only for those that may be in the page.
func (w *window[T]) add(element func() T) bool {
	w.seen++
	switch {
	case w.reverse:
		w.list = append(w.list, element())
		// What lies before the page is known to be too early.
		if keep := w.offset + w.size + 1; keep > 0 && len(w.list) >= 2*keep {
			w.list = append(w.list[:0], w.list[len(w.list)-keep:]...)
		}
		return true
	case w.seen <= w.offset:
		return true
	case len(w.list) == w.size:
		w.more = true
		return false
	}
	w.list = append(w.list, element())
	return true
}

func (w *window[T]) page() (page, []T) {
	if w.reverse {
		slices.Reverse(w.list)
		w.list = w.list[min(w.offset, len(w.list)):]
		if w.more = len(w.list) > w.size; w.more {
			w.list = w.list[:w.size]
		}
	}
	return page{from: w.offset, count: len(w.list), more: w.more}, w.list
}
