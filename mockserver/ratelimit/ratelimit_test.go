package ratelimit_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/mockserver/ratelimit"
)

var start = time.Date(2026, 3, 1, 22, 0, 0, 0, time.UTC)

var (
	burst = TokenBucket{Name: "burst", Capacity: 3, RefillPerSecond: 1}
	meter = LeakyBucket{Name: "meter", Capacity: 3, DrainPerSecond: 1}
	day   = FixedWindow{Name: "day", Size: 4, Every: 24 * time.Hour, Aligned: true}
	hour  = FixedWindow{Name: "hour", Size: 2, Every: time.Hour}
)

// run takes one request at each offset from start and spells the answers:
// + for allowed, the rule's initial for refused.
func run(l *Limiter, offsets ...time.Duration) string {
	var b strings.Builder
	for _, at := range offsets {
		if d := l.Take("k", start.Add(at)); d.Allowed {
			b.WriteByte('+')
		} else {
			b.WriteByte(d.Rule[0])
		}
	}
	return b.String()
}

func TestTake(t *testing.T) {
	const s, ms, h = time.Second, time.Millisecond, time.Hour
	counting := func(r FixedWindow) FixedWindow { r.CountRefused = true; return r }
	tests := []struct {
		name  string
		rules []Rule
		at    []time.Duration
		want  string
	}{
		{"allows everything without rules", nil, []time.Duration{0, 0, 0}, "+++"},
		{"grants a bucket's capacity at once and no more", []Rule{burst}, []time.Duration{0, 0, 0, 0}, "+++b"},
		{"refills a token after exactly one interval", []Rule{burst}, []time.Duration{0, 0, 0, s - 1, s, s}, "+++b+b"},
		{"keeps a bucket no fuller than its capacity", []Rule{burst}, []time.Duration{0, h, h, h, h}, "++++b"},
		{
			"adds up parts of an interval without loss",
			[]Rule{burst},
			[]time.Duration{0, 0, 0, 100 * ms, 300 * ms, 600 * ms, 900 * ms, 1000 * ms},
			"+++bbbb+",
		},
		{"drains a meter like a bucket refills", []Rule{meter}, []time.Duration{0, 0, 0, 0, s, s}, "+++m+m"},
		{"resets an aligned day at 00:00 UTC", []Rule{day}, []time.Duration{0, 0, 0, 0, 0, 2*h - 1, 2 * h}, "++++dd+"},
		{"starts an unaligned window with the first call", []Rule{hour}, []time.Duration{h / 2, h / 2, h, h + h/2 - 1, h + h/2}, "++hh+"},
		{"names the first rule in order that refuses", []Rule{burst, FixedWindow{Name: "x", Size: 3, Every: h}}, []time.Duration{0, 0, 0, 0, s}, "+++bx"},
		{"does not count refused calls against the other rule", []Rule{burst, day}, []time.Duration{0, 0, 0, 0, 0, 0, s, 2 * s}, "+++bbb+d"},
		{"counts refused calls when the rule says so", []Rule{burst, counting(day)}, []time.Duration{0, 0, 0, 0, s}, "+++bd"},
		{"lets a full window end although refused calls count", []Rule{counting(hour)}, []time.Duration{0, 0, 0, 0, h}, "++hh+"},
		{
			"keeps a caller out who goes on knocking, when refused calls count",
			[]Rule{TokenBucket{Name: "b", Capacity: 1, RefillPerSecond: 1, CountRefused: true}},
			[]time.Duration{0, s / 2, s, s + s/2, 3 * s},
			"+bbb+",
		},
		{"keeps what is used when the clock is turned back", []Rule{burst}, []time.Duration{0, 0, 0, -h, -h + s - 1, -h + s}, "+++bb+"},
		{"does not punish a fresh caller for a clock turned back", []Rule{burst}, []time.Duration{0, -h, -h, -h}, "+++b"},
		{"keeps a full day when the clock is turned back a day", []Rule{day}, []time.Duration{0, 0, 0, 0, -24 * h, -22*h - 1, -22 * h}, "++++dd+"},
		{
			"carries an unaligned window along when the clock is turned back",
			[]Rule{hour},
			[]time.Duration{0, h / 2, -5 * h, -5*h + h/2 - 1, -5*h + h/2},
			"++hh+",
		},
		{
			"does not earn by calls that arrive out of order",
			[]Rule{burst},
			[]time.Duration{0, 0, 0, 600 * ms, 0, 600 * ms, 0, 600 * ms, 0, 999 * ms, s},
			"+++bbbbbbb+",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := run(New(tt.rules...), tt.at...); got != tt.want {
				t.Errorf("decisions = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestDecisionExplainsItself(t *testing.T) {
	l := New(burst, day)
	d := l.Take("k", start)
	require.Equal(t, Decision{
		Allowed: true, Rule: "burst", Remaining: 2, Limit: 3, ResetAt: start.Add(time.Second),
		Reason: "2 of 3 requests left under burst",
	}, d)
	l.Take("k", start)
	l.Take("k", start)
	d = l.Take("k", start)
	require.Equal(t, Decision{
		Rule: "burst", Limit: 3, RetryAt: start.Add(time.Second), ResetAt: start.Add(3 * time.Second),
		Reason: "burst allows 3 requests at once and 1 more a second, all of them spent; room again at 2026-03-01T22:00:01Z",
	}, d)
	require.NoError(t, l.Set("k", "day", 4))
	d = l.Take("k", start)
	require.Equal(t, "burst", d.Rule, "the first rule in order speaks")
	require.Equal(t, start.Add(2*time.Hour), d.RetryAt, "but all rules must have room before a retry makes sense")
	d = l.Take("k", start.Add(time.Minute))
	require.Equal(t, "day allows 4 requests every 24h0m0s, all of them spent; room again at 2026-03-02T00:00:00Z", d.Reason)
}

func TestPeekAndUsageCountNothing(t *testing.T) {
	l := New(burst, day)
	for range 10 {
		require.Equal(t, 3, l.Peek("k", start).Remaining)
	}
	require.Zero(t, l.Keys())
	l.Take("k", start)
	require.Equal(t, []Usage{
		{Rule: "burst", Limit: 3, Used: 1, Remaining: 2, ResetAt: start.Add(time.Second)},
		{Rule: "day", Limit: 4, Used: 1, Remaining: 3, ResetAt: start.Add(2 * time.Hour)},
	}, l.Usage("k", start))
	require.Equal(t, []Usage{
		{Rule: "burst", Limit: 3, Remaining: 3, ResetAt: start.Add(time.Hour)},
		{Rule: "day", Limit: 4, Used: 1, Remaining: 3, ResetAt: start.Add(2 * time.Hour)},
	}, l.Usage("k", start.Add(time.Hour)))
	require.False(t, New(FixedWindow{Name: "w", Size: 1, Every: 1}).Peek("k", start).Remaining == 0)
}

func TestSet(t *testing.T) {
	quota := FixedWindow{Name: "day", Size: 5000, Every: 24 * time.Hour, Aligned: true}
	for name, before := range map[string]func(*Limiter){
		"before the first call":          func(*Limiter) {},
		"after calls of the same moment": func(l *Limiter) { l.Take("k", start) },
		"after calls of another day":     func(l *Limiter) { l.Take("k", start.Add(-48*time.Hour)) },
	} {
		t.Run("it puts a counter where it is wanted "+name, func(t *testing.T) {
			l := New(TokenBucket{Name: "burst", Capacity: 60, RefillPerSecond: 1}, quota)
			before(l)
			require.NoError(t, l.Set("k", "day", 4998))
			require.NoError(t, l.Set("k", "burst", 0))
			require.Equal(t, "++dd", run(l, 0, 0, 0, 0))
			require.Equal(t, "+", run(l, 2*time.Hour))
		})
	}
	t.Run("it empties a bucket from the next call on", func(t *testing.T) {
		l := New(burst)
		require.NoError(t, l.Set("k", "burst", 3))
		require.Equal(t, "bb+", run(l, 0, time.Second-1, time.Second))
	})
	t.Run("it refuses what cannot be", func(t *testing.T) {
		l := New(burst)
		require.ErrorContains(t, l.Set("k", "week", 1), `rule "week" does not exist`)
		require.ErrorContains(t, l.Set("k", "burst", 4), "use 0 to 3")
		require.ErrorContains(t, l.Set("k", "burst", -1), "use 0 to 3")
	})
}

func TestResetForgetsOneKey(t *testing.T) {
	l := New(hour)
	require.Equal(t, "++h", run(l, 0, 0, 0))
	l.Take("other", start)
	l.Reset("k")
	require.Equal(t, "+", run(l, 0))
	require.Equal(t, 1, l.Usage("other", start)[0].Used)
}

func TestCloneGoesItsOwnWay(t *testing.T) {
	l := New(burst, day)
	run(l, 0, 0)
	fork := l.Clone()
	require.Equal(t, "+b", run(fork, 0, 0))
	require.Equal(t, "+b", run(l, 0, 0))
	require.Equal(t, l.Usage("k", start), fork.Usage("k", start))
}

func TestNilLimiterAllows(t *testing.T) {
	var l *Limiter
	require.True(t, l.Take("k", start).Allowed)
	require.True(t, l.Peek("k", start).Allowed)
	require.Empty(t, l.Usage("k", start))
	require.Nil(t, l.Clone())
	require.Error(t, l.Set("k", "day", 1))
	l.Reset("k")
}

func TestIdleKeysAreForgotten(t *testing.T) {
	l := New(burst)
	most := 0
	for i := range 100_000 { // ten new callers a second; each is idle again after one
		l.Take(fmt.Sprint(i), start.Add(time.Duration(i)*100*time.Millisecond))
		most = max(most, l.Keys())
	}
	require.LessOrEqual(t, most, 128)
	d := New(day)
	for i := range 1000 {
		d.Take(fmt.Sprint(i), start)
	}
	require.Equal(t, 1000, d.Keys(), "keys with something used are kept")
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name string
		rule Rule
		want string
	}{
		{"wants a name", TokenBucket{Capacity: 1, RefillPerSecond: 1}, "no name"},
		{"wants room for a request", TokenBucket{Name: "x", RefillPerSecond: 1}, "size 0 is not in"},
		{"wants a size within bounds", FixedWindow{Name: "x", Size: 2e9, Every: 1}, "size 2000000000 is not in"},
		{"wants a rate", LeakyBucket{Name: "x", Capacity: 1}, "rate 0 a second is not in"},
		{"wants a rate that is a number", LeakyBucket{Name: "x", Capacity: 1, DrainPerSecond: math.NaN()}, "rate NaN"},
		{"wants a rate that ever fills the bucket", TokenBucket{Name: "x", Capacity: 1e9, RefillPerSecond: 1e-9}, "too small"},
		{"wants a period", FixedWindow{Name: "x", Size: 1}, "period 0s is not in"},
		{"wants rules", nil, "rule 0 is nil"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.ErrorContains(t, Check(tt.rule), tt.want)
			require.Panics(t, func() { New(tt.rule) })
		})
	}
	require.ErrorContains(t, Check(day, day), `two rules are named "day"`)
	require.NoError(t, Check(burst, meter, day, hour))
}
