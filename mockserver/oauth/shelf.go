package oauth

import (
	"maps"
	"slices"
)

// shelf is a map with a bound: the oldest entries give way. Values in it are
// replaced, never changed.
type shelf[K comparable, V any] struct {
	max     int
	entries map[K]V
	order   []K // oldest first; keys that are gone are passed over
	sweepAt int // number of entries at which expired ones are looked for
}

// minSweep is the number of entries below which forgetting is not worth a look.
const minSweep = 64

func newShelf[K comparable, V any](most int) *shelf[K, V] {
	return &shelf[K, V]{max: most, sweepAt: min(minSweep, most)}
}

func (s *shelf[K, V]) get(k K) (V, bool) {
	v, ok := s.entries[k]
	return v, ok
}

// replace changes the value of a key that is there.
func (s *shelf[K, V]) replace(k K, v V) { s.entries[k] = v }

func (s *shelf[K, V]) remove(k K) { delete(s.entries, k) }

// put adds k, or replaces its value; where it is full, what expired says is worth
// nothing goes, and then the oldest. A nil expired keeps everything it can.
func (s *shelf[K, V]) put(k K, v V, expired func(V) bool) {
	if _, there := s.entries[k]; there {
		s.entries[k] = v
		return
	}
	if len(s.order) >= s.sweepAt {
		s.sweep(expired)
	}
	if s.entries == nil {
		s.entries = map[K]V{}
	}
	s.entries[k] = v
	s.order = append(s.order, k)
}

func (s *shelf[K, V]) sweep(expired func(V) bool) {
	kept := make([]K, 0, len(s.entries)+1)
	seen := make(map[K]bool, len(s.entries))
	for _, k := range s.order {
		v, there := s.entries[k]
		switch {
		case !there || seen[k]:
		case expired != nil && expired(v):
			delete(s.entries, k)
		default:
			seen[k] = true
			kept = append(kept, k)
		}
	}
	if over := len(kept) - s.max + s.max/8 + 1; len(kept) >= s.max {
		for _, k := range kept[:over] { // an eighth at once, or each put would sweep
			delete(s.entries, k)
		}
		kept = kept[over:]
	}
	s.order = kept
	s.sweepAt = min(s.max, max(minSweep, 2*len(kept)))
}

func (s *shelf[K, V]) clone() *shelf[K, V] {
	return &shelf[K, V]{max: s.max, entries: maps.Clone(s.entries), order: slices.Clone(s.order), sweepAt: s.sweepAt}
}
