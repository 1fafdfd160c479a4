package mockserver

import (
	"slices"
	"sync"
)

// Bug is an exchange that the simulator could not answer as the vendor would.
type Bug struct {
	World, Service, Method, Path string
	Err                          error
}

// maxBugs is how many bugs are kept: the first ones, because later ones mostly
// follow from them.
const maxBugs = 100

type bugs struct {
	mu    sync.Mutex
	list  []Bug
	total int
}

func (b *bugs) add(bug Bug) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.total++; len(b.list) < maxBugs {
		b.list = append(b.list, bug)
	}
}

// Bugs are the first hundred bugs of the simulator that callers met in any
// world, and how many there were.
func (s *Server) Bugs() (first []Bug, total int) {
	s.bugs.mu.Lock()
	defer s.bugs.mu.Unlock()
	return slices.Clone(s.bugs.list), s.bugs.total
}
