// Package cache keeps what is expensive to make, up to a number of bytes, and
// makes each thing once however many ask at the same time.
package cache

import "sync"

// Cache is a least-recently-used cache. The zero value keeps nothing until
// Limit is set; nothing is allocated before the first Get.
type Cache[K comparable, V any] struct {
	mu      sync.Mutex
	entries map[K]*entry[K, V]
	// The ring's next is the entry used last, its previous the one to go first.
	ring  *entry[K, V]
	bytes int
}

type entry[K comparable, V any] struct {
	key            K
	value          V
	bytes          int
	making         sync.Mutex // held until value is there; no channel, which would belong to one bubble of testing/synctest
	made, ok       bool
	next, previous *entry[K, V]
}

// overhead is what an entry costs beside its value.
const overhead = 160

// Get returns the value of key, or makes it. Of many callers that ask for a
// missing value one makes it, the others wait. limit bounds the sum of sizes;
// a value larger than limit is returned and not kept.
func (c *Cache[K, V]) Get(key K, limit int, produce func() (V, int)) V {
	c.mu.Lock()
	if e, found := c.entries[key]; found {
		if !e.made {
			c.mu.Unlock()
			e.making.Lock()
			ok := e.ok
			e.making.Unlock()
			if ok {
				return e.value
			}
			return c.Get(key, limit, produce) // its maker panicked
		}
		c.unlink(e)
		c.link(e)
		c.mu.Unlock()
		return e.value
	}
	if c.entries == nil {
		c.entries = map[K]*entry[K, V]{}
		c.ring = &entry[K, V]{}
		c.ring.next, c.ring.previous = c.ring, c.ring
	}
	e := &entry[K, V]{key: key}
	e.making.Lock()
	c.entries[key] = e
	c.mu.Unlock()

	defer c.finish(e, limit)
	e.value, e.bytes = produce()
	e.bytes += overhead
	e.ok = true
	return e.value
}

func (c *Cache[K, V]) finish(e *entry[K, V], limit int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.made = true
	e.making.Unlock()
	if !e.ok || e.bytes > limit {
		delete(c.entries, e.key)
		return
	}
	c.link(e)
	c.bytes += e.bytes
	for c.bytes > limit {
		last := c.ring.previous
		c.unlink(last)
		delete(c.entries, last.key)
		c.bytes -= last.bytes
	}
}

// Bytes is what the kept values amount to.
func (c *Cache[K, V]) Bytes() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bytes
}

func (c *Cache[K, V]) link(e *entry[K, V]) {
	e.next, e.previous = c.ring.next, c.ring
	e.next.previous, c.ring.next = e, e
}

func (c *Cache[K, V]) unlink(e *entry[K, V]) {
	e.next.previous, e.previous.next = e.previous, e.next
}
