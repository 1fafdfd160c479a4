package ratelimit_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/clock"
	. "github.com/ergodrome/ergodrome/mockserver/ratelimit"
)

// rates that people write, and rates that no small fraction meets.
var rates = rapid.OneOf(
	rapid.SampledFrom([]float64{1, 0.5, 3, 10, 0.1, 1.0 / 3, 5000.0 / 86400, 1.0 / 86400, 1000}),
	rapid.Float64Range(0.001, 1000),
)

// TestBucketNeverGrantsMore holds every stretch of every random schedule
// against capacity + rate * time.
func TestBucketNeverGrantsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity, rate := rapid.IntRange(1, 50).Draw(t, "capacity"), rates.Draw(t, "rate")
		l := New(TokenBucket{Name: "b", Capacity: capacity, RefillPerSecond: rate, CountRefused: rapid.Bool().Draw(t, "count")})
		gaps := rapid.SliceOfN(rapid.Int64Range(0, int64(5e9/rate)), 1, 150).Draw(t, "gaps")
		now := start
		var granted []time.Time
		for _, g := range gaps {
			if rapid.Bool().Draw(t, "hurry") {
				g = 0
			}
			now = now.Add(time.Duration(g))
			before := l.Peek("k", now)
			d := l.Take("k", now)
			require.Equal(t, before.Allowed, d.Allowed, "Peek foretells Take")
			if d.Allowed {
				granted = append(granted, now)
				continue
			}
			require.True(t, d.RetryAt.After(now))
			require.True(t, l.Peek("k", d.RetryAt).Allowed, "RetryAt is late enough")
			require.False(t, l.Peek("k", d.RetryAt.Add(-1)).Allowed, "RetryAt is early enough")
		}
		for i := range granted {
			for j := i; j < len(granted); j++ {
				most := float64(capacity) + rate*granted[j].Sub(granted[i]).Seconds()
				if n := j - i + 1; float64(n) > most+1e-6 {
					t.Fatalf("%d requests in %v, at most %g may pass", n, granted[j].Sub(granted[i]), most)
				}
			}
		}
	})
}

// TestPacedCallerIsNeverRefused is the other side: a caller that keeps the rate
// gets every request.
func TestPacedCallerIsNeverRefused(t *testing.T) {
	paced := func(t require.TestingT, every time.Duration, perSecond float64) {
		l := New(LeakyBucket{Name: "b", Capacity: 1, DrainPerSecond: perSecond})
		for i := range 500 {
			require.True(t, l.Take("k", start.Add(time.Duration(i)*every)).Allowed, "request %d at one in %v", i, every)
		}
	}
	for _, ms := range []int64{1, 2, 5, 7, 10, 30, 100, 333, 500, 1000, 3000, 17_280, 86_400_000} {
		paced(t, time.Duration(ms)*time.Millisecond, 1000/float64(ms)) // to the nanosecond
	}
	rapid.Check(t, func(t *rapid.T) {
		every := time.Duration(rapid.Int64Range(1e6, 1e10).Draw(t, "every"))
		paced(t, every+every/1000+1, float64(time.Second)/float64(every)) // odd rates are rounded down by less than 0.1 %
	})
}

// TestWindowsAgreeWithAModel compares fixed windows with a table of counts.
func TestWindowsAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 5).Draw(t, "size")
		every := time.Duration(rapid.Int64Range(1, 100).Draw(t, "every")) * time.Second
		l := New(FixedWindow{Name: "w", Size: size, Every: every, Aligned: true})
		used := map[int64]int{}
		now := start
		for _, g := range rapid.SliceOfN(rapid.Int64Range(0, 60), 1, 200).Draw(t, "gaps") {
			now = now.Add(time.Duration(g) * time.Second)
			window := int64(math.Floor(float64(now.Unix()) / every.Seconds()))
			want := used[window] < size
			if want {
				used[window]++
			}
			require.Equal(t, want, l.Take("k", now).Allowed, "at %v", now)
		}
	})
}

