package firstbeat

import "github.com/ergodrome/ergodrome/mockserver/dataset"

func getMeasurementResults(t *tenant, c *caller) (any, error) {
	org, e, err := t.measurement(c)
	if err != nil {
		return nil, err
	}
	return t.measurementResult(c, org, e, nil)
}

func getMeasurementLapResults(t *tenant, c *caller) (any, error) {
	org, e, err := t.measurement(c)
	if err != nil {
		return nil, err
	}
	id, err := t.number(c, "lapId")
	if err != nil {
		return nil, err
	}
	lap, ok := t.lapOfEvent(&e, id)
	if !ok {
		c.Call.Exchange.Decide("lap", "refuse", "the measurement has no lap with this lapId")
		return nil, notFound()
	}
	return t.measurementResult(c, org, e, &lap)
}

// measurement finds the account, the athlete and the measurement that the path
// names.
func (t *tenant) measurement(c *caller) (dataset.Organization, dataset.Event, error) {
	var e dataset.Event
	org, athlete, err := t.athlete(c)
	if err != nil {
		return org, e, err
	}
	id, err := t.number(c, "measurementId")
	if err != nil {
		return org, e, err
	}
	ref, ok := t.ids.measurementRef(id)
	if ok && ref.Athlete == athlete {
		e, ok = t.data.Event(ref)
	}
	if !ok || ref.Athlete != athlete || !visible(e.End, c.Call.Now) {
		c.Call.Exchange.Decide("measurement", "refuse", "the athlete has no measurement with this measurementId")
		return org, e, notFound()
	}
	return org, e, nil
}

// measurementResult answers for a measurement, or for one of its laps.
func (t *tenant) measurementResult(c *caller, org dataset.Organization, e dataset.Event, lap *dataset.Lap) (any, error) {
	q := query{t: t, c: c}
	s := q.selection()
	if q.err != nil {
		return nil, q.err
	}
	all := subject{ofMeasurement, t.ids.measurement(e.Ref)}
	p := part{data: t.data, event: e, whole: lap == nil, licence: t.licence(org.Index)}
	r := result{event: e, session: t.sessionOf(&e, c.Call.Now), start: e.Start, end: e.End}
	of := all
	if lap != nil {
		p.from, p.to = lap.Start, lap.End
		r.lap, r.lapID, r.start, r.end = lap, t.ids.measurementLap(e.Ref, lap.Index), lap.Start, lap.End
		of = subject{ofLap, r.lapID}
	}
	state := t.analyses.state(of, e.End, s.names, c.Call.Now, t.x)
	if state == ready && of != all && t.analyses.fails(all, t.x) {
		state = failed
	}
	if state == ready && p.empty() {
		state = failed
	}
	if v, waits := t.unready(c, state); waits {
		return v, nil
	}
	var err error
	r.variables, err = t.evaluate(&p, &s, of.id)
	return &r, err
}

// unready answers for an analysis that is not ready.
func (t *tenant) unready(c *caller, state analysisState) (any, bool) {
	switch state {
	case cold:
		c.Call.Exchange.Decide("analysis", "wait", "the analysis is under way; it takes "+t.set.readyAfter.In(t.x).String())
		return accepted{}, true
	case failed:
		c.Call.Exchange.Decide("analysis", "refuse", "the analysis has failed")
		return noContent(), true
	}
	return nil, false
}

// lapOfEvent finds a lap of an event by its identifier.
func (t *tenant) lapOfEvent(e *dataset.Event, id int64) (dataset.Lap, bool) {
	ordinal, index, ofSession, ok := t.ids.lapOf(id)
	if !ok || ofSession || ordinal != t.ids.measurementOrdinal(e.Ref) {
		return dataset.Lap{}, false
	}
	return lapNumber(e.Laps, index)
}

func lapNumber(laps []dataset.Lap, index int) (dataset.Lap, bool) {
	for _, l := range laps {
		if l.Index == index {
			return l, true
		}
	}
	return dataset.Lap{}, false
}

// subject finds what the control plane names. Its errors are those of steps.
func (t *tenant) subject(kind subjectKind, text string) (subject, error) {
	id, found := parseID(text), false
	switch kind {
	case ofMeasurement:
		if ref, ok := t.ids.measurementRef(id); ok {
			_, found = t.data.Event(ref)
		}
	case ofSession:
		if ref, ok := t.ids.sessionRef(id); ok {
			_, found = t.data.Session(ref)
		}
	case ofLap:
		found = t.lapExists(id)
	}
	if !found {
		return subject{}, missing(kind, text)
	}
	return subject{kind, id}, nil
}

func (t *tenant) lapExists(id int64) bool {
	ordinal, index, ofSession, ok := t.ids.lapOf(id)
	if !ok {
		return false
	}
	var laps []dataset.Lap
	if ofSession {
		if ref, ok := t.ids.sessionAt(ordinal); ok {
			s, _ := t.data.Session(ref)
			laps = s.Laps
		}
	} else if ref, ok := t.ids.measurementAt(ordinal); ok {
		e, _ := t.data.Event(ref)
		laps = e.Laps
	}
	_, found := lapNumber(laps, index)
	return found
}
