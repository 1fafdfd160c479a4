package firstbeat

import (
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// session is a coach's look at chosen athletes. [confirmed: OpenAPI 1.1.0].
type session struct {
	dataset.Session
	laps bool
}

func (s *session) appendJSON(t *tenant, b []byte) []byte {
	athletes := participants(&s.Session)
	o := openObject(b)
	o.int("sessionId", t.ids.session(s.Ref))
	o.int("coachId", t.ids.coach(s.Coach))
	o.times(t.set.localTimes.In(t.x), s.Start, s.End, s.Zone)
	o.tags(t, s.Title, "sessionType", s.Sport, s.Tag, s.Notes)
	o.array("athleteIds", len(athletes), t.athleteIDs(athletes))
	if s.laps && (len(s.Laps) > 0 || t.set.emptyLaps.In(t.x)) {
		o.array("laps", min(len(s.Laps), lapsPerEvent), func(i int, b []byte) []byte {
			lap := openObject(b)
			lap.lap(t, t.ids.sessionLap(s.Ref, s.Laps[i].Index), s.Laps[i], s.Zone)
			lap.array("athleteIds", len(athletes), t.athleteIDs(athletes))
			return lap.close()
		})
	}
	return o.close()
}

// athleteIDs prints the identifiers of athletes.
func (t *tenant) athleteIDs(athletes []int) func(i int, b []byte) []byte {
	return func(i int, b []byte) []byte { return wirejson.AppendInt(b, t.ids.athlete(athletes[i])) }
}

// participants are the athletes of a session, ascending.
func participants(s *dataset.Session) []int {
	list := make([]int, 0, len(s.Events))
	for _, e := range s.Events {
		list = append(list, e.Athlete)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

type sessionPage struct {
	page
	list []session
}

func (p sessionPage) appendJSON(t *tenant, b []byte) []byte {
	return p.append(t, b, "sessions", func(i int, b []byte) []byte { return p.list[i].appendJSON(t, b) })
}

// listSessions lists a team's sessions; for a group, those that one of its
// members took part in. [the latter inferred].
func listSessions(t *tenant, c *caller) (any, error) {
	ref, err := t.squadRef(c)
	if err != nil {
		return nil, err
	}
	q := query{t: t, c: c}
	f, offset := q.filter("type"), q.offset()
	if q.err != nil {
		return nil, q.err
	}
	of := t.takesPart(ref)
	w := window[session]{offset: offset, size: t.set.pageSize.In(t.x), reverse: t.set.descending.In(t.x)}
	for s := range t.data.Sessions(ref.team, f.from, f.to) {
		if !visible(s.End, c.Call.Now) || !of(&s) ||
			!f.matches(s.Title, sportsType(s.Sport, t.set.profile.In(t.x)), string(s.Tag)) {
			continue
		}
		if !w.add(func() session { return session{s, f.laps} }) {
			break
		}
	}
	p, list := w.page()
	return sessionPage{p, list}, nil
}

// takesPart says which sessions of a team belong to the squad that was named.
func (t *tenant) takesPart(ref squadRef) func(s *dataset.Session) bool {
	if ref.group < 0 {
		return func(*dataset.Session) bool { return true }
	}
	members := t.squadAt(ref).members()
	return func(s *dataset.Session) bool {
		return slices.ContainsFunc(s.Events, func(e dataset.Ref) bool { return slices.Contains(members, e.Athlete) })
	}
}
