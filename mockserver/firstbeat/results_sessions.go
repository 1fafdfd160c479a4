package firstbeat

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

func getSessionResults(t *tenant, c *caller) (any, error) {
	squad, s, err := t.session(c)
	if err != nil {
		return nil, err
	}
	return t.sessionResult(c, squad, &s, nil)
}

func getSessionLapResults(t *tenant, c *caller) (any, error) {
	squad, s, err := t.session(c)
	if err != nil {
		return nil, err
	}
	id, err := t.number(c, "lapId")
	if err != nil {
		return nil, err
	}
	ordinal, index, ofSession, ok := t.ids.lapOf(id)
	var lap dataset.Lap
	if ok && ofSession && ordinal == t.ids.sessionOrdinal(s.Ref) {
		lap, ok = lapNumber(s.Laps, index)
	} else {
		ok = false
	}
	if !ok {
		c.Call.Exchange.Decide("lap", "refuse", "the session has no lap with this lapId")
		return nil, notFound()
	}
	return t.sessionResult(c, squad, &s, &lap)
}

// session finds the account, the team or group, and the session that the path
// names.
func (t *tenant) session(c *caller) (squadRef, dataset.Session, error) {
	var s dataset.Session
	squad, err := t.squadRef(c)
	if err != nil {
		return squad, s, err
	}
	id, err := t.number(c, "sessionId")
	if err != nil {
		return squad, s, err
	}
	ref, ok := t.ids.sessionRef(id)
	if ok && ref.Team == squad.team {
		s, ok = t.data.Session(ref)
	}
	if !ok || ref.Team != squad.team || !visible(s.End, c.Call.Now) || !t.takesPart(squad)(&s) {
		c.Call.Exchange.Decide("session", "refuse", "the team has no session with this sessionId")
		return squad, s, notFound()
	}
	return squad, s, nil
}

// sessionResult answers for a session or one of its laps: the results of all
// measurements that were analysed, 204 only when there is none.
// [confirmed: API document, failed analyses].
func (t *tenant) sessionResult(c *caller, squad squadRef, s *dataset.Session, lap *dataset.Lap) (any, error) {
	q := query{t: t, c: c}
	sel := q.selection()
	if q.err != nil {
		return nil, q.err
	}
	id := t.ids.session(s.Ref)
	all := subject{ofSession, id}
	of, lapID := all, int64(0)
	if lap != nil {
		lapID = t.ids.sessionLap(s.Ref, lap.Index)
		of = subject{ofLap, lapID}
	}
	state := t.analyses.state(of, s.End, sel.names, c.Call.Now, t.x)
	if state == ready && of != all && t.analyses.fails(all, t.x) {
		state = failed
	}
	if v, waits := t.unready(c, state); waits {
		return v, nil
	}
	list, licensed := resultList{}, t.licence(squad.organization)
	for _, ref := range s.Events {
		e, ok := t.data.Event(ref)
		if !ok || !visible(e.End, c.Call.Now) || t.analyses.fails(subject{ofMeasurement, t.ids.measurement(ref)}, t.x) {
			continue
		}
		p := part{data: t.data, event: e, licence: licensed}
		r := result{event: e, session: id, inSession: true, lap: lap, lapID: lapID, start: e.Start, end: e.End}
		if from, to, cut := t.cut(s, lap, &e); cut {
			if !from.Before(to) {
				continue
			}
			p.from, p.to, r.start, r.end = from, to, from, to
		}
		if p.empty() {
			continue
		}
		var err error
		if r.variables, err = t.evaluate(&p, &sel, of.id^t.ids.measurement(ref)); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	if len(list) == 0 {
		v, _ := t.unready(c, failed)
		return v, nil
	}
	return list, nil
}

// cut is the stretch of a measurement that a session or its lap covers; false
// when all of the measurement counts.
func (t *tenant) cut(s *dataset.Session, lap *dataset.Lap, e *dataset.Event) (from, to time.Time, ok bool) {
	switch {
	case lap != nil:
		from, to = lap.Start, lap.End
	case t.set.clipToSession.In(t.x):
		from, to = s.Start, s.End
	default:
		return from, to, false
	}
	if e.Start.After(from) {
		from = e.Start
	}
	if e.End.Before(to) {
		to = e.End
	}
	return from, to, lap != nil || from != e.Start || to != e.End
}