// TestMovedClock turns the clock to and fro: what is granted stays within what
// the forward movement earns, nothing is refused beyond what a rule takes to
// fill, and nothing panics anywhere in time.
func TestMovedClock(t *testing.T) {
	rules := []Rule{
		TokenBucket{Name: "b", Capacity: 5, RefillPerSecond: 2},
		FixedWindow{Name: "w", Size: 20, Every: time.Minute, Aligned: true, CountRefused: true},
		FixedWindow{Name: "u", Size: 30, Every: 90 * time.Second},
	}
	far := []time.Time{{}, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), time.Unix(0, math.MinInt64), time.Unix(math.MaxInt64, 0)}
	rapid.Check(t, func(t *rapid.T) {
		l, now := New(rules...), start
		forward, granted := 0.0, 0
		for _, ms := range rapid.SliceOfN(rapid.Int64Range(-100_000, 50_000), 1, 300).Draw(t, "moves") {
			if ms > 0 {
				forward += float64(ms) / 1000
			}
			now = now.Add(time.Duration(ms) * time.Millisecond)
			d := l.Take("k", now)
			if d.Allowed {
				granted++
			} else if wait := d.RetryAt.Sub(now); wait > 91*time.Second {
				t.Fatalf("refused for %v by %s", wait, d.Rule)
			}
		}
		if most := 5 + 2*forward; float64(granted) > most {
			t.Fatalf("%d granted, %g earned", granted, most)
		}
		l.Take("k", rapid.SampledFrom(far).Draw(t, "far"))
		d := l.Take("k", start)
		if !d.Allowed {
			require.LessOrEqual(t, d.RetryAt.Sub(start), 91*time.Second)
		}
	})
}

// TestLimitsWorkAtBothEndsOfTime spends, refuses and refills where a world's
// clock begins and ends, with the longest periods that there may be.
func TestLimitsWorkAtBothEndsOfTime(t *testing.T) {
	const longest = 50 * 365 * 24 * time.Hour
	for _, now := range []time.Time{clock.Begin(), clock.Begin().Add(time.Hour), clock.End().Add(-time.Hour), clock.End()} {
		for _, rule := range []Rule{
			TokenBucket{Name: "bucket", Capacity: 1, RefillPerSecond: 1},
			LeakyBucket{Name: "slow", Capacity: 1, DrainPerSecond: 1.0 / (30 * 24 * 3600)},
			FixedWindow{Name: "window", Size: 1, Every: 24 * time.Hour, Aligned: true},
			FixedWindow{Name: "longest", Size: 1, Every: longest},
		} {
			l := New(rule)
			require.True(t, l.Take("k", now).Allowed)
			d := l.Take("k", now)
			require.False(t, d.Allowed, "%s at %v", d.Rule, now)
			require.True(t, d.RetryAt.After(now), "%s at %v: %v", d.Rule, now, d.RetryAt)
			require.LessOrEqual(t, d.RetryAt.Sub(now), longest)
			for _, far := range []time.Time{clock.Begin(), clock.End()} { // to and fro between the ends
				l.Take("k", far)
				back := l.Take("k", far)
				require.False(t, back.Allowed, "%s at %v", d.Rule, far)
				require.LessOrEqual(t, back.RetryAt.Sub(far), longest)
			}
			if d.RetryAt.After(clock.End()) {
				continue
			}
			l = New(rule)
			l.Take("k", now)
			require.True(t, l.Take("k", d.RetryAt).Allowed, "%s at %v", d.Rule, now)
		}
	}
}

// TestRefusedCallsLeaveOthersAlone checks the accounting of many rules at once.
func TestRefusedCallsLeaveOthersAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.Bool().Draw(t, "counts")
		l := New(FixedWindow{Name: "short", Size: rapid.IntRange(1, 5).Draw(t, "short"), Every: time.Hour, Aligned: true},
			FixedWindow{Name: "long", Size: 1000, Every: 24 * time.Hour, Aligned: true, CountRefused: counts})
		calls, granted := rapid.IntRange(1, 50).Draw(t, "calls"), 0
		for range calls {
			if l.Take("k", start).Allowed {
				granted++
			}
		}
		want := granted
		if counts {
			want = calls
		}
		require.Equal(t, want, l.Usage("k", start)[1].Used)
	})
}

// FuzzTake drives a limiter with arbitrary moves of time and keys.
func FuzzTake(f *testing.F) {
	f.Add([]byte{0, 0, 0, 255, 128, 7}, 1.0, int64(60))
	f.Add([]byte("to and fro"), 0.057870370370370371, int64(1))
	f.Add([]byte{1, 1, 1}, 1e-9, int64(1e9))
	f.Fuzz(func(t *testing.T, moves []byte, rate float64, size int64) {
		rules := []Rule{
			TokenBucket{Name: "b", Capacity: int(size), RefillPerSecond: rate},
			FixedWindow{Name: "w", Size: int(size), Every: time.Duration(size), Aligned: true},
		}
		if Check(rules...) != nil {
			return
		}
		l, now := New(rules...), start
		for _, m := range moves {
			now = now.Add(time.Duration(int8(m)) << (m % 50))
			d := l.Take(string(rune('a'+m%3)), now)
			if d.Remaining < 0 || d.Remaining > d.Limit || d.Allowed != d.RetryAt.IsZero() {
				t.Fatalf("impossible decision %+v", d)
			}
		}
	})
}
