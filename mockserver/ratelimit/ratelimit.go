// Package ratelimit decides whether a caller may make one more request.
//
// It only decides. Which header carries the answer, and what a refusal looks
// like on the wire, is the vendor package's business.
package ratelimit

import (
	"fmt"
	"sync"
	"time"
)

// Decision is the answer to one Take.
type Decision struct {
	Allowed   bool
	Rule      string    // name of the rule that refused, or of the tightest one
	Remaining int       // whole requests left under that rule, after this one
	Limit     int       // the rule's size
	RetryAt   time.Time // when a refused caller may succeed under all rules; zero when allowed
	ResetAt   time.Time // when the rule is back at its full size
	Reason    string    // one sentence for people
}

// Usage is how one rule stands for one key.
type Usage struct {
	Rule      string    `json:"rule"`
	Limit     int       `json:"limit"`
	Used      int       `json:"used"` // whole requests, rounded up while a bucket refills
	Remaining int       `json:"remaining"`
	ResetAt   time.Time `json:"resetAt"` // when the rule is back at its full size
}

// Limiter counts the requests of any number of keys against a list of rules.
// Keys whose rules are all back at full size are forgotten. It is safe for use
// by many goroutines, and a nil Limiter allows everything.
//
// The time is the caller's. It may stand still, jump and go backwards: turning
// it back keeps what is used, so that it neither grants requests nor refuses
// them for longer than a rule takes to fill again.
type Limiter struct {
	rules []rule

	mu      sync.Mutex
	keys    map[string]*entry
	sweepAt int // number of keys at which idle ones are looked for
}

// minSweep is the number of keys below which forgetting is not worth a look.
const minSweep = 64

// New returns a limiter that holds every request against all rules, in their
// order. It panics on rules that Check refuses.
func New(rules ...Rule) *Limiter {
	compiled, err := compile(rules)
	if err != nil {
		panic(err)
	}
	return &Limiter{rules: compiled, keys: map[string]*entry{}, sweepAt: minSweep}
}

// Take asks for one request of key at now. A request that one rule refuses is
// not counted by the others, except by rules with CountRefused.
func (l *Limiter) Take(key string, now time.Time) Decision {
	if l == nil || len(l.rules) == 0 {
		return Decision{Allowed: true, Reason: "no limit applies"}
	}
	at := nanos(now)
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.keys[key]
	if e == nil {
		e = l.admit(key, at)
	}
	e.advance(l.rules, at)
	first := e.refusedBy(l.rules)
	for i := range l.rules {
		if first < 0 || l.rules[i].countRefused {
			e.cells[i].charge(&l.rules[i])
		}
	}
	return e.decide(l.rules, first)
}

// Peek is what Take would answer, without counting anything. Remaining is then
// what is left before the request.
func (l *Limiter) Peek(key string, now time.Time) Decision {
	if l == nil || len(l.rules) == 0 {
		return Decision{Allowed: true, Reason: "no limit applies"}
	}
	e := l.look(key, now)
	return e.decide(l.rules, e.refusedBy(l.rules))
}

// Usage tells how every rule stands for key, in the order of the rules.
func (l *Limiter) Usage(key string, now time.Time) []Usage {
	if l == nil {
		return nil
	}
	e := l.look(key, now)
	list := make([]Usage, len(l.rules))
	for i := range l.rules {
		r := &l.rules[i]
		left := e.cells[i].left(r)
		list[i] = Usage{
			Rule: r.name, Limit: int(r.size), Used: int(r.size) - left, Remaining: left,
			ResetAt: instant(e.cells[i].resetAt(r, e.last)),
		}
	}
	return list
}

// look is a copy of key's entry as it stands at now.
func (l *Limiter) look(key string, now time.Time) *entry {
	at := nanos(now)
	l.mu.Lock()
	defer l.mu.Unlock()
	e := newEntry(len(l.rules), at)
	if have := l.keys[key]; have != nil {
		e = have.clone()
	}
	e.advance(l.rules, at)
	return e
}

// Set makes key look as if it had used so many requests of a rule at the time
// of the next look or Take. It fails on unknown rules and on numbers outside
// [0, the rule's size].
func (l *Limiter) Set(key, rule string, used int) error {
	if l == nil {
		return fmt.Errorf("ratelimit: rule %q does not exist: there are no limits", rule)
	}
	for i := range l.rules {
		r := &l.rules[i]
		if r.name != rule {
			continue
		}
		if used < 0 || int64(used) > r.size {
			return fmt.Errorf("ratelimit: rule %q cannot have %d used requests; use 0 to %d", rule, used, r.size)
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		e := l.keys[key]
		if e == nil {
			e = newEntry(len(l.rules), unset)
			l.keys[key] = e
		}
		e.cells[i] = cell{used: int64(used) * r.unit, start: unset}
		return nil
	}
	return fmt.Errorf("ratelimit: rule %q does not exist", rule)
}

// Reset forgets what key has used.
func (l *Limiter) Reset(key string) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.keys, key)
}

// Keys is the number of keys that are remembered.
func (l *Limiter) Keys() int {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.keys)
}

// Clone returns an independent limiter with the same rules in the same state.
func (l *Limiter) Clone() *Limiter {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c := &Limiter{rules: l.rules, keys: make(map[string]*entry, len(l.keys)), sweepAt: l.sweepAt}
	for key, e := range l.keys {
		c.keys[key] = e.clone()
	}
	return c
}

// admit makes an entry for a new key, after forgetting idle ones whenever their
// number has doubled: a constant cost for each key on average.
func (l *Limiter) admit(key string, at int64) *entry {
	if len(l.keys) >= l.sweepAt {
		live := make(map[string]*entry)
		for k, e := range l.keys {
			e.advance(l.rules, at)
			if !e.idle() {
				live[k] = e
			}
		}
		l.keys, l.sweepAt = live, max(minSweep, 2*len(live))
	}
	e := newEntry(len(l.rules), at)
	l.keys[key] = e
	return e
}
