package firstbeat

import (
	"maps"
	"strconv"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// maxUnapproved bounds the registrations that nobody has approved; the oldest
// gives way to a new one.
const maxUnapproved = 10_000

// consumer is one registered API consumer. A consumer in a registry is never
// changed, only replaced, so that a request sees one state from start to end.
type consumer struct {
	id, name  string
	secret    string
	pending   string // a new secret that waits for its confirmation
	rotations int    // new secrets handed out so far
	key       string // empty until it is first asked for
	approved  bool
	disabled  bool
	access    map[int]access // by organization
}

// access is what a consumer may see of one account. It takes two steps: staff
// links, then a coach of the account grants. [confirmed: FAQ page].
type access struct {
	linked  bool
	granted bool
	coach   int64 // who granted; 0 for the sandbox
}

// registry holds the consumers of one world.
type registry struct {
	mu         sync.RWMutex
	seed       uint64
	byID       map[string]*consumer
	byKey      map[string]string // API key to consumer
	registered int
	unapproved []string // oldest first
}

func newRegistry(seed uint64) *registry {
	return &registry{seed: seed, byID: map[string]*consumer{}, byKey: map[string]string{}}
}

func (g *registry) get(id string) (*consumer, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	c, ok := g.byID[id]
	return c, ok
}

func (g *registry) withKey(key string) (*consumer, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	c, ok := g.byID[g.byKey[key]]
	return c, ok
}

// register makes a new consumer, also for a name that exists already.
// [confirmed: getting started page].
func (g *registry) register(name string) *consumer {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := draw.Stream(g.seed, "firstbeat", "consumer", strconv.Itoa(g.registered))
	c := &consumer{id: draw.UUID(r), name: name, secret: draw.UUID(r)}
	g.registered++
	if len(g.unapproved) >= maxUnapproved {
		delete(g.byID, g.unapproved[0])
		g.unapproved = g.unapproved[1:]
	}
	g.byID[c.id] = c
	g.unapproved = append(g.unapproved, c.id)
	return c
}

// change replaces a consumer by what edit makes of a copy. It returns nil when
// there is no such consumer, and keeps the old one when edit answers false.
func (g *registry) change(id string, edit func(c *consumer) bool) *consumer {
	g.mu.Lock()
	defer g.mu.Unlock()
	old, ok := g.byID[id]
	if !ok {
		return nil
	}
	c := *old
	c.access = maps.Clone(old.access)
	if c.access == nil {
		c.access = map[int]access{}
	}
	if !edit(&c) {
		return old
	}
	if c.approved && !old.approved {
		g.forget(id)
	}
	if c.key != "" {
		g.byKey[c.key] = id
	}
	g.byID[id] = &c
	return &c
}

// forget takes an approved consumer off the list of those that may give way.
func (g *registry) forget(id string) {
	for i, u := range g.unapproved {
		if u == id {
			g.unapproved = append(g.unapproved[:i:i], g.unapproved[i+1:]...)
			return
		}
	}
}

// makeKey gives a consumer its API key, once.
func (g *registry) makeKey(id string) *consumer {
	return g.change(id, func(c *consumer) bool {
		if c.key != "" {
			return false
		}
		c.key = draw.Text(draw.Stream(g.seed, "firstbeat", "key", id), 40) // as long as every published key [confirmed: vendor samples]
		return true
	})
}

// secrets are all values that must never be printed.
func (g *registry) secrets() []string {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var all []string
	for _, c := range g.byID {
		for _, s := range []string{c.secret, c.pending, c.key} {
			if s != "" {
				all = append(all, s)
			}
		}
	}
	return all
}

// fork copies the registry for the world called name; consumers are shared,
// since they never change. What either hands out from now on is its own: an
// identifier or a secret of one world says nothing about the other.
func (g *registry) fork(name string) *registry {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return &registry{
		seed: draw.Stream(g.seed, service, "fork", name).Uint64(), byID: maps.Clone(g.byID), byKey: maps.Clone(g.byKey),
		registered: g.registered, unapproved: append([]string(nil), g.unapproved...),
	}
}
