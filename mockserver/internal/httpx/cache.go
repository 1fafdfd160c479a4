package httpx

import (
	"container/list"
	"sync"
)

// LRU is a Cache that keeps the bodies asked for last, up to a number of bytes.
type LRU struct {
	mu      sync.Mutex
	max     int64
	used    int64
	entries map[codedKey]*list.Element
	recent  list.List // of *codedBody, latest first
}

type codedKey struct{ key, coding string }

type codedBody struct {
	codedKey
	body []byte
}

// entryCost is about what an entry costs beside its body.
const entryCost = 256

// NewLRU returns an empty cache of at most maxBytes bytes.
func NewLRU(maxBytes int64) *LRU { return &LRU{max: maxBytes, entries: map[codedKey]*list.Element{}} }

// Get implements Cache.
func (c *LRU) Get(key, coding string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[codedKey{key, coding}]
	if e == nil {
		return nil, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*codedBody).body, true
}

// Put implements Cache. A body larger than an eighth of the cache is not kept.
func (c *LRU) Put(key, coding string, body []byte) {
	cost := int64(len(body)) + entryCost
	if cost > c.max/8 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	k := codedKey{key, coding}
	if e := c.entries[k]; e != nil {
		c.drop(e)
	}
	c.entries[k] = c.recent.PushFront(&codedBody{k, body})
	for c.used += cost; c.used > c.max; {
		c.drop(c.recent.Back())
	}
}

func (c *LRU) drop(e *list.Element) {
	b := c.recent.Remove(e).(*codedBody)
	delete(c.entries, b.codedKey)
	c.used -= int64(len(b.body)) + entryCost
}
