package firstbeat

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// pins are identifiers that a client has hard-coded; the population is laid out
// around them.
type pins struct {
	Accounts []pinnedAccount `json:"accounts"`
}

type pinnedAccount struct {
	AccountID string          `json:"accountId"`
	Name      string          `json:"name"`
	Teams     []pinnedTeam    `json:"teams"`
	Athletes  []pinnedAthlete `json:"athletes"`
}

type pinnedTeam struct {
	TeamID   int64           `json:"teamId"`
	Sessions []pinnedSession `json:"sessions"`
}

type pinnedSession struct {
	SessionID int64 `json:"sessionId"`
}

type pinnedAthlete struct {
	AthleteID int64 `json:"athleteId"`
}

const (
	pinField = "pins." + service
	// maxPinned keeps identifiers exact where numbers are doubles.
	maxPinned = 1<<53 - 1
	// athletesPerPinnedTeam gives every pinned team enough people for sessions.
	athletesPerPinnedTeam = 10
)

// parsePins reads and checks pins. Its errors are *world.Invalid.
func parsePins(raw json.RawMessage) (*pins, error) {
	p := &pins{}
	if err := world.DecodePins(service, raw, p); err != nil {
		return nil, err
	}
	return p, p.check()
}

func (p *pins) check() error {
	if len(p.Accounts) == 0 {
		return nil
	}
	form := regexp.MustCompile(`^[1-9][0-9]{0,8}-[1-9][0-9]{0,14}$`)
	seen := pinSet{}
	for i, a := range p.Accounts {
		at := fmt.Sprintf("%s.accounts[%d]", pinField, i)
		if !form.MatchString(a.AccountID) {
			return &world.Invalid{Field: at + ".accountId", Reason: fmt.Sprintf("%q is not of the form 3-4925", a.AccountID)}
		}
		if err := seen.text(at+".accountId", a.AccountID); err != nil {
			return err
		}
		for j, m := range a.Teams {
			at := fmt.Sprintf("%s.teams[%d]", at, j)
			if err := seen.number(at+".teamId", m.TeamID); err != nil {
				return err
			}
			for k, s := range m.Sessions {
				if err := seen.number(fmt.Sprintf("%s.sessions[%d].sessionId", at, k), s.SessionID); err != nil {
					return err
				}
			}
		}
		for j, m := range a.Athletes {
			if err := seen.number(fmt.Sprintf("%s.athletes[%d].athleteId", at, j), m.AthleteID); err != nil {
				return err
			}
		}
	}
	return nil
}

// pinSet refuses identifiers that are pinned twice, by the member that has them.
type pinSet map[string]string

func (s pinSet) text(field, id string) error {
	key := field[strings.LastIndexByte(field, '.'):] + " " + id
	if first, ok := s[key]; ok {
		return &world.Invalid{Field: field, Reason: id + " is pinned already, by " + first}
	}
	s[key] = field
	return nil
}

func (s pinSet) number(field string, id int64) error {
	if id < 1 || id > maxPinned {
		return &world.Invalid{Field: field, Reason: fmt.Sprintf("%d is not in 1 … %d", id, int64(maxPinned))}
	}
	return s.text(field, strconv.FormatInt(id, 10))
}

// plan refuses what this service cannot do in a world, and enlarges the
// population where pins need more people. Its errors are *world.Invalid.
func (s *shared) plan(c *world.Config) error {
	if _, err := s.settings(c); err != nil {
		return err
	}
	p, err := parsePins(c.Pins[service])
	if err != nil || len(p.Accounts) == 0 {
		return err
	}
	set, _, err := c.Foresee()
	if err != nil {
		return err
	}
	have, needed := set.Config(), set.Config()
	for o, a := range p.organizations() {
		needed.Organizations = max(needed.Organizations, o+1)
		needed.Teams = max(needed.Teams, len(a.Teams))
	}
	perAccount := athletesPerPinnedTeam * needed.Teams
	for _, a := range p.Accounts {
		perAccount = max(perAccount, len(a.Athletes))
	}
	needed.Athletes = max(needed.Athletes, perAccount*needed.Organizations)
	if _, err := dataset.New(0, needed); err != nil {
		return &world.Invalid{Field: pinField, Reason: "needs a larger population than there can be: " + err.Error()}
	}
	if needed != have {
		c.Population.Organizations, c.Population.Teams, c.Population.Athletes = needed.Organizations, needed.Teams, needed.Athletes
	}
	return p.try(c)
}

// try lays the pins over the population as it is planned, so that pins that
// cannot be met are refused before there is a world.
func (p *pins) try(c *world.Config) error {
	set, now, err := c.Foresee()
	if err != nil {
		return err
	}
	_, err = newIDs(set.Seed(), set, now, p)
	return err
}

// organizations gives each pinned account its organization: the sandbox is
// number 0, the others follow in their order.
func (p *pins) organizations() map[int]*pinnedAccount {
	out, next := map[int]*pinnedAccount{}, 1
	for i := range p.Accounts {
		a := &p.Accounts[i]
		if a.AccountID == "1-1" {
			out[0] = a
			continue
		}
		out[next] = a
		next++
	}
	return out
}

// newIDs lays pins over the natural identifiers of a world. The first athletes,
// teams and sessions take them. Its errors are *world.Invalid.
func newIDs(seed uint64, d *dataset.Set, now time.Time, p *pins) (*ids, error) {
	x := naturalIDs(seed, d)
	pinned := p.organizations()
	for _, o := range slices.Sorted(maps.Keys(pinned)) {
		a := pinned[o]
		if o >= d.Organizations() {
			return nil, &world.Invalid{Field: pinField, Reason: "account " + a.AccountID + " has no organization"}
		}
		org := d.Organization(o)
		if org.Teams < len(a.Teams) || org.Athletes < len(a.Athletes) {
			return nil, &world.Invalid{Field: pinField, Reason: "account " + a.AccountID + " has too few teams or athletes"}
		}
		x.accounts.pins.Pin(x.accounts.natural(o), a.AccountID)
		x.names[o] = a.Name
		for i, m := range a.Athletes {
			x.athletes.Pin(x.athleteBase+int64(org.FirstAthlete+i), m.AthleteID)
		}
		for i, m := range a.Teams {
			x.squads.Pin(x.squadBase+2*int64(org.FirstTeam+i), m.TeamID)
			if err := x.pinSessions(d, now, org.FirstTeam+i, a.AccountID, m); err != nil {
				return nil, err
			}
		}
	}
	return x, nil
}

func (x *ids) pinSessions(d *dataset.Set, now time.Time, team int, account string, m pinnedTeam) error {
	if len(m.Sessions) == 0 {
		return nil
	}
	n := 0
	for s := range d.Sessions(team, d.Config().FirstDay, now) {
		if !visible(s.End, now) {
			continue
		}
		x.sessions.Pin(x.sessionBase+x.sessionOrdinal(s.Ref), m.Sessions[n].SessionID)
		if n++; n == len(m.Sessions) {
			return nil
		}
	}
	return &world.Invalid{Field: pinField, Reason: fmt.Sprintf("team %d of account %s has had %d sessions by the world's time, %d are pinned; "+
		"set population.firstDay earlier or time later", m.TeamID, account, n, len(m.Sessions))}
}
