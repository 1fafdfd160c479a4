package polarteampro

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// synced is when what ended at end is there. The place spreads recorders over a
// minute.
func (t *tenant) synced(end time.Time, place uint64) time.Time {
	return end.Add(t.set.syncLatency.In(t.x) + time.Duration(draw.Mix(place)%60)*time.Second)
}

// touched is when something was changed last by now: most never are.
func (t *tenant) touched(created time.Time, place uint64, now time.Time) time.Time {
	r := draw.Chance(t.data.Seed(), saltEdit, place)
	if edit := created.Add(time.Duration(r*50) * 7 * time.Minute); r < 0.2 && !edit.After(now) {
		return edit
	}
	return created
}

// teamSession is a team's session by what is known of it without a look at what
// anybody did.
type teamSession struct {
	dataset.Session
	recordStart, recordEnd time.Time
	created, modified      time.Time
}

// Players begin to record within the seven minutes before a training and end
// within the five after it: so does their team's recording, which holds theirs.
const (
	leadOfRecord = 7 * time.Minute
	tailOfRecord = 5 * time.Minute
)

func (t *tenant) teamSession(s dataset.Session, now time.Time) teamSession {
	place := t.ids.sessionPlace(s.Ref)
	more := time.Duration(draw.Chance(t.data.Seed(), saltRecord, place)*120) * time.Second
	x := teamSession{Session: s, recordStart: s.Start.Add(-leadOfRecord - more), recordEnd: s.End.Add(tailOfRecord + more)}
	x.created = t.synced(x.recordEnd, place)
	x.modified = t.touched(x.created, place, now)
	return x
}

func (x teamSession) appendJSON(t *tenant, b []byte) []byte {
	o := t.open(b)
	x.appendMembers(t, &o)
	return o.close()
}

func (x *teamSession) appendMembers(t *tenant, o *object) {
	o.text("id", t.ids.session(x.Ref))
	o.text("team_id", t.ids.team(x.Ref.Team))
	o.text("name", x.Title)
	o.text("type", t.sessionType(&x.Session))
	o.text("note", x.Notes)
	o.utc("created", x.created)
	o.utc("modified", x.modified)
	o.local("record_start_time", x.recordStart, x.Zone)
	o.local("record_end_time", x.recordEnd, x.Zone)
	o.local("start_time", x.Start, x.Zone)
	o.local("end_time", x.End, x.Zone)
	at, ok := t.whereTeam(&x.Session)
	o.numberIf(ok, "latitude", at.latitude, 7)
	o.numberIf(ok, "longitude", at.longitude, 7)
	o.text("sport", sportName(x.Sport))
}

// whereTeam is where the first of those with satellite positioning began.
func (t *tenant) whereTeam(s *dataset.Session) (spot, bool) {
	for _, ref := range s.Events {
		if e, ok := t.data.Event(ref); ok && e.GPS {
			return t.where(&e)
		}
	}
	return spot{}, false
}

// beginning is before anything there is.
func (t *tenant) beginning() time.Time { return t.data.Config().FirstDay.AddDate(0, 0, -2) }

func listTeamTrainingSessions(t *tenant, c *caller) (any, error) {
	q := query{t: t, c: c}
	within, p := q.span(), q.page()
	if q.err != nil {
		return nil, q.err
	}
	m, err := t.team(c)
	if err != nil {
		return nil, err
	}
	all := t.teamCalendar(m.Index, c.Call.Now).choose(within, typeAll, c.Call.Now)
	return paginate(t, p, all, func(e entry) (teamSession, bool) {
		s, ok := t.data.Session(dataset.SessionRef{Team: m.Index, Day: int(e.day), Slot: int(e.slot)})
		return t.teamSession(s, c.Call.Now), ok
	}), nil
}
