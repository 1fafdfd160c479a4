//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// The last weighing is that of the diary, and only who has scales writes one.
func TestWeighedIsTheDiarysLastWeighing(t *testing.T) {
	seen := 0
	s := population(t, 4242, dataset.Config{})
	for athlete := range 12 {
		var want dataset.Weight
		for day := range 120 {
			d := s.Diary(athlete, day)
			if d.Weight == nil {
				continue
			}
			seen++
			require.True(t, s.Physical(athlete, day).Measured)
			if before, ok := s.Weighed(athlete, d.Weight.At.Add(-time.Second)); ok {
				require.Equal(t, want, before)
			} else {
				require.Zero(t, want)
			}
			want = *d.Weight
			now, ok := s.Weighed(athlete, want.At)
			require.True(t, ok)
			require.Equal(t, want, now)
		}
	}
	require.Greater(t, seen, 50)
	_, ok := s.Weighed(-1, begin)
	require.False(t, ok)
	_, ok = s.Weighed(0, begin.AddDate(0, 0, -1))
	require.False(t, ok)
}

// Tests name the reset that everybody else is told.
func TestTestsNameTheReset(t *testing.T) {
	s := population(t, 4242, dataset.Config{})
	takes, resets := map[bool]int{}, map[int]bool{}
	for athlete := range 20 {
		_, expected := s.OrthostaticReset(athlete, 200)
		takes[expected]++
		for x := range s.Tests(athlete, s.Date(60), s.Date(180)) {
			if x.Orthostatic != nil {
				reset, ok := s.OrthostaticReset(athlete, x.Day)
				require.True(t, ok)
				require.Equal(t, reset, x.Orthostatic.Reset)
				resets[reset] = true
			}
		}
	}
	require.Len(t, takes, 2)
	require.Len(t, resets, 2)
	_, ok := s.OrthostaticReset(0, -1)
	require.False(t, ok)
}
