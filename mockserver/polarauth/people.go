package polarauth

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// The roles of users: AccessLink is about an athlete, Team Pro about what a
// coach of an organization sees. They are the roles that other services of this
// vendor find in oauth.User, with the number of that person in the dataset.
const (
	roleAthlete = "athlete"
	roleCoach   = "coach"
)

// maxPopulation is more athletes than a world can have.
const maxPopulation = 2_000_000

// maxExtra bounds the accounts that are registered by hand.
const maxExtra = 10_000

// people maps accounts to the population and back, by arithmetic: every athlete
// and every coach has one. Only accounts with numbers of their own are stored.
type people struct {
	data                   *dataset.Set
	athleteBase, coachBase int

	mu    sync.RWMutex
	extra map[string]person // by account
	own   map[person]string // the number that a person is shown with
	order []person          // who has one, as they came
}

type person struct {
	role  string
	index int
}

func newPeople(seed uint64, d *dataset.Set) *people {
	r := draw.Stream(seed, Name, "accounts")
	first := 40_000_000 + r.IntN(20_000_000)
	return &people{data: d, athleteBase: first, coachBase: first + maxPopulation + r.IntN(1_000_000)}
}

// count is how many people have a role.
func (p *people) count(role string) int {
	if role == roleCoach {
		return p.data.Coaches()
	}
	return p.data.Athletes()
}

// user is the account of a person who is there.
func (p *people) user(who person) oauth.User {
	p.mu.RLock()
	id, own := p.own[who]
	p.mu.RUnlock()
	u := oauth.User{ID: id, Role: who.role, Index: who.index}
	if who.role == roleCoach {
		c := p.data.Coach(who.index)
		u.Name = c.GivenName + " " + c.FamilyName
		if !own {
			u.ID = strconv.Itoa(p.coachBase + who.index)
		}
		return u
	}
	given, family := p.data.NameOf(who.index)
	u.Name = given + " " + family
	if !own {
		u.ID = strconv.Itoa(p.athleteBase + who.index)
	}
	return u
}

// find is the account with a number.
func (p *people) find(id string) (oauth.User, bool) {
	p.mu.RLock()
	who, ok := p.extra[id]
	p.mu.RUnlock()
	if !ok {
		n, err := strconv.Atoi(id)
		if err != nil || strconv.Itoa(n) != id {
			return oauth.User{}, false
		}
		switch {
		case n >= p.athleteBase && n-p.athleteBase < p.data.Athletes():
			who = person{roleAthlete, n - p.athleteBase}
		case n >= p.coachBase && n-p.coachBase < p.data.Coaches():
			who = person{roleCoach, n - p.coachBase}
		default:
			return oauth.User{}, false
		}
	}
	u := p.user(who)
	u.ID = id
	return u, true
}

// register gives a person an account with a number of one's own choice. The one
// that the person had before stays.
func (p *people) register(id string, who person) error {
	if n, err := strconv.ParseInt(id, 10, 64); err != nil || n <= 0 || strconv.FormatInt(n, 10) != id {
		return fmt.Errorf("%.40q is not a user ID; use a whole number in quotes, such as \"12345678\"", id)
	}
	if who.index < 0 || who.index >= p.count(who.role) {
		return fmt.Errorf("there is no %s %d; the population has %d", who.role, who.index, p.count(who.role))
	}
	if u, taken := p.find(id); taken && (person{u.Role, u.Index}) != who {
		return fmt.Errorf("the user ID %s is %s's already", id, u.Name)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.extra) >= maxExtra {
		return fmt.Errorf("there are already %d registered users", maxExtra)
	}
	if _, had := p.own[who]; !had {
		p.order = append(p.order, who)
	}
	if p.extra == nil {
		p.extra, p.own = map[string]person{}, map[person]string{}
	}
	p.extra[id], p.own[who] = who, id
	return nil
}

func (p *people) fork() *people {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return &people{data: p.data, athleteBase: p.athleteBase, coachBase: p.coachBase, extra: maps.Clone(p.extra), own: maps.Clone(p.own), order: slices.Clone(p.order)}
}

// organization is whose people a world shows first: the first customer, or the
// sandbox where there is no other.
func organization(d *dataset.Set) dataset.Organization {
	return d.Organization(min(1, d.Organizations()-1))
}

// shown are the people that a page offers, or credentials are made for: some of
// each role, beginning with those who were registered by hand and then with those
// of the first organization.
func (p *people) shown(role string, most int) []oauth.User {
	o, n := organization(p.data), p.count(role)
	first := o.FirstAthlete
	if role == roleCoach {
		first = o.FirstCoach
	}
	p.mu.RLock()
	who := slices.DeleteFunc(slices.Clone(p.order), func(w person) bool { return w.role != role })
	p.mu.RUnlock()
	registered := who
	for i := 0; i < n && len(who) < most; i++ {
		if w := (person{role, (first + i) % n}); !slices.Contains(registered, w) {
			who = append(who, w)
		}
	}
	who = who[:min(len(who), most)]
	users := make([]oauth.User, len(who))
	for i, w := range who {
		users[i] = p.user(w)
	}
	return users
}
