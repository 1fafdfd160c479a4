package fault

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
)

// Set is a world's fault rules. It is safe for use by many goroutines; a nil or
// empty Set costs next to nothing and lets everything pass.
type Set struct {
	seed  uint64
	empty atomic.Bool

	mu    sync.Mutex
	rules []*active
}

// State is a rule and what became of it.
type State struct {
	Rule
	Matched  int    `json:"matched"`            // exchanges that it matches
	Applied  int    `json:"applied"`            // of these, those in which all that it does took effect
	Missed   int    `json:"missed"`             // those in which something could not take effect
	LastMiss string `json:"lastMiss,omitempty"` // why not, the last time
}

// active is a rule at work.
type active struct {
	State
	path    glob
	chance  *rand.PCG
	pending int // planned, outcome unknown
}

// New returns a set without rules. Chance in it follows from seed.
func New(seed uint64) *Set {
	s := &Set{seed: seed}
	s.empty.Store(true)
	return s
}

// Put replaces all rules, with counters at zero. Its errors are *Invalid; then
// nothing has changed.
func (s *Set) Put(rules []Rule) error {
	if len(rules) > maxRules {
		return &Invalid{"rules", fmt.Sprintf("are %d; at most %d can be watched", len(rules), maxRules)}
	}
	next := make([]*active, len(rules))
	names := map[string]bool{}
	for i := range rules {
		field := fmt.Sprintf("rules[%d]", i)
		if err := rules[i].check(field); err != nil {
			return err
		}
		a := &active{State: State{Rule: rules[i]}}
		if a.Name == "" {
			a.Name = fmt.Sprintf("rule-%d", i+1)
		}
		if names[a.Name] {
			return &Invalid{field + ".name", fmt.Sprintf("another rule is named %q", a.Name)}
		}
		names[a.Name] = true
		a.Match.Query = maps.Clone(a.Match.Query)
		a.Do.Headers = maps.Clone(a.Do.Headers)
		a.path, _ = parseGlob(a.Match.Path) // checked above
		h := fnv.New64a()
		_, _ = h.Write([]byte("fault\x00" + a.Name)) // a hash never fails
		a.chance = rand.NewPCG(s.seed, h.Sum64())
		next[i] = a
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = next
	s.empty.Store(len(next) == 0)
	return nil
}

// Clear takes all rules away.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = nil
	s.empty.Store(true)
}

// Rules lists the rules in order, with their counters.
func (s *Set) Rules() []State {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]State, len(s.rules))
	for i, a := range s.rules {
		list[i] = a.State
	}
	return list
}

// Unused lists the rules that were never applied: a test that asked for them
// has not tested what it set out to.
func (s *Set) Unused() []State {
	return slices.DeleteFunc(s.Rules(), func(r State) bool { return r.Applied > 0 })
}

// Clone returns an independent set with the same rules, counters and chance to
// come. Plans that are under way stay with s.
func (s *Set) Clone() *Set {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := New(s.seed)
	for _, a := range s.rules {
		chance := *a.chance
		c.rules = append(c.rules, &active{State: a.State, path: a.path, chance: &chance})
	}
	c.empty.Store(len(c.rules) == 0)
	return c
}

// Plan says what goes wrong with x; nil if nothing does. Rules are asked in
// order, and those that can be combined all apply: of two that answer, or break
// the framing, the first one does and the other waits for a later exchange.
//
// Every plan must end with Write or Settle.
func (s *Set) Plan(x Exchange) *Plan {
	if s == nil || s.empty.Load() {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var p *Plan
	for _, a := range s.rules {
		if !a.Match.fits(a.path, &x) {
			continue
		}
		a.Matched++
		if a.Matched <= a.After || a.Times > 0 && a.Applied+a.pending >= a.Times || p != nil && !p.takes(&a.Do) {
			continue
		}
		if a.Probability != nil && rand.New(a.chance).Float64() >= *a.Probability {
			continue
		}
		if p == nil {
			p = &Plan{set: s}
		}
		a.pending++
		p.add(a)
	}
	return p
}
