package polaraccesslink

import (
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// recorded says whether an event is a training that a watch records: not nights,
// tests at rest, or what was typed in.
func recorded(e *dataset.Event) bool { return e.Kind == dataset.Workout }

// briefs keeps what lists without features tell of trainings: it takes the whole
// record to find that out, and lists ask again and again. It follows from the
// population, so that forks may share it.
type briefs struct {
	mu   sync.Mutex
	kept map[dataset.Ref]*trainingSession // not to be changed
}

// maxBriefs bounds what is kept: some twenty megabytes.
const maxBriefs = 8 << 10

func (s *briefs) get(ref dataset.Ref) *trainingSession {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[ref]
}

func (s *briefs) put(ref dataset.Ref, b *trainingSession) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= maxBriefs {
		s.kept = map[dataset.Ref]*trainingSession{}
	}
	s.kept[ref] = b
}
