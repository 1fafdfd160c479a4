// Package memo remembers the bodies of answers, each by all that it depends on, up
// to a number of bytes.
package memo

import (
	"bytes"
	"sync"
	"time"
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
	body []byte
	span Span
}

// overhead is about what an entry takes beside its key and body.
const overhead = 160

// New returns an empty memory of at most so many bytes.
func New(limit int) *Answers { return &Answers{limit: limit} }

// Of is the body of key at a time: the one that is remembered, or else the one that made
// answers with, which notes in span when it turns. It is shared and must not be changed.
func (a *Answers) Of(key []byte, now time.Time, made func(span *Span) ([]byte, error)) ([]byte, error) {
	if body := a.Get(key, now); body != nil {
		return body, nil
	}
	var span Span
	body, err := made(&span)
	if err != nil {
		return nil, err
	}
	body = bytes.Clone(body) // without the room that it grew in, which nobody would count
	a.Put(key, body, span)
	return body, nil
}

// Get is the body of key that is right at a time; nil when there is none. It is
// shared and must not be changed.
func (a *Answers) Get(key []byte, now time.Time) []byte {
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
		return nil
	}
	return found.body
}

// Put remembers body, which must not be changed any more, for a span of time.
func (a *Answers) Put(key, body []byte, span Span) {
	if 4*(len(key)+len(body)+overhead) > a.limit {
		return // one that would push out most others
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.put(string(key), answer{body, span})
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
