package clock_test

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/clock"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func at(t testing.TB, begin time.Time, rate float64) *clock.Clock {
	t.Helper()
	c, err := clock.New(begin, rate)
	require.NoError(t, err)
	return c
}

func TestNew(t *testing.T) {
	for _, rate := range []float64{-1, math.NaN(), math.Inf(1), 2e6, math.Inf(-1)} {
		_, err := clock.New(start, rate)
		require.ErrorContains(t, err, "is not above 0 and at most 1e+06", "rate %v", rate)
	}
	synctest.Test(t, func(t *testing.T) {
		require.Equal(t, time.Now().UTC().Round(0), at(t, time.Time{}, 0).Now(), "a zero start is the machine's time")
		zone := time.FixedZone("", 3600)
		require.Equal(t, start, at(t, start.In(zone), 1).Now(), "the world's time is UTC")
	})
}

// TestMotion moves a clock and the machine's time, and looks at it each time.
func TestMotion(t *testing.T) {
	tests := []struct {
		name string
		rate float64
		move func(c *clock.Clock)
		want time.Duration // from start, ten machine seconds after the move
	}{
		{"runs with the machine's clock", 1, func(*clock.Clock) {}, 10 * time.Second},
		{"runs faster", 60, func(*clock.Clock) {}, 10 * time.Minute},
		{"runs slower", 0.5, func(*clock.Clock) {}, 5 * time.Second},
		{"stands still when frozen", 60, (*clock.Clock).Freeze, 0},
		{"runs on from where it was thawed", 2, func(c *clock.Clock) { c.Freeze(); time.Sleep(time.Hour); c.Thaw() }, 20 * time.Second},
		{"advances", 1, func(c *clock.Clock) { c.Advance(6 * time.Minute) }, 6*time.Minute + 10*time.Second},
		{"turns back", 1, func(c *clock.Clock) { c.Advance(-6 * time.Minute) }, -6*time.Minute + 10*time.Second},
		{"advances while frozen", 1, func(c *clock.Clock) { c.Freeze(); c.Advance(time.Hour) }, time.Hour},
		{"is set", 3, func(c *clock.Clock) { time.Sleep(time.Hour); c.Set(start.Add(24 * time.Hour)) }, 24*time.Hour + 30*time.Second},
		{"is set while frozen", 3, func(c *clock.Clock) { c.Freeze(); c.Set(start.Add(-time.Hour)) }, -time.Hour},
		{"changes its pace from now on", 1, func(c *clock.Clock) {
			time.Sleep(time.Minute)
			require.NoError(t, c.SetRate(10))
		}, time.Minute + 100*time.Second},
		{"keeps its pace when the new one is impossible", 1, func(c *clock.Clock) { require.Error(t, c.SetRate(0)) }, 10 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := at(t, start, tt.rate)
				tt.move(c)
				time.Sleep(10 * time.Second)
				require.Equal(t, start.Add(tt.want), c.Now())
				require.Equal(t, time.UTC, c.Now().Location())
			})
		})
	}
}

func TestState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := at(t, start, 60)
		c.Freeze()
		require.Equal(t, clock.State{Now: start, Rate: 60, Frozen: true}, c.State())
		c.Thaw()
		require.Equal(t, clock.State{Now: start, Rate: 60}, c.State())
	})
}

// TestSleep puts one sleeper to bed for ten minutes, disturbs it after a machine
// second, and looks when it wakes.
func TestSleep(t *testing.T) {
	tests := []struct {
		name    string
		rate    float64
		disturb func(c *clock.Clock)
		want    time.Duration // machine time until it wakes
	}{
		{"lasts as long as told", 1, func(*clock.Clock) {}, 10 * time.Minute},
		{"follows the rate", 60, func(*clock.Clock) {}, 10 * time.Second},
		{"ends with an advance beyond it", 1, func(c *clock.Clock) { c.Advance(time.Hour) }, time.Second},
		{"ends with an advance right to its end", 1, func(c *clock.Clock) { c.Advance(10*time.Minute - time.Second) }, time.Second},
		{"is shortened by an advance", 1, func(c *clock.Clock) { c.Advance(4 * time.Minute) }, 6 * time.Minute},
		{"is prolonged when the clock is turned back", 1, func(c *clock.Clock) { c.Advance(-time.Minute) }, 11 * time.Minute},
		{"ends when the clock is set beyond it", 1, func(c *clock.Clock) { c.Set(start.Add(10 * time.Minute)) }, time.Second},
		{"follows a new rate", 1, func(c *clock.Clock) { require.NoError(t, c.SetRate(599)) }, 2 * time.Second},
		{"waits while frozen", 1, func(c *clock.Clock) { c.Freeze(); time.Sleep(time.Hour); c.Thaw() }, time.Hour + 10*time.Minute},
		{"ends when a frozen clock is advanced", 1, func(c *clock.Clock) { c.Freeze(); time.Sleep(time.Hour); c.Advance(10 * time.Minute) }, time.Hour + time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, began := at(t, start, tt.rate), time.Now()
				var woke time.Duration
				var asleep sync.WaitGroup
				asleep.Go(func() {
					if c.Sleep(t.Context(), 10*time.Minute) == nil {
						woke = time.Since(began)
					}
				})
				time.Sleep(time.Second)
				tt.disturb(c)
				asleep.Wait()
				require.Equal(t, tt.want, woke)
				require.False(t, c.Now().Before(start.Add(10*time.Minute)), "no sleeper wakes early")
			})
		})
	}
}

