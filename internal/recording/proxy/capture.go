package proxy

import (
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/ergodrome/ergodrome/internal/recording"
)

const (
	inMemory = 256 << 10 // longer bodies are written while they pass
	chunks   = 8         // of 32 KiB that may wait for it
)

// capture keeps a body that passes: a short one in memory, a long one on its way
// into a file.
type capture struct {
	p           *Proxy
	contentType string
	coding      string // content coding
	declared    bool   // there was a Content-Length

	mu     sync.Mutex // a request may still be read when its answer has ended
	ended  bool
	size   int64
	buf    []byte
	long   chan []byte   // nil while the body is short
	stored chan struct{} // closed when kept and err are there
	kept   *body         // of a long one
	err    error
}

// body is what the archive will say of a body.
type body struct {
	recording.Stored
	text string // without coding, when it is short text
	size int64  // without coding
	wire int64  // as it is kept
}

func (p *Proxy) newCapture(h http.Header) *capture {
	return &capture{
		p: p, contentType: h.Get("Content-Type"), coding: strings.Join(h.Values("Content-Encoding"), ", "), declared: h.Get("Content-Length") != "",
	}
}

func (c *capture) write(b []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended || len(b) == 0 {
		return
	}
	c.size += int64(len(b))
	switch {
	case c.size > c.p.o.MaxBody: // what follows only passes
		c.buf = nil
	case c.long != nil:
		c.long <- append([]byte(nil), b...)
	case c.size <= inMemory:
		c.buf = append(c.buf, b...)
	default:
		c.long, c.stored = make(chan []byte, chunks), make(chan struct{})
		first := c.buf
		c.buf = nil
		go c.stream(&chunkReader{from: c.long})
		c.long <- first
		c.long <- append([]byte(nil), b...)
	}
}

// finish says that nothing more comes.
func (c *capture) finish() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended && c.long != nil {
		close(c.long)
	}
	c.ended = true
}

// stream stores a long body, and reads it to its end in any case, so that whoever
// waits for it never waits for us.
func (c *capture) stream(in *chunkReader) {
	defer close(c.stored)
	c.kept, c.err = c.p.storeStream(in, c)
	_, _ = io.Copy(io.Discard, in)
}

// chunkReader reads what was written in pieces.
type chunkReader struct {
	from <-chan []byte
	have []byte
}

func (r *chunkReader) Read(b []byte) (int, error) {
	for len(r.have) == 0 {
		next, ok := <-r.from
		if !ok {
			return 0, io.EOF
		}
		r.have = next
	}
	n := copy(b, r.have)
	r.have = r.have[n:]
	return n, nil
}
