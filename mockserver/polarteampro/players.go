package polarteampro

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// playerSession is one athlete's session by what is known of it without a look
// at what was done.
type playerSession struct {
	dataset.Event
	created, modified time.Time
}

// recorded says whether an event is a training that this vendor's recorders see:
// not nights, tests at rest, or what was typed in. [inferred]
func recorded(e *dataset.Event) bool { return e.Kind == dataset.Workout }

func (t *tenant) playerSession(e dataset.Event, now time.Time) playerSession {
	place := t.ids.playerSessionPlace(e.Ref)
	x := playerSession{Event: e, created: t.synced(e.End, place)}
	x.modified = t.touched(x.created, place, now)
	return x
}

func (x *playerSession) kind() string {
	if len(x.Sessions) > 0 {
		return typeTeam
	}
	return typeIndividual
}

// feeling is how it felt, where it was told: the harder, the worse. [confirmed:
// the words; inferred: how often]
func (t *tenant) feeling(x *playerSession) string {
	words := [...]string{"BAD", "NOT_GOOD", "OKAY", "GREAT", "AWESOME"}
	r := draw.Chance(t.data.Seed(), saltFeeling, t.ids.playerSessionPlace(x.Ref))
	if r < 0.35 {
		return ""
	}
	i := int((r - 0.35) / 0.65 * 6)
	if x.PlannedTRIMP > 120 {
		i--
	}
	w := words[max(0, min(i, len(words)-1))]
	if t.set.comma.In(t.x) {
		w += ","
	}
	return w
}

func (x playerSession) appendJSON(t *tenant, b []byte) []byte {
	o := t.open(b)
	o.text("id", t.ids.playerSession(x.Ref))
	o.text("type", x.kind())
	o.utc("created", x.created)
	o.utc("modified", x.modified)
	o.text("sport", sportName(x.Sport))
	x.appendWords(t, &o)
	x.appendTimes(t, &o)
	_, offset := x.Start.In(x.Zone).Zone()
	o.int("timezone_offset", offset/60) // minutes [confirmed: document 1.0.2]
	return o.close()
}

func (x *playerSession) appendWords(t *tenant, o *object) {
	o.text("name", x.Title)
	o.text("feeling", t.feeling(x))
	o.text("note", x.Notes)
}

func (x *playerSession) appendTimes(t *tenant, o *object) {
	at, ok := t.where(&x.Event)
	o.numberIf(ok, "latitude", at.latitude, 7)
	o.numberIf(ok, "longitude", at.longitude, 7)
	o.local("start_time", x.Start, x.Zone)
	o.local("stop_time", x.End, x.Zone)
	o.int("duration_ms", int(x.End.Sub(x.Start).Milliseconds()))
}

func listPlayerTrainingSessions(t *tenant, c *caller) (any, error) {
	q := query{t: t, c: c}
	within, kind, p := q.span(), q.sessionType(), q.page()
	if q.err != nil {
		return nil, q.err
	}
	athlete, plays, err := t.player(c)
	if err != nil {
		return nil, err
	}
	var all []entry
	if plays {
		all = t.playerCalendar(athlete, c.Call.Now).choose(within, kind, c.Call.Now)
	}
	return paginate(t, p, all, func(e entry) (playerSession, bool) {
		x, ok := t.data.Event(dataset.Ref{Athlete: athlete, Day: int(e.day), Slot: int(e.slot)})
		return t.playerSession(x, c.Call.Now), ok
	}), nil
}

// playerSessionOf finds the session that the path names.
func (t *tenant) playerSessionOf(c *caller) (playerSession, error) {
	refuse := func(reason string) (playerSession, error) {
		c.Call.Exchange.Decide("session", "refuse", reason)
		return playerSession{}, notFound()
	}
	ref, ok := t.ids.playerSessionRef(c.Vars["player_session_id"])
	if !ok || !c.teams {
		return refuse("no session has this player_session_id")
	}
	if _, ours := t.rosters.of(c.org.Index).find(ref.Athlete); !ours {
		return refuse("the session is not that of a player of the user's teams")
	}
	e, ok := t.data.Event(ref)
	if !ok || !recorded(&e) {
		return refuse("no session has this player_session_id")
	}
	x := t.playerSession(e, c.Call.Now)
	if x.created.After(c.Call.Now) {
		return refuse("the session has not been synced yet")
	}
	return x, nil
}
