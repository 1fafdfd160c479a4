package firstbeat

import "github.com/ergodrome/ergodrome/mockserver/dataset"

// squad is a team, or the group of one that an identifier names: the vendor
// takes either. [confirmed: OpenAPI 1.1.0].
type squad struct {
	team  dataset.Team
	group *dataset.Group // nil for the team itself
}

// members are the athletes in the squad itself.
func (s squad) members() []int {
	if s.group != nil {
		return s.group.Members
	}
	return s.team.Members
}

// appendJSON prints athleteIds and groups also when they are empty.
// [confirmed: vendor samples].
func (s squad) appendJSON(t *tenant, b []byte) []byte {
	if s.group != nil && t.set.groupAsGroup.In(t.x) {
		return t.appendGroup(b, s.group)
	}
	groups, id, name := s.team.Groups, t.ids.team(s.team.Index), s.team.Name
	if s.group != nil {
		groups, id, name = nil, t.ids.group(s.group.Index), s.group.Name
	}
	o := openObject(b)
	o.int("teamId", id)
	o.text("name", name)
	o.array("athleteIds", len(s.members()), t.athleteIDs(s.members()))
	o.array("groups", len(groups), func(i int, b []byte) []byte { return t.appendGroup(b, &groups[i]) })
	return o.close()
}

func (t *tenant) appendGroup(b []byte, g *dataset.Group) []byte {
	o := openObject(b)
	o.int("groupId", t.ids.group(g.Index))
	o.text("name", g.Name)
	o.array("athleteIds", len(g.Members), t.athleteIDs(g.Members))
	return o.close()
}

type teamPage struct {
	page
	first int
}

func (p teamPage) appendJSON(t *tenant, b []byte) []byte {
	return p.append(t, b, "teams", func(i int, b []byte) []byte {
		return squad{team: t.data.Team(p.first + i)}.appendJSON(t, b)
	})
}

func listTeams(t *tenant, c *caller) (any, error) {
	org, err := t.enter(c)
	if err != nil {
		return nil, err
	}
	p, err := t.page(c, org.Teams)
	if err != nil {
		return nil, err
	}
	return teamPage{page: p, first: org.FirstTeam + p.from}, nil
}

func getTeam(t *tenant, c *caller) (any, error) { return t.squad(c) }

func listTeamAthletes(t *tenant, c *caller) (any, error) {
	s, err := t.squad(c)
	if err != nil {
		return nil, err
	}
	members := s.members()
	p, err := t.page(c, len(members))
	if err != nil {
		return nil, err
	}
	return athletePage{page: p, members: members[p.from : p.from+p.count : p.from+p.count]}, nil
}

// squadRef names a team, or one of its groups.
type squadRef struct {
	organization, team int
	group              int // -1 for the team itself
}

// squadRef finds the account and the team or group that the path names.
func (t *tenant) squadRef(c *caller) (squadRef, error) {
	org, err := t.enter(c)
	if err != nil {
		return squadRef{}, err
	}
	id, err := t.number(c, "teamId")
	if err != nil {
		return squadRef{}, err
	}
	ref := squadRef{organization: org.Index, group: -1}
	var ok bool
	if ref.team, ok = t.ids.teamIndex(id); !ok {
		if ref.group, ok = t.ids.groupIndex(id); ok {
			ref.team = t.data.Group(ref.group).Team
		}
	}
	if !ok || ref.team < org.FirstTeam || ref.team >= org.FirstTeam+org.Teams {
		c.Call.Exchange.Decide("team", "refuse", "the account has no team or group with this teamId")
		return squadRef{}, notFound()
	}
	return ref, nil
}

func (t *tenant) squad(c *caller) (squad, error) {
	ref, err := t.squadRef(c)
	if err != nil {
		return squad{}, err
	}
	return t.squadAt(ref), nil
}

func (t *tenant) squadAt(ref squadRef) squad {
	s := squad{team: t.data.Team(ref.team)}
	for i := range s.team.Groups {
		if s.team.Groups[i].Index == ref.group {
			s.group = &s.team.Groups[i]
		}
	}
	return s
}
