package dataset_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

func TestSetsKeepAPopulationBySeedAndSizes(t *testing.T) {
	sets := dataset.NewSets(64 << 20)
	one, err := sets.New(1, dataset.Config{})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		seed   uint64
		config dataset.Config
		same   bool
	}{
		"the same":               {1, dataset.Config{}, true},
		"the same, sizes given":  {1, dataset.Config{Athletes: 60, FirstDay: time.Date(2024, 7, 1, 9, 0, 0, 0, time.Local)}, true},
		"another seed":           {2, dataset.Config{}, false},
		"more athletes":          {1, dataset.Config{Athletes: 61}, false},
		"a history that is less": {1, dataset.Config{FirstDay: time.Date(2024, 7, 2, 0, 0, 0, 0, time.UTC)}, false},
	} {
		got, err := sets.New(c.seed, c.config)
		require.NoError(t, err)
		require.Equal(t, c.same, got == one, name)
	}
	_, err = sets.New(1, dataset.Config{Athletes: -1})
	require.ErrorContains(t, err, "athletes")
	var none *dataset.Sets
	alone, err := none.New(1, dataset.Config{})
	require.NoError(t, err)
	require.True(t, one != alone)
}

func TestSetsForgetWhatWasNotUsedForLongest(t *testing.T) {
	sets := dataset.NewSets(6 << 20)
	get := func(seed uint64) *dataset.Set {
		s, err := sets.New(seed, dataset.Config{Athletes: 5, Organizations: 1})
		require.NoError(t, err)
		return s
	}
	grow := func(s *dataset.Set) { // to more than half of what all may be
		for e := range s.Events(0, s.Config().FirstDay, s.Config().FirstDay.AddDate(0, 0, 30)) {
			s.Record(e)
		}
	}
	one, two := get(1), get(2)
	grow(one)
	grow(two)
	require.True(t, one == get(1), "nothing else was asked for since")
	three := get(3)
	require.True(t, one == get(1), "it was used last")
	require.True(t, three == get(3))
	require.True(t, two != get(2), "it was used first")
}

// A population outlives the bubble in which it was made.
func TestSetsAreSharedByBubbles(t *testing.T) {
	sets := dataset.NewSets(64 << 20)
	var records sync.Map
	var bubbles sync.WaitGroup
	for range 3 {
		bubbles.Go(func() {
			synctest.Test(t, func(t *testing.T) {
				s, err := sets.New(1, dataset.Config{})
				require.NoError(t, err)
				for e := range s.Events(0, s.Config().FirstDay, s.Config().FirstDay.AddDate(0, 0, 14)) {
					r := s.Record(e)
					made, _ := records.LoadOrStore(e.Ref, r)
					require.True(t, made == r, "it is made once")
				}
			})
		})
	}
	bubbles.Wait()
}
