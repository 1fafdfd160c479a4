package ratelimit

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// unset marks times that the next look fills in.
const unset = math.MinInt64

// disorder is how far now may lie behind the latest time seen without the clock
// having been turned back: requests that read the clock at the same moment
// reach the limiter in any order, and must not be paid for it.
const disorder = second

// The limiter's time stands still before earliest, in 1920, and after latest, in
// 2212: between them neither a time with a period nor the difference of two
// times leaves an int64.
const (
	latest   = math.MaxInt64 - int64(maxEvery)
	earliest = latest - math.MaxInt64
)

// entry is what one key has used.
type entry struct {
	last  int64 // the latest time seen, in Unix nanoseconds
	cells []cell
}

// cell is the state of one rule.
type cell struct {
	used  int64 // in the rule's units
	start int64 // of the window; unset means: from the next look on
}

func newEntry(n int, at int64) *entry { return &entry{last: at, cells: make([]cell, n)} }

func (e *entry) clone() *entry { return &entry{last: e.last, cells: slices.Clone(e.cells)} }

func (e *entry) idle() bool {
	for i := range e.cells {
		if e.cells[i].used != 0 {
			return false
		}
	}
	return true
}

// advance brings all cells to the time at.
func (e *entry) advance(rules []rule, at int64) {
	passed := at - e.last
	switch {
	case e.last == unset:
		e.last, passed = at, 0
	case passed < -disorder: // turned back: what is used stays so
		for i := range e.cells {
			switch {
			case rules[i].aligned:
				e.cells[i].start = unset
			case e.cells[i].start != unset:
				e.cells[i].start += passed
			}
		}
		e.last, passed = at, 0
	case passed < 0:
		passed = 0
	default:
		e.last = at
	}
	for i := range e.cells {
		e.cells[i].advance(&rules[i], e.last, passed)
	}
}

func (c *cell) advance(r *rule, now, passed int64) {
	switch {
	case c.start == unset, c.used == 0:
		c.start = r.startOf(now)
	case r.every == 0:
		if passed >= c.used/r.drain+1 {
			c.used = 0
		} else {
			c.used = max(0, c.used-passed*r.drain)
		}
	case now >= c.start+r.every:
		c.used, c.start = 0, r.startOf(now)
	}
}

// startOf is where a window that contains t and has seen no request begins.
func (r *rule) startOf(t int64) int64 {
	if !r.aligned {
		return t
	}
	into := t % r.every
	if into < 0 {
		into += r.every
	}
	return t - into
}

func (c *cell) fits(r *rule) bool { return c.used+r.unit <= r.full() }

// charge counts a request. What does not fit fills the rule and no more: a
// caller that keeps asking is kept out, but not for longer than a full rule
// takes to have room.
func (c *cell) charge(r *rule) { c.used = min(c.used+r.unit, r.full()) }

func (c *cell) left(r *rule) int { return int((r.full() - c.used) / r.unit) }

// roomAt is when the rule has room for one more request.
func (c *cell) roomAt(r *rule, now int64) int64 {
	switch {
	case c.fits(r):
		return now
	case r.every != 0:
		return c.start + r.every
	}
	return now + ceil(c.used+r.unit-r.full(), r.drain)
}

// resetAt is when the rule is back at its full size.
func (c *cell) resetAt(r *rule, now int64) int64 {
	switch {
	case c.used == 0:
		return now
	case r.every != 0:
		return c.start + r.every
	}
	return now + ceil(c.used, r.drain)
}

// refusedBy is the first rule without room, or -1.
func (e *entry) refusedBy(rules []rule) int {
	for i := range e.cells {
		if !e.cells[i].fits(&rules[i]) {
			return i
		}
	}
	return -1
}

// decide words the decision that first, the index of the refusing rule or -1,
// stands for.
func (e *entry) decide(rules []rule, first int) Decision {
	shown := max(first, 0)
	if first < 0 {
		for i := range e.cells {
			if e.cells[i].left(&rules[i]) < e.cells[shown].left(&rules[shown]) {
				shown = i
			}
		}
	}
	r, c := &rules[shown], &e.cells[shown]
	d := Decision{
		Allowed: first < 0, Rule: r.name, Limit: int(r.size), Remaining: c.left(r),
		ResetAt: instant(c.resetAt(r, e.last)),
	}
	var room [96]byte
	if d.Allowed {
		say := strconv.AppendInt(room[:0], int64(d.Remaining), 10)
		say = append(say, " of "...)
		say = strconv.AppendInt(say, r.size, 10)
		say = append(append(say, " requests left under "...), r.name...)
		d.Reason = string(say)
		return d
	}
	retry := e.last
	for i := range e.cells {
		retry = max(retry, e.cells[i].roomAt(&rules[i], e.last))
	}
	d.RetryAt = instant(retry)
	say := append(append(room[:0], r.name...), " allows "...)
	say = strconv.AppendInt(say, r.size, 10)
	switch {
	case r.every != 0:
		say = append(append(say, " requests every "...), time.Duration(r.every).String()...)
	default:
		say = append(say, " requests at once and "...)
		say = strconv.AppendFloat(say, float64(r.drain)/float64(r.unit/second), 'g', 6, 64)
		say = append(say, " more a second"...)
	}
	say = append(say, ", all of them spent; room again at "...)
	d.Reason = string(d.RetryAt.AppendFormat(say, time.RFC3339Nano))
	return d
}

func ceil(a, b int64) int64 { return (a + b - 1) / b }

// nanos is t in Unix nanoseconds, within bounds.
func nanos(t time.Time) int64 {
	s := t.Unix()
	switch {
	case s < earliest/second:
		return earliest
	case s >= latest/second:
		return latest
	}
	return s*second + int64(t.Nanosecond())
}

func instant(n int64) time.Time { return time.Unix(0, n).UTC() }
