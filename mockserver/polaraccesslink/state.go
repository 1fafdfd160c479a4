package polaraccesslink

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// people is what steps have done to people: nothing, for most.
type people struct {
	mu     sync.RWMutex
	known  map[int]person // by athlete
	stamps *atomic.Uint64 // of all worlds
	stamp  uint64         // of what they are like now, here
}

// person is what differs from what the population says.
type person struct {
	withdrawn bool // a mandatory consent
	hidden    bool // the picture
	away      []absence
	edits     map[uint64]edit // of training sessions, by the event's place
}

// absence is a time in which the watch did not sync. It ends with a sync, when until
// is set; a sync without an absence has both ends at once.
type absence struct{ since, until time.Time }

// edit is what a person has changed about a training session.
type edit struct {
	at         time.Time
	name, note *string
	deleted    bool
}

func newPeople(stamps *atomic.Uint64) *people {
	return &people{known: map[int]person{}, stamps: stamps, stamp: stamps.Add(1)}
}

// now is a number that no other world's people, and these at no other time, have
// unless they are alike.
func (p *people) now() uint64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.stamp
}

func (p *people) get(athlete int) person {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.known[athlete]
}

// change changes one person's state. What change is given must not be kept.
func (p *people) change(athlete int, change func(*person)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.known[athlete]
	change(&x)
	p.known[athlete] = x
	p.stamp = p.stamps.Add(1)
}

func (p *people) refuses(athlete int) bool { return p.get(athlete).withdrawn }

func (p *people) fork() *people {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return &people{known: maps.Clone(p.known), stamps: p.stamps, stamp: p.stamps.Add(1)} // a person is never changed in place
}

// arrival is when what ended at end is there, and whether it is there by now: a
// watch that does not sync keeps it, a sync brings all that has ended. The place
// spreads watches over a minute.
func (t *tenant) arrival(athlete int, end time.Time, place uint64, now time.Time) (time.Time, bool) {
	at := end.Add(t.set.syncLatency.In(t.x) + time.Duration(draw.Mix(place)%60)*time.Second)
	for _, a := range t.people.get(athlete).away {
		switch open := a.until.IsZero(); {
		case open && !at.Before(a.since):
			return at, false
		case !open && !end.After(a.until) && (a.until.Before(at) || !at.Before(a.since)):
			at = a.until
		}
	}
	return at, !at.After(now)
}
