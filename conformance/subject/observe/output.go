package observe

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

const (
	keptHead = 512 << 10 // bytes of each stream that are kept from its beginning
	keptTail = 64 << 10  // and from its end
)

// output is what a program says: all of it counted, its beginning and its end kept.
type output struct {
	flooded chan struct{}

	mu       sync.Mutex
	total    int64
	std, bad stream
}

func newOutput() *output {
	o := &output{flooded: make(chan struct{})}
	o.std.o, o.bad.o = o, o
	return o
}

func (o *output) out() io.Writer { return &o.std }
func (o *output) err() io.Writer { return &o.bad }

// written is how much there was.
func (o *output) written() int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.total
}

// all is what is kept of both streams.
func (o *output) all() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.std.text() + "\n" + o.bad.text()
}

// errors is what is kept of stderr.
func (o *output) errors() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.bad.text()
}

// quoted is how much of the last line a reason quotes.
const quoted = 200

// words quotes the last line that was said, on stderr or else on stdout.
func (o *output) words() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range []struct{ name, text string }{{"stderr", o.bad.text()}, {"stdout", o.std.text()}} {
		lines := strings.Split(strings.TrimSpace(s.text), "\n")
		if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
			return fmt.Sprintf("; on %s: %s", s.name, clip(last, quoted))
		}
	}
	return ""
}

// stream is one of the two.
type stream struct {
	o          *output
	head, tail []byte
	lost       bool
}

func (s *stream) Write(b []byte) (int, error) {
	s.o.mu.Lock()
	defer s.o.mu.Unlock()
	before := s.o.total
	s.o.total += int64(len(b))
	if before <= mostWritten && s.o.total > mostWritten {
		close(s.o.flooded)
	}
	n := min(keptHead-len(s.head), len(b))
	s.head = append(s.head, b[:n]...)
	s.tail = append(s.tail, b[n:]...)
	if drop := len(s.tail) - keptTail; drop > keptTail { // rarely: each byte is moved once
		s.tail, s.lost = append([]byte(nil), s.tail[drop:]...), true
	}
	return len(b), nil
}

func (s *stream) text() string {
	if s.lost {
		return string(s.head) + "\n…\n" + string(s.tail)
	}
	return string(s.head) + string(s.tail)
}

func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
