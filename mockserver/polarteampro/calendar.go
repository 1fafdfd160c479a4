package polarteampro

import (
	"iter"
	"sync"
	"time"
)

// entry is one session in a calendar: what lists choose by.
type entry struct {
	day, slot int32
	team      bool      // of a player: with a team
	start     time.Time // of the record
	synced    time.Time
}

// calendar is what one team or one player did, the oldest first.
type calendar struct {
	until   time.Time // all that began before is in
	zone    *time.Location
	entries []entry
}

// owner is whose calendar it is.
type owner struct {
	kind  kind
	index int
}

// calendars keeps those that were asked for: a list counts all of its elements,
// and to make them anew each time takes longer than all else. They follow from
// the population, and only grow.
type calendars struct {
	mu    sync.Mutex
	kept  map[owner]*calendar
	count int // entries of all
}

// maxEntries bounds what is kept: some twenty megabytes.
const maxEntries = 256 << 10

// of is a calendar that reaches to now. What follows tells of sessions that begin
// in a range.
func (c *calendars) of(who owner, from, now time.Time, follow func(from, to time.Time) (*time.Location, iter.Seq[entry])) *calendar {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.kept[who]
	if old == nil {
		old = &calendar{until: from}
	}
	if !old.until.Before(now) {
		return old
	}
	zone, more := follow(old.until, now)
	next := &calendar{until: now, zone: zone, entries: old.entries[:len(old.entries):len(old.entries)]}
	for e := range more {
		next.entries = append(next.entries, e)
	}
	if c.kept == nil || c.count > maxEntries {
		c.kept, c.count = map[owner]*calendar{}, 0
	}
	c.kept[who] = next
	c.count += len(next.entries) - len(old.entries)
	return next
}

// teamCalendar is a team's.
func (t *tenant) teamCalendar(team int, now time.Time) *calendar {
	zone := t.data.Organization(t.data.Team(team).Organization).Zone
	return t.calendars.of(owner{ofTeam, team}, t.beginning(), now, func(from, to time.Time) (*time.Location, iter.Seq[entry]) {
		return zone, func(yield func(entry) bool) {
			for s := range t.data.Sessions(team, from, to) {
				x := t.teamSession(s, now)
				if !yield(entry{day: int32(s.Ref.Day), slot: int32(s.Ref.Slot), team: true, start: x.recordStart, synced: x.created}) {
					return
				}
			}
		}
	})
}

// playerCalendar is a player's.
func (t *tenant) playerCalendar(athlete int, now time.Time) *calendar {
	zone := t.data.Athlete(athlete).Zone
	return t.calendars.of(owner{ofPlayer, athlete}, t.beginning(), now, func(from, to time.Time) (*time.Location, iter.Seq[entry]) {
		return zone, func(yield func(entry) bool) {
			for e := range t.data.Events(athlete, from, to) {
				x := t.playerSession(e, now)
				if recorded(&e) && !yield(entry{day: int32(e.Ref.Day), slot: int32(e.Ref.Slot), team: x.kind() == typeTeam, start: e.Start, synced: x.created}) {
					return
				}
			}
		}
	})
}

// choose is what a list consists of.
func (c *calendar) choose(within span, kind string, now time.Time) []entry {
	var all []entry
	for i := range c.entries {
		e := &c.entries[i]
		if !e.synced.After(now) && (kind == typeAll || (kind == typeTeam) == e.team) && within.has(e.start, c.zone) {
			all = append(all, *e)
		}
	}
	return all
}
