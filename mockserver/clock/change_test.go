package clock_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/clock"
)

func TestNewKeepsToTheRange(t *testing.T) {
	for _, moment := range []time.Time{clock.Begin(), clock.End()} {
		require.Equal(t, moment, at(t, moment, 1).Now().Truncate(time.Hour))
	}
	for _, moment := range []time.Time{clock.Begin().Add(-1), clock.End().Add(1), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)} {
		_, err := clock.New(moment, 1)
		require.Equal(t, &clock.Invalid{Field: "time", Reason: "the clock shows 1970-01-01T00:00:00Z to 2200-01-01T00:00:00Z"}, err)
	}
}

func TestApply(t *testing.T) {
	tests := []struct {
		name   string
		change clock.Change
		want   clock.State
		field  string // of the refusal
	}{
		{"does nothing when told nothing", clock.Change{}, clock.State{Now: start, Rate: 1}, ""},
		{"does everything at once", clock.Change{Freeze: new(true), Rate: new(2.0), Set: new(clock.Begin()), Advance: new(time.Hour)}, clock.State{Now: clock.Begin().Add(time.Hour), Rate: 2, Frozen: true}, ""},
		{"goes to the last moment", clock.Change{Set: new(clock.End())}, clock.State{Now: clock.End(), Rate: 1}, ""},
		{"goes no further", clock.Change{Freeze: new(true), Rate: new(2.0), Set: new(clock.End().Add(1))}, clock.State{Now: start, Rate: 1}, "set"},
		{"advances no further", clock.Change{Rate: new(2.0), Set: new(clock.End()), Advance: new(time.Duration(1))}, clock.State{Now: start, Rate: 1}, "advance"},
		{"turns back no further", clock.Change{Set: new(clock.Begin()), Advance: new(time.Duration(-1))}, clock.State{Now: start, Rate: 1}, "advance"},
		{"stays away from the end of RFC 3339", clock.Change{Set: new(time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC))}, clock.State{Now: start, Rate: 1}, "set"},
		{"keeps its pace", clock.Change{Freeze: new(true), Rate: new(math.Inf(1)), Set: new(clock.End())}, clock.State{Now: start, Rate: 1}, "rate"},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := at(t, start, 1)
				state, err := c.Apply(tt.change)
				require.Equal(t, tt.want, state)
				require.Equal(t, tt.want, c.State())
				if tt.field == "" {
					require.NoError(t, err)
					return
				}
				invalid := new(clock.Invalid)
				require.ErrorAs(t, err, &invalid)
				require.Equal(t, tt.field, invalid.Field)
			})
		})
	}
}

// TestTimeEnds lets clocks run for centuries at every pace: they reach the end of
// the range, stay there, and come back when they are set.
func TestTimeEnds(t *testing.T) {
	for _, rate := range []float64{1, 1.5, 60, clock.MaxRate} {
		synctest.Test(t, func(t *testing.T) {
			c := at(t, start, rate)
			time.Sleep(200 * 365 * 24 * time.Hour) // a multiplied count of nanoseconds would wrap round
			require.Equal(t, clock.End(), c.Now())
			c.Set(clock.End().Add(time.Hour))
			require.Equal(t, clock.End(), c.Now(), "a clock is set no further than it runs")
			require.NoError(t, c.Sleep(t.Context(), time.Hour), "no sleeper waits for time that never passes")
			c.Set(clock.Begin().Add(-time.Hour))
			require.Equal(t, clock.Begin(), c.Now())
			c.Advance(-time.Hour)
			require.Equal(t, clock.Begin(), c.Now())
			c.Freeze()
			c.Advance(math.MaxInt64)
			require.Equal(t, clock.End(), c.Now())
		})
	}
}

func TestSleepAcrossTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, began := at(t, clock.End().Add(-time.Minute), 60), time.Now()
		require.NoError(t, c.Sleep(t.Context(), time.Hour))
		require.Equal(t, time.Second, time.Since(began), "the rest of time is one minute of the world's")
		require.Equal(t, clock.End(), c.Now())
	})
}

// TestSlowestSleep holds a sleeper whose pace makes it wait longer than a timer
// can be told: it must not spin.
func TestSlowestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := at(t, start, math.SmallestNonzeroFloat64)
		woke := make(chan error, 1)
		go func() { woke <- c.Sleep(t.Context(), time.Hour) }()
		synctest.Wait() // a sleeper that spins is never at rest
		require.Empty(t, woke)
		require.NoError(t, c.SetRate(3600))
		require.NoError(t, <-woke)
	})
}

// TestClockNeverTurnsBack reads a running clock again and again at any pace.
func TestClockNeverTurnsBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rate := rapid.Float64Range(1e-9, clock.MaxRate).Draw(r, "rate")
		gaps := rapid.SliceOfN(rapid.Int64Range(0, int64(1e17)), 1, 30).Draw(r, "gaps")
		synctest.Test(t, func(t *testing.T) {
			c := at(t, start, rate)
			last := c.Now()
			for _, gap := range gaps {
				time.Sleep(time.Duration(gap))
				now := c.Now()
				require.False(t, now.Before(last), "%v after %v", now, last)
				require.False(t, now.After(clock.End()))
				last = now
			}
		})
	})
}
