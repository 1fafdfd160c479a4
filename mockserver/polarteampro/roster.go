package polarteampro

import (
	"slices"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// roster is which numbers the athletes of an organization have in their teams.
// Teams share no athletes.
type roster struct {
	first int     // the first athlete
	shirt []int16 // by athlete; 0 for those in no team
}

// rosters keeps those that were asked for. They follow from the population, so
// that worlds of one population may share them.
type rosters struct {
	data *dataset.Set
	mu   sync.Mutex
	kept map[int]*roster
}

func newRosters(d *dataset.Set) *rosters { return &rosters{data: d, kept: map[int]*roster{}} }

func (r *rosters) of(organization int) *roster {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.kept[organization]; known != nil {
		return known
	}
	o := r.data.Organization(organization)
	made := &roster{first: o.FirstAthlete, shirt: make([]int16, o.Athletes)}
	for k := range o.Teams {
		team := r.data.Team(o.FirstTeam + k)
		for n, a := range players(&team) {
			made.shirt[a-o.FirstAthlete] = int16(1 + n%(firstStaff-1))
		}
	}
	r.kept[organization] = made
	return made
}

// players are the athletes whom a team's coaches see: its members, and guests of
// its groups, for this vendor has no groups. [inferred]
func players(team *dataset.Team) []int {
	all := slices.Clone(team.Members)
	for _, g := range team.Groups {
		all = append(all, g.Members...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// find is the number of an athlete who is in a team.
func (r *roster) find(athlete int) (shirt int, ok bool) {
	i := athlete - r.first
	if i < 0 || i >= len(r.shirt) || r.shirt[i] == 0 {
		return 0, false
	}
	return int(r.shirt[i]), true
}

// firstStaff is the lowest number of those who do not play. [confirmed: a public
// client drops numbers from 100]
const firstStaff = 100

// staff are the coaches of a team: the head coach of the organization, and the
// team's own.
func (t *tenant) staff(team *dataset.Team) []int {
	o := t.data.Organization(team.Organization)
	all := []int{o.FirstCoach}
	if own := 1 + team.Index - o.FirstTeam; own < o.Coaches {
		all = append(all, o.FirstCoach+own)
	}
	return all[:min(len(all), o.Coaches)]
}

// role is what an athlete is in a team. The documents print "Midfielder".
func role(sport dataset.Sport, shirt int) string {
	var positions []string
	switch sport {
	case dataset.Football:
		positions = []string{"Goalkeeper", "Defender", "Defender", "Midfielder", "Midfielder", "Forward"}
	case dataset.IceHockey, dataset.Floorball:
		positions = []string{"Goalkeeper", "Defender", "Defender", "Centre", "Winger", "Winger"}
	case dataset.Basketball:
		positions = []string{"Point guard", "Shooting guard", "Small forward", "Power forward", "Centre"}
	case dataset.Handball:
		positions = []string{"Goalkeeper", "Wing", "Back", "Pivot"}
	case dataset.Volleyball:
		positions = []string{"Setter", "Outside hitter", "Middle blocker", "Opposite", "Libero"}
	case dataset.Rugby:
		positions = []string{"Prop", "Hooker", "Lock", "Flanker", "Half-back", "Centre", "Wing", "Full-back"}
	default:
		return "Athlete"
	}
	return positions[(shirt-1)%len(positions)]
}

// player finds whom a path names: an athlete of the caller's teams, or one of
// their staff, who has no sessions.
func (t *tenant) player(c *caller) (athlete int, plays bool, err error) {
	id := c.Vars["player_id"]
	if a, ok := t.ids.index(ofPlayer, id); ok && c.teams {
		if _, ok := t.rosters.of(c.org.Index).find(a); ok {
			return a, true, nil
		}
	}
	if coach, ok := t.ids.index(ofStaff, id); ok && c.teams && !t.set.hideStaff.In(t.x) {
		for k := range c.org.Teams {
			team := dataset.Team{Index: c.org.FirstTeam + k, Organization: c.org.Index}
			if slices.Contains(t.staff(&team), coach) {
				return 0, false, nil
			}
		}
	}
	c.Call.Exchange.Decide("player", "refuse", "no player of the user's teams has this player_id")
	return 0, false, notFound()
}
