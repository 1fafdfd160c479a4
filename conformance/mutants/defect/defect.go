// Package defect is how the suite's own clients are bent: named switches, one
// for each defect that a case must notice.
package defect

import "sync"

// Switches says which defects are on and counts how often each was reached. A
// nil *Switches has none on. It is safe for use by many goroutines.
type Switches struct {
	mu      sync.Mutex
	reached map[string]int
	asked   map[string]bool // nil: not recorded
}

// On returns switches with the named defects on.
func On(names ...string) *Switches {
	s := &Switches{reached: make(map[string]int, len(names))}
	for _, name := range names {
		s.reached[name] = 0
	}
	return s
}

// Watch returns switches of which none is on, but which remember what they were
// asked: a run that never asks for a defect cannot show it.
func Watch() *Switches { return &Switches{asked: map[string]bool{}} }

// Asked says whether the client asked for the defect. Only Watch remembers.
func (s *Switches) Asked(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[name]
}

// Has says whether the defect is on, and counts the question if it is: a mutant
// whose switch is never reached does not mutate.
func (s *Switches) Has(name string) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked != nil {
		s.asked[name] = true
	}
	n, on := s.reached[name]
	if on {
		s.reached[name] = n + 1
	}
	return on
}

// Reached counts how often the client asked for a defect that is on.
func (s *Switches) Reached(name string) int {
	if s == nil {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reached[name]
}
