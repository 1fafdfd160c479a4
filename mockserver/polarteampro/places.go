package polarteampro

import (
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// spot is a place on earth, in degrees.
type spot struct{ latitude, longitude float64 }

// spots keeps where events began: to find out, what happened must be made, and
// lists ask again and again. They follow from the population.
type spots struct {
	mu   sync.Mutex
	kept map[dataset.Ref]spot
}

// maxSpots bounds what is kept: about five megabytes.
const maxSpots = 64 << 10

func (s *spots) get(ref dataset.Ref) (spot, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.kept[ref]
	return at, ok
}

func (s *spots) put(ref dataset.Ref, at spot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= maxSpots {
		s.kept = map[dataset.Ref]spot{}
	}
	s.kept[ref] = at
}

// where is where an event began.
func (t *tenant) where(e *dataset.Event) (spot, bool) {
	if !e.GPS {
		return spot{}, false
	}
	if at, ok := t.spots.get(e.Ref); ok {
		return at, true
	}
	r := t.data.Record(*e)
	if len(r.Latitude) == 0 || len(r.Longitude) == 0 {
		return spot{}, false
	}
	at := spot{r.Latitude[0], r.Longitude[0]}
	t.spots.put(e.Ref, at)
	return at, true
}
