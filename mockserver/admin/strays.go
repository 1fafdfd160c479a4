package admin

import (
	"sync"
	"time"
)

// MaxStrays is how many strays are kept; older ones are only counted.
const MaxStrays = 1000

// Stray is a request that reached no world.
type Stray struct {
	Time   time.Time `json:"time"` // the default world's
	Method string    `json:"method"`
	Host   string    `json:"host"`
	Path   string    `json:"path"`
	Reason string    `json:"reason"`
}

// Strays is a bounded list. Its zero value is ready; it is safe for use by many
// goroutines.
type Strays struct {
	mu    sync.Mutex
	list  []Stray
	total int
}

// Add records s, in the place of the oldest when the list is full.
func (l *Strays) Add(s Stray) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.list) == MaxStrays {
		l.list = l.list[1:]
	}
	l.list = append(l.list, s)
	l.total++
}

// List is what is kept, oldest first, and how many there were.
func (l *Strays) List() (kept []Stray, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Stray{}, l.list...), l.total
}

// Clear forgets all of them.
func (l *Strays) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list, l.total = nil, 0
}
