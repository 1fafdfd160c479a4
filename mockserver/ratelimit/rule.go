package ratelimit

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Rule is one limit: a TokenBucket, a LeakyBucket or a FixedWindow.
type Rule interface {
	compile() (rule, error)
}

// TokenBucket grants Capacity requests at once and one more whenever a token
// has been refilled.
type TokenBucket struct {
	Name            string
	Capacity        int     // 1 to 1e9
	RefillPerSecond float64 // above 0, at most 1e6
	// CountRefused spends a token, or what is left of one, on requests that
	// any rule refuses.
	CountRefused bool
}

// LeakyBucket is a leaky bucket used as a meter: each request adds one to a
// level that drains steadily, and a request that would lift it above Capacity
// is refused. No request waits.
type LeakyBucket struct {
	Name           string
	Capacity       int     // 1 to 1e9
	DrainPerSecond float64 // above 0, at most 1e6
	// CountRefused raises the level, up to Capacity, for requests that any
	// rule refuses.
	CountRefused bool
}

// FixedWindow grants Size requests in each period.
type FixedWindow struct {
	Name  string
	Size  int // 1 to 1e9
	Every time.Duration
	// Aligned starts periods at multiples of Every since 1970-01-01 00:00 UTC,
	// so that days start at 00:00 UTC. Otherwise a period starts with the first
	// request after the one before has ended.
	Aligned bool
	// CountRefused counts, up to Size, requests that any rule refuses.
	CountRefused bool
}

const (
	maxSize  = 1e9
	maxRate  = 1e6
	maxEvery = 50 * 365 * 24 * time.Hour
	second   = int64(time.Second)
)

// Check tells what is wrong with rules, or nil: it is for rules that were not
// written by a programmer.
func Check(rules ...Rule) error {
	_, err := compile(rules)
	return err
}

func compile(rules []Rule) ([]rule, error) {
	list := make([]rule, 0, len(rules))
	seen := map[string]bool{}
	for i, r := range rules {
		if r == nil {
			return nil, fmt.Errorf("ratelimit: rule %d is nil", i)
		}
		c, err := r.compile()
		switch {
		case err != nil:
			return nil, fmt.Errorf("ratelimit: rule %d (%q): %w", i, c.name, err)
		case c.name == "":
			return nil, fmt.Errorf("ratelimit: rule %d has no name", i)
		case seen[c.name]:
			return nil, fmt.Errorf("ratelimit: two rules are named %q", c.name)
		case c.size < 1 || c.size > maxSize:
			return nil, fmt.Errorf("ratelimit: rule %d (%q): size %d is not in [1, %d]", i, c.name, c.size, int64(maxSize))
		}
		seen[c.name] = true
		list = append(list, c)
	}
	return list, nil
}

// rule is any limit in whole numbers. A bucket's level is counted in units, so
// small that every nanosecond drains a whole number of them: time and level are
// then exact, whatever the schedule.
type rule struct {
	name         string
	size         int64 // requests
	unit         int64 // one request; 1 for windows
	drain        int64 // units a nanosecond; 0 for windows
	every        int64 // nanoseconds; 0 for buckets
	aligned      bool
	countRefused bool
}

func (r *rule) full() int64 { return r.size * r.unit }

func (b TokenBucket) compile() (rule, error) {
	return bucket(b.Name, b.Capacity, b.RefillPerSecond, b.CountRefused)
}

func (b LeakyBucket) compile() (rule, error) {
	return bucket(b.Name, b.Capacity, b.DrainPerSecond, b.CountRefused)
}

func (w FixedWindow) compile() (rule, error) {
	r := rule{name: w.Name, size: int64(w.Size), unit: 1, every: int64(w.Every), aligned: w.Aligned, countRefused: w.CountRefused}
	if w.Every <= 0 || w.Every > maxEvery {
		return r, fmt.Errorf("period %v is not in (0, %v]", w.Every, maxEvery)
	}
	return r, nil
}

// bucket finds the unit that makes the rate a whole number. Rates that are no
// fraction with a small denominator are rounded down, by less than one part in
// a thousand, so that no caller ever gets more than was promised.
func bucket(name string, capacity int, perSecond float64, countRefused bool) (rule, error) {
	r := rule{name: name, size: int64(capacity), countRefused: countRefused}
	if math.IsNaN(perSecond) || perSecond <= 0 || perSecond > maxRate {
		return r, fmt.Errorf("rate %v a second is not in (0, %g]", perSecond, float64(maxRate))
	}
	if capacity < 1 || capacity > maxSize {
		return r, nil // compile says so
	}
	most := math.MaxInt64 / 2 / (r.size * second) // finer units would overflow
	r.unit, r.drain = units(perSecond, most)
	if r.drain == 0 || r.full()/r.drain > int64(maxEvery) {
		return r, errors.New("the rate is too small for a bucket of this size")
	}
	return r, nil
}

// units finds how many nanoseconds' drain make one request, and the drain.
func units(perSecond float64, most int64) (unit, drain int64) {
	exact := func(k int64) bool {
		v := perSecond * float64(k)
		drain = int64(math.Round(v))
		return k <= most && drain >= 1 && math.Abs(v-float64(drain)) <= 1e-12*v
	}
	for k := int64(1); k <= min(most, 4096); k++ {
		if exact(k) {
			return k * second, drain
		}
	}
	for _, k := range []int64{int64(math.Round(min(1/perSecond, 1e10))), 86_400, 604_800} { // one in k seconds, some a day, a week
		if k > 0 && exact(k) {
			return k * second, drain
		}
	}
	k := min(most, 1_000_000_000)
	if drain = int64(perSecond * float64(k)); drain < 1000 {
		return 0, 0
	}
	return k * second, drain
}
