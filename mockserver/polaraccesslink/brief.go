package polaraccesslink

import (
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// recorded says whether an event is a training that a watch records: not nights,
// tests at rest, or what was typed in.
func recorded(e *dataset.Event) bool { return e.Kind == dataset.Workout }

// brief is what a list without features tells of a training, which takes the whole
// record to find out.
type brief struct {
	analysis            dataset.Analysis // without series
	latitude, longitude float64
	placed              bool // whether there was a fix
	moved               bool
	muscle              float64
	sprints, runs       int
	walked              [2]float64 // s, m
}

// briefs keeps those that were asked for: lists ask again and again. They follow
// from the population, so that worlds of one population may share them.
type briefs struct {
	mu   sync.Mutex
	kept map[dataset.Ref]*brief
}

// maxBriefs bounds what is kept: some twenty megabytes.
const maxBriefs = 16 << 10

func (s *briefs) get(ref dataset.Ref) *brief {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[ref]
}

func (s *briefs) put(ref dataset.Ref, b *brief) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= maxBriefs {
		s.kept = map[dataset.Ref]*brief{}
	}
	s.kept[ref] = b
}