func TestSleepEndsWithItsWorld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := at(t, start, 1)
		c.Freeze()
		asleep := make(chan error, 1)
		for _, end := range []func(){c.Interrupt, c.Interrupt, c.Retire} {
			go func() { asleep <- c.Sleep(t.Context(), time.Hour) }()
			synctest.Wait()
			require.Empty(t, asleep, "nothing has ended yet")
			end()
			require.ErrorAs(t, <-asleep, new(*clock.Over))
		}
		c.Interrupt()
		c.Retire()
		require.ErrorAs(t, c.Sleep(t.Context(), time.Hour), new(*clock.Over), "a retired clock keeps nobody waiting")
		require.NoError(t, c.Sleep(t.Context(), 0))
	})
}

func TestSleepEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := at(t, start, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		require.ErrorIs(t, c.Sleep(ctx, time.Hour), context.DeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(began))
		require.ErrorIs(t, c.Sleep(ctx, 0), context.DeadlineExceeded, "also when there is nothing to wait for")
		c.Freeze()
		stopped, stop := context.WithCancel(t.Context())
		stop()
		require.ErrorIs(t, c.Sleep(stopped, time.Hour), context.Canceled)
		require.NoError(t, c.Sleep(t.Context(), 0))
		require.NoError(t, c.Sleep(t.Context(), -time.Hour))
	})
}

// TestManySleepers wakes each of them at its own time by many small advances of
// a frozen clock.
func TestManySleepers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := at(t, start, 1)
		c.Freeze()
		var mu sync.Mutex
		var woke []int
		for i := 1; i <= 50; i++ {
			go func() {
				if c.Sleep(t.Context(), time.Duration(i)*time.Minute) == nil {
					mu.Lock()
					woke = append(woke, i)
					mu.Unlock()
				}
			}()
		}
		for i := 1; i <= 50; i++ {
			synctest.Wait()
			require.Len(t, woke, i-1)
			c.Advance(time.Minute)
		}
		synctest.Wait()
		for i, w := range woke {
			require.Equal(t, i+1, w)
		}
	})
}

func TestForkGoesItsOwnWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := at(t, start, 60)
		time.Sleep(time.Second)
		fork := c.Fork()
		require.Equal(t, c.State(), fork.State())
		c.Freeze()
		fork.Advance(time.Hour)
		time.Sleep(time.Second)
		require.Equal(t, start.Add(time.Minute), c.Now())
		require.Equal(t, start.Add(time.Hour+2*time.Minute), fork.Now())
		require.True(t, c.Fork().State().Frozen)

		sleeping := make(chan error, 1)
		go func() { sleeping <- fork.Sleep(t.Context(), time.Hour) }()
		synctest.Wait()
		c.Advance(24 * time.Hour)
		synctest.Wait()
		require.Empty(t, sleeping, "the other clock wakes nobody here")
		fork.Advance(time.Hour)
		require.NoError(t, <-sleeping)
	})
}

// TestReadingsAgreeWithASum moves a clock at random and compares it with what
// all moves add up to.
func TestReadingsAgreeWithASum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		moves := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 30).Draw(r, "moves")
		amounts := rapid.SliceOfN(rapid.IntRange(-1000, 1000), len(moves), len(moves)).Draw(r, "amounts")
		synctest.Test(t, func(t *testing.T) {
			c, want, rate, frozen := at(t, start, 1), start, 1.0, false
			for i, move := range moves {
				d := time.Duration(amounts[i]) * time.Second
				switch move {
				case 0:
					time.Sleep(d.Abs())
					if !frozen {
						want = want.Add(d.Abs() * time.Duration(rate))
					}
				case 1:
					c.Advance(d)
					want = want.Add(d)
				case 2:
					c.Set(start.Add(d))
					want = start.Add(d)
				case 3:
					c.Freeze()
					frozen = true
				case 4:
					c.Thaw()
					frozen = false
				case 5:
					rate = float64(1 + amounts[i]&63)
					require.NoError(t, c.SetRate(rate))
				}
				require.Equal(t, want, c.Now())
			}
		})
	})
}

func TestManyAtOnce(t *testing.T) {
	c := at(t, start, 1e6)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 200 {
				c.Advance(time.Duration(i))
				_ = c.State()
				_ = c.Fork().Now()
				if err := c.Sleep(t.Context(), time.Microsecond); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	require.True(t, c.Now().After(start))
}

func BenchmarkNow(b *testing.B) {
	c := at(b, start, 1)
	b.ReportAllocs()
	for b.Loop() {
		c.Now()
	}
}

func BenchmarkAdvance(b *testing.B) {
	c := at(b, start, 1)
	b.ReportAllocs()
	for b.Loop() {
		c.Advance(1)
	}
}

func ExampleClock() {
	c, err := clock.New(time.Time{}, 60)
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Freeze()
	c.Set(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	c.Advance(5 * time.Minute)
	fmt.Println(c.Now())
	// Output: 2026-03-01 12:05:00 +0000 UTC
}
