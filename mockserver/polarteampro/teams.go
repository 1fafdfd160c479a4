package polarteampro

import (
	"encoding/binary"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
)

// team is a team as a list has it.
type team struct {
	dataset.Team
	club   dataset.Organization
	people bool // with its players
}

func (m team) appendJSON(t *tenant, b []byte) []byte {
	created := t.founded(m.Index)
	o := t.open(b)
	o.text("id", t.ids.team(m.Index))
	o.text("name", m.Name)
	o.text("organisation", m.club.Name)
	o.utc("created", created)
	o.utc("modified", created.Add(36*time.Hour))
	if !m.people {
		return o.close()
	}
	athletes, staff := players(&m.Team), t.members(&m.Team)
	o.array("players", len(athletes)+len(staff), func(i int, b []byte) []byte {
		if i < len(athletes) {
			return t.appendPlayer(b, &m.Team, athletes[i])
		}
		return t.appendStaff(b, staff[i-len(athletes)], i-len(athletes))
	})
	if t.set.profile.In(t.x) == profile110 {
		list := t.sportProfiles(&m.Team)
		o.array("sport_profiles", len(list), func(i int, b []byte) []byte { return list[i].appendJSON(t, b) })
	}
	return o.close()
}

// founded is when a team was entered: some time before there is history.
func (t *tenant) founded(index int) time.Time {
	const month = 30 * 24 * time.Hour
	ago := month + time.Duration(draw.Chance(t.data.Seed(), saltFounded, uint64(index))*24*float64(month))
	return t.data.Config().FirstDay.Add(-ago).Truncate(time.Second)
}

// members are the staff that is shown.
func (t *tenant) members(m *dataset.Team) []int {
	if t.set.hideStaff.In(t.x) {
		return nil
	}
	return t.staff(m)
}

func (t *tenant) appendPlayer(b []byte, m *dataset.Team, athlete int) []byte {
	shirt, _ := t.rosters.of(m.Organization).find(athlete)
	a := t.data.Athlete(athlete)
	o := t.open(b)
	o.text("player_id", t.ids.player(athlete))
	o.int("player_number", shirt)
	o.text("role", role(m.Sport, shirt))
	o.text("first_name", a.GivenName)
	o.text("last_name", a.FamilyName)
	return o.close()
}

func (t *tenant) appendStaff(b []byte, coach, place int) []byte {
	c := t.data.Coach(coach)
	o := t.open(b)
	o.text("player_id", t.ids.member(coach))
	o.int("player_number", firstStaff+place)
	o.text("role", [...]string{"Head coach", "Coach"}[min(place, 1)])
	o.text("first_name", c.GivenName)
	o.text("last_name", c.FamilyName)
	return o.close()
}

// team finds the team that the path names.
func (t *tenant) team(c *caller) (dataset.Team, error) {
	i, ok := t.ids.index(ofTeam, c.Vars["team_id"])
	if !ok || !c.has(i) {
		c.Call.Exchange.Decide("team", "refuse", "none of the user's teams has this team_id")
		return dataset.Team{}, notFound()
	}
	return t.data.Team(i), nil
}

// has says whether a team is one of the user's: those of the coach's
// organization are.
func (c *caller) has(team int) bool {
	return c.teams && team >= c.org.FirstTeam && team < c.org.FirstTeam+c.org.Teams
}

func listTeams(t *tenant, c *caller) (any, error) {
	q := query{t: t, c: c}
	p := q.page()
	if q.err != nil {
		return nil, q.err
	}
	n := 0
	if c.teams {
		n = c.org.Teams
	}
	from, to := p.cut(n)
	var room [64]byte
	key := room[:0]
	for _, v := range []uint64{t.number, uint64(c.org.Index), uint64(n), uint64(p.number), uint64(p.size)} {
		key = binary.BigEndian.AppendUint64(key, v)
	}
	body, err := t.answers.Of(key, c.Call.Now, t.x, func(*memo.Span) ([]byte, error) {
		out := paged[team]{list: make([]team, 0, to-from)}
		for i := c.org.FirstTeam + from; i < c.org.FirstTeam+to; i++ {
			out.list = append(out.list, team{Team: dataset.Team{Index: i, Name: t.names.of(t.data, i)}, club: c.org})
		}
		out.page = p
		resp, err := encode(t, c.Request, out)
		return resp.Body, err
	})
	if err != nil {
		return nil, err
	}
	return httpx.Response{ContentType: mediaJSON, Body: body, Shared: true}, nil
}

func getTeam(t *tenant, c *caller) (any, error) {
	m, err := t.team(c)
	if err != nil {
		return nil, err
	}
	return enveloped{team{Team: m, club: c.org, people: true}}, nil
}
