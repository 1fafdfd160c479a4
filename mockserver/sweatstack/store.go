package sweatstack

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// store is what callers and the control plane have added to the population: files,
// metadata, traces, tests, dailies, backfills. It is empty in most worlds, and
// bounded in all.
type store struct {
	mu        sync.RWMutex
	meta      map[metaKey][]byte
	byUser    map[string][]activity // added, by account
	bytes     int                   // of files
	records   map[recordKey]any
	order     []recordKey
	backfills map[string]backfill
	teams     map[teamKey][]string // scopes
	issues    map[string]string    // codes, by account
	drawn     uint64
	stamps    *atomic.Uint64 // of all worlds
	stamp     uint64         // of what is in here now
}

func newStore(stamps *atomic.Uint64) *store { return &store{stamps: stamps, stamp: stamps.Add(1)} }

// now is a number that no other world's store, and this at no other time, has unless
// they hold the same.
func (s *store) now() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stamp
}

// changed is called with the lock held.
func (s *store) changed() { s.stamp = s.stamps.Add(1) }

// The bounds of one world's additions.
const (
	maxMetadata = 20_000
	maxRecords  = 20_000
	maxAdded    = 10_000
	maxStored   = 128 << 20 // bytes of files
)

// metaKey is whose metadata about what. app is the client that wrote it.
type metaKey struct {
	app   string
	about about
	id    string
}

type about uint8

const (
	aboutActivity about = iota
	aboutTrace
	aboutTest
	aboutUser
)

// metadata is what an app has kept; nil for nothing.
func (s *store) metadata(k metaKey) []byte {
	if k.app == "" {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.meta[k]
}

// keep stores metadata, or removes it when json is nil. It answers whether there
// was room, and whether there had been any.
func (s *store) keep(k metaKey, json []byte) (room, had bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, had = s.meta[k]
	defer s.changed()
	if json == nil {
		delete(s.meta, k)
		return true, had
	}
	if !had && len(s.meta) >= maxMetadata {
		return false, false
	}
	if s.meta == nil {
		s.meta = map[metaKey][]byte{}
	}
	s.meta[k] = json
	return true, had
}

// recordKey names a trace, a test or a daily value.
type recordKey struct {
	user string
	kind about
	id   string
}

// put stores a record. A nil one stands for one of the population's that was
// deleted. It answers false when there is no room.
func (s *store) put(k recordKey, v any) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.set(k, v)
}

// replace is put for what is there: not for what another request has deleted since
// this one found it.
func (s *store) replace(k recordKey, v any) (room, there bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, changed := s.records[k]; changed && old == nil {
		return true, false
	}
	return s.set(k, v), true
}

// set is put with the lock held.
func (s *store) set(k recordKey, v any) bool {
	if _, had := s.records[k]; !had {
		if len(s.records) >= maxRecords {
			return false
		}
		if s.records == nil {
			s.records = map[recordKey]any{}
		}
		s.order = append(s.order, k)
	}
	s.records[k] = v
	s.changed()
	return true
}

// record finds one; changed says that there is one, or that it was deleted.
func (s *store) record(k recordKey) (v any, changed bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	v, changed = s.records[k]
	return v, changed
}

// recordsOf are a user's records of a kind, as they came.
func (s *store) recordsOf(user string, kind about) []any {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []any
	for _, k := range s.order {
		if k.user == user && k.kind == kind && s.records[k] != nil {
			out = append(out, s.records[k])
		}
	}
	return out
}

// number is a new one for something that is added.
func (s *store) number() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drawn++
	return s.drawn
}

// added are a user's activities beside those of the population. The slice is shared.
func (s *store) added(user string) []activity {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byUser[user]
}

// add adds an activity; it answers false when there are too many.
func (s *store) add(a *activity) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.append(a)
}

// append is add with the lock held.
func (s *store) append(a *activity) bool {
	if len(s.byUser[a.owner]) >= maxAdded {
		return false
	}
	if s.byUser == nil {
		s.byUser = map[string][]activity{}
	}
	s.byUser[a.owner] = append(slices.Clip(s.byUser[a.owner]), *a)
	s.changed()
	return true
}

// backfill is a history that is loaded, from the newest to the oldest.
type backfill struct {
	began time.Time
	takes time.Duration
	first time.Time // the oldest there is
	error string
}

// loadedUntil is how far back a user's history is there.
func (s *store) loadedUntil(user string, now time.Time) time.Time {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b, under := s.backfills[user]
	if !under {
		return time.Time{}
	}
	return b.until(now)
}

func (b *backfill) until(now time.Time) time.Time {
	gone := max(0, now.Sub(b.began))
	if gone >= b.takes {
		return b.first
	}
	part := float64(gone) / float64(b.takes)
	return b.began.Add(-time.Duration(part * float64(b.began.Sub(b.first)))).Truncate(time.Second)
}

func (s *store) backfill(user string) (backfill, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b, ok := s.backfills[user]
	return b, ok
}

func (s *store) setBackfill(user string, b backfill) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.backfills == nil {
		s.backfills = map[string]backfill{}
	}
	s.backfills[user] = b
	s.changed()
}

func (s *store) fork() *store {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return &store{
		meta: maps.Clone(s.meta), byUser: maps.Clone(s.byUser), bytes: s.bytes, records: maps.Clone(s.records),
		order: slices.Clone(s.order), backfills: maps.Clone(s.backfills), teams: maps.Clone(s.teams), issues: maps.Clone(s.issues), drawn: s.drawn,
		stamps: s.stamps, stamp: s.stamps.Add(1),
	}
}
