package sweatstack

import (
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// teamKey is a user who has let a team see data.
type teamKey struct{ team, user string }

// The roles in a team. [confirmed: models of the vendor's client]
const (
	teamOwner  = "owner"
	teamMember = "member"
)

// teamView is a team of the population. Nothing but the role may be null. [confirmed: models of the vendor's client]
type teamView struct {
	dataset.Team
	id     string
	role   string
	scopes []string // what it may; only of authorized ones
}

func (v *teamView) appendJSON(t *tenant, _ *caller, b []byte) []byte {
	o := open(b)
	o.text("id", v.id)
	o.text("name", v.Name)
	page := t.set.issuer.In(t.x) + "/teams/" + v.id
	o.text("description", v.Name+" and its coaches")
	o.text("url", page)
	o.text("image", page+"/image")
	o.text("privacy_statement", page+"/privacy")
	if v.scopes != nil {
		o.texts("scopes", v.scopes)
		return o.close()
	}
	o.textOr("role", v.role)
	return o.close()
}

func (t *tenant) teamID(i int) string { return t.ids.name(ofTeam, t.data.Config().FirstDay, uint64(i)) }

// teamsOf are the teams of a user's organization that the user is in. The first of
// its members owns a team. [inferred: somebody has to]
func (t *tenant) teamsOf(u *user) []*teamView {
	if u.athlete == none {
		return nil
	}
	var out []*teamView
	o := t.data.Organization(t.data.Athlete(u.athlete).Organization)
	for i := range o.Teams {
		m := t.data.Team(o.FirstTeam + i)
		in := slices.Contains(m.Members, u.athlete)
		for _, g := range m.Groups {
			in = in || slices.Contains(g.Members, u.athlete)
		}
		role := teamMember
		if len(m.Members) > 0 && m.Members[0] == u.athlete {
			role = teamOwner
		}
		if in {
			out = append(out, &teamView{Team: m, id: t.teamID(m.Index), role: role})
		}
	}
	return out
}

func listTeams(t *tenant, c *caller) (any, error) { return list(t, c, t.teamsOf(&c.user)), nil }

// listAuthorizedTeams are those that the user lets see data.
func listAuthorizedTeams(t *tenant, c *caller) (any, error) {
	var out []*teamView
	for _, v := range t.teamsOf(&c.user) {
		if v.scopes = t.store.teamScopes(teamKey{v.id, c.user.id}); v.scopes != nil {
			out = append(out, v)
		}
	}
	return list(t, c, out), nil
}

func (t *tenant) theTeam(c *caller) (*teamView, error) {
	for _, v := range t.teamsOf(&c.user) {
		if v.id == c.Vars["team_id"] {
			return v, nil
		}
	}
	c.Call.Exchange.Decide("team", "refuse", "the user is in no team with this identifier")
	return nil, notFound("Team")
}

// listTeamUsers are the members who let the team see data.
func listTeamUsers(t *tenant, c *caller) (any, error) {
	named := t.named(c)
	v, err := t.theTeam(c)
	if err != nil {
		return nil, err
	}
	var out []value
	for _, i := range v.Members {
		u := t.people.athlete(i)
		if scopes := t.store.teamScopes(teamKey{v.id, u.id}); scopes != nil && named(&u) {
			out = append(out, &userSummary{u, scopes})
		}
	}
	return list(t, c, out), nil
}

// authorizeTeam lets a team see data. A body without scopes is refused. [confirmed:
// models of the vendor's client; inferred: that an empty list takes all back]
func authorizeTeam(t *tenant, c *caller) (any, error) {
	f, err := c.body.Model()
	if err != nil {
		return nil, err
	}
	scopes := f.Words("scopes", allScopes(), true)
	if err := f.Err(); err != nil {
		return nil, err
	}
	v, err := t.theTeam(c)
	if err != nil {
		return nil, err
	}
	t.store.setTeamScopes(teamKey{v.id, c.user.id}, scopes)
	o := open(nil)
	o.text("team_id", v.id)
	o.text("user_id", c.user.id)
	o.texts("scopes", scopes)
	return reply(http.StatusOK, o.close()), nil
}

// sharesWith says whether a user lets a team see data that another one is in.
func (t *tenant) sharesWith(u, with user) bool {
	for _, v := range t.teamsOf(&with) {
		if t.store.teamScopes(teamKey{v.id, u.id}) != nil {
			return true
		}
	}
	return false
}

func (s *store) teamScopes(k teamKey) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.teams[k]
}

// setTeamScopes replaces what a team may; none takes it back.
func (s *store) setTeamScopes(k teamKey, scopes []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(scopes) == 0 {
		delete(s.teams, k)
		return
	}
	if s.teams == nil {
		s.teams = map[teamKey][]string{}
	}
	if len(s.teams) < maxRecords {
		s.teams[k] = scopes
	}
}
