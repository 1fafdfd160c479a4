// Package clock tells a simulated world what time it is.
//
// A world's time starts where it is told, runs at a chosen rate against the
// machine's clock, and can be frozen, set and advanced. It is the only package
// under mockserver that reads the machine's clock, so that token life, quotas,
// delays and dates all move together.
package clock

import (
	"context"
	"math"
	"sync"
	"time"
)

// MaxRate bounds how many world seconds may pass in one machine second.
const MaxRate = 1e6

// Clock is one world's time. It is safe for use by many goroutines.
type Clock struct {
	mu      sync.Mutex
	base    time.Time // world time at mark
	mark    time.Time // machine time at which base was right
	rate    float64
	frozen  bool
	changed chan struct{} // closed and replaced when the reading jumps or the pace changes
	over    chan struct{} // closed when nobody is to wait any more
	retired bool          // for good
}

// Over reports a wait that ended before its time, since that will not come.
type Over struct{}

func (*Over) Error() string { return "clock: the world that was waited in has ended or begun anew" }

// State is what a clock shows, in the form the control plane prints.
type State struct {
	Now    time.Time `json:"now"`
	Rate   float64   `json:"rate"`
	Frozen bool      `json:"frozen"`
}

// New returns a clock that shows start and runs at rate world seconds a
// second. A zero start means the machine's time, a zero rate means 1. Its error
// is an *Invalid: of "time" outside [Begin, End], of "rate" outside (0, MaxRate].
func New(start time.Time, rate float64) (*Clock, error) {
	if rate == 0 {
		rate = 1
	}
	if err := checkRate(rate); err != nil {
		return nil, err
	}
	now := time.Now()
	if start.IsZero() {
		start = now
	}
	start = start.UTC().Round(0)
	if err := checkTime("time", start); err != nil {
		return nil, err
	}
	return &Clock{base: start, mark: now, rate: rate, changed: make(chan struct{}), over: make(chan struct{})}, nil
}

// Now is the world's time, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nowLocked()
}

func (c *Clock) nowLocked() time.Time {
	if c.frozen {
		return c.base
	}
	elapsed, room := time.Since(c.mark), End().Sub(c.base)
	if c.rate != 1 {
		elapsed = saturate(float64(elapsed) * c.rate)
	}
	if elapsed >= room {
		return End()
	}
	return c.base.Add(elapsed)
}

// saturate is d nanoseconds, or the longest duration when there is none so long.
func saturate(d float64) time.Duration {
	if d >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(d)
}

// State is the clock's reading, rate and whether it stands still.
func (c *Clock) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stateLocked()
}

func (c *Clock) stateLocked() State {
	return State{Now: c.nowLocked(), Rate: c.rate, Frozen: c.frozen}
}

// Set moves the clock to t, forwards or backwards, or to that end of
// [Begin, End] which is nearer; Apply refuses other times instead.
func (c *Clock) Set(t time.Time) {
	t = within(t.UTC().Round(0))
	_, _ = c.Apply(Change{Set: &t}) // only a rate or a time can be wrong
}

// Advance moves the clock by d; a negative d turns it back. It goes no further
// than Begin and End; Apply refuses to go there instead.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rebase(within(c.nowLocked().Add(d)))
}

// Freeze stops the clock where it is.
func (c *Clock) Freeze() {
	_, _ = c.Apply(Change{Freeze: new(true)}) // only a rate or a time can be wrong
}

// Thaw lets a frozen clock run on from where it stands.
func (c *Clock) Thaw() {
	_, _ = c.Apply(Change{Freeze: new(false)}) // only a rate or a time can be wrong
}

// SetRate changes the pace from now on. It fails on rates outside (0, MaxRate].
func (c *Clock) SetRate(rate float64) error {
	_, err := c.Apply(Change{Rate: &rate})
	return err
}

// Sleep returns once d of the world's time has passed, however the clock is
// moved meanwhile, or with the context's error when ctx ends first. On a frozen
// clock it waits until somebody advances it. At End it returns at once: no more
// time will pass. Its error is an *Over when the clock was interrupted or retired.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	c.mu.Lock()
	until, over := c.nowLocked().Add(d), c.over
	if until.After(End()) {
		until = End()
	}
	c.mu.Unlock()
	for {
		c.mu.Lock()
		left, rate, frozen, changed := until.Sub(c.nowLocked()), c.rate, c.frozen, c.changed
		c.mu.Unlock()
		if left <= 0 {
			return nil
		}
		if err := wait(ctx, left, rate, frozen, changed, over); err != nil {
			return err
		}
	}
}

// wait blocks until left world time should have passed, the clock changed, or
// the context or all waiting ended; only the last two are errors.
func wait(ctx context.Context, left time.Duration, rate float64, frozen bool, changed, over <-chan struct{}) error {
	var due <-chan time.Time
	if !frozen {
		// Round up: a timer that fires a nanosecond early would spin.
		timer := time.NewTimer(saturate(math.Ceil(float64(left) / rate)))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-over:
		return &Over{}
	case <-changed:
	case <-due:
	}
	return nil
}

// Interrupt ends every wait under way: what they wait for is no more.
func (c *Clock) Interrupt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.retired {
		close(c.over)
		c.over = make(chan struct{})
	}
}

// Retire ends every wait under way, and every later one at once: nobody is left
// to move this clock.
func (c *Clock) Retire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.retired {
		close(c.over)
		c.retired = true
	}
}

// Fork returns an independent clock that shows the same time at the same pace.
func (c *Clock) Fork() *Clock {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &Clock{base: c.nowLocked(), mark: time.Now(), rate: c.rate, frozen: c.frozen, changed: make(chan struct{}), over: make(chan struct{})}
}
