package polaraccesslink

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// maxAbsences and maxEdits bound what steps may leave behind about one person.
const (
	maxAbsences = 1000
	maxEdits    = 10_000
)

func (t *tenant) goOffline(vars map[string]string, body []byte) (any, error) {
	now, full := t.world.Clock.Now(), false
	out, err := t.step(vars, body, &struct{}{}, func(p *person) {
		n := len(p.away)
		if n > 0 && p.away[n-1].until.IsZero() {
			return
		}
		if full = n >= maxAbsences; !full {
			p.away = append(slices.Clone(p.away), absence{since: now})
		}
	})
	if err == nil && full {
		err = &world.Conflict{Reason: fmt.Sprintf("the watch was away %d times already; reset the world", maxAbsences)}
	}
	return out, err
}

func (t *tenant) sync(vars map[string]string, body []byte) (any, error) {
	now := t.world.Clock.Now()
	return t.step(vars, body, &struct{}{}, func(p *person) {
		p.away = slices.Clone(p.away)
		if n := len(p.away); n > 0 && p.away[n-1].until.IsZero() {
			p.away[n-1].until = now
			return
		}
		if len(p.away) >= maxAbsences {
			p.away = p.away[1:] // what an early sync brought is there by now
		}
		p.away = append(p.away, absence{since: now, until: now})
	})
}

// sessionOf is the training session of an athlete that a step is about.
func (t *tenant) sessionOf(vars map[string]string) (dataset.Ref, error) {
	athlete, err := t.personOf(vars)
	if err != nil {
		return dataset.Ref{}, err
	}
	missing := &world.Missing{What: fmt.Sprintf("training session %.40q of athlete %d", vars["id"], athlete)}
	n, ok := t.ids.place(ofSession, vars["id"])
	if !ok {
		return dataset.Ref{}, missing
	}
	ref, ok := t.ids.eventRef(n)
	if !ok || ref.Athlete != athlete {
		return ref, missing
	}
	e, ok := t.data.Event(ref)
	if !ok || !recorded(&e) {
		return ref, missing
	}
	if _, there := t.arrival(athlete, e.End, n, t.world.Clock.Now()); !there || t.people.get(athlete).edits[n].deleted {
		return ref, missing
	}
	return ref, nil
}

func (t *tenant) editSession(vars map[string]string, body []byte) (any, error) {
	var in struct {
		Name *string `json:"name"`
		Note *string `json:"note"`
	}
	return t.edit(vars, body, &in, func(x *edit) {
		if in.Name != nil {
			x.name = in.Name
		}
		if in.Note != nil {
			x.note = in.Note
		}
	})
}

func (t *tenant) deleteSession(vars map[string]string, body []byte) (any, error) {
	return t.edit(vars, body, &struct{}{}, func(x *edit) { x.deleted = true })
}

func (t *tenant) edit(vars map[string]string, body []byte, in any, change func(*edit)) (any, error) {
	ref, err := t.sessionOf(vars)
	if err != nil {
		return nil, err
	}
	place, full := t.ids.event(ref), false
	out, err := t.step(vars, body, in, func(p *person) {
		x, known := p.edits[place]
		if full = !known && len(p.edits) >= maxEdits; full {
			return
		}
		x.at = t.world.Clock.Now()
		change(&x)
		if p.edits = maps.Clone(p.edits); p.edits == nil {
			p.edits = map[uint64]edit{}
		}
		p.edits[place] = x
	})
	if err == nil && full {
		err = &world.Conflict{Reason: fmt.Sprintf("%d training sessions were edited already; reset the world", maxEdits)}
	}
	return out, err
}
