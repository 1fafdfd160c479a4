package sweatstack

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// user is somebody with an account: an athlete of the population, or somebody whom
// another one manages.
type user struct {
	id          string
	athlete     int // none: nobody of the population, who has done nothing
	first, last string
	manager     string // the account of who manages this one
	registered  time.Time
	zone        *time.Location
}

const none = -1

func (u *user) name() string { return strings.TrimSpace(u.first + " " + u.last) }

// maxManaged bounds the accounts that callers make.
const maxManaged = 1_000

// people maps accounts to the population and back, by arithmetic. Only accounts
// that callers made are stored.
type people struct {
	data *dataset.Set
	ids  *ids
	seed uint64

	last    atomic.Pointer[user] // an athlete who was found: as a rule the next caller is the same
	mu      sync.RWMutex
	managed map[string]user
	order   []string
	drawn   uint64
}

func (p *people) athlete(i int) user {
	given, family := p.data.NameOf(i)
	registered := p.registered(i)
	return user{id: p.ids.name(ofUser, registered, uint64(i)), athlete: i, first: given, last: family, registered: registered, zone: p.data.ZoneOf(i)}
}

// registered is when an athlete made the account: in the half-year before there is
// history.
func (p *people) registered(i int) time.Time {
	ago := time.Duration(draw.Chance(p.seed, saltFounded, uint64(i)) * 180 * 24 * float64(time.Hour))
	return p.data.Config().FirstDay.Add(-ago).Truncate(time.Microsecond)
}

// find is the account with an identifier.
func (p *people) find(id string) (user, bool) {
	if u := p.last.Load(); u != nil && u.id == id {
		return *u, true
	}
	if n, ok := p.ids.number(ofUser, id); ok && n < uint64(p.data.Athletes()) {
		u := p.athlete(int(n))
		if u.id == id {
			p.last.Store(&u)
		}
		return u, u.id == id
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	u, ok := p.managed[id]
	return u, ok
}

// add makes an account that another one manages.
func (p *people) add(u user) (user, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.managed) >= maxManaged {
		return u, fmt.Errorf("there are already %d managed users", maxManaged)
	}
	if p.managed == nil {
		p.managed = map[string]user{}
	}
	p.drawn++
	u.id, u.athlete = p.ids.natural(ofAdded, u.registered, uint64(ofUser)<<56|p.drawn), none
	p.managed[u.id] = u
	p.order = append(p.order, u.id)
	return u, nil
}

// rename gives a managed account the names that are not empty. It answers the
// account, unless there is none any more.
func (p *people) rename(id, first, last string) (user, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	u, there := p.managed[id]
	if !there {
		return u, false
	}
	u.first, u.last = cmp.Or(first, u.first), cmp.Or(last, u.last)
	p.managed[id] = u
	return u, true
}

// remove ends a managed account, unless there is none any more.
func (p *people) remove(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, there := p.managed[id]
	delete(p.managed, id)
	p.order = slices.DeleteFunc(p.order, func(one string) bool { return one == id })
	return there
}

// managedBy are the accounts that one manages, as they came.
func (p *people) managedBy(id string) []user {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var out []user
	for _, m := range p.order {
		if u := p.managed[m]; u.manager == id {
			out = append(out, u)
		}
	}
	return out
}

// lookedAt is among how many athletes those are sought who do endurance sports.
const lookedAt = 400

// shown are the athletes that a page offers, or credentials are made for, beginning
// with the first organization that is no sandbox: one of each endurance sport, who
// are the vendor's customers, then the others of these, then everybody else.
func (p *people) shown(most int) []user {
	if most <= 0 { // nobody is made who is not needed
		return nil
	}
	o, n := p.data.Organization(min(1, p.data.Organizations()-1)), p.data.Athletes()
	var groups [3][]int
	first := map[string]int{}
	for i := range min(max(most, lookedAt), n) {
		a := (o.FirstAthlete + i) % n
		sport := root(sportOf(p.data.SportOf(a)))
		_, seen := first[sport]
		switch {
		case sport == "generic" || sport == "unknown":
			groups[2] = append(groups[2], a)
		case seen:
			groups[1] = append(groups[1], a)
		default:
			first[sport] = a
		}
	}
	for _, sport := range documentSports() { // cycling comes first, as in the document
		if a, ok := first[sport]; ok {
			groups[0] = append(groups[0], a)
		}
	}
	var out []user
	for _, a := range slices.Concat(groups[0], groups[1], groups[2]) {
		if len(out) < most {
			out = append(out, p.athlete(a))
		}
	}
	return out
}

func (p *people) fork() *people {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return &people{data: p.data, ids: p.ids, seed: p.seed, managed: maps.Clone(p.managed), order: slices.Clone(p.order), drawn: p.drawn}
}
