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

func TestWristTestsAreWhenTheTestsAre(t *testing.T) {
	t.Parallel()
	s := population(t, 1, dataset.Config{Athletes: 6})
	from, to := begin.AddDate(0, 2, 0), begin.AddDate(0, 3, 0)
	seen := 0
	for athlete := range s.Athletes() {
		var electric, optical []time.Time
		for x := range s.Tests(athlete, from, to) {
			switch {
			case x.ECG != nil:
				electric = append(electric, x.Start)
			case x.Oxygen != nil:
				optical = append(optical, x.Start)
			}
		}
		e, o := s.WristTests(athlete, from, to)
		require.Equal(t, electric, e)
		require.Equal(t, optical, o)
		seen += len(e) + len(o)
	}
	require.Positive(t, seen)
	e, o := s.WristTests(-1, from, to)
	require.Empty(t, append(e, o...))
}

func TestNobodyGetsUpBeforeTheEarliestRise(t *testing.T) {
	t.Parallel()
	s := population(t, 1, dataset.Config{Athletes: 20})
	for athlete := range s.Athletes() {
		for day := 1; day < 60; day++ {
			if n, ok := s.Overnight(athlete, day); ok {
				up := n.Up.In(n.Zone)
				clock := time.Duration(up.Hour())*time.Hour + time.Duration(up.Minute())*time.Minute
				require.GreaterOrEqual(t, clock, dataset.EarliestRise, n.Up)
			}
		}
	}
}
