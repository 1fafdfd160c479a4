package world

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"sync"
)

// DefaultMax is how many worlds a registry holds unless told otherwise.
const DefaultMax = 10_000

// Full reports that a registry holds as many worlds as it may.
type Full struct{ Max int }

func (e *Full) Error() string {
	return fmt.Sprintf("there are already %d worlds; delete one first", e.Max)
}

// Registry keeps worlds by name. One of them, called DefaultName, is always
// there. It is safe for use by many goroutines.
type Registry struct {
	seed     uint64
	max      int
	services []Service
	hosts    map[string]string // vendor host name -> service
	first    *World

	mu     sync.RWMutex
	byName map[string]*World
	order  []*World // oldest first
	serial int      // worlds that were given a name
}

// NewRegistry makes a registry with its default world, whose Name is ignored
// and whose Seed, when unset, is seed. Other worlds without a seed get one made
// of seed and their name. A limit of 0 means DefaultMax.
func NewRegistry(seed uint64, limit int, c Config, services []Service) (*Registry, error) {
	if limit == 0 {
		limit = DefaultMax
	}
	if limit < 0 {
		return nil, &Invalid{Field: "maxWorlds", Reason: fmt.Sprintf("%d worlds cannot be; use a positive number", limit)}
	}
	r := &Registry{seed: seed, max: limit, services: slices.Clone(services), hosts: map[string]string{}, byName: map[string]*World{}}
	for i, s := range services {
		if err := checkName("services", s.Name); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(services[:i], func(o Service) bool { return o.Name == s.Name }) {
			return nil, &Invalid{Field: "services", Reason: s.Name + " is there twice"}
		}
		for _, h := range s.Hosts {
			r.hosts[hostname(h)] = s.Name
		}
	}
	c.Name = DefaultName
	if c.Seed == nil {
		c.Seed = &seed
	}
	w, err := New(c, r.services)
	if err != nil {
		return nil, err
	}
	r.first = w
	r.add(w)
	return r, nil
}

// Services are those that live in every world.
func (r *Registry) Services() []Service { return r.services }

// Default is the world that callers reach when they name none.
func (r *Registry) Default() *World { return r.first }

// Len counts the worlds.
func (r *Registry) Len() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.order)
}

// Get finds a world by name. Its error is a *Missing.
func (r *Registry) Get(name string) (*World, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if w := r.byName[name]; w != nil {
		return w, nil
	}
	return nil, missing(name)
}

// All lists the worlds, oldest first.
func (r *Registry) All() []*World {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Clone(r.order)
}

// Create makes a world and gives it a name when c has none. Its errors are
// *Invalid, *Conflict when the name is taken, and *Full.
func (r *Registry) Create(c Config) (*World, error) {
	name, err := r.reserve(c.Name)
	if err != nil {
		return nil, err
	}
	c.Name = name
	if c.Seed == nil {
		c.Seed = new(derive(r.seed, c.Name))
	}
	w, err := New(c, r.services)
	return r.keep(name, w, err)
}

// Fork copies the world called name as fork, or under a name of the registry's
// choice when fork is empty. Its errors are those of Get and Create.
func (r *Registry) Fork(name, fork string) (*World, error) {
	w, err := r.Get(name)
	if err != nil {
		return nil, err
	}
	if fork, err = r.reserve(fork); err != nil {
		return nil, err
	}
	copied, err := w.Fork(fork)
	return r.keep(fork, copied, err)
}

// Delete forgets a world; exchanges that wait in it wait no longer. The default one cannot be deleted: that is a *Conflict.
func (r *Registry) Delete(name string) error {
	if name == DefaultName {
		return &Conflict{Reason: "the default world cannot be deleted; reset it instead"}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.byName[name]
	if w == nil {
		return missing(name)
	}
	delete(r.byName, name)
	w.Clock.Retire() // or whoever waits in it waits for ever
	r.order = slices.DeleteFunc(r.order, func(o *World) bool { return o == w })
	return nil
}

// reserve takes name, or the next free one, until keep is called. A name that
// is taken but not yet kept maps to nil.
func (r *Registry) reserve(name string) (string, error) {
	if name != "" {
		if err := checkName("name", name); err != nil {
			return "", err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.byName) >= r.max {
		return "", &Full{Max: r.max}
	}
	taken := func() bool { _, ok := r.byName[name]; return ok }
	if name != "" && taken() {
		return "", &Conflict{Reason: fmt.Sprintf("there is already a world %q", name)}
	}
	for name == "" || taken() {
		r.serial++
		name = "world-" + strconv.Itoa(r.serial)
	}
	r.byName[name] = nil
	return name, nil
}

// keep ends a reservation: with the world, or with nothing when err says that
// it could not be made.
func (r *Registry) keep(name string, w *World, err error) (*World, error) {
	if err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.byName, name)
		return nil, err
	}
	r.add(w)
	return w, nil
}

func (r *Registry) add(w *World) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byName[w.Name] = w
	r.order = append(r.order, w)
}

func missing(name string) error { return &Missing{What: fmt.Sprintf("world %.80q", name)} }

// derive makes the seed of a named world, so that worlds differ unless they
// were told not to.
func derive(seed uint64, name string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write(binary.BigEndian.AppendUint64(nil, seed)) // a hash never fails
	_, _ = h.Write([]byte(name))
	x := h.Sum64() // splitmix64's finalizer spreads names that differ in their last letter
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return (x ^ x>>31) >> 11 // 53 bits survive every JSON reader
}
