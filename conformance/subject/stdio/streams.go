package stdio

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/ergodrome/ergodrome/conformance/protocol"
)

// readLine reads one line, without its end. What is longer than a line may be is
// an error, and so is a last line that does not end.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > protocol.MaxLine:
			return nil, fmt.Errorf("a line is longer than %d bytes: %s", protocol.MaxLine, protocol.Excerpt(line))
		case err == nil:
			return line[:len(line)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
		case len(line) > 0 && errors.Is(err, io.EOF):
			return nil, fmt.Errorf("the last line has no end: %s", protocol.Excerpt(line))
		case errors.Is(err, os.ErrClosed):
			return nil, io.EOF
		default:
			return nil, err
		}
	}
}

// keptWords is how much of stderr a reason quotes, from its end.
const keptWords = 500

// stderr hands on what a program says there, and remembers the last of it. What
// nobody wants is dropped, so that no program waits for a reader.
type stderr struct {
	mu   sync.Mutex
	copy io.Writer // hears everything
	sink io.Writer // the case that the program serves now
	last []byte
}

func (s *stderr) to(w io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sink = w
}

func (s *stderr) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = append(s.last, b...)
	if n := len(s.last) - keptWords; n > 0 {
		s.last = append(s.last[:0], s.last[n:]...)
	}
	for _, w := range []io.Writer{s.copy, s.sink} {
		if w != nil {
			_, _ = w.Write(b) // a listener that is gone stops nobody
		}
	}
	return len(b), nil
}

// words quotes the last of stderr, for reasons.
func (s *stderr) words() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.last) == 0 {
		return ""
	}
	return "; on stderr: …" + protocol.Excerpt(s.last[max(0, len(s.last)-110):])
}
