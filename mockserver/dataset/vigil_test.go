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

// What a watch tells all day of sleep is its nights, and nothing while it lay on
// a table.
func TestSleepAndSkinContactAgree(t *testing.T) {
	nights, absent := 0, 0
	for _, seed := range unseen() {
		s := population(t, seed, dataset.Config{})
		for athlete := 0; athlete < s.Athletes(); athlete += 7 {
			for day := 50; day < 350; day += 7 {
				contacts := s.SkinContacts(athlete, day)
				changes := s.Vigilance(athlete, day)
				require.Equal(t, len(contacts) > 0, len(changes) > 0)
				if len(contacts) == 0 {
					continue
				}
				require.Zero(t, changes[0].At)
				midnight := s.Midnight(athlete, day)
				length := s.Midnight(athlete, day+1).Sub(midnight)
				for i, x := range changes {
					require.True(t, x.At < length && x.At%(30*time.Second) == 0)
					require.True(t, i == 0 || x.At > changes[i-1].At && x.State != changes[i-1].State)
					if x.State != dataset.NoData { // an epoch belongs to where its middle lies
						require.True(t, worn(contacts[0], int32((x.At+15*time.Second)/time.Millisecond)), "%v", x)
					}
				}
				three := int32(3 * time.Hour / time.Millisecond)
				n, ok := s.Overnight(athlete, day)
				if !ok {
					absent++
					require.False(t, worn(contacts[0], three))
					continue
				}
				require.True(t, worn(contacts[0], three) || n.BatteryRanOut)
				nights++
				asleep := sleepBetween(s, athlete, day-1, &n) + sleepBetween(s, athlete, day, &n)
				require.InDelta(t, n.Phases().Asleep().Minutes(), asleep.Minutes(), 1)
			}
		}
	}
	require.Greater(t, nights, 50*len(unseen()))
	require.Greater(t, absent, 10*len(unseen()))
}

// sleepBetween is what a day's watch says of sleep in a night.
func sleepBetween(s *dataset.Set, athlete, day int, n *dataset.Overnight) time.Duration {
	midnight, next := s.Midnight(athlete, day), s.Midnight(athlete, day+1)
	changes, total := s.Vigilance(athlete, day), time.Duration(0)
	for i, x := range changes {
		until := next.Sub(midnight)
		if i+1 < len(changes) {
			until = changes[i+1].At
		}
		at := midnight.Add(x.At)
		if x.State == dataset.IsAsleep && at.After(n.InBed.Add(-time.Minute)) && at.Before(n.Up) {
			total += until - x.At
		}
	}
	return total
}
