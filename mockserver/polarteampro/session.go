package polarteampro

import (
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// sessionDetails is a team's session with everything.
type sessionDetails struct {
	teamSession
	club dataset.Organization
	took []playerSession // part in it
}

func getTeamTrainingSession(t *tenant, c *caller) (any, error) {
	refuse := func(reason string) (any, error) {
		c.Call.Exchange.Decide("session", "refuse", reason)
		return nil, notFound()
	}
	ref, ok := t.ids.sessionRef(c.Vars["training_session_id"])
	if !ok || !c.has(ref.Team) {
		return refuse("none of the user's teams has a session with this training_session_id")
	}
	s, ok := t.data.Session(ref)
	if !ok {
		return refuse("no session has this training_session_id")
	}
	x := sessionDetails{teamSession: t.teamSession(s, c.Call.Now), club: c.org}
	if x.created.After(c.Call.Now) {
		return refuse("the session has not been synced yet")
	}
	for _, ref := range s.Events {
		e, ok := t.data.Event(ref)
		if !ok || !recorded(&e) {
			continue
		}
		if p := t.playerSession(e, c.Call.Now); !p.created.After(c.Call.Now) {
			x.took = append(x.took, p)
		}
	}
	return enveloped{x}, nil
}

func (x sessionDetails) appendJSON(t *tenant, b []byte) []byte {
	o := t.open(b)
	x.appendMembers(t, &o)
	o.text("arena", x.arena(t))
	if t.set.profile.In(t.x) == profile110 {
		x.appendTotals(t, &o)
	}
	roster := t.rosters.of(x.club.Index)
	sport := t.data.Team(x.Ref.Team).Sport
	o.array("participants", len(x.took), func(i int, b []byte) []byte {
		shirt, _ := roster.find(x.took[i].Ref.Athlete)
		o := t.open(b)
		o.text("player_id", t.ids.player(x.took[i].Ref.Athlete))
		o.int("player_number", shirt)
		o.text("role", role(sport, shirt))
		o.text("player_session_id", t.ids.playerSession(x.took[i].Ref))
		return o.close()
	})
	list := markers(&x.Session)
	o.array("markers", len(list), func(i int, b []byte) []byte { return list[i].append(t, b, x.Zone) })
	return o.close()
}

// arena is where games are played.
func (x *sessionDetails) arena(t *tenant) string {
	switch t.sessionType(&x.Session) {
	case "MATCH":
		return x.club.Name + " stadium"
	case "GAME":
		return x.club.Name + " arena"
	}
	return ""
}

// marker is something on a session's time line. [confirmed: document 1.0.2]
type marker struct {
	from, to         time.Time
	kind, name, note string
}

const phase = "PHASE"

// markers are a session's laps: phases, and the pauses between; and a note where
// the coach made one.
func markers(s *dataset.Session) []marker {
	var list []marker
	for _, l := range s.Laps {
		m := marker{from: l.Start, to: l.End, kind: phase, name: l.Name}
		if strings.HasPrefix(l.Name, "Pause") || strings.HasPrefix(l.Name, "Recovery") {
			m.kind = "RECOVERY"
		}
		list = append(list, m)
	}
	if len(list) > 0 && s.Notes != "" {
		list = append(list, marker{from: s.End, to: s.End, kind: "NOTE", name: "Note", note: s.Notes})
	}
	return list
}

func (m *marker) append(t *tenant, b []byte, zone *time.Location) []byte {
	o := t.open(b)
	for _, at := range []struct {
		name string
		time time.Time
	}{{"start_time", m.from}, {"end_time", m.to}} {
		if t.set.utcMarkers.In(t.x) {
			o.key(at.name)
			o.b = wirejson.AppendString(o.b, at.time.UTC().Format("2006-01-02T15:04:05.000Z"))
		} else {
			o.local(at.name, at.time, zone)
		}
	}
	o.text("marker_type", m.kind)
	o.text("name", m.name)
	o.text("note", m.note)
	return o.close()
}
