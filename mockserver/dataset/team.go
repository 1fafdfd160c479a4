package dataset

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"

// squadInfo is what never changes about a team.
type squadInfo struct {
	key          chance.Key
	index        int
	organization int
	zone         int
	sport        Sport
	sex          Sex
}

func (s *Set) squadOf(team int) squadInfo {
	t := squadInfo{key: s.key.With("team").At(team), index: team, organization: team / s.config.Teams}
	t.zone = s.organizationZone(t.organization)
	t.sport = teamSport(team%s.config.Teams, t.key.With("sport").Float64())
	t.sex = Male
	if t.key.With("sex").Chance(0.5) {
		t.sex = Female
	}
	return t
}

// teamSport gives every organization a game on grass, an endurance sport and
// something in a hall.
func teamSport(k int, draw float64) Sport {
	pick := func(sports ...Sport) Sport { return sports[int(draw*float64(len(sports)))] }
	switch k % 4 {
	case 0:
		return pick(Football, Football, Football, Rugby)
	case 1:
		return pick(Running, CyclingRoad, SkiingSkate, SkiingClassic, Rowing)
	case 2:
		return pick(IceHockey, Floorball, Basketball, Handball, Volleyball)
	}
	return pick(Football, IceHockey, Basketball, Running, Swimming, Handball)
}

// block is the athletes among whom a team's are, first to first+count-1.
func (s *Set) block(team int) (first, count int) {
	o := team / s.config.Teams
	base, size := s.athletesOf(o)
	k := team % s.config.Teams
	from := share(size, s.config.Teams, k)
	return base + from, share(size, s.config.Teams, k+1) - from
}

// Team returns one team by number; the number must be in range.
func (s *Set) Team(i int) Team {
	t := s.squadOf(i)
	out := Team{
		Index: i, Organization: t.organization, Sport: t.sport,
		Name:    s.teamName(&t),
		Members: []int{},
		Groups:  make([]Group, groupsPerTeam),
	}
	for g := range out.Groups {
		out.Groups[g] = Group{Index: i*groupsPerTeam + g, Team: i, Name: groupName(t.sport, g), Members: []int{}}
	}
	base, _ := s.athletesOf(t.organization)
	first, count := s.block(i)
	for a := first; a < first+count; a++ {
		r := roleOf(a - base)
		if r == member {
			out.Members = append(out.Members, a)
		}
		for g := range out.Groups {
			if inGroup(s.key, a, r, g) {
				out.Groups[g].Members = append(out.Groups[g].Members, a)
			}
		}
	}
	return out
}

// Group returns one group by number; the number must be in range.
func (s *Set) Group(i int) Group { return s.Team(i / groupsPerTeam).Groups[i%groupsPerTeam] }

// inGroup: groups 0 and 1 part the team in two, group 2 is of guests and of
// those who come back from an injury.
func inGroup(key chance.Key, athlete int, r role, g int) bool {
	k := key.With("group").At(athlete)
	switch {
	case r == alone:
		return false
	case g == 2:
		return r == guest || k.With("return").Chance(0.12)
	case r == guest:
		return false
	}
	return k.With("half").IntN(2) == g
}

func (s *Set) teamName(t *squadInfo) string {
	level := [...]string{"first team", "U21", "U19", "academy", "development squad"}
	who := "Men's "
	if t.sex == Female {
		who = "Women's "
	}
	n := t.index % s.config.Teams
	name := who + t.sport.title()
	if n%4 == 1 {
		return name + " squad"
	}
	if n >= 4 {
		return name + " " + itoa(n/4+1)
	}
	return name + " " + level[t.key.With("level").IntN(len(level))]
}

func groupName(sport Sport, g int) string {
	if g == 2 {
		return "Guests and return to play"
	}
	halves := [2]string{"Group A", "Group B"}
	switch sport {
	case Football, Rugby, IceHockey, Floorball:
		halves = [2]string{"Defence", "Attack"}
	case Basketball, Handball, Volleyball:
		halves = [2]string{"Back court", "Front court"}
	case Running, RunningTrack, SkiingSkate, SkiingClassic, CyclingRoad, Swimming, Rowing:
		halves = [2]string{"Distance", "Sprint"}
	}
	return halves[g]
}
