package cache_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/cache"
)

func TestItMakesEachValueOnceForAllWhoAsk(t *testing.T) {
	var c cache.Cache[int, int]
	var made atomic.Int64
	var wg sync.WaitGroup
	gate := make(chan struct{})
	for range 16 {
		wg.Go(func() {
			<-gate
			got := c.Get(7, 1<<20, func() (int, int) { made.Add(1); return 49, 8 })
			if got != 49 {
				t.Errorf("got %d, want 49", got)
			}
		})
	}
	close(gate)
	wg.Wait()
	require.EqualValues(t, 1, made.Load())
}

func TestItForgetsWhatWasNotUsedForLongest(t *testing.T) {
	var c cache.Cache[int, int]
	made := map[int]int{}
	get := func(k int) {
		c.Get(k, 1000, func() (int, int) { made[k]++; return k, 140 }) // 300 with its entry
	}
	for _, k := range []int{1, 2, 3, 1, 4, 1, 2} {
		get(k)
	}
	require.Equal(t, map[int]int{1: 1, 2: 2, 3: 1, 4: 1}, made)
	require.LessOrEqual(t, c.Bytes(), 1000)
}

func TestItDoesNotKeepWhatIsTooLarge(t *testing.T) {
	var c cache.Cache[string, int]
	require.Equal(t, 5, c.Get("a", 1000, func() (int, int) { return 5, 5000 }))
	require.Zero(t, c.Bytes())
	require.Equal(t, 6, c.Get("a", 1000, func() (int, int) { return 6, 10 }))
}

func TestItSurvivesAMakerThatPanics(t *testing.T) {
	var c cache.Cache[string, int]
	require.Panics(t, func() { c.Get("a", 1000, func() (int, int) { panic("no") }) })
	require.Equal(t, 1, c.Get("a", 1000, func() (int, int) { return 1, 1 }))
}
