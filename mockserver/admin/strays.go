package admin

import (
	"strings"
	"sync"
	"time"
)

// MaxStrays is how many strays are kept; older ones are only counted.
const MaxStrays = 1000

// maxText bounds each text that is kept of a stray.
const maxText = 256

// Short is text, or where it is longer than 256 bytes its beginning and "…".
func Short(text string) string {
	if len(text) <= maxText {
		return text
	}
	const more = "…"
	return strings.ToValidUTF8(text[:maxText-len(more)], "") + more // a copy, which lets go of the rest
}

// Stray is a request that reached no world. Its texts are cut after 256 bytes.
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

// Add records s, in the place of the oldest when the list is full, and returns
// what is kept of it.
func (l *Strays) Add(s Stray) Stray {
	s.Method, s.Host, s.Path, s.Reason = Short(s.Method), Short(s.Host), Short(s.Path), Short(s.Reason)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.list) == MaxStrays {
		l.list = l.list[1:]
	}
	l.list = append(l.list, s)
	l.total++
	return s
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
