// Package memo remembers the bodies of answers, each by all that it depends on, up
// to a number of bytes.
package memo

import (
	"bytes"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// Answers are what was answered. They are safe for use by many goroutines. Nothing
// is ever withdrawn: a key must name everything that a body depends on but the
// time, and what is no longer asked for is pushed out.
type Answers struct {
	limit int

	mu         sync.Mutex
	young, old map[string]answer // when young has half of limit it becomes old
	bytes      int               // of young
}

type answer struct {
	body  []byte
	span  Span
	reads journal.Reads
}

// overhead is about what an entry takes beside its key and body.
const overhead = 160

// New returns an empty memory of at most so many bytes.
func New(limit int) *Answers { return &Answers{limit: limit} }

// Of is the body of key at a time: the one that is remembered, or else the one that made
// answers with, which notes in span when it turns. Either way x, if not nil, notes which settings
// the body turned on. It is shared and must not be changed.
func (a *Answers) Of(key []byte, now time.Time, x *journal.Exchange, made func(span *Span) ([]byte, error)) ([]byte, error) {
	if body, reads := a.Get(key, now); body != nil {
		if x != nil {
			x.Reads |= reads
		}
		return body, nil
	}
	var before, reads journal.Reads
	if x != nil {
		before, x.Reads = x.Reads, 0
	}
	var span Span
	body, err := made(&span)
	if x != nil {
		reads = x.Reads
		x.Reads |= before
	}
	if err != nil {
		return nil, err
	}
	body = bytes.Clone(body) // without the room that it grew in, which nobody would count
	a.Put(key, body, span, reads)
	return body, nil
}

// Get is the body of key that is right at a time, and what it turned on; nil when there is none. It is
// shared and must not be changed.
func (a *Answers) Get(key []byte, now time.Time) ([]byte, journal.Reads) {
	a.mu.Lock()
	defer a.mu.Unlock()
	found, ok := a.young[string(key)]
	if !ok {
		if found, ok = a.old[string(key)]; ok && found.span.has(now) {
			delete(a.old, string(key))
			a.put(string(key), found)
		}
	}
	if !ok || !found.span.has(now) {
		return nil, 0
	}
	return found.body, found.reads
}

// Put remembers body, which must not be changed any more, for a span of time.
func (a *Answers) Put(key, body []byte, span Span, reads journal.Reads) {
	if 4*(len(key)+len(body)+overhead) > a.limit {
		return // one that would push out most others
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.put(string(key), answer{body, span, reads})
}

func (a *Answers) put(key string, x answer) {
	if had, ok := a.young[key]; ok {
		a.bytes -= size(key, had)
	}
	if n := size(key, x); a.young == nil || a.bytes+n > a.limit/2 {
		a.old, a.young, a.bytes = a.young, map[string]answer{}, 0
	}
	a.bytes += size(key, x)
	a.young[key] = x
}

func size(key string, x answer) int { return len(key) + cap(x.body) + overhead }

// Span is the time in which an answer stays as it is. The zero value is always.
type Span struct{ from, until time.Time }

// has says whether the answer is right at a time.
func (s *Span) has(now time.Time) bool {
	return !now.Before(s.from) && (s.until.IsZero() || now.Before(s.until))
}

// Turns notes that the answer made at now depends on whether at has come, which it
// has at at itself.
func (s *Span) Turns(at, now time.Time) {
	switch {
	case !at.After(now):
		if at.After(s.from) {
			s.from = at
		}
	case s.until.IsZero() || at.Before(s.until):
		s.until = at
	}
}
