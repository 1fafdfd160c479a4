package dataset

import "sync"

// Sets keeps populations, so that worlds of the same seed and sizes, one after the
// other or at once, share what one of them has had made. Nil keeps nothing. It is safe
// for use by many goroutines, in different bubbles of testing/synctest, too.
type Sets struct {
	limit int

	mu   sync.Mutex
	made map[setKey]*Set
	used []setKey // the one used last comes last
}

type setKey struct {
	seed   uint64
	config Config
}

// NewSets keeps populations until they amount to limit bytes together: then, when
// another is asked for, those go that were not used for longest. Each may grow to a
// quarter of limit, or to its CacheBytes where these are more.
func NewSets(limit int) *Sets { return &Sets{limit: limit, made: map[setKey]*Set{}} }

// New is New, or the population that is kept of the same seed and sizes.
func (s *Sets) New(seed uint64, c Config) (*Set, error) {
	set, err := New(seed, c)
	if s == nil || err != nil {
		return set, err
	}
	key := setKey{seed, set.config}
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.made[key]; kept != nil {
		s.use(key)
		return kept, nil
	}
	set.room = max(set.room, s.limit/4)
	s.made[key] = set
	s.use(key)
	s.forget()
	return set, nil
}

// use notes that key was used last.
func (s *Sets) use(key setKey) {
	for i, k := range s.used {
		if k == key {
			s.used = append(s.used[:i], s.used[i+1:]...)
			break
		}
	}
	s.used = append(s.used, key)
}

// forget lets go of what was not used for longest, until the rest is within the limit.
func (s *Sets) forget() {
	sum := 0
	for i := len(s.used) - 1; i >= 0; i-- {
		sum += s.made[s.used[i]].memory.bytes()
		if sum > s.limit && i < len(s.used)-1 {
			for _, key := range s.used[:i+1] {
				delete(s.made, key)
			}
			s.used = append([]setKey(nil), s.used[i+1:]...)
			return
		}
	}
}
