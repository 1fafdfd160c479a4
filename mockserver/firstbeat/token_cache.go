package firstbeat

import "sync"

// A token cache remembers which tokens were verified, in two generations: when
// the young one is full, it becomes the old one.
const (
	cachedTokens   = 512     // in one generation
	cachedTokenLen = 1 << 10 // longer tokens are verified each time
)

// verified is what a cache may remember of a token: who signed it with which
// secret, and its claims. Neither times nor rights are remembered as decided;
// they are compared again on each use, so that an expiry, a rotated secret, a
// disabled consumer and a moved clock count at once.
type verified struct {
	claims *claims
	secret string
}

// tokenCache is safe for use by many goroutines. Its zero value is empty.
type tokenCache struct {
	mu         sync.Mutex
	young, old map[string]verified
}

func (c *tokenCache) get(token string) (verified, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.young[token]; ok {
		return v, true
	}
	v, ok := c.old[token]
	if ok {
		c.putLocked(token, v)
	}
	return v, ok
}

func (c *tokenCache) put(token string, v verified) {
	if len(token) > cachedTokenLen {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.putLocked(token, v)
}

func (c *tokenCache) putLocked(token string, v verified) {
	if c.young == nil || len(c.young) >= cachedTokens {
		c.old, c.young = c.young, make(map[string]verified)
	}
	c.young[token] = v
}

// drop forgets a token that has stopped being valid.
func (c *tokenCache) drop(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.young, token)
	delete(c.old, token)
}

func (c *tokenCache) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.young) + len(c.old)
}
