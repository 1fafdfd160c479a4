package clock

import (
	"fmt"
	"math"
	"time"
)

// Change says what to do with a clock. Members are applied in their order; nil
// ones change nothing.
type Change struct {
	Freeze  *bool
	Rate    *float64 // above 0, at most MaxRate
	Set     *time.Time
	Advance *time.Duration
}

// Invalid reports a change that a clock cannot make.
type Invalid struct {
	Field  string // "time", "freeze", "rate", "set" or "advance"
	Reason string // what is wrong, and what would be right
}

func (e *Invalid) Error() string { return "clock: " + e.Field + ": " + e.Reason }

// Apply makes the whole change, or none of it when its error is an *Invalid,
// and shows the clock as it is then.
func (c *Clock) Apply(change Change) (State, error) {
	if change.Rate != nil {
		if err := checkRate(*change.Rate); err != nil {
			return c.State(), err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.nowLocked()
	if change.Set != nil {
		now = change.Set.UTC().Round(0)
		if err := checkTime("set", now); err != nil {
			return c.stateLocked(), err
		}
	}
	if change.Advance != nil {
		now = now.Add(*change.Advance)
		if err := checkTime("advance", now); err != nil {
			return c.stateLocked(), err
		}
	}
	c.rebase(now)
	if change.Freeze != nil {
		c.frozen = *change.Freeze
	}
	if change.Rate != nil {
		c.rate = *change.Rate
	}
	return c.stateLocked(), nil
}

// rebase lets the clock go on from now, and wakes all sleepers so that they look
// at the clock again; c.mu is held.
func (c *Clock) rebase(now time.Time) {
	c.base, c.mark = now, time.Now()
	close(c.changed)
	c.changed = make(chan struct{})
}

// Begin is 1970-01-01 00:00 UTC. It and End are the first and the last moment that a clock shows. Whatever
// a service counts from the time, such as tokens' lives and limits' periods,
// is exact between them.
func Begin() time.Time { return time.Unix(0, 0).UTC() }

// End is 2200-01-01 00:00 UTC, the other end of Begin's range. A running clock
// stops there.
func End() time.Time { return time.Unix(7_258_118_400, 0).UTC() }

// within is t, or the nearer end of the range when t is outside.
func within(t time.Time) time.Time {
	switch {
	case t.Before(Begin()):
		return Begin()
	case t.After(End()):
		return End()
	}
	return t
}

func checkTime(field string, t time.Time) error {
	if t.Before(Begin()) || t.After(End()) {
		return &Invalid{field, fmt.Sprintf("the clock shows %s to %s", Begin().Format(time.RFC3339), End().Format(time.RFC3339))}
	}
	return nil
}

func checkRate(rate float64) error {
	if math.IsNaN(rate) || rate <= 0 || rate > MaxRate {
		return &Invalid{"rate", fmt.Sprintf("%v is not above 0 and at most %g; freeze the clock to stop it", rate, float64(MaxRate))}
	}
	return nil
}
