// Package journal keeps what was exchanged with a world: redacted, bounded,
// with the reasons behind each answer.
package journal

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options bound a journal. The zero value means the defaults.
type Options struct {
	MaxExchanges int   // how many exchanges are kept; default 1000
	MaxBytes     int64 // about how much memory they may take; default 16 MiB
	BodyLimit    int   // how much of each body is kept; default 64 KiB, negative: nothing
	// Redactor knows what must not be kept; nil means NewRedactor().
	Redactor *Redactor
}

// Journal is a bounded record of exchanges: the oldest make room for new ones.
// It is safe for use by many goroutines. Its zero value has default options, and
// a nil Journal records nothing.
type Journal struct {
	options Options
	setup   sync.Once
	ids     atomic.Int64
	taps    atomic.Pointer[[]*tap]

	mu      sync.Mutex
	ring    []*Exchange // count of them from head on, in the order of closing
	head    int
	count   int
	bytes   int64
	evicted int64
}

// Stats counts what a journal holds.
type Stats struct {
	Exchanges int   `json:"exchanges"`
	Bytes     int64 `json:"bytes"`   // about what they take in memory
	Evicted   int64 `json:"evicted"` // exchanges that had to make room, since the last Clear
}

// New returns an empty journal.
func New(o Options) *Journal {
	j := &Journal{options: o}
	j.defaults()
	return j
}

func (j *Journal) defaults() {
	j.setup.Do(func() {
		o := &j.options
		o.MaxExchanges, o.MaxBytes, o.BodyLimit = cmp.Or(o.MaxExchanges, 1000), cmp.Or(o.MaxBytes, 16<<20), cmp.Or(o.BodyLimit, 64<<10)
		if o.Redactor == nil {
			o.Redactor = NewRedactor()
		}
	})
}

// Redactor is what the journal redacts with: whoever issues a secret tells it.
func (j *Journal) Redactor() *Redactor {
	if j == nil {
		return nil
	}
	j.defaults()
	return j.options.Redactor
}

// Open begins the record of r, whose path and RequestURI are the vendor's own:
// without the prefix that stood before them. It reads no body. Whoever answers
// sets the exchange's Operation, Faults and Bug, calls Decide, and then Close.
func (j *Journal) Open(now time.Time, service, prefix string, r *http.Request) *Exchange {
	if j == nil {
		return nil
	}
	j.defaults()
	red, uri := j.options.Redactor, r.RequestURI
	if !strings.HasPrefix(uri, "/") {
		uri = r.URL.RequestURI()
	}
	e := &Exchange{
		ID: j.ids.Add(1), Time: now, Service: service, Method: bounded(red.Text(r.Method)), Scheme: "http", Host: red.Text(r.Host), Proto: r.Proto,
		URL: red.URL(prefix + uri), RequestHeader: red.Header(r.Header),
	}
	if r.TLS != nil {
		e.Scheme = "https"
	}
	e.Path, _, _ = strings.Cut(strings.TrimPrefix(e.URL, prefix), "?")
	if j.Tapped() {
		e.raw = &Witness{Method: r.Method, Host: r.Host, URL: uri, RequestHeader: r.Header.Clone()}
	}
	return e
}

// maxMethod bounds the method that is kept; those of HTTP are shorter.
const maxMethod = 64

func bounded(method string) string {
	if len(method) <= maxMethod {
		return method
	}
	return strings.ToValidUTF8(method[:maxMethod-len("…")], "") + "…" // a copy, which lets go of the rest
}

// Answer is how an exchange ended. None of it is redacted yet.
type Answer struct {
	Now          time.Time // the world's clock, after the last byte
	RequestBody  []byte    // what was read of it
	RequestBytes int64     // its whole size; 0 means the length of RequestBody
	Status       int       // 0 when the connection ended without an answer
	Header       http.Header
	Body         []byte // as sent, before framing: coded, and up to where it was cut
	Plain        []byte // what Body was before its content coding; nil if it has none, or nobody knows
}

// Close ends the record of e and keeps it, redacted. e must not be changed
// afterwards. The journal keeps copies, never the slices in a.
func (j *Journal) Close(e *Exchange, a Answer) {
	if j == nil || e == nil {
		return
	}
	red, limit := j.options.Redactor, j.options.BodyLimit
	e.Duration = a.Now.Sub(e.Time)
	e.Status, e.ResponseHeader, e.ResponseBytes = a.Status, red.Header(a.Header), int64(len(a.Body))
	e.RequestBytes = max(a.RequestBytes, int64(len(a.RequestBody)))
	e.RequestBody, e.RequestNote = red.keep(e.RequestHeader, a.RequestBody, nil, e.RequestBytes, limit)
	e.ResponseBody, e.ResponseNote = red.keep(e.ResponseHeader, a.Body, a.Plain, 0, limit)
	for i := range e.Decisions {
		e.Decisions[i].Reason = red.Text(e.Decisions[i].Reason)
	}
	for i, name := range e.Faults {
		e.Faults[i] = red.Text(name)
	}
	e.Bug = red.Text(e.Bug)
	raw := e.raw
	e.raw = nil
	j.store(e)
	if raw == nil {
		return
	}
	raw.Exchange, raw.RequestBody = e, a.RequestBody
	raw.Status, raw.ResponseHeader, raw.Body, raw.Plain = a.Status, a.Header, a.Body, a.Plain
	if taps := j.taps.Load(); taps != nil {
		for _, t := range *taps {
			t.see(*raw)
		}
	}
}

// store puts e at the end of the ring and makes room for it.
func (j *Journal) store(e *Exchange) {
	size := e.size()
	j.mu.Lock()
	defer j.mu.Unlock()
	if size > j.options.MaxBytes {
		e.RequestBody, e.ResponseBody = nil, nil
		e.RequestNote, e.ResponseNote = "too large for this journal", "too large for this journal"
		size = e.size()
	}
	for j.count > 0 && (j.count >= j.options.MaxExchanges || j.bytes+size > j.options.MaxBytes) {
		old := &j.ring[j.head]
		j.bytes -= (*old).size()
		*old = nil
		j.head = (j.head + 1) % len(j.ring)
		j.count--
		j.evicted++
	}
	if j.count == len(j.ring) {
		larger := make([]*Exchange, min(max(16, 2*len(j.ring)), max(j.options.MaxExchanges, 1)))
		for i := range j.count {
			larger[i] = j.at(i)
		}
		j.ring, j.head = larger, 0
	}
	j.ring[(j.head+j.count)%len(j.ring)] = e
	j.count++
	j.bytes += size
}

func (j *Journal) at(i int) *Exchange { return j.ring[(j.head+i)%len(j.ring)] }

// Clear forgets all exchanges. Numbering goes on.
func (j *Journal) Clear() {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ring, j.head, j.count, j.bytes, j.evicted = nil, 0, 0, 0, 0
}

// Stats counts what the journal holds.
func (j *Journal) Stats() Stats {
	if j == nil {
		return Stats{}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return Stats{Exchanges: j.count, Bytes: j.bytes, Evicted: j.evicted}
}

// Clone returns an independent journal with the same exchanges, names and
// secrets, and without taps.
func (j *Journal) Clone() *Journal {
	if j == nil {
		return nil
	}
	j.defaults()
	o := j.options
	o.Redactor = o.Redactor.Clone()
	c := New(o)
	j.mu.Lock()
	defer j.mu.Unlock()
	c.ids.Store(j.ids.Load())
	c.ring, c.head, c.count, c.bytes, c.evicted = slices.Clone(j.ring), j.head, j.count, j.bytes, j.evicted
	return c
}
