package polarteampro

import (
	"encoding/json"
	"fmt"
	"iter"
	"regexp"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// pins are identifiers that a client has hard-coded. They are given to the teams
// of the organization whose coach's credentials are handed out.
type pins struct {
	Teams []pinnedTeam `json:"teams"`
}

type pinnedTeam struct {
	TeamID           string         `json:"teamId"`
	TrainingSessions []string       `json:"trainingSessions"` // the oldest ones
	Players          []pinnedPlayer `json:"players"`          // the first ones
}

type pinnedPlayer struct {
	PlayerID         string   `json:"playerId"`
	TrainingSessions []string `json:"trainingSessions"` // the oldest ones
}

const pinField = "pins." + service

// parsePins reads and checks pins. Its errors are *world.Invalid.
func parsePins(raw json.RawMessage) (*pins, error) {
	p := &pins{}
	if err := world.DecodePins(service, raw, p); err != nil {
		return nil, err
	}
	return p, p.check()
}

func (p *pins) check() error {
	if len(p.Teams) == 0 {
		return nil
	}
	form, seen := regexp.MustCompile(`^[0-9A-Za-z]{8}$`), map[string]string{}
	check := func(field, id string) error {
		if !form.MatchString(id) {
			return &world.Invalid{Field: field, Reason: fmt.Sprintf("%.40q is not of eight letters and digits", id)}
		}
		if first, twice := seen[id]; twice {
			return &world.Invalid{Field: field, Reason: id + " is pinned already, by " + first}
		}
		seen[id] = field
		return nil
	}
	for i, m := range p.Teams {
		at := fmt.Sprintf("%s.teams[%d]", pinField, i)
		found := []error{check(at+".teamId", m.TeamID)}
		for j, id := range m.TrainingSessions {
			found = append(found, check(fmt.Sprintf("%s.trainingSessions[%d]", at, j), id))
		}
		for j, a := range m.Players {
			at := fmt.Sprintf("%s.players[%d]", at, j)
			found = append(found, check(at+".playerId", a.PlayerID))
			for k, id := range a.TrainingSessions {
				found = append(found, check(fmt.Sprintf("%s.trainingSessions[%d]", at, k), id))
			}
		}
		for _, err := range found {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// plan refuses what this service cannot do in a world. Its errors are
// *world.Invalid.
func (s *shared) plan(c *world.Config) error {
	set, err := s.settings(c)
	if err != nil {
		return err
	}
	p, err := parsePins(c.Pins[service])
	if err != nil || len(p.Teams) == 0 {
		return err
	}
	data, now, err := c.Foresee()
	if err != nil {
		return err
	}
	t := &tenant{data: data, set: set, ids: newIDs(data.Seed(), data)}
	return t.pin(p, now)
}

// pin gives identifiers of one's own choice to teams, players and sessions of the
// first customer. Its errors are *world.Invalid.
func (t *tenant) pin(p *pins, now time.Time) error {
	o := t.data.Organization(min(1, t.data.Organizations()-1))
	if len(p.Teams) > o.Teams {
		return &world.Invalid{Field: pinField + ".teams", Reason: fmt.Sprintf("%d teams are pinned, an organization has %d; set population.teams", len(p.Teams), o.Teams)}
	}
	for i, m := range p.Teams {
		at := fmt.Sprintf("%s.teams[%d]", pinField, i)
		team := t.data.Team(o.FirstTeam + i)
		people := players(&team)
		if len(m.Players) > len(people) {
			return &world.Invalid{Field: at + ".players", Reason: fmt.Sprintf("%d players are pinned, the team has %d; set population.athletes", len(m.Players), len(people))}
		}
		t.ids.pins.Pin(t.ids.natural(ofTeam, uint64(team.Index)), m.TeamID)
		if err := t.ids.pins.PinOldest(at+".trainingSessions", t.oldestSessions(team.Index, now), m.TrainingSessions); err != nil {
			return err
		}
		for j, a := range m.Players {
			t.ids.pins.Pin(t.ids.natural(ofPlayer, uint64(people[j])), a.PlayerID)
			field := fmt.Sprintf("%s.players[%d].trainingSessions", at, j)
			if err := t.ids.pins.PinOldest(field, t.oldestPlayerSessions(people[j], now), a.TrainingSessions); err != nil {
				return err
			}
		}
	}
	return nil
}

// oldestSessions are a team's by nature, as far as they are there.
func (t *tenant) oldestSessions(team int, now time.Time) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := range t.data.Sessions(team, t.data.Config().FirstDay, now) {
			if !t.teamSession(s, now).created.After(now) && !yield(t.ids.natural(ofSession, t.ids.sessionPlace(s.Ref))) {
				return
			}
		}
	}
}

// oldestPlayerSessions are a player's by nature, as far as they are there.
func (t *tenant) oldestPlayerSessions(athlete int, now time.Time) iter.Seq[string] {
	return func(yield func(string) bool) {
		for e := range t.data.Events(athlete, t.data.Config().FirstDay, now) {
			if recorded(&e) && !t.playerSession(e, now).created.After(now) && !yield(t.ids.natural(ofPlayerSession, t.ids.playerSessionPlace(e.Ref))) {
				return
			}
		}
	}
}
