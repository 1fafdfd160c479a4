// Package journal keeps what was exchanged with a world, bounded, with the reasons
// behind each answer, and shows it redacted.
package journal

import (
	"cmp"
	"net/http"
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
	swept   atomic.Pointer[issued] // no record waits with secrets of an age before this one

	mu      sync.Mutex
	ring    []*record // count of them from head on, in the order of closing
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
		j.swept.Store(o.Redactor.issued.Load())
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
	e := &Exchange{ID: j.ids.Add(1), Time: now, Service: service, Scheme: "http", Proto: r.Proto}
	if r.TLS != nil {
		e.Scheme = "https"
	}
	c := &capture{
		redactor: red, known: [2]*issued{red.issued.Load()}, method: r.Method, host: r.Host, prefix: prefix, uri: uri, request: flatten(r.Header),
	}
	if len(r.Method) > maxMethod {
		c.method = bounded(red.Text(r.Method)) // what is cut must be redacted before
	}
	if j.Tapped() {
		c.witness = &Witness{Method: r.Method, Host: r.Host, URL: uri, RequestHeader: r.Header.Clone()}
	}
	e.raw = seal(c)
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
	Shared       bool   // nobody ever changes Body or Plain
}

// Close ends the record of e and keeps it. e must neither be changed nor read
// afterwards: what it was is in what Exchanges returns. The journal keeps copies,
// never the slices in a, unless they are shared.
func (j *Journal) Close(e *Exchange, a Answer) {
	if j == nil || e == nil || e.raw == nil {
		return
	}
	c, limit := e.raw(), j.options.BodyLimit
	r := &record{view: e, raw: e.raw, age: c.known[0].age}
	witness := c.witness
	e.raw, c.witness = nil, nil
	e.Duration, e.Status, e.ResponseBytes = a.Now.Sub(e.Time), a.Status, int64(len(a.Body))
	e.RequestBytes = max(a.RequestBytes, int64(len(a.RequestBody)))
	c.limit, c.response = limit, flatten(a.Header)
	c.decisions, c.faults, c.bug = e.Decisions, e.Faults, e.Bug
	e.Decisions, e.Faults, e.Bug = nil, nil, ""
	reach := int(c.redactor.reach.Load())
	c.requestBody = take(c.request.get("Content-Encoding"), a.RequestBody, nil, e.RequestBytes, limit, reach, false)
	c.responseBody = take(c.response.get("Content-Encoding"), a.Body, a.Plain, 0, limit, reach, a.Shared)
	known := c.redactor.issued.Load()
	c.known[1] = known
	if witness != nil { // somebody is about to look
		r.settle()
	}
	j.store(r)
	if j.swept.Load() != known && j.swept.Swap(known) != known {
		j.sweep(known.age)
	}
	if witness == nil {
		return
	}
	witness.Exchange, witness.RequestBody = e, a.RequestBody
	witness.Status, witness.ResponseHeader, witness.Body, witness.Plain = a.Status, a.Header, a.Body, a.Plain
	if taps := j.taps.Load(); taps != nil {
		for _, t := range *taps {
			t.see(*witness)
		}
	}
}

// Clear forgets all exchanges. Numbering goes on.
func (j *Journal) Clear() {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.count {
		j.at(i).kept = false
	}
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
	for i := range j.count {
		r := j.at(i)
		r.settle()
		c.store(&record{view: r.view})
	}
	c.evicted += j.evicted
	return c
}
